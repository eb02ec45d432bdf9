//! Searching: what was asked is checked and understood, the index is asked, and the answer says what it is about.
//!
//! Never called inside a write. A list of postings touches no database: what it shows stands in the index; only why
//! each suits one person is read from the postings of the page, and whether there is an employer that the index knows
//! nothing of. People are found in the store, by terms that are kept
//! beside each profile: who may be found changes with every consent.

mod card;
mod cursor;
mod facets;
mod help;
mod listed;
mod named;
mod params;
mod people;
mod place_read;
mod search;
mod spoken;
mod suggest;
mod understood;
mod vacancies;

pub use card::{Card, CardPay, CardPlace};
pub use facets::{Facet, FacetValue, Facets};
pub use help::{FEW, Help, Wider, help};
pub(crate) use listed::Kept;
pub use listed::{Listed, listed};
pub use named::{named, no_such_place, not_a_flag};
pub use params::{PAGE_SIZE, Params, SortBy};
pub(crate) use people::Wanted;
pub use people::{Fit, Fits, people};
pub use place_read::PlaceRead;
pub use sanviec_search::MOST_WORDS;
pub use search::{Found, Item, near_misses, postings};
pub use spoken::{Named, Spoken, spoken};
pub use suggest::{Suggestion, SuggestionKind, suggest_places, suggest_words};
pub(crate) use understood::Known;
pub use understood::{Asked, Condition};
pub use vacancies::{Sought, Suggested, Suited, Vacancies, own_vacancies, vacancies};

//! Made-up vacancies that read like Vietnamese adverts, queries to go with them, and made-up people who look for
//! work: for `serve --demo` and for the benches.
//!
//! The same seed, day and places give the same bytes. Nothing here knows the store, the index or the reference
//! tables: places are given by the caller, and occupations and industries are plain codes.

mod advert;
mod bank;
mod company;
mod draw;
mod generator;
mod location;
mod messy;
mod overlap;
mod pay;
mod people;
mod place;
mod plan;
mod posting;
mod query;
mod template;
mod terms;
mod terrain;
mod unmarked;

pub use bank::{base_titles, occupation_codes};
pub use generator::{Generator, Style};
pub use overlap::{SentenceIndex, sentences};
pub use people::{DemoPerson, People};
pub use place::{OldPlace, Place};
pub use posting::{DemoPosting, PayPeriod};
pub use query::DemoQuery;
pub use unmarked::unmarked;

#[cfg(test)]
mod tests;

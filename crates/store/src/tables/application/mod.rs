//! Applications of people to postings, with the links by which they are followed, what was agreed to, and what
//! happened. Personal values are sealed by the caller; rules do not belong here.

pub(crate) mod entity;
mod read;
mod trail;
mod write;

pub use entity::Model as Row;
pub use read::{
    Counted, Filter, count_by_state, count_of_postings, count_responses, find, find_draft, find_for_update, find_once,
    is_hired, list_by_employer, list_due, list_of_account, list_of_profiles, list_of_removed, posting_counts,
};
pub use trail::{
    Consent, Event, Link, add_consent, add_event, add_link, erase_trail, find_link, list_consents, list_consents_of,
    list_events,
};
pub use write::{adopt, insert, update_guarded};

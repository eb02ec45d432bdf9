//! Profiles of people who look for work. What is sealed, and how a name becomes its keys, is the caller's business.

pub(crate) mod entity;
mod read;
mod term;
mod write;

pub use entity::Model as Row;
pub use read::{
    find, find_by_account, find_by_email, find_by_name, find_by_name_and_birth, find_by_number, find_by_phone,
    find_many, has_work, list_all, list_family, list_idle, list_merged_into, list_parts_of, list_unheld, load,
};
pub use term::{OPEN_TO_EMPLOYERS, Wanted, list_fitting, set_terms, terms_of};
pub use write::{hold, insert, insert_many, reseal, touch, update_guarded};

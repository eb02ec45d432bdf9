//! Use cases: one function for each thing that a person or the clock can do.
//!
//! Who may do it, what is asked of the rules, where a transaction begins and ends. What must not be in here: HTTP,
//! SQL, tantivy, templates. Searching happens only in [`find`], never inside a write.

pub mod accounts;
pub mod api_keys;
mod app;
pub mod applications;
pub mod approaches;
pub mod audit;
pub mod browse;
mod calendar;
pub mod claims;
mod ctx;
pub mod desk;
mod download;
mod error;
pub mod evidence;
pub mod find;
pub mod hiring;
pub mod import;
pub mod indexing;
pub mod messages;
mod once;
pub mod organisations;
pub mod placements;
pub mod postings;
pub mod profiles;
mod reading;
pub mod reports;
pub mod requests;
mod rights;
mod rows;
pub mod secrets;
pub mod stream;
pub mod stuck;
pub mod webhooks;
mod wording;

pub use app::{App, Copies, Facts};
pub use ctx::{Actor, Clock, Ctx, Ids, Locale, Person, Role};
pub use download::{Export, Format};
pub use error::{AppError, FieldError};
pub use once::{DAYS_OF_ANSWERS, Key};
pub use rights::{Action, Fields, Relation, Thing, has_desk, may, may_at_work, seen};
pub use sanviec_store::Health as StoreHealth;
pub use wording::{Worded, Wording};

//! Placements and the facts that were recorded of them. Facts are only ever added; a placement has no status, and
//! whoever wants an outcome loads its facts and asks the rule.

pub mod asked;
pub mod document;
mod entity;
pub mod erasure;
mod fact;
pub mod file;
pub mod left;
pub mod proof;
pub mod queue;
mod read;
pub mod retraction;
pub mod sending;
pub mod signature;
pub mod succession;
mod write;

pub use entity::Model as Row;
pub use fact::Model as Fact;
pub use read::{
    Chosen, Policy, count, facts, facts_of_many, find, find_by_application, find_by_referral, find_fact,
    find_newest_at, find_policy, has_open, last_recorded_at, list, list_due, list_employed_by, list_of_profile,
    page_of_employer, page_of_profile, policies,
};
pub use write::{
    add_employer, append, hand_over, hold, insert, insert_many, keep_policy, set_look, set_told, update_guarded,
    use_known_at,
};

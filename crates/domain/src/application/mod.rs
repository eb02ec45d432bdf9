//! Applications: how one lives between the person, the employer and the clock ([`Life`], [`Life::step`]), the one list
//! of statuses that all sides read ([`Status`]), when contact is open ([`Life::contact`]), what is sent
//! ([`fields_sent`]) and how employers' answers are counted ([`ResponseRate`]). No storage rows and no pages; consents
//! are [`crate::consent`]'s and are asked before a command.

mod contact;
mod life;
mod moves;
mod parts;
mod reason;
mod refusal;
mod response;
mod sent;
mod status;
mod step;
mod terms;

pub use life::{Command, CommandName, Ended, Event, Life, Open, Place, Side, Stage, State, Trail};
pub use moves::check_rejection;
pub use parts::{LifeParts, PartsError};
pub use reason::{EndReason, WithdrawReason};
pub use refusal::Refusal;
pub use response::{Response, ResponseRate};
pub use sent::{Unsent, fields_sent};
pub use status::Status;
pub use terms::{DRAFT_DAYS, GUARDIAN_DAYS, INTERVIEW_DAYS, KEEP_DAYS_MOST, Kind, Terms};

ids! {
    /// Names one application for good.
    ApplicationId
}

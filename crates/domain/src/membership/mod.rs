//! Who acts for an organisation, and as what. An organisation is never without an active administrator: whoever could
//! let nobody in would lock everybody out. All members of one organisation are one unit, to be guarded by one version,
//! or two administrators could remove each other at once. Passwords and sessions are not known here.

mod members;
mod refusal;
mod step;
#[cfg(test)]
mod tests;

pub use members::{
    Actor, Command, CommandName, Event, INVITE_DAYS, MEMBERS_MOST, Member, MemberState, Members, PartsError, Role,
    Standing,
};
pub use refusal::Refusal;

ids! {
    /// Names one account for good: whoever signs in with it.
    AccountId
}

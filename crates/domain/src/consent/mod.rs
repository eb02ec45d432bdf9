//! What a person agreed to: one record for each purpose, with the instant, the wording that was read and the way it
//! was given; what holds now; and what a withdrawal ends (Law on Personal Data Protection 91/2025/QH15, Articles 9 and
//! 10). A purpose without a record is a no: nothing is agreed to by silence, by default or together with something
//! else. Texts of the wordings are the pages'.

mod ledger;
mod purpose;
mod record;
mod refusal;
#[cfg(test)]
mod tests;

pub use ledger::{Demand, Ledger, Standing};
pub use purpose::{AfterWithdrawal, Purpose, Scope};
pub use record::{About, Act, Channel, Command, Event, Giver, Matter, Record, Way, Wording};
pub use refusal::{Lack, Refusal};

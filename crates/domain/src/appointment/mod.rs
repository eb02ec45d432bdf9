//! Appointments: interviews, counselling, and whatever else two sides agree to meet for ([`Life`], [`Life::step`]).
//! The host is the employer or the officer, the guest the person. Who else has the room or the hour is known to the
//! store; what overlaps is said here ([`Slot::overlaps`]).

mod life;
mod parts;
mod refusal;
mod slot;
mod step;

pub use life::{
    Absent, CancelReason, Command, CommandName, Event, Kind, Life, MOVES_MOST, RECORD_DAYS, REPLY_DAYS, Side, Stage,
    State,
};
pub use parts::{LifeParts, PartsError};
pub use refusal::Refusal;
pub use slot::{AHEAD_DAYS, MINUTES_LEAST, MINUTES_MOST, Slot};

ids! {
    /// Names one appointment for good; the same in every calendar that it is put into.
    AppointmentId
}

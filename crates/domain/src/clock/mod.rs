//! Deadlines: terms counted as the Civil Code counts them ([`Calendar::due`]), the statutory clocks of a centre
//! ([`Clock`]) and the duty that one of them puts on somebody ([`Duty`]). Holds no table of holidays: the caller hands
//! in a [`Calendar`]. Never reads the time.

mod calendar;
mod duty;
mod statutory;

pub use calendar::{Calendar, Due, Term};
pub use duty::{Duty, DutyParts, DutyPartsError, DutyRefusal, DutyState};
pub use statutory::Clock;

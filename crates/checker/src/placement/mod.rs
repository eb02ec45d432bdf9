//! The placement rule read a second time, day by day, and cases for it.
//!
//! The product works on stretches of days; here every day is asked by itself, so that a mistake at a border is not
//! made twice. A clause can be left out ([`Clause`]), which shows how many cases that clause decides.

mod case;
mod clause;
mod days;
mod draw;
mod drawn;
mod focus;
mod outcome;
mod read;

pub use clause::Clause;
pub use draw::{case, case_of_size};

/// The outcome of a case by this reading, written as the product writes it. `without` leaves one clause out.
///
/// # Panics
///
/// When the line is not a case: this reading is only asked of cases that were drawn here.
pub fn outcome(line: &str, without: Option<Clause>) -> String {
    let case = read::case(line);
    days::outcome(&case, without).written()
}

//! The rules of the exchange: postings and their life cycle, pay, checks against labour law, employers, messages,
//! money, days.
//!
//! Everything here is pure. No I/O, no async, no clock, no random numbers, no SQL, no pages: whoever calls tells the
//! time and hands in the tables (minimum wages, exchange rate) that change from year to year.
#![warn(clippy::wildcard_enum_match_arm, missing_docs)]

#[macro_use]
mod codes;
pub mod checks;
pub mod employer;
pub mod lang;
pub mod message;
pub mod money;
pub mod pay;
pub mod posting;
pub mod time;

pub use lang::Lang;

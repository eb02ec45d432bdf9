//! The rules of the exchange: what postings and profiles say and how they live; applications, referrals, appointments
//! and their clocks; consents; who is verified and who acts for whom; messages and when they may go out; pay, checks
//! against labour law, money, days; when a placement is confirmed, what is claimed for it and how that is booked.
//!
//! Everything here is pure. No I/O, no async, no clock, no random numbers, no SQL, no pages: whoever calls tells the
//! time and hands in the tables (minimum wages, exchange rate, working days) that change from year to year.
#![warn(clippy::wildcard_enum_match_arm, missing_docs)]

#[macro_use]
mod codes;
pub mod application;
pub mod appointment;
pub mod approach;
pub mod checks;
pub mod claim;
pub mod clock;
pub mod consent;
pub mod data_request;
pub mod employer;
pub mod lang;
pub mod ledger;
pub mod membership;
pub mod message;
pub mod money;
pub mod pay;
pub mod person;
pub mod placement;
pub mod posting;
pub mod profile;
pub mod referral;
pub mod reveal;
pub mod time;
pub mod verification;
pub mod webhook;
pub mod why;

pub use lang::Lang;

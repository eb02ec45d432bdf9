//! Golden tables: every state of each life cycle by every command, written down beside these tests.

mod application;
mod appointment;
mod claim;
mod days;
mod placement;
mod policies;
mod posting;
mod referral;
mod verification;
mod written;

//! The store on both databases, through its public surface. One binary: linking is the cost.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "the helpers of tests are tests too")]

mod accounts;
mod backup;
mod claims;
mod crash;
mod data;
mod faults;
mod jobs;
mod messages;
mod outbox;
mod placements;
mod postings;
mod rate;
mod requests;
mod roles;
mod schema;

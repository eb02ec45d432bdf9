//! One integration binary: architecture and tidy tests, and the suites that need more than one crate.

mod accounts;
mod applications;
mod asking;
mod audit;
mod claims;
mod container;
mod copies;
mod cut_off;
mod damaged_index;
mod desk;
mod exchange;
mod floors;
mod forms;
mod hiring;
mod imports;
mod keys;
mod locations;
mod messages;
mod organisations;
#[path = "../../crates/mail/tests/smtp/peer.rs"]
#[allow(dead_code, reason = "the suite of mail asks more of the server")]
mod peer;
mod placements;
mod profiles;
mod recurring;
mod searching;
mod security;
mod tidy;
mod vacancies;

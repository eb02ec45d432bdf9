//! E-mail against a mail server of our own that misbehaves on purpose. One binary: linking is the cost.

#![allow(clippy::unwrap_used, reason = "the helpers of tests are tests too")]

mod classes;
mod gateway;
mod letters;
mod network;
mod peer;
mod schedules;
mod setup;

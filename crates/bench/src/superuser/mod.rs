//! What a superuser of the database may do to it: any byte of a row, past all triggers, and back again.

mod connection;
mod script;

pub(crate) use connection::{Superuser, Target};
pub(crate) use script::Verifier;

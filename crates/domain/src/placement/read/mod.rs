//! Cases and policies from text, strictly: every field known and there, every value in its list and range. A case that
//! is not exactly one that the rule names gets an error with its place, never an outcome.

mod case;
mod error;
mod fact;
mod fields;
mod json;
mod node;
mod one;
mod terms;
mod values;

pub use case::read_case;
pub use error::{CaseError, Fault};
pub use one::{read_fact, read_statement};

pub(super) use case::read_without_terms;
pub(super) use error::Wrong;
pub(super) use fields::{Object, Place};
pub(super) use json::parse as parse_json;
pub(super) use node::{Node, of_toml};
pub(super) use terms::read_terms;
pub(super) use values::{code, date, text, whole};

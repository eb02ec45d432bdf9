//! One fact, or what one says, from one line of JSON.

use super::{CaseError, Fault, Node, Place, Wrong, fact, json};
use crate::placement::{Fact, Statement};

/// The fact of a line, as the store keeps it.
pub fn read_fact(line: &[u8]) -> Result<Fact, CaseError> {
    read(line, fact::read_fact)
}

/// What a fact says: the fields of its kind, without those that the service gives (`id`, `recorded_at`, `source`).
pub fn read_statement(line: &[u8]) -> Result<Statement, CaseError> {
    read(line, fact::read_statement)
}

fn read<T>(line: &[u8], reader: impl FnOnce(&Node<'_>, &Place<'_>) -> Result<T, Wrong>) -> Result<T, CaseError> {
    let not_json = || CaseError { id: None, at: String::new(), fault: Fault::NotJson };
    let text = std::str::from_utf8(line).map_err(|_| not_json())?;
    let parsed = json::parse(text).ok_or_else(not_json)?;
    if let Some(key) = parsed.twice {
        return Err(CaseError { id: None, at: key, fault: Fault::KeyTwice });
    }
    reader(&parsed.node, &Place::Root).map_err(|wrong| wrong.of(None))
}

//! A row that no message was stored in.

/// A stored message that the rules cannot have written.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a message {kind} without a readable {name}")]
pub struct Unreadable {
    /// Its kind as stored.
    pub kind: String,
    /// What is missing or wrong.
    pub name: &'static str,
}

//! A reason with a code that can be counted and a note that can be read: shared by every life cycle that asks for one.

/// Longest note, in characters.
pub const NOTE_CHARS: usize = 1_000;

/// A reason with its note.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Why<R> {
    /// What can be counted.
    pub reason: R,
    /// What can be read; may be empty except for `Other`.
    pub note: String,
}

impl<R> Why<R> {
    /// A reason that needs no words.
    pub const fn plain(reason: R) -> Self {
        Self { reason, note: String::new() }
    }

    /// A reason with a note.
    pub fn noted(reason: R, note: impl Into<String>) -> Self {
        Self { reason, note: note.into() }
    }
}

/// What is wrong with a note.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NoteFault {
    /// Words are needed and there are none.
    Missing,
    /// Longer than [`NOTE_CHARS`].
    TooLong,
}

/// Whether a note may stand: there when it is needed, and not too long.
pub(crate) fn check_note(note: &str, needed: bool) -> Result<(), NoteFault> {
    if needed && note.trim().is_empty() {
        return Err(NoteFault::Missing);
    }
    if note.chars().count() > NOTE_CHARS { Err(NoteFault::TooLong) } else { Ok(()) }
}

/// `code` or `code: note`, the form of a column.
pub(crate) fn written(code: &str, note: &str) -> String {
    if note.is_empty() { code.to_owned() } else { format!("{code}: {note}") }
}

/// The two halves of [`written`].
pub(crate) fn read(text: &str) -> (&str, &str) {
    text.split_once(": ").unwrap_or((text, ""))
}

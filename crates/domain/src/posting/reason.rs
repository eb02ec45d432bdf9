//! Why a posting was returned, closed or removed: a code that can be counted, and a note that can be read.

codes! {
    /// Why a posting was closed before its end.
    CloseReason {
        /// The employer wants nobody any more.
        NoLongerNeeded = "no_longer_needed",
        /// The employer found people elsewhere.
        FoundElsewhere = "found_elsewhere",
        /// Its source no longer lists it.
        SourceDropped = "source_dropped",
        /// Withdrawn before it was ever shown.
        Withdrawn = "withdrawn",
        /// See the note.
        Other = "other",
    }
}
codes! {
    /// Why a posting was taken down for good.
    RemoveReason {
        /// Fraud or false advertising.
        Fraud = "fraud",
        /// Against the law in another way: fees, papers kept, discrimination.
        Unlawful = "unlawful",
        /// The same vacancy twice.
        Duplicate = "duplicate",
        /// The employer, or a person named in it, demands it.
        Demanded = "demanded",
        /// See the note.
        Other = "other",
    }
}

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

/// `code` or `code: note`, the form of the column.
pub(super) fn written(code: &str, note: &str) -> String {
    if note.is_empty() { code.to_owned() } else { format!("{code}: {note}") }
}

/// The two halves of [`written`].
pub(super) fn read(text: &str) -> (&str, &str) {
    text.split_once(": ").unwrap_or((text, ""))
}

//! What became of each row.

use crate::error::FieldError;
use std::collections::BTreeMap;

/// What became of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// It is a new posting now.
    Taken,
    /// Its posting was changed, or is live again or for longer.
    Changed,
    /// Everything was known already.
    Unchanged,
    /// Nothing of it was taken; the reasons say what to mend.
    Refused,
    /// It was taken or is unchanged, but something in it was not understood for sure; the reasons say what.
    Doubtful,
}

impl Verdict {
    pub const ALL: [Self; 5] = [Self::Taken, Self::Changed, Self::Unchanged, Self::Refused, Self::Doubtful];

    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Taken => "taken",
            Self::Changed => "changed",
            Self::Unchanged => "unchanged",
            Self::Refused => "refused",
            Self::Doubtful => "doubtful",
        }
    }
}

/// The verdict of one row.
#[derive(Clone, Debug, PartialEq)]
pub struct RowReport {
    pub line: u64,
    pub source_id: Option<String>,
    pub verdict: Verdict,
    /// What was written: a row can be doubtful and taken, or doubtful and unchanged.
    pub effect: Verdict,
    pub reasons: Vec<FieldError>,
    /// The row as it was read, kept for those that were refused.
    pub row: Option<super::Row>,
    /// The beginning of a row that could not be read.
    pub text: Option<String>,
}

/// The verdicts of a file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Report {
    pub rows: Vec<RowReport>,
    /// Fields that nobody reads, with the number of rows that had them.
    pub ignored_fields: BTreeMap<String, u64>,
    /// Postings of the source that the file no longer lists and that were closed, or would be but for the dry run.
    pub dropped: u64,
    /// Rows of a complete file whose ids are not known, the first line and how many. A posting that is missing in the
    /// file may stand in one of them, so nothing was closed.
    pub nameless: Option<(u64, u64)>,
}

impl Report {
    /// Number of rows with this verdict.
    #[must_use]
    pub fn count(&self, verdict: Verdict) -> usize {
        self.rows.iter().filter(|row| row.verdict == verdict).count()
    }

    /// Number of rows whose posting was written, or would be but for the dry run, whatever the verdict.
    #[must_use]
    pub fn written(&self) -> usize {
        self.rows.iter().filter(|row| matches!(row.effect, Verdict::Taken | Verdict::Changed)).count()
    }
}

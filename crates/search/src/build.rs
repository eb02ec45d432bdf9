//! A new index while it is made: what it will be known by, and how far it has come.

use std::sync::atomic::{AtomicU64, Ordering};

/// What a new index is known by, and how much it will hold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Build {
    /// Its id, unlike that of any other index: what was kept of an answer of another one is not of this one, though
    /// both stand at the same position.
    pub id: u128,
    /// About how many postings it will hold, where that is known.
    pub expected: Option<u64>,
}

/// How far the index has come that is being made.
#[derive(Debug, Default)]
pub(crate) struct Progress {
    added: AtomicU64,
    /// 0 where it is not known.
    expected: AtomicU64,
}

impl Progress {
    pub(crate) fn begin(&self, build: Build) {
        self.added.store(0, Ordering::Relaxed);
        self.expected.store(build.expected.unwrap_or(0), Ordering::Relaxed);
    }

    pub(crate) fn one_more(&self) {
        self.added.fetch_add(1, Ordering::Relaxed);
    }

    /// Of 100, and never 100: what is done is no longer asked about.
    pub(crate) fn percent(&self) -> Option<u8> {
        let done = self.added.load(Ordering::Relaxed).saturating_mul(100);
        let percent = done.checked_div(self.expected.load(Ordering::Relaxed))?;
        u8::try_from(percent.min(99)).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn progress_is_told_where_the_end_is_known_and_stays_below_it() {
        let progress = Progress::default();
        assert_eq!(progress.percent(), None);
        progress.begin(Build { id: 1, expected: Some(4) });
        assert_eq!(progress.percent(), Some(0));
        progress.one_more();
        assert_eq!(progress.percent(), Some(25));
        (0..9).for_each(|_| progress.one_more());
        assert_eq!(progress.percent(), Some(99), "more than was expected");
        progress.begin(Build::default());
        assert_eq!(progress.percent(), None);
    }
}

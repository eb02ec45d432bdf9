//! What queries read: the segments of one commit.

use crate::schema::Fields;
use crate::segment::Segment;
use std::sync::Arc;
use tantivy::Searcher;

/// The index at one commit. Queries hold one for as long as they run; a commit makes the next.
pub(crate) struct View {
    pub(crate) segments: Vec<Arc<Segment>>,
    /// Outbox position that it shows; `None` before anything was committed.
    pub(crate) position: Option<i64>,
}

impl View {
    pub(crate) const fn empty() -> Self {
        Self { segments: Vec::new(), position: None }
    }

    /// The view of a commit, keeping what an earlier view had read of the same segments.
    pub(crate) fn open(
        searcher: &Searcher,
        fields: &Fields,
        earlier: &Self,
        position: Option<i64>,
    ) -> tantivy::Result<Self> {
        let mut segments = Vec::new();
        for reader in searcher.segment_readers() {
            let same = earlier.segments.iter().find(|segment| segment.id() == reader.segment_id());
            segments.push(Arc::new(Segment::open(reader, fields, same.map(Arc::as_ref))?));
        }
        Ok(Self { segments, position })
    }

    /// Number of live postings.
    pub(crate) fn len(&self) -> u64 {
        self.segments.iter().map(|segment| u64::from(segment.alive().len())).sum()
    }
}

//! Conditions on numbers as queries of tantivy that stand inside the intersection: each is asked only of documents
//! that all cheaper ones hold.

use std::sync::Arc;
use tantivy::columnar::ColumnValues;
use tantivy::query::{ConstScorer, EmptyScorer, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::{DocId, DocSet, Score, SeekDangerResult, SegmentReader, TERMINATED};

/// Name of the column with the highest pay, thousand dong a month.
pub(crate) const PAY: &str = "pay";
/// Name of the column with the second of posting, by which segments are sorted, newest first.
pub(crate) const POSTED: &str = "posted";

/// A condition on one column.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Condition {
    /// Pays at least so many thousand dong a month.
    PayAtLeastK(u64),
    /// Posted at or after this second: a prefix of each segment.
    PostedSinceS(u64),
}

impl Query for Condition {
    fn weight(&self, _: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(*self))
    }
}

impl Weight for Condition {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        match self {
            Self::PayAtLeastK(least) => {
                let pay = reader.fast_fields().column_first_or_default::<u64>(PAY)?;
                let mut found = AtLeast { values: pay, least: *least, doc: 0, end: reader.max_doc() };
                found.settle();
                Ok(Box::new(ConstScorer::new(found, boost)))
            }
            Self::PostedSinceS(since) => {
                let posted = reader.fast_fields().column_first_or_default::<u64>(POSTED)?;
                let end = first_older(posted.as_ref(), *since, reader.max_doc());
                if end == 0 {
                    return Ok(Box::new(EmptyScorer));
                }
                Ok(Box::new(ConstScorer::new(Prefix { doc: 0, end }, boost)))
            }
        }
    }

    fn explain(&self, _: &SegmentReader, _: DocId) -> tantivy::Result<Explanation> {
        Ok(Explanation::new("a condition on a column", 0.0))
    }
}

/// Number of leading documents posted at or after a second.
fn first_older(posted: &dyn ColumnValues<u64>, since: u64, documents: u32) -> u32 {
    let (mut low, mut high) = (0, documents);
    while low < high {
        let middle = low + (high - low) / 2;
        if posted.get_val(middle) >= since { low = middle + 1 } else { high = middle }
    }
    low
}

/// Documents whose value is at least so much.
struct AtLeast {
    values: Arc<dyn ColumnValues<u64>>,
    least: u64,
    doc: DocId,
    end: DocId,
}

impl AtLeast {
    fn holds(&self, doc: DocId) -> bool {
        self.values.get_val(doc) >= self.least
    }

    /// Goes on to the next document that holds, from the present one.
    fn settle(&mut self) -> DocId {
        while self.doc < self.end && !self.holds(self.doc) {
            self.doc += 1;
        }
        if self.doc >= self.end {
            self.doc = TERMINATED;
        }
        self.doc
    }
}

impl DocSet for AtLeast {
    fn advance(&mut self) -> DocId {
        if self.doc != TERMINATED {
            self.doc += 1;
            self.settle();
        }
        self.doc
    }

    fn seek(&mut self, target: DocId) -> DocId {
        self.doc = target;
        self.settle()
    }

    /// Looks at the one document and no further.
    fn seek_danger(&mut self, target: DocId) -> SeekDangerResult {
        if target >= self.end {
            return SeekDangerResult::SeekLowerBound(TERMINATED);
        }
        self.doc = target;
        if self.holds(target) { SeekDangerResult::Found } else { SeekDangerResult::SeekLowerBound(target + 1) }
    }

    fn doc(&self) -> DocId {
        self.doc
    }

    fn size_hint(&self) -> u32 {
        self.end / 2
    }

    /// Never leads an intersection.
    fn cost(&self) -> u64 {
        u64::from(self.end) * 4
    }
}

/// The first documents of a segment.
struct Prefix {
    doc: DocId,
    end: DocId,
}

impl DocSet for Prefix {
    fn advance(&mut self) -> DocId {
        self.seek(self.doc.saturating_add(1))
    }

    fn seek(&mut self, target: DocId) -> DocId {
        self.doc = if target < self.end { target } else { TERMINATED };
        self.doc
    }

    fn doc(&self) -> DocId {
        self.doc
    }

    fn size_hint(&self) -> u32 {
        self.end
    }
}

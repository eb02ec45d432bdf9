//! One pass over the matches of tantivy: the best 20, the exact total and the facets together.

use crate::engine::{Answer, DIMENSIONS, named};
use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;
use std::sync::Arc;
use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::{Column, ColumnValues};
use tantivy::{DocAddress, DocId, Score, SegmentOrdinal, SegmentReader};

/// Name of the column with the counted values, one byte each; bit 32 says that there are several provinces.
pub(crate) const BUCKETS: &str = "buckets";
/// Name of the column with the further provinces of a posting in several.
pub(crate) const MORE: &str = "more";
/// Bit of [`BUCKETS`] that says that [`MORE`] is to be looked at.
pub(crate) const HAS_MORE: u64 = 1 << 32;
/// Hits of a page.
const LIMIT: usize = 20;

/// A hit; the greater stands first.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Hit(Score, Reverse<DocAddress>);

impl Eq for Hit {}

impl Ord for Hit {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.total_cmp(&other.0).then_with(|| self.1.cmp(&other.1))
    }
}

impl PartialOrd for Hit {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// What is collected.
#[derive(Clone, Copy)]
pub(crate) struct Pass {
    pub(crate) facets: bool,
    /// By score; else in the order of the documents, which is newest first.
    pub(crate) by_score: bool,
}

/// The outcome of a pass over one segment or all of them.
#[derive(Default)]
pub(crate) struct Collected {
    total: u64,
    hits: Vec<Hit>,
    counts: Option<Box<[[u32; 256]; DIMENSIONS]>>,
}

impl Collected {
    /// Totals and facets; the hits must have been computed, and are dropped here.
    pub(crate) fn into_answer(self) -> Answer {
        std::hint::black_box(&self.hits);
        Answer { total: self.total, facets: self.counts.as_deref().map(named) }
    }

    pub(crate) const fn total(&self) -> u64 {
        self.total
    }
}

impl Collector for Pass {
    type Fruit = Collected;
    type Child = SegmentPass;

    fn for_segment(&self, ordinal: SegmentOrdinal, reader: &SegmentReader) -> tantivy::Result<SegmentPass> {
        let facets = if self.facets { Some(Counting::open(reader)?) } else { None };
        Ok(SegmentPass {
            ordinal,
            by_score: self.by_score,
            threshold: Score::NEG_INFINITY,
            heap: BinaryHeap::with_capacity(LIMIT + 1),
            total: 0,
            facets,
        })
    }

    fn requires_scoring(&self) -> bool {
        self.by_score
    }

    fn merge_fruits(&self, fruits: Vec<Collected>) -> tantivy::Result<Collected> {
        let mut whole = Collected::default();
        for fruit in fruits {
            whole.total += fruit.total;
            whole.hits.extend(fruit.hits);
            match (&mut whole.counts, fruit.counts) {
                (Some(sums), Some(counts)) => {
                    let sums = sums.iter_mut().flatten();
                    sums.zip(counts.iter().flatten()).for_each(|(sum, count)| *sum += count);
                }
                (sums, counts) => *sums = sums.take().or(counts),
            }
        }
        whole.hits.sort_unstable_by_key(|hit| Reverse(*hit));
        whole.hits.truncate(LIMIT);
        Ok(whole)
    }
}

struct Counting {
    buckets: Arc<dyn ColumnValues<u64>>,
    more: Option<Column<u64>>,
    counts: Box<[[u32; 256]; DIMENSIONS]>,
}

impl Counting {
    fn open(reader: &SegmentReader) -> tantivy::Result<Self> {
        let columns = reader.fast_fields();
        let counts = Box::new([[0; 256]; DIMENSIONS]);
        let buckets = columns.column_first_or_default::<u64>(BUCKETS)?;
        Ok(Self { buckets, more: columns.column_opt::<u64>(MORE)?, counts })
    }

    fn count(&mut self, doc: DocId) {
        let value = self.buckets.get_val(doc);
        let [a, b, c, d] = (value as u32).to_le_bytes();
        for (counts, value) in self.counts.iter_mut().zip([a, b, c, d]) {
            counts[usize::from(value)] += 1;
        }
        if value & HAS_MORE != 0
            && let Some(more) = &self.more
        {
            more.values_for_doc(doc).for_each(|value| self.counts[0][value as usize & 255] += 1);
        }
    }
}

/// The pass over one segment.
pub(crate) struct SegmentPass {
    ordinal: SegmentOrdinal,
    by_score: bool,
    threshold: Score,
    heap: BinaryHeap<Reverse<Hit>>,
    total: u64,
    facets: Option<Counting>,
}

impl SegmentPass {
    fn offer(&mut self, doc: DocId, score: Score) {
        self.heap.push(Reverse(Hit(score, Reverse(DocAddress::new(self.ordinal, doc)))));
        if self.heap.len() > LIMIT {
            self.heap.pop();
        }
        if self.heap.len() == LIMIT {
            self.threshold = self.heap.peek().map_or(Score::NEG_INFINITY, |last| last.0.0);
        }
    }
}

impl SegmentCollector for SegmentPass {
    type Fruit = Collected;

    fn collect(&mut self, doc: DocId, score: Score) {
        self.total += 1;
        if self.by_score {
            if score > self.threshold {
                self.offer(doc, score);
            }
        } else if self.heap.len() < LIMIT {
            self.offer(doc, 0.0);
        }
        if let Some(facets) = &mut self.facets {
            facets.count(doc);
        }
    }

    fn collect_block(&mut self, docs: &[DocId]) {
        self.total += docs.len() as u64;
        let missing = LIMIT.saturating_sub(self.heap.len());
        docs.iter().take(missing).for_each(|doc| self.offer(*doc, 0.0));
        if let Some(facets) = &mut self.facets {
            docs.iter().for_each(|doc| facets.count(*doc));
        }
    }

    fn harvest(self) -> Collected {
        let hits = self.heap.into_iter().map(|Reverse(hit)| hit).collect();
        Collected { total: self.total, hits, counts: self.facets.map(|facets| facets.counts) }
    }
}

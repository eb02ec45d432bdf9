//! Counting the values of the facet dimensions over a result.

use crate::document::BUCKETS;
use crate::lists::List;
use crate::segment::Segment;

/// Stands for no value.
const NONE: u8 = 255;

/// Number of matching postings for each value of each dimension; a posting in two provinces counts in both.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Histogram {
    counts: Vec<[u32; 256]>,
}

impl Default for Histogram {
    fn default() -> Self {
        Self { counts: vec![[0; 256]; BUCKETS] }
    }
}

impl Histogram {
    /// Postings whose value in this dimension is `value`.
    #[must_use]
    pub fn count(&self, dimension: usize, value: u8) -> u32 {
        self.counts.get(dimension).map_or(0, |counts| counts[usize::from(value)])
    }

    /// Postings whose value in this dimension is `value` or a larger one.
    #[must_use]
    pub fn count_from(&self, dimension: usize, value: u8) -> u32 {
        let rest = self.counts.get(dimension).map(|counts| &counts[usize::from(value)..usize::from(NONE)]);
        rest.into_iter().flatten().sum()
    }

    pub(crate) fn add(&mut self, segment: &Segment, found: &List) {
        let packed = &segment.packed;
        let [first, second, third, fourth] = self.counts.as_mut_slice() else { return };
        found.each(|doc| {
            let [a, b, c, d] = packed.buckets[doc as usize];
            first[usize::from(a)] += 1;
            second[usize::from(b)] += 1;
            third[usize::from(c)] += 1;
            fourth[usize::from(d)] += 1;
            true
        });
        if packed.more_buckets.is_empty() {
            return;
        }
        let mut several: Vec<_> = packed.more_buckets.iter().collect();
        several.sort_unstable_by_key(|(doc, _)| **doc);
        let mut probe = found.probe();
        for (doc, values) in several {
            if probe.has(*doc) {
                values.iter().skip(1).for_each(|value| first[usize::from(*value)] += 1);
            }
        }
    }
}

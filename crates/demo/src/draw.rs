//! Draws from one seeded stream. Every choice of the generator goes through here, so that a seed fixes all of them.

use rand::{Rng, RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// A stream of draws that depends on nothing but its seeds.
pub(crate) struct Draw {
    stream: ChaCha8Rng,
}

/// Mixes a number into a seed so that neighbours give unrelated streams (the finisher of `SplitMix64`).
pub(crate) const fn mix(seed: u64, number: u64) -> u64 {
    let mut mixed = seed ^ number.wrapping_add(0x9E37_79B9_7F4A_7C15).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^ (mixed >> 31)
}

impl Draw {
    pub(crate) fn new(seed: u64) -> Self {
        Self { stream: ChaCha8Rng::seed_from_u64(seed) }
    }

    /// A number below `end`; 0 when `end` is 0.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        // A multiply instead of a division: the bias is below 2^-20 for the few thousand choices there are.
        ((u64::from(self.stream.next_u32()) * end as u64) >> 32) as usize
    }

    /// A number from `low` to `high`, both included.
    pub(crate) fn between(&mut self, low: i64, high: i64) -> i64 {
        if low >= high { low } else { self.stream.random_range(low..=high) }
    }

    /// True in so many of a hundred draws.
    pub(crate) fn percent(&mut self, share: usize) -> bool {
        self.below(100) < share
    }

    /// A number in 0..1.
    pub(crate) fn unit(&mut self) -> f64 {
        f64::from(self.stream.next_u32()) / 4_294_967_296.0
    }

    pub(crate) fn pick<'a, T>(&mut self, from: &'a [T]) -> Option<&'a T> {
        from.get(self.below(from.len()))
    }

    /// One of texts that are never empty as a list.
    pub(crate) fn text<'a>(&mut self, from: &[&'a str]) -> &'a str {
        self.pick(from).copied().unwrap_or_default()
    }

    /// An index drawn by weight; 0 when all weights are 0.
    pub(crate) fn weighted(&mut self, weights: impl Iterator<Item = f64> + Clone) -> usize {
        let mut left = self.unit() * weights.clone().sum::<f64>();
        for (index, weight) in weights.enumerate() {
            if left < weight {
                return index;
            }
            left -= weight;
        }
        0
    }

    /// Different indexes below `end`, in drawn order, at most `count`.
    pub(crate) fn distinct(&mut self, end: usize, count: usize) -> Vec<usize> {
        let mut order: Vec<usize> = (0..end).collect();
        let count = count.min(end);
        for place in 0..count {
            let other = place + self.below(end - place);
            order.swap(place, other);
        }
        order.truncate(count);
        order
    }

    pub(crate) fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.below(last + 1));
        }
    }
}

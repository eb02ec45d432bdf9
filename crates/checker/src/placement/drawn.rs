//! Facts as they are drawn, and how they are written.

use chrono::{NaiveDate, TimeDelta};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// Days since 1970.
pub(super) type Day = i64;

pub(super) fn written(day: Day) -> String {
    (NaiveDate::default() + TimeDelta::days(day)).format("%Y-%m-%d").to_string()
}

pub(super) fn day(year: i32, month: u32, day: u32) -> Day {
    let found = (1..=day).rev().find_map(|day| NaiveDate::from_ymd_opt(year, month, day));
    (found.expect("every month has days") - NaiveDate::default()).num_days()
}

/// One stream of draws.
pub(super) struct Draw(ChaCha8Rng);

impl Draw {
    pub(super) fn new(seed: u64) -> Self {
        Self(ChaCha8Rng::seed_from_u64(seed))
    }

    /// From `low` to `high`, both included.
    pub(super) fn between(&mut self, low: i64, high: i64) -> i64 {
        if low >= high { low } else { self.0.random_range(low..=high) }
    }

    pub(super) fn percent(&mut self, share: i64) -> bool {
        self.between(0, 99) < share
    }

    pub(super) fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        let last = i64::try_from(from.len()).expect("a short list") - 1;
        from[usize::try_from(self.between(0, last)).expect("a place in the list")]
    }

    /// One of the numbers, or as often as one of them any number from `low` to `high`.
    pub(super) fn pick_or(&mut self, numbers: &[i64], low: i64, high: i64) -> i64 {
        let last = i64::try_from(numbers.len()).expect("a short list");
        let at = usize::try_from(self.between(0, last)).expect("a place in the list");
        numbers.get(at).copied().unwrap_or_else(|| self.between(low, high))
    }

    pub(super) fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            let other = self.between(0, i64::try_from(last).expect("a short list"));
            items.swap(last, usize::try_from(other).expect("a place in the list"));
        }
    }
}

/// A fact before it has its place in the line.
pub(super) struct Drawn {
    pub(super) id: String,
    /// Seconds since 1970.
    pub(super) at: i64,
    pub(super) source: &'static str,
    /// Kind and its fields, as JSON.
    pub(super) says: String,
}

/// An instant with one of the offsets that people write.
pub(super) fn instant(at: i64, draw: &mut Draw) -> String {
    let (shift, zone) = draw.pick(&[(0, "Z"), (7 * 3_600, "+07:00"), (-5 * 3_600, "-05:00"), (20_700, "+05:45")]);
    let local = NaiveDate::default().and_hms_opt(0, 0, 0).expect("midnight") + TimeDelta::seconds(at + shift);
    let fraction = draw.pick(&["", "", "", ".000001", ".5"]);
    format!("{}{fraction}{zone}", local.format("%Y-%m-%dT%H:%M:%S"))
}

impl Drawn {
    pub(super) fn written(&self, draw: &mut Draw) -> String {
        let at = instant(self.at, draw);
        format!(r#"{{"id":"{}","recorded_at":"{at}","source":"{}",{}}}"#, self.id, self.source, self.says)
    }
}

//! Sets of days: sorted, apart from each other, half-open, as numbers of days since 1970-01-01. A year is one stretch,
//! so that a rule over years costs what its facts cost, not what its days cost.

use crate::time::day_of_number;
use chrono::NaiveDate;

/// Stands for "without an end": far beyond every date that can be written, and far from overflow.
pub const FOREVER: i32 = i32::MAX / 4;

/// The days from `from` up to `until`, which is the first day that no longer belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Stretch {
    /// Number of the first day.
    pub from: i32,
    /// Number of the day after the last.
    pub until: i32,
}

impl Stretch {
    /// How many days.
    pub const fn len(self) -> i32 {
        if self.is_empty() { 0 } else { self.until - self.from }
    }

    /// Whether it has no day.
    pub const fn is_empty(self) -> bool {
        self.from >= self.until
    }

    /// Whether a day belongs.
    pub const fn contains(self, day: i32) -> bool {
        self.from <= day && day < self.until
    }

    /// The days that both have.
    #[must_use]
    pub fn within(self, other: Self) -> Self {
        Self { from: self.from.max(other.from), until: self.until.min(other.until) }
    }

    /// First day, for the screen.
    pub fn first_on(self) -> NaiveDate {
        date(self.from)
    }

    /// Last day, for the screen.
    pub fn last_on(self) -> NaiveDate {
        date(self.until - 1)
    }
}

/// The date of a day number; numbers beyond the calendar give its last day.
pub(crate) fn date(number: i32) -> NaiveDate {
    day_of_number(number).unwrap_or(NaiveDate::MAX)
}

/// A set of days.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DaySet(Vec<Stretch>);

impl DaySet {
    /// All days of any of the stretches; those that overlap or touch become one.
    pub fn of(stretches: impl IntoIterator<Item = Stretch>) -> Self {
        let mut all: Vec<Stretch> = stretches.into_iter().filter(|stretch| !stretch.is_empty()).collect();
        all.sort_unstable();
        let mut joined: Vec<Stretch> = Vec::with_capacity(all.len());
        for next in all {
            match joined.last_mut() {
                Some(last) if next.from <= last.until => last.until = last.until.max(next.until),
                _ => joined.push(next),
            }
        }
        Self(joined)
    }

    /// Its stretches, ascending, none touching the next.
    pub fn stretches(&self) -> &[Stretch] {
        &self.0
    }

    /// Its first day.
    pub fn first(&self) -> Option<i32> {
        self.0.first().map(|stretch| stretch.from)
    }

    /// Whether a day belongs.
    pub fn contains(&self, day: i32) -> bool {
        self.0.iter().any(|stretch| stretch.contains(day))
    }

    /// How many days.
    pub fn count(&self) -> i32 {
        self.0.iter().map(|stretch| stretch.len()).sum()
    }

    /// The days that lie in `bounds`.
    #[must_use]
    pub fn within(&self, bounds: Stretch) -> Self {
        Self(self.0.iter().map(|stretch| stretch.within(bounds)).filter(|stretch| !stretch.is_empty()).collect())
    }

    /// The days of either.
    #[must_use]
    pub fn and(&self, other: &Self) -> Self {
        Self::of(self.0.iter().chain(&other.0).copied())
    }

    /// The days that `other` does not have.
    #[must_use]
    pub fn without(&self, other: &Self) -> Self {
        let mut left = Vec::with_capacity(self.0.len() + other.0.len());
        for stretch in &self.0 {
            let mut from = stretch.from;
            for hole in other.0.iter().filter(|hole| hole.until > stretch.from && hole.from < stretch.until) {
                left.push(Stretch { from, until: hole.from });
                from = hole.until;
            }
            left.push(Stretch { from, until: stretch.until });
        }
        left.retain(|stretch| !stretch.is_empty());
        Self(left)
    }

    /// The earliest `count` days, or all when there are fewer.
    #[must_use]
    pub fn first_days(&self, count: i32) -> Self {
        let mut open = count;
        let mut taken = Vec::new();
        for stretch in &self.0 {
            if open <= 0 {
                break;
            }
            let until = stretch.until.min(stretch.from.saturating_add(open));
            taken.push(Stretch { from: stretch.from, until });
            open -= until - stretch.from;
        }
        Self(taken)
    }

    /// The last day.
    pub fn last(&self) -> Option<i32> {
        self.0.last().map(|stretch| stretch.until - 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(pairs: &[(i32, i32)]) -> DaySet {
        DaySet::of(pairs.iter().map(|&(from, until)| Stretch { from, until }))
    }

    #[test]
    fn stretches_that_overlap_or_touch_are_one() {
        for (given, joined) in [
            (&[(1, 3), (3, 5)][..], &[(1, 5)][..]),
            (&[(4, 9), (1, 2), (2, 5)], &[(1, 9)]),
            (&[(1, 3), (4, 5)], &[(1, 3), (4, 5)]),
            (&[(3, 3), (5, 2)], &[]),
        ] {
            let stretches = set(given);
            let expected: Vec<Stretch> = joined.iter().map(|&(from, until)| Stretch { from, until }).collect();
            assert_eq!(stretches.stretches(), expected, "{given:?}");
        }
    }

    #[test]
    fn sets_agree_with_counting_days_one_by_one() {
        let sets = [set(&[(0, 4), (6, 9)]), set(&[(2, 7)]), set(&[]), set(&[(4, 6), (8, 12)]), set(&[(0, FOREVER)])];
        for a in &sets {
            for b in &sets {
                for day in -1..14 {
                    assert_eq!(a.without(b).contains(day), a.contains(day) && !b.contains(day), "{a:?} {b:?} {day}");
                    assert_eq!(a.and(b).contains(day), a.contains(day) || b.contains(day), "{a:?} {b:?} {day}");
                    let few = a.first_days(3);
                    let before = (0..day).filter(|earlier| a.contains(*earlier)).count();
                    assert_eq!(few.contains(day), a.contains(day) && before < 3, "{a:?} {day}");
                }
            }
        }
    }
}

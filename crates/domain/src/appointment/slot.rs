//! A stretch of time for meeting.

use crate::time::Micros;

/// Shortest meeting, in minutes.
pub const MINUTES_LEAST: u16 = 5;
/// Longest meeting, in minutes.
pub const MINUTES_MOST: u16 = 480;
/// Days ahead that a meeting may lie.
pub const AHEAD_DAYS: i64 = 366;

/// From an instant for so many minutes, half-open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Slot {
    /// When it begins.
    pub from: Micros,
    /// How long it is.
    pub minutes: u16,
}

impl Slot {
    /// First instant after it.
    pub fn until(self) -> Micros {
        self.from.plus_seconds(i64::from(self.minutes) * 60)
    }

    /// Whether both want the same time: two that touch do not.
    pub fn overlaps(self, other: Self) -> bool {
        self.from < other.until() && other.from < self.until()
    }

    /// Whether it can still be agreed on at an instant.
    pub(super) fn can_be_set(self, now: Micros) -> bool {
        let length = (MINUTES_LEAST..=MINUTES_MOST).contains(&self.minutes);
        length && self.from > now && self.from <= now.plus_days(AHEAD_DAYS)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slot(minute: i64, minutes: u16) -> Slot {
        Slot { from: Micros(0).plus_seconds(minute * 60), minutes }
    }

    #[test]
    fn slots_that_touch_do_not_overlap() {
        for (one, other, overlap) in [
            (slot(0, 30), slot(30, 30), false),
            (slot(0, 30), slot(29, 30), true),
            (slot(0, 60), slot(10, 10), true),
            (slot(0, 30), slot(0, 30), true),
            (slot(0, 30), slot(90, 30), false),
        ] {
            assert_eq!((one.overlaps(other), other.overlaps(one)), (overlap, overlap), "{one:?} {other:?}");
        }
    }

    #[test]
    fn a_slot_is_ahead_and_of_a_length_that_people_sit_through() {
        let now = Micros(0);
        for (slot, can) in [
            (slot(1, 30), true),
            (slot(0, 30), false),
            (slot(-5, 30), false),
            (slot(1, 4), false),
            (slot(1, 5), true),
            (slot(1, 480), true),
            (slot(1, 481), false),
            (slot(366 * 1_440, 30), true),
            (slot(366 * 1_440 + 1, 30), false),
        ] {
            assert_eq!(slot.can_be_set(now), can, "{slot:?}");
        }
    }
}

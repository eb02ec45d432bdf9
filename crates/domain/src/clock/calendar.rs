//! Working days and terms (Civil Code 2015, Articles 144 to 148): which day a term ends on, and the day by which an
//! answer is due. Which days are holidays is told by the caller.

use crate::time::Micros;
use chrono::{Datelike, Days, Months, NaiveDate, Weekday};
use std::collections::BTreeSet;

/// Longest stretch that one calendar holds: beyond it nothing is planned, and building one stays quick.
const LONGEST_DAYS: u64 = 36_600;

/// The working days of public offices as far as somebody's table knows them. Outside the days it was built of, Monday
/// to Friday count as working days; what is computed outside those it knows for certain is marked so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Calendar {
    known_from: NaiveDate,
    known_through: NaiveDate,
    /// Days that are not what their day of the week says: holidays, and Saturdays worked in exchange.
    exceptions: BTreeSet<NaiveDate>,
}

/// A stretch of time that the law or an agreement gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Term {
    /// Calendar days.
    Days(u32),
    /// Days on which public offices work.
    WorkingDays(u32),
    /// Calendar months.
    Months(u32),
}

/// When a term is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Due {
    /// Last day of the term as counted. A condition ("still employed after a month") is asked of this day.
    pub last_on: NaiveDate,
    /// Day until whose end an act may be done: the last day, or the next working day when that is free (Article
    /// 148(5)).
    pub on: NaiveDate,
    /// Whether every day counted lies within what the calendar knows.
    pub certain: bool,
}

impl Due {
    /// First instant that is too late (Article 148(6): the term ends at 24:00).
    pub fn end(self) -> Micros {
        Micros::end_of(self.on)
    }
}

impl Calendar {
    /// Takes over what a table says of each day from the first to the last, both included.
    pub fn of(from: NaiveDate, through: NaiveDate, is_working: impl Fn(NaiveDate) -> bool) -> Self {
        let longest = from.checked_add_days(Days::new(LONGEST_DAYS)).unwrap_or(NaiveDate::MAX);
        let through = through.min(longest);
        let days = from.iter_days().take_while(|day| *day <= through);
        let exceptions = days.filter(|day| is_working(*day) != is_weekday(*day)).collect();
        Self { known_from: from, known_through: through, exceptions }
    }

    /// The same days, of which those after `day` are not certain: the table knows some of their holidays, not all.
    #[must_use]
    pub fn certain_through(mut self, day: NaiveDate) -> Self {
        self.known_through = self.known_through.min(day);
        self
    }

    /// Whether the table is complete for this day.
    pub fn knows(&self, day: NaiveDate) -> bool {
        (self.known_from..=self.known_through).contains(&day)
    }

    /// Whether public offices work on this day.
    pub fn is_working_day(&self, day: NaiveDate) -> bool {
        is_weekday(day) != self.exceptions.contains(&day)
    }

    /// The day itself when it is a working day, else the next one (Article 148(5)).
    pub fn working_day_from(&self, day: NaiveDate) -> NaiveDate {
        day.iter_days().find(|day| self.is_working_day(*day)).unwrap_or(NaiveDate::MAX)
    }

    /// When a term is over that begins with something that happened on `from`: that day is not counted (Article 147).
    pub fn due(&self, from: NaiveDate, term: Term) -> Due {
        let last_on = match term {
            Term::Days(days) => from.checked_add_days(Days::new(u64::from(days))).unwrap_or(NaiveDate::MAX),
            Term::WorkingDays(days) => self.nth_working_day_after(from, days),
            Term::Months(months) => from.checked_add_months(Months::new(months)).unwrap_or(NaiveDate::MAX),
        };
        let on = self.working_day_from(last_on);
        let certain = self.known_from <= from && on <= self.known_through;
        Due { last_on, on, certain }
    }

    /// Working days from the day after `today` through `due_on`: 0 on the day itself, below 0 when it has passed.
    pub fn working_days_left(&self, today: NaiveDate, due_on: NaiveDate) -> i64 {
        let count = |after: NaiveDate, through: NaiveDate| {
            let days = after.iter_days().skip(1).take_while(|day| *day <= through);
            days.filter(|day| self.is_working_day(*day)).count() as i64
        };
        if due_on >= today { count(today, due_on) } else { -count(due_on, today) }
    }

    fn nth_working_day_after(&self, from: NaiveDate, count: u32) -> NaiveDate {
        let Some(count) = usize::try_from(count).ok().filter(|count| *count > 0) else { return from };
        let mut days = from.iter_days().skip(1).filter(|day| self.is_working_day(*day));
        days.nth(count - 1).unwrap_or(NaiveDate::MAX)
    }
}

fn is_weekday(day: NaiveDate) -> bool {
    !matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// Holidays of 2026, and New Year of 2027 (Labour Code 2019, Article 112; Resolution 28/2026/QH16).
    const HOLIDAYS: [&str; 13] = [
        "2026-01-01",
        "2026-02-16",
        "2026-02-17",
        "2026-02-18",
        "2026-02-19",
        "2026-02-20",
        "2026-04-27",
        "2026-04-30",
        "2026-05-01",
        "2026-09-01",
        "2026-09-02",
        "2026-11-24",
        "2027-01-01",
    ];

    pub(crate) fn on(text: &str) -> NaiveDate {
        text.parse().expect("a day")
    }

    /// The calendar that tests of life cycles count by.
    pub(crate) fn calendar() -> Calendar {
        Calendar::of(on("2026-01-01"), on("2027-01-31"), |day| {
            is_weekday(day) && !HOLIDAYS.contains(&day.to_string().as_str())
        })
    }

    #[test]
    fn terms_in_working_days_skip_weekends_and_holidays() {
        for (from, days, due) in [
            ("2026-11-20", 3, "2026-11-26"),
            ("2026-11-20", 20, "2026-12-21"),
            ("2026-11-22", 20, "2026-12-21"),
            ("2026-11-23", 1, "2026-11-25"),
            ("2026-12-15", 20, "2027-01-13"),
            ("2026-04-24", 3, "2026-05-04"),
            ("2026-02-13", 3, "2026-02-25"),
        ] {
            let found = calendar().due(on(from), Term::WorkingDays(days));
            assert_eq!((found.on, found.certain), (on(due), true), "{from} + {days}");
            assert_eq!(found.last_on, found.on, "a working day needs no rolling");
        }
    }

    #[test]
    fn terms_in_months_keep_the_number_of_the_day_and_roll_only_what_is_due() {
        for (from, last, due) in [
            ("2026-08-22", "2026-11-22", "2026-11-23"),
            ("2026-08-24", "2026-11-24", "2026-11-25"),
            ("2026-08-31", "2026-11-30", "2026-11-30"),
            ("2026-11-30", "2027-02-28", "2027-03-01"),
            ("2026-11-29", "2027-02-28", "2027-03-01"),
        ] {
            let found = calendar().due(on(from), Term::Months(3));
            assert_eq!((found.last_on, found.on), (on(last), on(due)), "{from}");
        }
    }

    #[test]
    fn terms_in_days_count_every_day_and_roll_at_the_end() {
        for (from, days, last, due) in [
            ("2026-11-20", 15, "2026-12-05", "2026-12-07"),
            ("2026-11-23", 1, "2026-11-24", "2026-11-25"),
            ("2026-11-23", 0, "2026-11-23", "2026-11-23"),
        ] {
            let found = calendar().due(on(from), Term::Days(days));
            assert_eq!((found.last_on, found.on), (on(last), on(due)), "{from} + {days}");
        }
    }

    #[test]
    fn a_saturday_worked_in_exchange_counts() {
        let swapped = Calendar::of(on("2026-01-01"), on("2026-12-31"), |day| match day.to_string().as_str() {
            "2026-04-25" => true,
            "2026-04-24" => false,
            _ => is_weekday(day),
        });
        assert_eq!(swapped.due(on("2026-04-23"), Term::WorkingDays(1)).on, on("2026-04-25"));
        assert_eq!(swapped.due(on("2026-04-23"), Term::WorkingDays(2)).on, on("2026-04-27"));
    }

    #[test]
    fn what_reaches_beyond_the_table_is_not_certain() {
        let calendar = calendar();
        for (from, days, certain) in [
            ("2026-11-20", 20, true),
            ("2027-01-28", 1, true),
            ("2027-01-28", 2, false),
            ("2027-03-01", 1, false),
            ("2025-12-31", 1, false),
        ] {
            assert_eq!(calendar.due(on(from), Term::WorkingDays(days)).certain, certain, "{from} + {days}");
        }
    }

    #[test]
    fn holidays_are_counted_beyond_what_is_certain() {
        let certain = calendar().certain_through(on("2026-12-31"));
        for (from, days, due, is_certain) in
            [("2026-12-15", 12, "2026-12-31", true), ("2026-12-15", 20, "2027-01-13", false)]
        {
            let found = certain.due(on(from), Term::WorkingDays(days));
            assert_eq!((found.on, found.certain), (on(due), is_certain), "{from} + {days}");
        }
        assert_eq!(calendar().certain_through(on("2099-01-01")), calendar(), "no more than was told");
    }

    #[test]
    fn a_term_is_open_until_midnight() {
        let due = calendar().due(on("2026-11-20"), Term::WorkingDays(3));
        assert_eq!(due.end().rfc3339(), "2026-11-27T00:00:00+07:00");
    }

    #[test]
    fn working_days_left_are_counted_to_and_from_the_day() {
        let calendar = calendar();
        for (today, due, left) in [
            ("2026-11-20", "2026-11-26", 3),
            ("2026-11-26", "2026-11-26", 0),
            ("2026-11-22", "2026-11-22", 0),
            ("2026-11-27", "2026-11-26", -1),
            ("2026-11-30", "2026-11-26", -2),
            ("2026-11-29", "2026-11-26", -1),
        ] {
            assert_eq!(calendar.working_days_left(on(today), on(due)), left, "{today} to {due}");
        }
    }

    #[test]
    fn the_ends_of_time_are_no_way_out() {
        let never = Calendar::of(on("2026-01-01"), on("2026-12-31"), |_| false);
        assert_eq!(never.due(on("2026-05-01"), Term::WorkingDays(1)).on, on("2027-01-01"));
        assert_eq!(calendar().due(NaiveDate::MAX, Term::WorkingDays(3)).on, NaiveDate::MAX);
        assert_eq!(calendar().due(NaiveDate::MAX, Term::Months(1)).last_on, NaiveDate::MAX);
        let endless = Calendar::of(NaiveDate::MIN, NaiveDate::MAX, is_weekday);
        assert!(!endless.knows(on("2026-01-01")), "bounded");
        let nothing = Calendar::of(on("2026-12-31"), on("2026-01-01"), |_| false);
        assert!(nothing.is_working_day(on("2026-05-01")) && !nothing.knows(on("2026-05-01")));
    }
}

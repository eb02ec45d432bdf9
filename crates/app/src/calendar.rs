//! The one calendar that every clock of the exchange counts by. Must not be in here: which days are free (the table of
//! holidays) and how a term is counted (the domain).

use chrono::Months;
use sanviec_domain::clock::Calendar;
use sanviec_reference::holiday;
use std::sync::LazyLock;

/// Months beyond the end of the table for which the holidays that are known by law are held; terms are shorter.
const MONTHS_BEYOND: u32 = 10 * 12;

/// The working days of public offices. Beyond the end of the table it knows the holidays of a fixed day, and what it
/// tells is marked as not certain.
pub(crate) fn calendar() -> &'static Calendar {
    static CALENDAR: LazyLock<Calendar> = LazyLock::new(|| {
        let horizon = holiday::horizon();
        let through = horizon.checked_add_months(Months::new(MONTHS_BEYOND)).unwrap_or(horizon);
        Calendar::of(holiday::first_day(), through, holiday::is_working_day).certain_through(horizon)
    });
    &CALENDAR
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::NaiveDate;
    use sanviec_domain::clock::Term;

    fn on(text: &str) -> NaiveDate {
        text.parse().expect("a day")
    }

    #[test]
    fn terms_in_working_days_skip_weekends_and_holidays() {
        for (from, days, due, certain) in [
            ("2026-11-20", 3, "2026-11-26", true),
            ("2026-11-20", 20, "2026-12-21", true),
            ("2026-11-22", 20, "2026-12-21", true),
            ("2026-11-23", 1, "2026-11-25", true),
            ("2026-12-15", 20, "2027-01-13", false),
            ("2026-04-24", 3, "2026-05-04", true),
            ("2026-02-13", 3, "2026-02-25", true),
        ] {
            let found = calendar().due(on(from), Term::WorkingDays(days));
            assert_eq!((found.on, found.last_on, found.certain), (on(due), on(due), certain), "{from} + {days}");
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
    fn nothing_is_due_on_a_holiday_of_a_later_year() {
        for (day, due) in [("2027-01-01", "2027-01-04"), ("2027-04-30", "2027-05-04"), ("2030-09-02", "2030-09-03")] {
            assert_eq!(calendar().working_day_from(on(day)), on(due), "{day}");
        }
    }
}

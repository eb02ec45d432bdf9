//! Days, instants and the calendar that the tables of life cycles are counted by.

use chrono::{Datelike, NaiveDate, Weekday};
use sanviec_domain::clock::Calendar;
use sanviec_domain::time::Micros;

/// Holidays of 2026, and New Year of 2027.
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

pub(crate) fn on(day: &str) -> NaiveDate {
    day.parse().expect("a day")
}

/// Noon of a day in Viet Nam.
pub(crate) fn noon(day: &str) -> Micros {
    Micros::start_of(on(day)).plus_seconds(12 * 3_600)
}

/// First instant after a day in Viet Nam.
pub(crate) fn end(day: &str) -> Micros {
    Micros::end_of(on(day))
}

pub(crate) fn calendar() -> Calendar {
    Calendar::of(on("2026-01-01"), on("2027-01-31"), |day| {
        let weekend = matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
        !weekend && !HOLIDAYS.contains(&day.to_string().as_str())
    })
}

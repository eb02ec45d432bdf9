//! Instants, days in Viet Nam, and how dates are written. Never reads a clock.
//!
//! Viet Nam has kept UTC+7 without summer time since 1975, so `Asia/Ho_Chi_Minh` is a fixed offset for every date
//! that this exchange meets; older dates of birth are days, not instants, and need no offset.

use crate::Lang;
use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveDateTime, Timelike};
use serde::{Deserialize, Serialize};

/// Offset of Viet Nam from UTC.
pub const OFFSET_SECONDS: i64 = 7 * 3_600;
/// Microseconds of one day.
pub const DAY: i64 = 86_400 * 1_000_000;

const OFFSET: i64 = OFFSET_SECONDS * 1_000_000;
/// Number that `chrono` gives to 1970-01-01, counted from the year 1.
const EPOCH_FROM_CE: i32 = 719_163;

/// An instant: microseconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Micros(pub i64);

impl Micros {
    /// First instant of a day in Viet Nam.
    pub fn start_of(day: NaiveDate) -> Self {
        Self(i64::from(day_number(day)) * DAY - OFFSET)
    }

    /// First instant after a day in Viet Nam: a deadline of that day is open before it and shut at it (half-open).
    pub fn end_of(day: NaiveDate) -> Self {
        Self(Self::start_of(day).0 + DAY)
    }

    /// The day in Viet Nam that this instant falls on. Instants beyond the calendar of `chrono` give its last days.
    pub fn day(self) -> NaiveDate {
        let number = self.0.saturating_add(OFFSET).div_euclid(DAY);
        i32::try_from(number).ok().and_then(day_of_number).unwrap_or(if number < 0 {
            NaiveDate::MIN
        } else {
            NaiveDate::MAX
        })
    }

    /// The last day that is wholly before this instant; the screen's inclusive form of a half-open end.
    pub fn last_day_before(self) -> NaiveDate {
        Self(self.0.saturating_sub(1)).day()
    }

    /// This many days of 24 hours later (earlier when negative).
    #[must_use]
    pub const fn plus_days(self, days: i64) -> Self {
        Self(self.0.saturating_add(days.saturating_mul(DAY)))
    }

    /// This many seconds later.
    #[must_use]
    pub const fn plus_seconds(self, seconds: i64) -> Self {
        Self(self.0.saturating_add(seconds.saturating_mul(1_000_000)))
    }

    /// `2026-11-05T14:03:00+07:00`, whole seconds.
    pub fn rfc3339(self) -> String {
        format!("{}+07:00", self.local().format("%Y-%m-%dT%H:%M:%S"))
    }

    /// Wall time in Viet Nam.
    fn local(self) -> NaiveDateTime {
        DateTime::from_timestamp_micros(self.0.saturating_add(OFFSET)).unwrap_or(DateTime::UNIX_EPOCH).naive_utc()
    }
}

/// Days since 1970-01-01, the form that columns and index fields keep.
pub fn day_number(day: NaiveDate) -> i32 {
    day.num_days_from_ce() - EPOCH_FROM_CE
}

/// The day with this number; `None` beyond the calendar.
pub fn day_of_number(number: i32) -> Option<NaiveDate> {
    number.checked_add(EPOCH_FROM_CE).and_then(NaiveDate::from_num_days_from_ce_opt)
}

/// The day so many days later, or the last day of the calendar.
pub fn days_after(day: NaiveDate, days: u32) -> NaiveDate {
    day.checked_add_days(Days::new(u64::from(days))).unwrap_or(NaiveDate::MAX)
}

/// `05/11/2026`, day first in both languages.
pub fn short_date(day: NaiveDate) -> String {
    day.format("%d/%m/%Y").to_string()
}

/// `05/11/2026` or `5 Nov 2026`, as the pages write it.
pub fn screen_date(day: NaiveDate, lang: Lang) -> String {
    match lang {
        Lang::Vi => short_date(day),
        Lang::En => day.format("%-d %b %Y").to_string(),
    }
}

/// `5 tháng 11 năm 2026` or `5 November 2026`.
pub fn long_date(day: NaiveDate, lang: Lang) -> String {
    match lang {
        Lang::Vi => format!("{} tháng {} năm {}", day.day(), day.month(), day.year()),
        Lang::En => day.format("%-d %B %Y").to_string(),
    }
}

/// `ngày 05 tháng 11 năm 2026`: official paper (Decree 30/2020/NĐ-CP) writes a nought before days under 10 and before
/// the months 1 and 2, and nowhere else.
pub fn official_date(day: NaiveDate) -> String {
    let month = if day.month() <= 2 { format!("{:02}", day.month()) } else { day.month().to_string() };
    format!("ngày {:02} tháng {month} năm {}", day.day(), day.year())
}

/// `14:03` in Viet Nam.
pub fn clock_time(at: Micros) -> String {
    at.local().format("%H:%M").to_string()
}

/// `14 giờ 03`, for official paper.
pub fn official_time(at: Micros) -> String {
    let local = at.local();
    format!("{} giờ {:02}", local.hour(), local.minute())
}

/// A date as people type it: `05/11/2026`, `5-11-2026`, `5.11.2026` (day first) or `2026-11-05`.
pub fn parse_date(text: &str) -> Option<NaiveDate> {
    let parts: Vec<&str> = text.trim().split(['/', '-', '.']).map(str::trim).collect();
    let [first, month, last] = parts[..] else { return None };
    let (year, day) = if first.len() == 4 { (first, last) } else { (last, first) };
    let small = |part: &str| (1..=2).contains(&part.len());
    let all_digits = parts.iter().all(|part| part.bytes().all(|byte| byte.is_ascii_digit()));
    if !all_digits || year.len() != 4 || !small(month) || !small(day) {
        return None;
    }
    NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on(text: &str) -> NaiveDate {
        parse_date(text).expect("a date")
    }

    #[test]
    fn a_day_in_viet_nam_starts_seven_hours_before_it_does_in_greenwich() {
        assert_eq!(Micros::start_of(on("1970-01-01")).0, -7 * 3_600_000_000);
        assert_eq!(Micros::start_of(on("2026-11-05")).rfc3339(), "2026-11-05T00:00:00+07:00");
        assert_eq!(Micros::end_of(on("2026-11-05")), Micros::start_of(on("2026-11-06")));
    }

    #[test]
    fn instants_fall_on_the_day_of_viet_nam() {
        for (instant, day) in [
            (Micros::start_of(on("2026-11-05")), "2026-11-05"),
            (Micros(Micros::start_of(on("2026-11-05")).0 - 1), "2026-11-04"),
            (Micros(Micros::end_of(on("2026-11-05")).0 - 1), "2026-11-05"),
            (Micros::end_of(on("2026-11-05")), "2026-11-06"),
            (Micros(0), "1970-01-01"),
            (Micros::start_of(on("1969-12-31")), "1969-12-31"),
        ] {
            assert_eq!(instant.day(), on(day), "{instant:?}");
        }
        assert_eq!(Micros::end_of(on("2026-11-05")).last_day_before(), on("2026-11-05"));
        assert_eq!(
            (Micros(i64::MIN).day() < on("0001-01-01"), Micros(i64::MAX).day() > on("9999-12-31")),
            (true, true)
        );
    }

    #[test]
    fn day_numbers_come_back() {
        for day in ["1970-01-01", "2000-02-29", "2026-11-24", "1931-01-01"] {
            assert_eq!(day_of_number(day_number(on(day))), Some(on(day)));
        }
        assert_eq!(day_number(on("1970-01-02")), 1);
        assert_eq!(day_of_number(i32::MAX), None);
    }

    #[test]
    fn dates_are_written_as_people_and_offices_write_them() {
        assert_eq!(short_date(on("2026-11-05")), "05/11/2026");
        assert_eq!(screen_date(on("2026-11-05"), Lang::Vi), "05/11/2026");
        assert_eq!(screen_date(on("2026-11-05"), Lang::En), "5 Nov 2026");
        assert_eq!(long_date(on("2026-11-05"), Lang::Vi), "5 tháng 11 năm 2026");
        assert_eq!(long_date(on("2026-11-05"), Lang::En), "5 November 2026");
        assert_eq!(official_date(on("2026-11-05")), "ngày 05 tháng 11 năm 2026");
        assert_eq!(official_date(on("2026-02-15")), "ngày 15 tháng 02 năm 2026");
        assert_eq!(official_date(on("2026-03-09")), "ngày 09 tháng 3 năm 2026");
        let at = Micros::start_of(on("2026-11-05")).plus_seconds(14 * 3_600 + 180);
        assert_eq!((clock_time(at).as_str(), official_time(at).as_str()), ("14:03", "14 giờ 03"));
        assert_eq!(at.rfc3339(), "2026-11-05T14:03:00+07:00");
    }

    #[test]
    fn dates_are_read_day_first_or_iso() {
        for text in ["05/11/2026", "5/11/2026", "5-11-2026", " 05.11.2026 ", "2026-11-05", "2026/11/5"] {
            assert_eq!(parse_date(text), NaiveDate::from_ymd_opt(2026, 11, 5), "{text}");
        }
        for text in
            ["", "31/02/2026", "13/13/2026", "5/11/26", "2026-11", "mai", "5/11/2026/1", "+5/11/2026", "5/11/12026"]
        {
            assert_eq!(parse_date(text), None, "{text}");
        }
    }
}

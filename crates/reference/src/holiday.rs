//! Working days: weekends and public holidays (Labour Code 2019, Article 112; Resolution 28/2026/QH16), and counting
//! by them (Civil Code 2015, Articles 147 and 148).

use chrono::{Datelike, Days, Months, NaiveDate, Weekday};

/// How sure a day is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Certainty {
    /// By law or announced.
    Official,
    /// By rule, not yet seen announced.
    Expected,
}

/// A public holiday or the day taken in its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Holiday {
    /// Month and day.
    pub day: (i32, u32, u32),
    /// Name in Vietnamese.
    pub vi: &'static str,
    /// Name in English.
    pub en: &'static str,
    /// Whether the day was announced or is only expected.
    pub certainty: Certainty,
}

const fn official(day: (i32, u32, u32), vi: &'static str, en: &'static str) -> Holiday {
    Holiday { day, vi, en, certainty: Certainty::Official }
}

const TET: (&str, &str) = ("Tết Nguyên đán", "Lunar New Year");

/// The table, by day. It ends with the year of [`horizon`].
pub const HOLIDAYS: [Holiday; 13] = [
    official((2026, 1, 1), "Tết Dương lịch", "New Year"),
    official((2026, 2, 16), TET.0, TET.1),
    official((2026, 2, 17), TET.0, TET.1),
    official((2026, 2, 18), TET.0, TET.1),
    official((2026, 2, 19), TET.0, TET.1),
    official((2026, 2, 20), TET.0, TET.1),
    official((2026, 4, 27), "Giỗ Tổ Hùng Vương (nghỉ bù)", "Hung Kings' Day (in place of Sunday)"),
    official((2026, 4, 30), "Ngày Chiến thắng", "Reunification Day"),
    official((2026, 5, 1), "Ngày Quốc tế lao động", "Labour Day"),
    Holiday { day: (2026, 9, 1), vi: "Quốc khánh", en: "National Day", certainty: Certainty::Expected },
    official((2026, 9, 2), "Quốc khánh", "National Day"),
    official((2026, 11, 24), "Ngày Văn hóa Việt Nam", "Viet Nam Culture Day"),
    official((2027, 1, 1), "Tết Dương lịch", "New Year"),
];

/// Saturdays on which public offices work in exchange for another day. None was announced for 2026.
const WORKING_SATURDAYS: [(i32, u32, u32); 0] = [];

/// Last day for which the table is complete; beyond it Tết and moved days are not known.
pub fn horizon() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 12, 31).unwrap_or(NaiveDate::MAX)
}

/// Whether public offices work on this day, as far as the table knows.
pub fn is_working_day(day: NaiveDate) -> bool {
    let key = (day.year(), day.month(), day.day());
    let weekend = matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
    let holiday = HOLIDAYS.iter().any(|holiday| holiday.day == key);
    !holiday && (!weekend || WORKING_SATURDAYS.contains(&key))
}

/// The day itself when it is a working day, else the next one (Article 148.5).
pub fn next_working_day(day: NaiveDate) -> NaiveDate {
    let mut day = day;
    while !is_working_day(day) {
        day = day + Days::new(1);
    }
    day
}

/// The end of a term in working days; the first day is not counted (Article 147).
pub fn add_working_days(from: NaiveDate, days: u32) -> NaiveDate {
    let mut day = from;
    for _ in 0..days {
        day = next_working_day(day + Days::new(1));
    }
    day
}

/// The last day of a term in months: the day with the same number, or the last of the month (Article 148.3).
pub fn add_months(from: NaiveDate, months: u32) -> NaiveDate {
    from + Months::new(months)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("day")
    }

    #[test]
    fn terms_in_working_days_skip_weekends_and_holidays() {
        for (from, days, end) in [
            ("2026-11-20", 3, "2026-11-26"),
            ("2026-11-20", 20, "2026-12-21"),
            ("2026-11-22", 20, "2026-12-21"),
            ("2026-11-23", 1, "2026-11-25"),
            ("2026-12-15", 20, "2027-01-13"),
            ("2026-04-24", 3, "2026-05-04"),
            ("2026-02-13", 3, "2026-02-25"),
        ] {
            assert_eq!(add_working_days(day(from), days), day(end), "{from} + {days}");
        }
    }

    #[test]
    fn terms_in_months_end_on_the_same_number_and_roll_to_a_working_day() {
        for (from, last, due) in [
            ("2026-08-22", "2026-11-22", "2026-11-23"),
            ("2026-08-24", "2026-11-24", "2026-11-25"),
            ("2026-08-31", "2026-11-30", "2026-11-30"),
            ("2026-11-30", "2027-02-28", "2027-03-01"),
            ("2026-11-29", "2027-02-28", "2027-03-01"),
        ] {
            let end = add_months(day(from), 3);
            assert_eq!((end, next_working_day(end)), (day(last), day(due)), "{from}");
        }
    }

    #[test]
    fn the_year_has_its_twelve_holidays() {
        let days = HOLIDAYS.iter().filter(|holiday| holiday.day.0 == 2026).count();
        assert_eq!(days, 12);
    }
}

//! Working days: weekends and public holidays (Labour Code 2019, Articles 111 and 112; Resolution 28/2026/QH16). Who
//! counts by them builds a calendar of them; the counting itself is not in here.

use chrono::{Datelike, NaiveDate, Weekday};

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
pub const HOLIDAYS: [Holiday; 12] = [
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
];

/// Months and days that are holidays of every year by law. Tết, Hung Kings' Day and the day beside 2 September are told
/// year by year and are not among them.
const FIXED: [(u32, u32); 5] = [(1, 1), (4, 30), (5, 1), (9, 2), (11, 24)];

/// Saturdays on which public offices work in exchange for another day. None was announced for 2026.
const WORKING_SATURDAYS: [(i32, u32, u32); 0] = [];

/// First day of the table.
pub fn first_day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 1, 1).unwrap_or(NaiveDate::MIN)
}

/// Last day for which the table is complete; beyond it Tết and moved days are not known.
pub fn horizon() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 12, 31).unwrap_or(NaiveDate::MAX)
}

/// Whether public offices work on this day, as far as the table and, beyond [`horizon`], the law alone tell.
pub fn is_working_day(day: NaiveDate) -> bool {
    let key = (day.year(), day.month(), day.day());
    if is_weekend(day) {
        return WORKING_SATURDAYS.contains(&key);
    }
    let is_told = HOLIDAYS.iter().any(|holiday| holiday.day == key);
    let is_by_law = || is_fixed(day) || taken_in_place(day.year()).contains(&day);
    !is_told && (day <= horizon() || !is_by_law())
}

fn is_weekend(day: NaiveDate) -> bool {
    matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
}

fn is_fixed(day: NaiveDate) -> bool {
    FIXED.contains(&(day.month(), day.day()))
}

/// The days of a year that are free in place of a fixed holiday on a weekend: each time the next working day (Labour
/// Code, Article 111.3).
fn taken_in_place(year: i32) -> Vec<NaiveDate> {
    let mut taken = Vec::new();
    let fixed = FIXED.iter().filter_map(|(month, day)| NaiveDate::from_ymd_opt(year, *month, *day));
    for day in fixed.filter(|day| is_weekend(*day)) {
        let free = |next: NaiveDate| is_weekend(next) || is_fixed(next) || taken.contains(&next);
        let next = day.iter_days().skip(1).find(|next| !free(*next));
        taken.extend(next);
    }
    taken
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("day")
    }

    #[test]
    fn later_years_have_the_holidays_that_the_law_ties_to_a_day() {
        for free in [
            "2027-01-01",
            "2027-04-30",
            "2027-05-03", // in place of Saturday 1 May
            "2027-09-02",
            "2027-11-24",
            "2028-01-03", // in place of Saturday 1 January
            "2028-05-01",
            "2028-05-02", // in place of Sunday 30 April
        ] {
            assert!(!is_working_day(day(free)), "{free}");
        }
        for working in ["2026-12-31", "2027-01-04", "2027-05-04", "2027-09-03", "2028-01-04", "2028-05-03"] {
            assert!(is_working_day(day(working)), "{working}");
        }
    }

    #[test]
    fn the_table_has_the_holidays_of_its_year() {
        assert!(HOLIDAYS.iter().all(|holiday| holiday.day.0 == 2026));
        let first =
            HOLIDAYS.iter().filter_map(|known| NaiveDate::from_ymd_opt(known.day.0, known.day.1, known.day.2)).min();
        assert_eq!(first, Some(first_day()));
    }
}

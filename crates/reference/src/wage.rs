//! Minimum wages by region, each table from the day on which it came into force. Which commune lies in which region is
//! not in the tables yet.

use chrono::NaiveDate;

/// The minimum wages of the four regions, region I first, in dong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MinimumWages {
    /// The first day on which they hold.
    pub from: NaiveDate,
    /// A month.
    pub month_dong: [i64; 4],
    /// An hour.
    pub hour_dong: [i64; 4],
}

/// The oldest first.
const TABLES: [MinimumWages; 1] = [
    // Decree 293/2025/NĐ-CP.
    MinimumWages {
        from: day(2026, 1, 1),
        month_dong: [5_310_000, 4_730_000, 4_140_000, 3_700_000],
        hour_dong: [25_500, 22_700, 20_000, 17_800],
    },
];

/// Those in force on a day; before the first table its own.
#[must_use]
pub fn in_force(on: NaiveDate) -> MinimumWages {
    let begun = TABLES.iter().rev().find(|table| table.from <= on);
    *begun.unwrap_or(&TABLES[0])
}

/// Last day for which the tables were looked after; a decree for the days after it may be out already.
#[must_use]
pub fn horizon() -> NaiveDate {
    day(2026, 12, 31)
}

const fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    match NaiveDate::from_ymd_opt(year, month, day) {
        Some(day) => day,
        None => NaiveDate::MAX,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_table_holds_from_its_day_until_the_next_and_falls_from_region_to_region() {
        for pair in TABLES.windows(2) {
            assert!(pair[0].from < pair[1].from, "{:?}", pair[1].from);
        }
        for table in TABLES {
            assert_eq!(in_force(table.from), table);
            assert!(table.from <= horizon());
            assert!(table.month_dong.is_sorted_by(|higher, lower| higher > lower), "{table:?}");
            assert!(table.hour_dong.is_sorted_by(|higher, lower| higher > lower), "{table:?}");
        }
        assert_eq!(in_force(day(2020, 5, 1)), TABLES[0]);
        assert_eq!(in_force(horizon()), TABLES[TABLES.len() - 1]);
    }
}

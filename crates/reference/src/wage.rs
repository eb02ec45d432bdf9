//! Minimum wages of 2026 by region (Decree 293/2025/NĐ-CP). Which commune lies in which region is not in the tables
//! yet.

/// One region: dong a month and dong an hour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MinimumWage {
    /// 1 to 4.
    pub region: u8,
    /// Dong a month.
    pub month_dong: i64,
    /// Dong an hour.
    pub hour_dong: i64,
}

/// The four regions, highest first.
pub const MINIMUM_WAGES: [MinimumWage; 4] = [
    MinimumWage { region: 1, month_dong: 5_310_000, hour_dong: 25_500 },
    MinimumWage { region: 2, month_dong: 4_730_000, hour_dong: 22_700 },
    MinimumWage { region: 3, month_dong: 4_140_000, hour_dong: 20_000 },
    MinimumWage { region: 4, month_dong: 3_700_000, hour_dong: 17_800 },
];

/// The lowest of the country: below it pay is too low wherever the work is.
pub const LOWEST: MinimumWage = MINIMUM_WAGES[3];

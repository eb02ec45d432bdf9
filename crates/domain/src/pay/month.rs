//! Comparing pay by the month in dong: for bands, sorting and checks, never for promises.

use super::{Band, Currency, Pay, Per};
use crate::posting::PayClass;

/// Days of work in a month: six a week, the usual divisor of pay sheets.
pub const DAYS_A_MONTH: i64 = 26;
/// Hours of work in a month: 26 days of 8 hours.
pub const HOURS_A_MONTH: i64 = 208;

/// What turns a pay into dong a month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rates {
    /// Dong for one US dollar, a setting of the operator.
    pub dong_per_usd: i64,
    /// Days of work in a month.
    pub days: i64,
    /// Hours of work in a month: [`HOURS_A_MONTH`], or fewer for part-time work.
    pub hours: i64,
}

impl Rates {
    /// Full-time work at this rate of the dollar.
    pub const fn full_time(dong_per_usd: i64) -> Self {
        Self { dong_per_usd, days: DAYS_A_MONTH, hours: HOURS_A_MONTH }
    }

    /// Full time, with this many hours of work a month; the days follow at 8 hours each, rounded up.
    pub const fn with_hours(dong_per_usd: i64, hours: i64) -> Self {
        Self { dong_per_usd, days: (hours + 7) / 8, hours }
    }
}

impl Pay {
    /// Least and most in dong a month; a missing bound is the other one. `None` for agreed pay, commission, pay by
    /// the piece (nobody knows how many), and sums beyond 64 bits.
    pub fn monthly_dong_range(&self, rates: &Rates) -> Option<(i64, i64)> {
        match self {
            Self::Agreed | Self::Commission => None,
            Self::Band(band) => band.monthly_dong_range(rates),
        }
    }

    /// The class of form 01a that the least pay falls into: what a seeker can count on.
    pub fn class(&self, rates: &Rates) -> Option<PayClass> {
        self.monthly_dong_range(rates).map(|(least, _)| PayClass::of(least))
    }
}

impl Band {
    fn monthly_dong_range(&self, rates: &Rates) -> Option<(i64, i64)> {
        let least = self.min.or(self.max)?;
        let most = self.max.or(self.min)?;
        Some((self.monthly_dong(least, rates)?, self.monthly_dong(most, rates)?))
    }

    fn monthly_dong(&self, amount: i64, rates: &Rates) -> Option<i64> {
        let dong = match self.currency {
            Currency::Vnd => amount,
            Currency::Usd => amount.checked_mul(rates.dong_per_usd)?,
        };
        match self.per {
            Per::Month => Some(dong),
            Per::Day => dong.checked_mul(rates.days),
            Per::Hour => dong.checked_mul(rates.hours),
            Per::Year => Some(dong / 12),
            Per::Piece => None,
        }
    }
}

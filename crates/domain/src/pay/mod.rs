//! Pay: what a posting promises ([`Pay`]), reading it as people write it ([`parse`]), comparing it by the month and
//! writing it for people. No exchange rate and no minimum wage of its own: both are handed in.

mod amount;
mod error;
mod month;
mod parse;
#[cfg(test)]
mod tests;
mod words;
mod written;

pub use error::PayError;
pub use month::{DAYS_A_MONTH, HOURS_A_MONTH, Rates};
pub use parse::{Doubt, PAY_CHARS, ParsedPay, parse};

codes! {
    /// What one amount is paid for.
    Per {
        /// A month.
        Month = "month",
        /// A day.
        Day = "day",
        /// An hour.
        Hour = "hour",
        /// A piece, a trip, a lesson, an order.
        Piece = "piece",
        /// A year.
        Year = "year",
    }
}
codes! {
    /// Currency of an amount.
    Currency {
        /// Vietnamese dong.
        Vnd = "vnd",
        /// United States dollar.
        Usd = "usd",
    }
}
codes! {
    /// Whether income tax and insurance are still to be taken off.
    Tax {
        /// Before.
        Gross = "gross",
        /// After.
        Net = "net",
        /// Not said.
        Unknown = "unknown",
    }
}

/// What a posting promises.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Pay {
    /// Thoả thuận: to be agreed.
    Agreed,
    /// Hoa hồng: by commission only.
    Commission,
    /// An amount, or bounds of it.
    Band(Band),
}

/// Bounds of a pay. At least one of them is there and `min <= max`; equal bounds are one amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Band {
    /// Least, in whole units of the currency.
    pub min: Option<i64>,
    /// Most, in whole units of the currency.
    pub max: Option<i64>,
    /// What it is paid for.
    pub per: Per,
    /// Currency of both bounds.
    pub currency: Currency,
    /// Gross or net.
    pub tax: Tax,
}

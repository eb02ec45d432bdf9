//! Second half of reading a pay text: which amounts count, in what unit, currency and period, and what was guessed.

use super::super::amount::ONE;
use super::super::error::PayError;
use super::super::{Band, Currency, Pay, Per, Tax};
use super::reader::{Amount, Side};
use super::{Doubt, ParsedPay};

const THOUSAND: i128 = 1_000;
const MILLION: i128 = 1_000_000;
/// More than this is no pay: a thousand billion dong, a hundred million dollars.
const MOST_DONG: i128 = 1_000_000_000_000;
const MOST_DOLLARS: i128 = 100_000_000;

/// Makes a pay of the amounts that were read; there is at least one.
pub(super) fn settle(amounts: &[Amount], per: Option<Per>, tax: Tax, period_odd: bool) -> Result<ParsedPay, PayError> {
    let mut doubts = Vec::new();
    if period_odd {
        doubts.push(Doubt::PeriodGuessed);
    }
    let (mut low, mut high) = chosen(amounts, &mut doubts);
    if let Some(high) = &mut high {
        share(&mut low, high, &mut doubts);
    }
    let widest = high.unwrap_or(low);
    let reading = Reading::of(&widest, per, &mut doubts);
    let first = reading.value(&low, &mut doubts)?;
    let second = high.map(|high| reading.value(&high, &mut doubts)).transpose()?;
    let (min, max) = bounds(first, second, low.side, &mut doubts);
    if min.is_none() && max.is_none() {
        return Err(PayError::OutOfRange);
    }
    let per = per.unwrap_or_else(|| reading.period(max.or(min).unwrap_or(0), &mut doubts));
    let band = Band { min, max, per, currency: reading.currency, tax };
    plausible(&band, &mut doubts);
    doubts.sort_unstable();
    doubts.dedup();
    Ok(ParsedPay { pay: Pay::Band(band), doubts, with_extras: false })
}

/// The first two amounts that are joined, or the first alone.
fn chosen(amounts: &[Amount], doubts: &mut Vec<Doubt>) -> (Amount, Option<Amount>) {
    let pair = amounts.windows(2).find(|pair| pair[1].joined).or_else(|| {
        let bounded = |pair: &&[Amount]| pair[0].side == Some(Side::Least) && pair[1].side == Some(Side::Most);
        amounts.windows(2).find(bounded)
    });
    let taken = if pair.is_some() { 2 } else { 1 };
    if amounts.len() > taken {
        doubts.push(Doubt::MoreAmounts);
    }
    match pair {
        Some(pair) => (pair[0], Some(pair[1])),
        None => (amounts[0], None),
    }
}

/// "10 - 15 triệu", "15tr - 20", "$1,000 - 1,500": what is said once holds for both.
fn share(low: &mut Amount, high: &mut Amount, doubts: &mut Vec<Doubt>) {
    let currency = low.currency.or(high.currency);
    low.currency = low.currency.or(currency);
    high.currency = high.currency.or(currency);
    match (low.unit, high.unit) {
        (None, Some(unit)) if low.number.millionths <= high.number.millionths => low.unit = Some(unit),
        // "500 - 1tr": five hundred thousand; "800 - 1.2k USD": eight hundred.
        (None, Some(MILLION)) if currency != Some(Currency::Usd) && low.number.millionths < THOUSAND * ONE => {
            // "20 - 15 triệu" is a slip of order, not twenty thousand.
            let thousands = low.number.millionths >= 100 * ONE;
            low.unit = Some(if thousands { THOUSAND } else { MILLION });
            if thousands {
                doubts.push(Doubt::UnitGuessed);
            }
        }
        (Some(unit), None) if high.number.millionths < unit * ONE => high.unit = Some(unit),
        (None | Some(_), None | Some(_)) => {}
    }
}

/// How the numbers of one text are to be read.
struct Reading {
    currency: Currency,
    /// What a number without a unit is multiplied by.
    bare: i128,
}

impl Reading {
    fn of(widest: &Amount, per: Option<Per>, doubts: &mut Vec<Doubt>) -> Self {
        let size = widest.number.millionths / ONE;
        match (widest.currency, widest.unit) {
            (Some(Currency::Usd), _) => Self { currency: Currency::Usd, bare: 1 },
            // "1.2k - 2k": nobody is paid two thousand dong.
            (None, Some(THOUSAND)) if size < 10 && matches!(per, None | Some(Per::Month)) => {
                doubts.push(Doubt::CurrencyGuessed);
                Self { currency: Currency::Usd, bare: 1 }
            }
            (_, Some(_)) => Self { currency: Currency::Vnd, bare: 1 },
            (currency, None) => Self::of_bare(size, currency, per, doubts),
        }
    }

    fn of_bare(size: i128, currency: Option<Currency>, per: Option<Per>, doubts: &mut Vec<Doubt>) -> Self {
        if size >= 10_000 {
            return Self { currency: Currency::Vnd, bare: 1 };
        }
        let short_period = matches!(per, Some(Per::Day | Per::Hour | Per::Piece));
        if currency.is_none() && !short_period && size >= 100 {
            doubts.push(Doubt::CurrencyGuessed);
            return Self { currency: Currency::Usd, bare: 1 };
        }
        // "500đ/sản phẩm" is what it says.
        if currency.is_some() && per == Some(Per::Piece) {
            return Self { currency: Currency::Vnd, bare: 1 };
        }
        doubts.push(Doubt::UnitGuessed);
        let bare = if short_period || size >= 100 { THOUSAND } else { MILLION };
        Self { currency: Currency::Vnd, bare }
    }

    fn value(&self, amount: &Amount, doubts: &mut Vec<Doubt>) -> Result<i64, PayError> {
        let unit = amount.unit.unwrap_or(self.bare);
        let written = amount.number.millionths;
        // "7.500 triệu" is seven and a half: the mark is a decimal one when the other reading is beyond all pay.
        let dollars = self.currency == Currency::Usd;
        let beyond = unit >= MILLION || (unit == THOUSAND && dollars);
        let number = match amount.number.other_reading {
            Some(other) if beyond && written >= THOUSAND * ONE => other,
            Some(_) | None => written,
        };
        let scaled = number.checked_mul(unit).ok_or(PayError::OutOfRange)?;
        if scaled % ONE != 0 {
            doubts.push(Doubt::Rounded);
        }
        let value = scaled / ONE;
        let most = if dollars { MOST_DOLLARS } else { MOST_DONG };
        if value > most { Err(PayError::OutOfRange) } else { i64::try_from(value).map_err(|_| PayError::OutOfRange) }
    }

    /// The period that an amount without one can be meant for.
    fn period(&self, amount: i64, doubts: &mut Vec<Doubt>) -> Per {
        let per = match (self.currency, amount) {
            (Currency::Vnd, 1_000_000..) | (Currency::Usd, 100..20_000) => return Per::Month,
            (Currency::Vnd, 100_000..) => Per::Day,
            (Currency::Vnd, _) | (Currency::Usd, ..100) => Per::Hour,
            (Currency::Usd, _) => Per::Year,
        };
        doubts.push(Doubt::PeriodGuessed);
        per
    }
}

fn bounds(first: i64, second: Option<i64>, side: Option<Side>, doubts: &mut Vec<Doubt>) -> (Option<i64>, Option<i64>) {
    let said = |amount: i64| (amount > 0).then_some(amount);
    match (second, side) {
        (Some(second), _) if second < first => {
            doubts.push(Doubt::Swapped);
            (said(second), said(first))
        }
        (Some(second), _) => (said(first), said(second)),
        (None, Some(Side::Most)) => (None, said(first)),
        (None, Some(Side::Least)) => (said(first), None),
        (None, None) => (said(first), said(first)),
    }
}

fn plausible(band: &Band, doubts: &mut Vec<Doubt>) {
    let (least, most) = match (band.currency, band.per) {
        (Currency::Vnd, Per::Month) => (1_000_000, 500_000_000),
        (Currency::Vnd, Per::Day) => (50_000, 20_000_000),
        (Currency::Vnd, Per::Hour) => (10_000, 3_000_000),
        (Currency::Vnd, Per::Year) => (12_000_000, 6_000_000_000),
        (Currency::Vnd, Per::Piece) => (10, 100_000_000),
        (Currency::Usd, Per::Month) => (100, 20_000),
        (Currency::Usd, Per::Day) => (3, 1_000),
        (Currency::Usd, Per::Hour) => (1, 200),
        (Currency::Usd, Per::Year) => (1_200, 300_000),
        (Currency::Usd, Per::Piece) => (1, 5_000),
    };
    let low = band.min.or(band.max).unwrap_or(0);
    let high = band.max.or(band.min).unwrap_or(0);
    if low < least {
        doubts.push(Doubt::VeryLow);
    }
    if high > most {
        doubts.push(Doubt::VeryHigh);
    }
}

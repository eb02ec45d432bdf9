//! Dates, numbers, money and distances as both languages write them on screens.
//! Must not be in here: reading what people type, rules about pay.

use chrono::{Datelike, NaiveDate};
use sanviec_domain::person::Phone;

use crate::lang::Lang;

/// Joins a number and its sign so that no line breaks between them.
const NO_BREAK: char = '\u{a0}';
/// From here on a card writes millions.
const MILLION: i64 = 1_000_000;
const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// `1.234.567` in Vietnamese, `1,234,567` in English.
pub(crate) fn number(lang: Lang, value: u64) -> String {
    let digits = value.to_string();
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.char_indices() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            grouped.push(if lang == Lang::Vi { '.' } else { ',' });
        }
        grouped.push(digit);
    }
    grouped
}

/// A code in groups of four, as it is said and read off.
pub(crate) fn said_code(code: &str) -> String {
    let letters: Vec<char> = code.chars().collect();
    letters.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}

/// `0905 123 456`, `0256 3822 123`; what is no number of Viet Nam stays as it is.
pub(crate) fn phone(text: &str) -> String {
    Phone::parse(text).map_or_else(|_| text.to_owned(), |phone| phone.display())
}

/// `05/11/2026` in Vietnamese, `5 Nov 2026` in English.
pub(crate) fn short_date(lang: Lang, day: NaiveDate) -> String {
    match lang {
        Lang::Vi => format!("{:02}/{:02}/{}", day.day(), day.month(), day.year()),
        Lang::En => format!("{} {} {}", day.day(), &MONTHS[day.month0() as usize][..3], day.year()),
    }
}

/// `5 tháng 11 năm 2026` in Vietnamese, `5 November 2026` in English.
pub(crate) fn long_date(lang: Lang, day: NaiveDate) -> String {
    match lang {
        Lang::Vi => format!("{} tháng {} năm {}", day.day(), day.month(), day.year()),
        Lang::En => format!("{} {} {}", day.day(), MONTHS[day.month0() as usize], day.year()),
    }
}

/// `4,2 km`; from ten kilometres on without a fraction.
pub(crate) fn kilometres(lang: Lang, metres: u32) -> String {
    let tenths = (u64::from(metres) + 50) / 100;
    if tenths >= 100 {
        return format!("{}{NO_BREAK}km", number(lang, (tenths + 5) / 10));
    }
    format!("{}{NO_BREAK}km", fraction(lang, &format!("{}.{}", tenths / 10, tenths % 10)))
}

/// What a posting pays, ready to be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Pay {
    /// The employer says nothing about it.
    Unstated,
    /// To be agreed between the two.
    Agreed,
    /// A band; at least one end is there. Amounts in whole dong or dollars.
    Band {
        /// Lower end.
        min: Option<i64>,
        /// Upper end.
        max: Option<i64>,
        /// Time or piece the amount is for.
        per: Per,
        /// Currency.
        currency: Currency,
    },
}

/// What one amount of pay is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Per {
    /// One month.
    Month,
    /// One day.
    Day,
    /// One hour.
    Hour,
    /// One piece or product.
    Piece,
    /// One year.
    Year,
}

/// Currency of pay.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Currency {
    /// Vietnamese dong.
    Vnd,
    /// US dollar.
    Usd,
}

/// Pay in words: `8 – 12,5 triệu ₫/tháng`, `USD 500 – 800 a month`, `Thỏa thuận`.
pub(crate) fn pay(lang: Lang, pay: &Pay) -> String {
    let (min, max, per, currency) = match pay {
        Pay::Unstated => return lang.t("pay-unstated"),
        Pay::Agreed => return lang.t("pay-agreed"),
        Pay::Band { min, max, per, currency } => (min, max, per, currency),
    };
    let amount = match (min.filter(|min| *min > 0), max) {
        (Some(min), Some(max)) if min == *max => amounts(lang, *currency, &[min]),
        (Some(min), Some(max)) => amounts(lang, *currency, &[min, *max]),
        (Some(min), None) => lang.t1("pay-from", "amount", amounts(lang, *currency, &[min])),
        (None, Some(max)) => lang.t1("pay-up-to", "amount", amounts(lang, *currency, &[*max])),
        (None, None) => return lang.t("pay-agreed"),
    };
    lang.t1(per_key(*per), "amount", amount)
}

fn per_key(per: Per) -> &'static str {
    match per {
        Per::Month => "pay-per-month",
        Per::Day => "pay-per-day",
        Per::Hour => "pay-per-hour",
        Per::Piece => "pay-per-piece",
        Per::Year => "pay-per-year",
    }
}

fn amounts(lang: Lang, currency: Currency, values: &[i64]) -> String {
    let join = |texts: Vec<String>| texts.join(&format!("{NO_BREAK}– "));
    let plain = || join(values.iter().map(|value| number(lang, value.unsigned_abs())).collect());
    match (currency, lang) {
        (Currency::Usd, Lang::Vi) => format!("{}{NO_BREAK}USD", plain()),
        (Currency::Usd, Lang::En) => format!("USD{NO_BREAK}{}", plain()),
        (Currency::Vnd, _) if values.iter().all(|value| *value >= MILLION && value % 10_000 == 0) => {
            let millions = join(values.iter().map(|value| millions(lang, *value)).collect());
            format!("{millions}{NO_BREAK}{}{NO_BREAK}₫", lang.t("million"))
        }
        (Currency::Vnd, _) => format!("{}{NO_BREAK}₫", plain()),
    }
}

/// `8,5` for 8,500,000.
fn millions(lang: Lang, value: i64) -> String {
    let whole = number(lang, (value / MILLION).unsigned_abs());
    let rest = format!("{:02}", value % MILLION / 10_000);
    match rest.trim_end_matches('0') {
        "" => whole,
        rest => format!("{whole}{}{rest}", if lang == Lang::Vi { ',' } else { '.' }),
    }
}

fn fraction(lang: Lang, text: &str) -> String {
    let text = text.strip_suffix(".0").unwrap_or(text);
    if lang == Lang::Vi { text.replace('.', ",") } else { text.to_owned() }
}

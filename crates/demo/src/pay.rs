//! Pay as adverts write it, with the number it stands for.

use crate::bank::{PaidBy, Title};
use crate::draw::Draw;
use crate::posting::PayPeriod;

/// Pay of one vacancy.
#[derive(Clone, Debug)]
pub(crate) struct Pay {
    pub(crate) text: Option<String>,
    pub(crate) min: Option<i64>,
    pub(crate) max: Option<i64>,
    pub(crate) period: PayPeriod,
    /// Short and without full stops, for sentences and titles: "8 - 12 triệu/tháng"; empty where nothing is told.
    pub(crate) short: String,
}

/// Above every regional minimum wage of 2026 (Decree 293/2025/NĐ-CP: 5.31 million a month, 25,500 an hour in region
/// I).
const LEAST_MONTH: i64 = 5_500_000;
const LEAST_DAY: i64 = 230_000;
const LEAST_HOUR: i64 = 26_000;

fn round(amount: i64, step: i64) -> i64 {
    (amount + step / 2) / step * step
}

/// 12500000 -> "12.500.000".
pub(crate) fn dotted(amount: i64) -> String {
    let digits = amount.to_string();
    let mut text = String::with_capacity(digits.len() + 4);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push('.');
        }
        text.push(digit);
    }
    text
}

/// 8500000 -> "8,5".
fn million(amount: i64) -> String {
    let tenths = (amount + 50_000) / 100_000;
    if tenths % 10 == 0 { (tenths / 10).to_string() } else { format!("{},{}", tenths / 10, tenths % 10) }
}

/// Bounds in dong per period.
fn bounds(title: &Title, percent: i64, draw: &mut Draw) -> (i64, i64, PayPeriod) {
    let (low, high) = title.pay;
    let scale = |tenths: i64| tenths * 1_000 * percent;
    let spread = scale(high) - scale(low);
    let from = scale(low) + spread * draw.between(0, 45) / 100;
    let to = from + spread * draw.between(25, 60) / 100;
    match title.paid_by {
        PaidBy::Day => {
            let from = round(from / 26, 10_000).max(LEAST_DAY);
            (from, round(to / 26, 10_000).max(from + 20_000), PayPeriod::Day)
        }
        PaidBy::Hour => {
            let from = round(from / 208, 1_000).max(LEAST_HOUR);
            (from, round(to / 208, 1_000).max(from + 2_000), PayPeriod::Hour)
        }
        PaidBy::Month => {
            let step = if from < 20_000_000 { 500_000 } else { 1_000_000 };
            let from = round(from, step).max(LEAST_MONTH);
            (from, round(to, step).max(from + step), PayPeriod::Month)
        }
    }
}

pub(crate) fn pay(title: &Title, percent: i64, draw: &mut Draw) -> Pay {
    let (low, high, period) = bounds(title, percent, draw);
    match period {
        PayPeriod::Month => monthly(title, low, high, draw),
        PayPeriod::Day => daily(low, high, draw),
        PayPeriod::Hour => hourly(low, high, draw),
    }
}

fn told(text: String, short: String, bounds: (Option<i64>, Option<i64>), period: PayPeriod) -> Pay {
    Pay { text: Some(text), min: bounds.0, max: bounds.1, period, short }
}

fn daily(low: i64, high: i64, draw: &mut Draw) -> Pay {
    let (from, to) = (low / 1_000, high / 1_000);
    let (text, max) = match draw.below(4) {
        0 => (format!("{} đ/ngày", dotted(low)), low),
        1 => (format!("{from}k - {to}k/ngày"), high),
        2 => (format!("{} - {} đồng/ngày", dotted(low), dotted(high)), high),
        _ => (format!("{from}.000 - {to}.000đ/ngày"), high),
    };
    let short = if max == low { format!("{from} nghìn/ngày") } else { format!("{from} - {to} nghìn/ngày") };
    told(text, short, (Some(low), Some(max)), PayPeriod::Day)
}

fn hourly(low: i64, high: i64, draw: &mut Draw) -> Pay {
    let (from, to) = (low / 1_000, high / 1_000);
    let (text, max) = match draw.below(4) {
        0 => (format!("{from}.000đ/giờ"), low),
        1 => (format!("{from}k/h"), low),
        2 => (format!("{from}.000 - {to}.000 đ/giờ"), high),
        _ => (format!("Từ {from}k đến {to}k/giờ"), high),
    };
    let short = if max == low { format!("{from} nghìn/giờ") } else { format!("{from} - {to} nghìn/giờ") };
    told(text, short, (Some(low), Some(max)), PayPeriod::Hour)
}

fn dollars(low: i64, high: i64, draw: &mut Draw) -> Pay {
    let (from, to) = (round(low / 25_500, 50), round(high / 25_500, 50).max(round(low / 25_500, 50) + 50));
    let text = match draw.below(3) {
        0 => format!("{from} - {to} USD"),
        1 => format!("Up to {to} USD"),
        _ => format!("${from} - ${to}"),
    };
    told(text, format!("{from} - {to} USD"), (None, None), PayPeriod::Month)
}

fn monthly(title: &Title, low: i64, high: i64, draw: &mut Draw) -> Pay {
    let silent = Pay { text: None, min: None, max: None, period: PayPeriod::Month, short: String::new() };
    let (from, to) = (million(low), million(high));
    let range = format!("{from} - {to} triệu/tháng");
    if title.level >= 5 && low >= 15_000_000 && draw.percent(16) {
        return dollars(low, high, draw);
    }
    let both = (Some(low), Some(high));
    let (text, short, bounds) = match draw.below(40) {
        0..=9 => (format!("{from} - {to} triệu"), range, both),
        10..=14 => (format!("{} - {} đ", dotted(low), dotted(high)), range, both),
        15..=17 => (format!("{from}-{to} triệu/tháng"), range, both),
        18..=19 => (format!("{from} đến {to} triệu đồng/tháng"), range, both),
        20..=21 => (format!("Từ {from} triệu"), format!("từ {from} triệu/tháng"), (Some(low), None)),
        22..=23 => (format!("Trên {from} triệu"), format!("trên {from} triệu/tháng"), (Some(low), None)),
        24..=25 => (format!("Đến {to} triệu"), format!("đến {to} triệu/tháng"), (None, Some(high))),
        26 => (format!("Up to {to} triệu"), format!("up to {to} triệu"), (None, Some(high))),
        27..=28 => (format!("{from}tr - {to}tr"), format!("{from} - {to}tr"), both),
        29 => (format!("{} - {} VNĐ/tháng", dotted(low), dotted(high)), range, both),
        30 => (format!("{} VND", dotted(low)), format!("{from} triệu/tháng"), (Some(low), Some(low))),
        31..=34 => ("Thoả thuận".to_owned(), "thoả thuận".to_owned(), (None, None)),
        35 => ("Thỏa thuận theo năng lực".to_owned(), "thỏa thuận theo năng lực".to_owned(), (None, None)),
        36 => ("Cạnh tranh".to_owned(), String::new(), (None, None)),
        37 => (format!("Lương cứng {from} triệu + thưởng"), format!("lương cứng {from} triệu"), (Some(low), None)),
        _ => return silent,
    };
    told(text, short, bounds, PayPeriod::Month)
}

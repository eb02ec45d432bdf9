//! Dong as a number that cannot overflow in silence, and the way it is written. No rates, no rounding rules of taxes.

mod words;

use crate::Lang;
use serde::{Deserialize, Serialize};

/// A no-break space keeps the number and its sign on one line.
const NO_BREAK: char = '\u{a0}';

/// An amount in whole Vietnamese dong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Dong(pub i64);

impl Dong {
    /// The sum, or `None` beyond 64 bits.
    pub fn checked_add(self, other: Self) -> Option<Self> {
        self.0.checked_add(other.0).map(Self)
    }

    /// The difference, or `None` beyond 64 bits.
    pub fn checked_sub(self, other: Self) -> Option<Self> {
        self.0.checked_sub(other.0).map(Self)
    }

    /// The product, or `None` beyond 64 bits.
    pub fn checked_mul(self, times: i64) -> Option<Self> {
        self.0.checked_mul(times).map(Self)
    }

    /// The sum of all, or `None` beyond 64 bits.
    pub fn checked_sum(amounts: impl IntoIterator<Item = Self>) -> Option<Self> {
        amounts.into_iter().try_fold(Self(0), Self::checked_add)
    }

    /// `8.500.000 ₫` (vi) or `8,500,000 ₫` (en), with a no-break space.
    pub fn full(self, lang: Lang) -> String {
        format!("{}{NO_BREAK}₫", grouped(self.0, lang))
    }

    /// In words, as a list that is signed says it: `Bốn trăm nghìn đồng` (vi), `Four hundred thousand dong` (en).
    pub fn in_words(self, lang: Lang) -> String {
        words::of(self.0, lang)
    }

    /// For cards: `8,5 triệu`, `1,2 tỷ` (vi), `8.5 million`, `1.2 billion` (en); under a million in full with its
    /// sign. At most two decimals, cut (never rounded up: a card must not promise more than the posting).
    pub fn card(self, lang: Lang) -> String {
        let size = self.0.unsigned_abs();
        if size < 1_000_000 {
            return self.full(lang);
        }
        format!("{}{NO_BREAK}{}", self.card_number(lang), self.card_unit(lang))
    }

    /// The number of [`Dong::card`] without its word, so that a range can say the word once.
    pub(crate) fn card_number(self, lang: Lang) -> String {
        let size = self.0.unsigned_abs();
        let unit: u64 = if size >= 1_000_000_000 { 1_000_000_000 } else { 1_000_000 };
        let hundredths = size % unit * 100 / unit;
        let mark = match lang {
            Lang::Vi => ',',
            Lang::En => '.',
        };
        let decimals = match (hundredths / 10, hundredths % 10) {
            (0, 0) => String::new(),
            (tenths, 0) => format!("{mark}{tenths}"),
            (tenths, rest) => format!("{mark}{tenths}{rest}"),
        };
        let sign = if self.0 < 0 { "-" } else { "" };
        format!("{sign}{}{decimals}", size / unit)
    }

    pub(crate) fn card_unit(self, lang: Lang) -> &'static str {
        match (lang, self.0.unsigned_abs() >= 1_000_000_000) {
            (Lang::Vi, true) => "tỷ",
            (Lang::Vi, false) => "triệu",
            (Lang::En, true) => "billion",
            (Lang::En, false) => "million",
        }
    }
}

/// `1.234.567` (vi) or `1,234,567` (en).
pub fn grouped(number: i64, lang: Lang) -> String {
    let mark = match lang {
        Lang::Vi => '.',
        Lang::En => ',',
    };
    let digits = number.unsigned_abs().to_string();
    let mut written = String::with_capacity(digits.len() * 4 / 3 + 2);
    if number < 0 {
        written.push('-');
    }
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            written.push(mark);
        }
        written.push(digit);
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_written_in_both_languages() {
        for (amount, vi, en, vi_card, en_card) in [
            (0, "0 ₫", "0 ₫", "0 ₫", "0 ₫"),
            (25_500, "25.500 ₫", "25,500 ₫", "25.500 ₫", "25,500 ₫"),
            (999_999, "999.999 ₫", "999,999 ₫", "999.999 ₫", "999,999 ₫"),
            (8_500_000, "8.500.000 ₫", "8,500,000 ₫", "8,5 triệu", "8.5 million"),
            (8_000_000, "8.000.000 ₫", "8,000,000 ₫", "8 triệu", "8 million"),
            (5_310_000, "5.310.000 ₫", "5,310,000 ₫", "5,31 triệu", "5.31 million"),
            (8_050_000, "8.050.000 ₫", "8,050,000 ₫", "8,05 triệu", "8.05 million"),
            (7_999_999, "7.999.999 ₫", "7,999,999 ₫", "7,99 triệu", "7.99 million"),
            (1_200_000_000, "1.200.000.000 ₫", "1,200,000,000 ₫", "1,2 tỷ", "1.2 billion"),
            (-1_500_000, "-1.500.000 ₫", "-1,500,000 ₫", "-1,5 triệu", "-1.5 million"),
        ] {
            let plain = |text: String| text.replace(NO_BREAK, " ");
            let amount = Dong(amount);
            assert_eq!(plain(amount.full(Lang::Vi)), vi);
            assert_eq!(plain(amount.full(Lang::En)), en);
            assert_eq!(plain(amount.card(Lang::Vi)), vi_card);
            assert_eq!(plain(amount.card(Lang::En)), en_card);
            assert!(
                !amount.full(Lang::Vi).contains(' ') && !amount.card(Lang::En).contains(' '),
                "spaces must not break"
            );
        }
        assert_eq!(grouped(i64::MIN, Lang::Vi), "-9.223.372.036.854.775.808");
    }

    #[test]
    fn arithmetic_never_wraps() {
        assert_eq!(Dong(i64::MAX).checked_add(Dong(1)), None);
        assert_eq!(Dong(i64::MIN).checked_sub(Dong(1)), None);
        assert_eq!(Dong(i64::MAX).checked_mul(2), None);
        assert_eq!(Dong::checked_sum([Dong(1), Dong(2), Dong(3)]), Some(Dong(6)));
        assert_eq!(Dong::checked_sum([Dong(i64::MAX), Dong(1)]), None);
    }
}

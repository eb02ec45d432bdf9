//! Pay written for people.

use super::{Band, Currency, Pay, Per};
use crate::Lang;
use crate::money::{Dong, grouped};

const NO_BREAK: char = '\u{a0}';

impl Pay {
    /// For cards and pages: `15–20 triệu/tháng`, `Từ 8 triệu/tháng`, `30.000 ₫/giờ`, `500–800 USD/tháng`, `Thoả
    /// thuận`.
    pub fn written(&self, lang: Lang) -> String {
        match (self, lang) {
            (Self::Agreed, Lang::Vi) => "Thoả thuận".into(),
            (Self::Agreed, Lang::En) => "To be agreed".into(),
            (Self::Commission, Lang::Vi) => "Theo hoa hồng".into(),
            (Self::Commission, Lang::En) => "By commission".into(),
            (Self::Band(band), _) => band.written(lang),
        }
    }
}

impl Band {
    fn written(&self, lang: Lang) -> String {
        let amount = match (self.min, self.max) {
            (Some(min), Some(max)) if min == max => self.one(min, lang),
            (Some(min), Some(max)) => self.range(min, max, lang),
            (Some(min), None) => bound(lang, "Từ", "From", &self.one(min, lang)),
            (None, Some(max)) => bound(lang, "Đến", "Up to", &self.one(max, lang)),
            (None, None) => return Pay::Agreed.written(lang),
        };
        format!("{amount}/{}", per_word(self.per, lang))
    }

    fn one(&self, amount: i64, lang: Lang) -> String {
        match self.currency {
            Currency::Vnd => Dong(amount).card(lang),
            Currency::Usd => format!("{}{NO_BREAK}USD", grouped(amount, lang)),
        }
    }

    fn range(&self, min: i64, max: i64, lang: Lang) -> String {
        let (low, high) = (Dong(min), Dong(max));
        match self.currency {
            Currency::Usd => format!("{}–{}{NO_BREAK}USD", grouped(min, lang), grouped(max, lang)),
            Currency::Vnd if min >= 1_000_000 && low.card_unit(lang) == high.card_unit(lang) => {
                let (least, most) = (low.card_number(lang), high.card_number(lang));
                format!("{least}–{most}{NO_BREAK}{}", high.card_unit(lang))
            }
            Currency::Vnd if max < 1_000_000 => format!("{}–{}", grouped(min, lang), high.full(lang)),
            Currency::Vnd => format!("{}–{}", low.card(lang), high.card(lang)),
        }
    }
}

fn bound(lang: Lang, vi: &str, en: &str, amount: &str) -> String {
    let word = match lang {
        Lang::Vi => vi,
        Lang::En => en,
    };
    format!("{word}{NO_BREAK}{amount}")
}

const fn per_word(per: Per, lang: Lang) -> &'static str {
    match (per, lang) {
        (Per::Month, Lang::Vi) => "tháng",
        (Per::Month, Lang::En) => "month",
        (Per::Day, Lang::Vi) => "ngày",
        (Per::Day, Lang::En) => "day",
        (Per::Hour, Lang::Vi) => "giờ",
        (Per::Hour, Lang::En) => "hour",
        (Per::Piece, Lang::Vi) => "sản phẩm",
        (Per::Piece, Lang::En) => "piece",
        (Per::Year, Lang::Vi) => "năm",
        (Per::Year, Lang::En) => "year",
    }
}

//! First half of reading a pay text: the amounts in it, each with the unit, currency and bound that stand beside it.

use super::super::amount::{Number, ONE, Piece, pieces};
use super::super::words::{Meaning, meaning};
use super::super::{Currency, Per, Tax};
use super::joined;

/// Which bound an amount was said to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Least,
    Most,
}

/// One amount as written.
#[derive(Clone, Copy, Debug)]
pub(super) struct Amount {
    pub(super) number: Number,
    pub(super) unit: Option<i128>,
    pub(super) currency: Option<Currency>,
    pub(super) side: Option<Side>,
    /// A dash or "đến" stands between this one and the one before.
    pub(super) joined: bool,
}

/// What was read.
#[expect(clippy::struct_excessive_bools, reason = "each is one thing the reader remembers; they combine freely")]
#[derive(Debug, Default)]
pub(super) struct Reading {
    pub(super) amounts: Vec<Amount>,
    pub(super) per: Option<Per>,
    pub(super) tax: Option<Tax>,
    pub(super) extras: bool,
    /// A period that the exchange has no word for ("tuần").
    pub(super) period_odd: bool,
    /// The amounts are over: what follows is paid beside them.
    closed: bool,
    /// The last piece belongs to the last amount.
    adjacent: bool,
    /// A period may follow: after a slash, "mỗi", "một".
    period_next: bool,
    /// The period at hand belongs to a number that is no money: "8 tiếng/ngày".
    counted: bool,
    join: bool,
    side: Option<Side>,
    currency: Option<Currency>,
}

/// Reads a folded text.
pub(super) fn read(folded: &str) -> Reading {
    let pieces = pieces(folded);
    let mut reading = Reading::default();
    let mut at = 0;
    while at < pieces.len() {
        at += reading.take(&pieces, at);
    }
    reading
}

impl Reading {
    /// Takes the piece at this place; returns how many pieces were used up.
    fn take(&mut self, pieces: &[Piece], at: usize) -> usize {
        match &pieces[at] {
            Piece::Number(number) => self.number(*number, pieces, at),
            Piece::Word(word) => return self.word(word, pieces, at),
            Piece::Dash => {
                self.join = self.adjacent && !self.amounts.is_empty();
                self.leave();
            }
            Piece::Slash => {
                self.leave();
                self.period_next = true;
            }
            Piece::Plus => self.plus(&pieces[at + 1..]),
            Piece::Percent | Piece::Comma => self.leave(),
        }
        1
    }

    fn leave(&mut self) {
        self.adjacent = false;
        self.period_next = false;
    }

    fn number(&mut self, number: Number, pieces: &[Piece], at: usize) {
        let next = pieces.get(at + 1);
        let before = at.checked_sub(1).and_then(|place| pieces.get(place));
        if is_no_money(number, before, next) {
            // "10 triệu 1 tháng": the one belongs to the period.
            self.period_next = number.millionths == ONE;
            self.counted = !self.period_next;
            self.adjacent = false;
            return;
        }
        if number.glued && self.tail_of_unit(number) {
            return;
        }
        if self.closed {
            return;
        }
        let (side, currency) = (self.side.take(), self.currency.take());
        self.amounts.push(Amount { number, unit: None, currency, side, joined: self.join });
        self.join = false;
        self.adjacent = true;
        self.period_next = false;
        self.counted = false;
    }

    /// The 5 of "10tr5", the 500 of "8tr500".
    fn tail_of_unit(&mut self, number: Number) -> bool {
        let adjacent = self.adjacent;
        let Some(last) = self.amounts.last_mut() else { return false };
        if !adjacent || last.unit.is_none() || number.digits > 3 {
            return false;
        }
        last.number.millionths += number.millionths / 10_i128.pow(number.digits as u32);
        last.number.other_reading = None;
        true
    }

    fn plus(&mut self, rest: &[Piece]) {
        if self.amounts.is_empty() {
            return;
        }
        let ends = match rest.first() {
            None | Some(Piece::Slash | Piece::Comma) => true,
            Some(Piece::Word(word)) => {
                matches!(meaning(word), Some(Meaning::Money(_) | Meaning::Unit(..) | Meaning::Tax(_)))
            }
            Some(Piece::Number(_) | Piece::Dash | Piece::Plus | Piece::Percent) => false,
        };
        if ends && self.adjacent {
            if let Some(last) = self.amounts.last_mut() {
                last.side = Some(Side::Least);
            }
        } else {
            self.extras = true;
            self.closed = true;
        }
    }

    fn word(&mut self, word: &str, pieces: &[Piece], at: usize) -> usize {
        for count in [3, 2] {
            if let Some(meaning) = joined(&pieces[at..], count).as_deref().and_then(meaning) {
                self.meant(meaning, word, false);
                return count;
            }
        }
        match meaning(word) {
            // "đô" without marks is also "do" (because of): money only right behind a number.
            Some(Meaning::Money(_)) if word == "do" && !self.adjacent => self.leave(),
            Some(meaning) => self.meant(meaning, word, at > 0 && pieces[at - 1] == Piece::Slash),
            None => {
                self.period_odd |= matches!(word, "tuan" | "week" | "weekly" | "quy" | "quarter");
                self.leave();
                self.period_next =
                    matches!(word, "moi" | "mot" | "per" | "a" | "an" | "theo" | "hang" | "cho" | "each" | "luong");
            }
        }
        1
    }

    fn meant(&mut self, meaning: Meaning, word: &str, after_slash: bool) {
        match meaning {
            Meaning::Unit(unit, currency) => {
                if let (true, Some(last)) = (self.adjacent, self.amounts.last_mut()) {
                    last.unit = last.unit.or(Some(unit));
                    last.currency = last.currency.or(currency);
                }
            }
            Meaning::Money(currency) => match (self.adjacent, self.amounts.last_mut()) {
                (true, Some(last)) => last.currency = last.currency.or(Some(currency)),
                (true, None) | (false, _) => self.currency = Some(currency),
            },
            Meaning::Per(per) => {
                let always = word.ends_with("ly") || matches!(word, "annual" | "annum");
                let belongs = always || after_slash || self.period_next || self.adjacent;
                if belongs && !self.counted {
                    self.per = self.per.or(Some(per));
                }
                self.leave();
            }
            Meaning::To if self.adjacent && !self.amounts.is_empty() => {
                self.join = true;
                self.leave();
            }
            Meaning::To => self.bound(Side::Most),
            Meaning::From => self.bound(Side::Least),
            Meaning::AndUp => {
                if let Some(last) = self.amounts.last_mut() {
                    last.side = Some(Side::Least);
                }
            }
            Meaning::Tax(tax) => self.tax = self.tax.or(Some(tax)),
            Meaning::Beside => {
                self.extras = true;
                self.closed = !self.amounts.is_empty();
                self.leave();
            }
        }
    }

    fn bound(&mut self, side: Side) {
        self.side = Some(side);
        self.leave();
    }
}

/// Ages, hours, shares, people, the thirteenth month: numbers that are not money.
fn is_no_money(number: Number, before: Option<&Piece>, next: Option<&Piece>) -> bool {
    let small = number.millionths < 1_000 * ONE;
    match next {
        Some(Piece::Percent) => return true,
        Some(Piece::Word(word)) if small => {
            let counted = ["tuoi", "nguoi", "years", "old", "age", "x", "am", "pm", "lan", "nv", "khach", "thang"];
            if counted.contains(&word.as_str()) || matches!(meaning(word), Some(Meaning::Per(_))) {
                return true;
            }
        }
        Some(Piece::Word(_) | Piece::Number(_) | Piece::Dash | Piece::Slash | Piece::Plus | Piece::Comma) | None => {}
    }
    let Some(Piece::Word(before)) = before else { return false };
    let priced =
        matches!(next, Some(Piece::Word(word)) if matches!(meaning(word), Some(Meaning::Unit(..) | Meaning::Money(_))));
    if small && !priced && matches!(before.as_str(), "thang" | "thu" | "t" | "l" | "level" | "bac") {
        return true;
    }
    number.glued && small && meaning(before).is_none()
}

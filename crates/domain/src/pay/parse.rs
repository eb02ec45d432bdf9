//! Reading pay as people write it. Says what it doubts; never guesses in silence.

use super::amount::{Piece, plain};
use super::error::PayError;
use super::words::{Saying, saying};
use super::{Pay, Tax};

mod reader;
mod settle;

/// Longest pay text that is looked at, in characters.
pub const PAY_CHARS: usize = 300;

codes! {
    /// Something in a reading that a person should look at.
    Doubt {
        /// No unit was written: "15 - 20" is read as millions.
        UnitGuessed = "unit_guessed",
        /// No currency was written: "1000 - 1500" is read as dollars.
        CurrencyGuessed = "currency_guessed",
        /// No period was written and a month does not fit the amount, or the period is one the exchange has not.
        PeriodGuessed = "period_guessed",
        /// The larger amount stood first.
        Swapped = "swapped",
        /// There were other amounts beside the ones taken.
        MoreAmounts = "more_amounts",
        /// Less than anybody is paid.
        VeryLow = "very_low",
        /// More than nearly anybody is paid.
        VeryHigh = "very_high",
        /// Parts of a unit were cut off.
        Rounded = "rounded",
        /// Praise instead of an amount ("Cạnh tranh"): taken as to be agreed.
        NoAmount = "no_amount",
    }
}

/// A pay text as it was understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParsedPay {
    /// The pay.
    pub pay: Pay,
    /// What to look at, without doubles, in the order of [`Doubt::ALL`]. Empty: nothing was guessed.
    pub doubts: Vec<Doubt>,
    /// Something is paid beside it: bonus, allowance, commission.
    pub with_extras: bool,
}

impl ParsedPay {
    /// Whether a person should look at it.
    pub fn is_doubtful(&self) -> bool {
        !self.doubts.is_empty()
    }
}

/// Reads one pay text in Vietnamese or English, with or without marks, in any Unicode form.
pub fn parse(text: &str) -> Result<ParsedPay, PayError> {
    let text = plain(text);
    let text = text.trim();
    if text.is_empty() {
        return Err(PayError::Empty);
    }
    if text.chars().count() > PAY_CHARS {
        return Err(PayError::TooLong);
    }
    let folded = sanviec_text::fold(text);
    let whole = reader::read(&folded);
    // What stands in brackets explains the amount before it, unless there is none.
    let outside = reader::read(&sanviec_text::without_brackets(&folded));
    let (amounts, period_odd) = if outside.amounts.is_empty() {
        (&whole.amounts, whole.period_odd)
    } else {
        (&outside.amounts, outside.period_odd)
    };
    if amounts.is_empty() {
        return without_amount(&folded);
    }
    let settled = settle::settle(amounts, outside.per.or(whole.per), whole.tax.unwrap_or(Tax::Unknown), period_odd)?;
    Ok(ParsedPay { with_extras: whole.extras, ..settled })
}

fn without_amount(folded: &str) -> Result<ParsedPay, PayError> {
    let told = |pay, doubts| Ok(ParsedPay { pay, doubts, with_extras: false });
    match saying(folded) {
        Some(Saying::Hidden) => Err(PayError::Hidden),
        Some(Saying::Agreed) => told(Pay::Agreed, Vec::new()),
        Some(Saying::Commission) => told(Pay::Commission, Vec::new()),
        Some(Saying::Praise) => told(Pay::Agreed, vec![Doubt::NoAmount]),
        None if folded.trim() == "tt" => told(Pay::Agreed, Vec::new()),
        None => Err(PayError::Unclear),
    }
}

/// The words of neighbouring pieces, joined by `_`, three at most: `lên_đến`.
fn joined(pieces: &[Piece], count: usize) -> Option<String> {
    let words: Option<Vec<&str>> = pieces
        .get(..count)?
        .iter()
        .map(|piece| match piece {
            Piece::Word(word) => Some(word.as_str()),
            Piece::Number(_) | Piece::Dash | Piece::Slash | Piece::Plus | Piece::Percent | Piece::Comma => None,
        })
        .collect();
    words.map(|words| words.join("_"))
}

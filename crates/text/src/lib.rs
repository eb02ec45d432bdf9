//! Vietnamese text: normal forms, words, order. The one analyser that documents, queries, alerts and look-ups share.
//!
//! What must not be in here: word lists, weights, anything that knows what a text is about.

#![warn(missing_docs)]

mod analysed;
mod brackets;
mod collation;
mod keyboard;
mod letters;
mod scan;
mod word;

pub use analysed::{WordForms, Words};
pub use brackets::without_brackets;
pub use collation::sort_key;
pub use keyboard::retype;

use std::borrow::Cow;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// Counts changes of what `tokens` gives; part of the name of every index directory.
pub const ANALYSER_VERSION: u32 = 2;

/// One word of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token<'a> {
    /// As it stands in the text.
    pub raw: &'a str,
    /// Its normal form, with marks.
    pub exact: String,
    /// Its normal form, without marks.
    pub folded: String,
    /// Bytes of the text that it takes up.
    pub start: usize,
    /// First byte after it.
    pub end: usize,
}

/// NFC, without control characters other than line ends and tabs.
#[must_use]
pub fn nfc(text: &str) -> String {
    let composed = composed(text);
    if composed.chars().any(is_unwanted) {
        composed.chars().filter(|c| !is_unwanted(*c)).collect()
    } else {
        composed.into()
    }
}

fn composed(text: &str) -> Cow<'_, str> {
    // Below U+0300 and among the letters of Vietnamese everything is composed: most texts need no look at the tables.
    let plain = |letter: char| matches!(letter, '\0'..'\u{300}' | '\u{1ea0}'..='\u{1ef9}' | '\u{2010}'..='\u{2027}');
    if text.is_ascii() || text.chars().all(plain) || is_nfc_quick(text.chars()) == IsNormalized::Yes {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.nfc().collect())
    }
}

fn is_unwanted(letter: char) -> bool {
    (letter.is_control() && !matches!(letter, '\n' | '\t'))
        || matches!(letter, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{feff}')
}

/// Whether a text has any mark of Vietnamese, `đ` included.
#[must_use]
pub fn has_marks(text: &str) -> bool {
    !text.is_ascii() && composed(text).chars().flat_map(char::to_lowercase).any(|letter| letters::parts(letter).marked)
}

/// The words of a text. Places are those in the text as given.
#[must_use]
pub fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut found = Vec::new();
    scan::words(text, |span| {
        let raw = &text[span.clone()];
        let mut exact = String::new();
        lower_onto(&composed(raw), &mut exact);
        word::normalise(&mut exact);
        let mut folded = String::new();
        word::fold_onto(&exact, &mut folded);
        if !folded.is_empty() {
            found.push(Token { raw, exact, folded, start: span.start, end: span.end });
        }
    });
    found
}

/// Calls for each word of a text with its normal form and the same without marks; makes no new text for a word.
pub fn for_each_token(text: &str, mut visit: impl FnMut(&str, &str)) {
    let text = composed(text);
    let (mut exact, mut folded) = (String::new(), String::new());
    scan::words(&text, |span| {
        exact.clear();
        folded.clear();
        lower_onto(&text[span], &mut exact);
        word::normalise(&mut exact);
        word::fold_onto(&exact, &mut folded);
        if !folded.is_empty() {
            visit(&exact, &folded);
        }
    });
}

/// Lower case by the full tables; marks that could not be joined to a letter are left out.
fn lower_onto(raw: &str, lower: &mut String) {
    if raw.is_ascii() {
        lower.extend(raw.bytes().map(|byte| byte.to_ascii_lowercase() as char));
    } else {
        for letter in raw.chars() {
            match letters::lower(letter) {
                Some(small) => lower.push(small),
                None => lower.extend(letter.to_lowercase().filter(|letter| !scan::is_mark(*letter))),
            }
        }
    }
}

/// The whole text in normal form: NFC, lower case, one way of writing tones and of i and y. What stands between words
/// stays.
#[must_use]
pub fn exact(text: &str) -> String {
    rewritten(text, |_| true)
}

/// The whole text in normal form without marks: `đ` is `d`, `Kỹ thuật` is `ki thuat`.
#[must_use]
pub fn fold(text: &str) -> String {
    let exact = exact(text);
    let mut folded = String::with_capacity(exact.len());
    word::fold_onto(&exact, &mut folded);
    folded
}

fn rewritten(text: &str, keep: impl Fn(char) -> bool) -> String {
    let text = nfc(text);
    let mut written = String::with_capacity(text.len());
    let mut end = 0;
    let mut lower = String::new();
    scan::words(&text, |span| {
        written.extend(text[end..span.start].chars().filter(|letter| keep(*letter)));
        lower.clear();
        lower_onto(&text[span.clone()], &mut lower);
        word::normalise(&mut lower);
        written.push_str(&lower);
        end = span.end;
    });
    written.extend(text[end..].chars().filter(|letter| keep(*letter)));
    written
}

/// For addresses: small letters without marks and digits, joined by hyphens. Spelling of i and y stays as written.
#[must_use]
pub fn slug(text: &str) -> String {
    let mut made = String::new();
    for letter in nfc(text).chars().flat_map(char::to_lowercase).map(|letter| letters::parts(letter).plain) {
        if letter.is_ascii_alphanumeric() {
            made.push(letter);
        } else if !made.is_empty() && !made.ends_with('-') {
            made.push('-');
        }
    }
    made.trim_end_matches('-').to_owned()
}

/// Whether two different words differ by one letter put in, left out, replaced, or by two neighbours swapped.
#[must_use]
pub fn one_edit_apart(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let (short, long) = if a.len() <= b.len() { (&a, &b) } else { (&b, &a) };
    if long.len() - short.len() > 1 || a == b {
        return false;
    }
    let same = short.iter().zip(long).take_while(|(x, y)| x == y).count();
    if short.len() < long.len() {
        return short[same..] == long[same + 1..];
    }
    let replaced = short[same + 1..] == long[same + 1..];
    let swapped = same + 1 < short.len()
        && short[same] == long[same + 1]
        && short[same + 1] == long[same]
        && short[same + 2..] == long[same + 2..];
    replaced || swapped
}

#[cfg(test)]
mod tests;

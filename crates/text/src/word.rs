//! The normal forms of one word: tone placement, i and y, and the word without marks.

use crate::letters::{Tone, is_vowel, parts, with_tone};

/// Brings a lower-case NFC word into its normal form, in place: `hoà` becomes `hòa`, `kỹ` becomes `kĩ`.
pub(crate) fn normalise(word: &mut String) {
    if word.is_ascii() {
        if let Some(folded) = sole_vowel_i(word) {
            *word = folded;
        }
        return;
    }
    if let Some(moved) = first_vowel_toned(word) {
        *word = moved;
    }
    if let Some(folded) = sole_vowel_i(word) {
        *word = folded;
    }
}

/// Open syllables in oa, oe, uy carry their tone on the first of the two vowels here; after q the u is no vowel.
fn first_vowel_toned(word: &str) -> Option<String> {
    let mut from_end = word.chars().rev();
    let last = parts(from_end.next()?);
    let first = from_end.next().map(parts)?;
    let moves = matches!((first.toneless, last.toneless), ('o', 'a' | 'e') | ('u', 'y'));
    if !moves || last.tone == Tone::Level || first.tone != Tone::Level || from_end.next() == Some('q') {
        return None;
    }
    let stem: usize = word.char_indices().rev().nth(1).map(|(at, _)| at)?;
    let mut moved = word[..stem].to_owned();
    moved.push(with_tone(first.toneless, last.tone));
    moved.push(last.toneless);
    Some(moved)
}

/// A y that is the sole vowel at the end, after consonants or qu or alone, is written i.
fn sole_vowel_i(word: &str) -> Option<String> {
    let (at, last) = word.char_indices().next_back()?;
    let last = parts(last);
    if last.toneless != 'y' {
        return None;
    }
    let stem = &word[..at];
    let consonants = stem.strip_suffix("qu").unwrap_or(stem);
    let sole = consonants.chars().all(|letter| letter.is_alphabetic() && !is_vowel(parts(letter).toneless));
    sole.then(|| format!("{stem}{}", with_tone('i', last.tone)))
}

/// Appends a normal word without its marks.
pub(crate) fn fold_onto(word: &str, folded: &mut String) {
    if word.is_ascii() {
        folded.push_str(word);
    } else {
        folded.extend(word.chars().map(|letter| parts(letter).plain));
    }
}

//! The normal forms of one word: tone placement, i and y, and the word without marks.

use crate::letters::{Tone, is_vowel, parts, with_tone};

/// Brings a lower-case NFC word into its normal form, in place: `hoà` becomes `hòa`, `tóan` `toán`, `kỹ` becomes `kĩ`.
pub(crate) fn normalise(word: &mut String) {
    if word.is_ascii() {
        if let Some(folded) = sole_vowel_i(word) {
            *word = folded;
        }
        return;
    }
    if let Some(moved) = tone_moved(word) {
        *word = moved;
    }
    if let Some(folded) = sole_vowel_i(word) {
        *word = folded;
    }
}

/// Letters of the longest syllable, with one to spare: `nghiêng`.
const LONGEST: usize = 8;

/// A syllable with one tone on a letter that does not carry it, with the tone moved: `tóan` becomes `toán`, `cuả`
/// `của`. Open syllables in oa, oe, uy carry it on the first of the two vowels here.
fn tone_moved(word: &str) -> Option<String> {
    let mut bare = ['\0'; LONGEST];
    let mut toned = None;
    for (at, letter) in word.chars().map(parts).enumerate() {
        *bare.get_mut(at)? = letter.toneless;
        if letter.tone != Tone::Level && toned.replace((at, letter.tone)).is_some() {
            return None;
        }
    }
    let (at, tone) = toned?;
    let bare = &bare[..word.chars().count()];
    let place = carrier(bare).filter(|place| *place != at)?;
    let moved = |(at, letter): (usize, &char)| if at == place { with_tone(*letter, tone) } else { *letter };
    Some(bare.iter().enumerate().map(moved).collect())
}

/// Which letter of a toneless syllable carries its tone; `None` where it is no syllable or the rule leaves it open.
/// The u of qu and the i of gi before a vowel are no vowels.
fn carrier(bare: &[char]) -> Option<usize> {
    let first = bare.iter().position(|letter| is_vowel(*letter))?;
    let start = match bare {
        ['q', 'u', next, ..] | ['g', 'i', next, ..] if is_vowel(*next) => first + 1,
        _ => first,
    };
    let vowels = bare[start..].iter().take_while(|letter| is_vowel(**letter)).count();
    let (cluster, ending) = bare[start..].split_at(vowels);
    if !matches!(ending, [] | ['c' | 'm' | 'n' | 'p' | 't'] | ['c', 'h'] | ['n', 'g' | 'h']) {
        return None;
    }
    let within = match (cluster, ending.is_empty()) {
        ([_], _)
        | (
            ['a', 'i' | 'o' | 'u' | 'y']
            | ['â', 'u' | 'y']
            | ['e', 'o']
            | ['ê', 'u']
            | ['i', 'a' | 'u']
            | ['o', 'a' | 'e' | 'i']
            | ['ô' | 'ơ', 'i']
            | ['u', 'a' | 'i' | 'y']
            | ['ư', 'a' | 'i' | 'u'],
            true,
        ) => 0,
        (
            ['i' | 'y', 'ê', 'u']
            | ['o', 'a', 'i' | 'o' | 'y']
            | ['o', 'e', 'o']
            | ['u', 'ê' | 'ơ']
            | ['u', 'â', 'y']
            | ['u', 'ô', 'i']
            | ['u', 'y', 'a' | 'u']
            | ['ư', 'ơ', 'i' | 'u'],
            true,
        )
        | (['i' | 'y', 'ê'] | ['o', 'a' | 'ă' | 'e'] | ['u', 'â' | 'ê' | 'ô' | 'y'] | ['ư', 'ơ'], false) => 1,
        (['u', 'y', 'ê'], false) => 2,
        _ => return None,
    };
    Some(start + within)
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

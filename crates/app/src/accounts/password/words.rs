//! Words that passwords are made of: English ones, names, Vietnamese ones, the places of the country. What is said here
//! of a password is said of its letters alone, small and without marks.

use sanviec_reference::unit::{self, Level};
use std::collections::HashSet;
use std::sync::LazyLock;

/// Letters besides its words that a password may have and still be made of them.
const SPARE: usize = 2;
/// Letters that words must have together where there are letters besides.
const TOGETHER: usize = 8;
/// Letters of the shortest place name that is a word here.
const PLACE: usize = 4;
/// Letters of the shortest word that is found again with its doubled letters written once.
const ONCE: usize = 5;
/// Letters of the longest syllable and of the longest name.
const SYLLABLE: usize = 7;
const NAME: usize = 30;

/// Written for this project, none taken from a list of passwords.
static WORDS: LazyLock<Words> = LazyLock::new(Words::new);

struct Words {
    all: HashSet<String>,
    /// With doubled letters written once.
    once: HashSet<String>,
    family: HashSet<&'static str>,
    given: HashSet<&'static str>,
    /// Letters of the longest.
    longest: usize,
}

fn listed(text: &'static str) -> impl Iterator<Item = &'static str> {
    text.lines().filter(|line| !line.starts_with('#')).flat_map(str::split_whitespace)
}

impl Words {
    fn new() -> Self {
        let family: HashSet<&str> = listed(include_str!("words/family_names.txt")).collect();
        let given: HashSet<&str> = listed(include_str!("words/given_names.txt")).collect();
        let english = listed(include_str!("words/english.txt")).chain(listed(include_str!("words/names.txt")));
        let written = english.chain(listed(include_str!("words/vietnamese.txt")));
        let written = written.chain(family.iter().copied()).chain(given.iter().copied()).map(str::to_owned);
        let all: HashSet<String> = written.chain(places()).collect();
        let long = all.iter().filter(|word| word.len() >= ONCE);
        let once = long.map(|word| once(word)).collect();
        let longest = all.iter().map(String::len).max().unwrap_or_default();
        Self { all, once, family, given, longest }
    }

    /// Whether a text is one of the words, or two of them where two count, with hardly a letter besides.
    fn make(&self, text: &str, words: &HashSet<String>, two: bool) -> bool {
        let length = text.len();
        if words.contains(text) {
            return true;
        }
        if !two || length > 2 * self.longest + SPARE {
            return false;
        }
        (0..=SPARE.min(length)).any(|before| {
            let ends = before + 2..=length.min(before + self.longest);
            let mut ends = ends.filter(|end| words.contains(&text[before..*end]));
            ends.any(|end| {
                let alone = end - before >= TOGETHER && before + length - end <= SPARE;
                alone || second(text, (before, end), words)
            })
        })
    }

    /// Family name, then up to three syllables; or the other way round; or two syllables of a given name.
    fn is_name(&self, text: &str) -> bool {
        if text.len() > NAME {
            return false;
        }
        let turned = |at: usize| self.family.contains(&text[at..]) && self.is_given(&text[..at], 2);
        let straight = |at: usize| self.family.contains(&text[..at]) && self.is_given(&text[at..], 3);
        (1..text.len()).any(|at| straight(at) || turned(at)) || (text.len() >= PLACE && self.is_given(text, 2))
    }

    fn is_given(&self, text: &str, syllables: usize) -> bool {
        let first = |at: usize| self.given.contains(&text[..at]) && self.is_given(&text[at..], syllables - 1);
        text.is_empty() || (syllables > 0 && (1..=text.len().min(SYLLABLE)).any(first))
    }
}

/// Whether a second word follows the first, which stands from `before` to `end`.
fn second(text: &str, (before, end): (usize, usize), words: &HashSet<String>) -> bool {
    (0..=SPARE - before).any(|after| {
        (0..=SPARE - before - after).any(|between| {
            let (start, stop) = (end + between, text.len().saturating_sub(after));
            let is_exact = before + after + between == 0;
            start + 2 <= stop
                && (is_exact || end - before + stop - start >= TOGETHER)
                && words.contains(&text[start..stop])
        })
    })
}

/// Provinces and communes, and the provinces and districts of before.
fn places() -> impl Iterator<Item = String> {
    let former = unit::former().iter().filter(|unit| unit.level != Level::Commune).map(|unit| unit.name);
    let now = unit::provinces().iter().chain(unit::communes()).map(|unit| unit.name);
    now.chain(former).map(super::letters).filter(|name| name.len() >= PLACE)
}

/// Each letter once where it stands several times in a row.
fn once(text: &str) -> String {
    let mut letters: Vec<char> = text.chars().collect();
    letters.dedup();
    letters.into_iter().collect()
}

/// Whether a text, as letters and digits, is made of one word, of two where two count, or of a name of Viet Nam;
/// forwards or backwards, with doubled letters or without.
pub(super) fn are_all(text: &str, two: bool) -> bool {
    let words = &*WORDS;
    let backwards: String = text.chars().rev().collect();
    [text, backwards.as_str()].into_iter().any(|text| {
        let single = once(text);
        words.make(text, &words.all, two)
            || (single != text && words.make(&single, &words.once, two))
            || words.is_name(text)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_several_thousand_words_and_each_is_in_small_letters() {
        let words = &*WORDS;
        assert!(words.all.len() > 5_000, "{}", words.all.len());
        let odd = |word: &&String| !word.bytes().all(|sign| sign.is_ascii_lowercase() || sign.is_ascii_digit());
        assert_eq!(words.all.iter().filter(odd).collect::<Vec<_>>(), Vec::<&String>::new());
        assert!(words.given.iter().all(|syllable| syllable.len() <= SYLLABLE));
    }

    #[test]
    fn words_are_found_alone_in_pairs_backwards_and_with_hardly_a_letter_besides() {
        for text in [
            "butterfly",
            "ylfrettub",
            "butterrfly",
            "xbutterflyx",
            "lovebaby",
            "passwordxpassword",
            "quynhon",
            "buonmathuot",
            "nguyenvanhung",
            "hungnguyen",
            "lananh",
            "tranthibichngoc",
        ] {
            assert!(are_all(text, true), "{text}");
        }
        for text in ["butterflxyzw", "lovexyzbaby", "songhuongnuoctrong", "wkzvqhtmxpgd", ""] {
            assert!(!are_all(text, true), "{text}");
        }
        assert!(!are_all("lovebaby", false) && are_all("butterfly", false), "two words may be two of many");
    }
}

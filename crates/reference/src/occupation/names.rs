//! Names of occupations inside a text: titles that are known to the letter, with or without marks.
//!
//! Stricter than [`super::lookup`], which takes any title: only whole known names count here, so that a search may
//! trust them.

use super::{BOOK, Occupation};
use crate::abbreviation;
use crate::phrases::Phrases;
use sanviec_text::Words;
use std::ops::Range;
use std::sync::LazyLock;

/// A name that belongs to more groups than this tells nothing.
const MOST_GROUPS: usize = 3;

/// A known name of an occupation in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// Numbers of the words that make it.
    pub words: Range<usize>,
    /// Its unit groups, at most three.
    pub groups: Vec<&'static Occupation>,
    /// Its spelling with marks; where the text has none, the first that is known.
    pub exact: String,
}

static NAMES: LazyLock<Phrases> = LazyLock::new(|| {
    let mut names = Phrases::default();
    for title in &BOOK.titles {
        names.add(&title.written, title.occupation as u32);
        // "Nhân viên bán hàng" is asked for as "bán hàng", too.
        if title.exact.len() >= 2 {
            let bare = without_weightless(&title.written);
            if bare != title.written {
                names.add(&bare, title.occupation as u32);
            }
        }
    }
    names
});

fn without_weightless(title: &str) -> String {
    let words = Words::of(title);
    let kept = words.iter().map(|word| word.exact).filter(|word| !abbreviation::has_no_weight(word));
    kept.collect::<Vec<_>>().join(" ")
}

/// Every known name in an analysed text, from left to right, the longest where several begin at one word.
pub fn recognise_in(words: &Words<'_>) -> Vec<Named> {
    let found = NAMES.find(words).into_iter();
    found.filter_map(|(span, meanings)| named(span, &meanings)).collect()
}

fn named(words: Range<usize>, meanings: &[&(String, u32)]) -> Option<Named> {
    let mut numbers: Vec<u32> = meanings.iter().map(|meaning| meaning.1).collect();
    numbers.sort_unstable();
    numbers.dedup();
    let groups = numbers.iter().filter_map(|number| BOOK.occupations.get(*number as usize)).collect::<Vec<_>>();
    let exact = meanings.first()?.0.clone();
    (groups.len() <= MOST_GROUPS).then_some(Named { words, groups, exact })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(text: &str) -> Vec<(Range<usize>, Vec<&'static str>)> {
        let found = recognise_in(&Words::of(text)).into_iter();
        found.map(|named| (named.words, named.groups.iter().map(|group| group.code).collect())).collect()
    }

    #[test]
    fn names_are_found_with_and_without_marks_but_not_with_others() {
        let with = codes("tuyển thợ hàn");
        assert_eq!(with.len(), 1);
        assert_eq!(with[0].0, 1..3);
        assert!(with[0].1.contains(&"7212"), "{with:?}");
        assert_eq!(codes("tuyen tho han")[0].0, 1..3);
        assert!(codes("thợ hán").is_empty());
    }
}

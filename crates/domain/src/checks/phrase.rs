//! Patterns of words and how they match. A pattern is words with spaces between; `a|b` is either word, `a?` may be
//! missing, `..` stands for up to three words of the same sentence, `#<15` for a number below 15, `#>25` above 25
//! (`#>25?` may be missing), `@sex` for "nam" or "nữ" where it says a sex and is no part of a name.

use super::scan::{Gap, Scan, Spelling};
use super::sexes;

/// Most words that `..` stands for.
const GAP_WORDS: usize = 3;

#[derive(Debug, Clone, PartialEq, Eq)]
enum Slot {
    Words { any: Vec<Spelling>, optional: bool },
    Below(u32),
    Above { limit: u32, optional: bool },
    Sex,
    Gap,
}

/// One pattern of a table.
#[derive(Debug, Clone)]
pub(super) struct Phrase {
    slots: Vec<Slot>,
}

impl Phrase {
    /// Reads a pattern; tables are compiled in and a test reads them all, so a broken one cannot ship.
    pub(super) fn of(pattern: &str) -> Self {
        let slots = pattern.split_whitespace().map(|part| {
            let number = |digits: &str| digits.parse().unwrap_or(0);
            if part == ".." {
                Slot::Gap
            } else if part == "@sex" {
                Slot::Sex
            } else if let Some(digits) = part.strip_prefix("#<") {
                Slot::Below(number(digits))
            } else if let Some(digits) = part.strip_prefix("#>") {
                Slot::Above { limit: number(digits.trim_end_matches('?')), optional: digits.ends_with('?') }
            } else {
                let optional = part.ends_with('?');
                let any = part.trim_end_matches('?').split('|').map(Spelling::of).collect();
                Slot::Words { any, optional }
            }
        });
        Self { slots: slots.collect() }
    }

    /// Folded forms of the words it can start with; empty when it starts with a number.
    pub(super) fn first_words(&self) -> Vec<&str> {
        match self.slots.first() {
            Some(Slot::Words { any, .. }) => any.iter().map(|word| word.folded.as_str()).collect(),
            Some(Slot::Sex) => sexes::FIRST_WORDS.to_vec(),
            Some(Slot::Below(_) | Slot::Above { .. } | Slot::Gap) | None => Vec::new(),
        }
    }

    /// End of the match that starts at this token.
    pub(super) fn match_at(&self, scan: &Scan, start: usize) -> Option<usize> {
        rest(&self.slots, scan, start, start)
    }

    /// Whether it matches anywhere from one token up to another.
    pub(super) fn is_in(&self, scan: &Scan, from: usize, to: usize) -> bool {
        (from..to).any(|at| self.match_at(scan, at).is_some_and(|end| end <= to))
    }
}

fn rest(slots: &[Slot], scan: &Scan, start: usize, at: usize) -> Option<usize> {
    let Some((slot, more)) = slots.split_first() else { return Some(at) };
    let here = at == start || scan.words.get(at).is_some_and(|word| word.gap != Gap::Sentence);
    match slot {
        Slot::Gap => {
            let mut reach = (at..=at + GAP_WORDS).take_while(|place| {
                (at..*place).all(|passed| {
                    scan.words.get(passed).is_some_and(|word| passed == start || word.gap != Gap::Sentence)
                })
            });
            reach.find_map(|place| rest(more, scan, start, place))
        }
        Slot::Words { any, optional } => {
            let taken = here && any.iter().any(|word| scan.is(at, word));
            let found = if taken { rest(more, scan, start, at + 1) } else { None };
            found.or_else(|| if *optional { rest(more, scan, start, at) } else { None })
        }
        Slot::Below(limit) => {
            number_then(scan, at, here, |number| number < *limit).and_then(|at| rest(more, scan, start, at))
        }
        Slot::Above { limit, optional } => {
            let found =
                number_then(scan, at, here, |number| number > *limit).and_then(|at| rest(more, scan, start, at));
            found.or_else(|| if *optional { rest(more, scan, start, at) } else { None })
        }
        Slot::Sex => {
            if here && sexes::is_sex(scan, at) {
                rest(more, scan, start, at + 1)
            } else {
                None
            }
        }
    }
}

fn number_then(scan: &Scan, at: usize, here: bool, fits: impl Fn(u32) -> bool) -> Option<usize> {
    let number: u32 = scan.words.get(at).filter(|_| here)?.exact.parse().ok()?;
    fits(number).then_some(at + 1)
}

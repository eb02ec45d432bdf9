//! Finding known phrases in texts: the longest first, over whole words, by marks where the text has them.

use foldhash::fast::RandomState;
use sanviec_text::Words;
use std::collections::HashMap;
use std::ops::Range;

/// What a phrase may stand for: the exact words that it was written with, and its number.
pub(crate) type Meanings<'p> = Vec<&'p (String, u32)>;

/// Most words of a phrase.
const LONGEST: usize = 8;
/// Where every phrase begins.
const ROOT: u32 = 0;

/// Phrases of words, each standing for a number: a tree of folded words, so that a text is walked once and words that
/// no phrase begins with cost one look.
pub(crate) struct Phrases {
    /// Folded words of all phrases, numbered.
    words: HashMap<Box<str>, u32, RandomState>,
    /// From a place in the tree and a word to the next place.
    next: HashMap<(u32, u32), u32, RandomState>,
    /// What ends at each place: the exact words that a phrase was written with, and its number.
    ends: Vec<Vec<(String, u32)>>,
}

impl Default for Phrases {
    fn default() -> Self {
        Self { words: HashMap::default(), next: HashMap::default(), ends: vec![Vec::new()] }
    }
}

impl Phrases {
    /// Adds a phrase; one without words is left out.
    pub(crate) fn add(&mut self, phrase: &str, number: u32) {
        let words = Words::of(phrase);
        if words.is_empty() || words.len() > LONGEST {
            return;
        }
        let mut place = ROOT;
        for word in words.iter() {
            let fresh = self.words.len() as u32;
            let word = *self.words.entry(word.folded.into()).or_insert(fresh);
            let fresh = self.ends.len() as u32;
            place = *self.next.entry((place, word)).or_insert(fresh);
            if place == fresh {
                self.ends.push(Vec::new());
            }
        }
        self.ends[place as usize].push((joined(&words, 0..words.len()), number));
    }

    /// The number of a whole text, when it is a phrase.
    pub(crate) fn whole(&self, text: &str) -> Option<u32> {
        let words = Words::of(text);
        let numbers = self.numbers(&words);
        let mut place = ROOT;
        for number in &numbers {
            place = *self.next.get(&(place, (*number)?))?;
        }
        self.pick(place, &words, 0..words.len()).first().map(|meaning| meaning.1)
    }

    /// Every phrase of a text, as the words that make it and all that it may stand for, from left to right, the longest
    /// where several begin at one word.
    pub(crate) fn find(&self, words: &Words<'_>) -> Vec<(Range<usize>, Meanings<'_>)> {
        let numbers = self.numbers(words);
        let mut found = Vec::new();
        let mut at = 0;
        while at < numbers.len() {
            match self.longest_at(words, &numbers, at) {
                Some((end, meanings)) => {
                    found.push((at..end, meanings));
                    at = end;
                }
                None => at += 1,
            }
        }
        found
    }

    fn numbers(&self, words: &Words<'_>) -> Vec<Option<u32>> {
        words.iter().map(|word| self.words.get(word.folded).copied()).collect()
    }

    fn longest_at(&self, words: &Words<'_>, numbers: &[Option<u32>], at: usize) -> Option<(usize, Meanings<'_>)> {
        let mut place = ROOT;
        let mut best = None;
        for (end, number) in numbers.iter().enumerate().skip(at).take(LONGEST) {
            let Some(next) = number.and_then(|number| self.next.get(&(place, number))) else { break };
            place = *next;
            let meanings = self.pick(place, words, at..end + 1);
            if !meanings.is_empty() {
                best = Some((end + 1, meanings));
            }
        }
        best
    }

    /// Words with marks must have the phrase's own marks; words without any may stand for each of its spellings.
    fn pick(&self, place: u32, words: &Words<'_>, span: Range<usize>) -> Meanings<'_> {
        let Some(candidates) = self.ends.get(place as usize).filter(|ends| !ends.is_empty()) else {
            return Vec::new();
        };
        let exact = joined(words, span.clone());
        let same: Meanings<'_> = candidates.iter().filter(|(known, _)| *known == exact).collect();
        let is_bare = || words.iter().skip(span.start).take(span.len()).all(|word| word.exact == word.folded);
        if same.is_empty() && is_bare() { candidates.iter().collect() } else { same }
    }
}

fn joined(words: &Words<'_>, span: Range<usize>) -> String {
    let mut joined = String::new();
    for word in words.iter().skip(span.start).take(span.len()) {
        if !joined.is_empty() {
            joined.push(' ');
        }
        joined.push_str(word.exact);
    }
    joined
}

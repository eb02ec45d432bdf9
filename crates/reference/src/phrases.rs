//! Finding known phrases in texts: the longest first, over whole words, by marks where the text has them.

use std::collections::HashMap;
use std::ops::Range;

/// Most words of a phrase.
const LONGEST: usize = 8;

/// Phrases of words, each standing for a number.
#[derive(Default)]
pub(crate) struct Phrases {
    /// Folded words joined by blanks, to the numbers and the exact words that they were written with.
    by_folded: HashMap<String, Vec<(String, u32)>>,
    /// Whether a longer phrase begins with these words.
    beginnings: HashMap<String, bool>,
}

impl Phrases {
    /// Adds a phrase; one without words is left out.
    pub(crate) fn add(&mut self, phrase: &str, number: u32) {
        let tokens = sanviec_text::tokens(phrase);
        let folded: Vec<&str> = tokens.iter().map(|token| token.folded.as_str()).collect();
        let exact: Vec<&str> = tokens.iter().map(|token| token.exact.as_str()).collect();
        if folded.is_empty() || folded.len() > LONGEST {
            return;
        }
        for end in 1..folded.len() {
            self.beginnings.insert(folded[..end].join(" "), true);
        }
        self.by_folded.entry(folded.join(" ")).or_default().push((exact.join(" "), number));
    }

    /// The number of a whole text, when it is a phrase.
    pub(crate) fn whole(&self, text: &str) -> Option<u32> {
        let tokens = sanviec_text::tokens(text);
        let folded: Vec<&str> = tokens.iter().map(|token| token.folded.as_str()).collect();
        let exact: Vec<&str> = tokens.iter().map(|token| token.exact.as_str()).collect();
        self.pick(&folded.join(" "), &exact.join(" "))
    }

    /// Every phrase of a text with its bytes, from left to right, the longest where several begin at one word.
    pub(crate) fn find(&self, text: &str) -> Vec<(Range<usize>, u32)> {
        let tokens = sanviec_text::tokens(text);
        let mut found = Vec::new();
        let mut at = 0;
        while at < tokens.len() {
            match self.longest_at(&tokens, at) {
                Some((end, number)) => {
                    found.push((tokens[at].start..tokens[end - 1].end, number));
                    at = end;
                }
                None => at += 1,
            }
        }
        found
    }

    fn longest_at(&self, tokens: &[sanviec_text::Token<'_>], at: usize) -> Option<(usize, u32)> {
        let (mut folded, mut exact) = (String::new(), String::new());
        let mut best = None;
        for (end, token) in tokens.iter().enumerate().skip(at).take(LONGEST) {
            if end > at {
                folded.push(' ');
                exact.push(' ');
            }
            folded.push_str(&token.folded);
            exact.push_str(&token.exact);
            if let Some(number) = self.pick(&folded, &exact) {
                best = Some((end + 1, number));
            }
            if !self.beginnings.contains_key(&folded) {
                break;
            }
        }
        best
    }

    /// Words with marks must have the phrase's own marks; words without any may stand for it.
    fn pick(&self, folded: &str, exact: &str) -> Option<u32> {
        let candidates = self.by_folded.get(folded)?;
        let same = candidates.iter().find(|(known, _)| known == exact);
        let bare = || candidates.first().filter(|_| folded == exact);
        same.or_else(bare).map(|(_, number)| *number)
    }
}

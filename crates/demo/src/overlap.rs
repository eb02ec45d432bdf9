//! How much two texts have in common, counted in sentences, and the index that keeps adverts apart.

use std::collections::HashMap;

/// The sentences of a text: split on `.`, `!`, `?`, `;` and line ends, trimmed, folded, each once, in order.
/// Bullets and other signs at the ends do not tell sentences apart.
pub fn sentences(text: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for part in sanviec_text::fold(text).split(['.', '!', '?', ';', '\n']) {
        let part = part.trim_matches(|letter: char| !letter.is_alphanumeric());
        if !part.is_empty() && !found.iter().any(|known| known == part) {
            found.push(part.to_owned());
        }
    }
    found
}

/// Texts by their sentences.
#[derive(Clone, Debug, Default)]
pub struct SentenceIndex {
    lengths: Vec<u32>,
    postings: HashMap<String, Vec<u32>>,
}

impl SentenceIndex {
    /// The largest share of sentences that this text has in common with one text of the index, counted against the
    /// shorter of the two: 0.0 to 1.0.
    pub fn closest(&self, sentences: &[String]) -> f64 {
        let mut shared: HashMap<u32, u32> = HashMap::new();
        for text in sentences.iter().filter_map(|sentence| self.postings.get(sentence)).flatten() {
            *shared.entry(*text).or_default() += 1;
        }
        let share = |(text, count): (&u32, &u32)| {
            let shorter = self.lengths[*text as usize].min(sentences.len() as u32);
            f64::from(*count) / f64::from(shorter.max(1))
        };
        shared.iter().map(share).fold(0.0, f64::max)
    }

    /// Adds a text.
    pub fn add(&mut self, sentences: Vec<String>) {
        let text = self.lengths.len() as u32;
        self.lengths.push(sentences.len() as u32);
        for sentence in sentences {
            self.postings.entry(sentence).or_default().push(text);
        }
    }
}

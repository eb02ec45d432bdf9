//! From texts to terms, the same way for documents and for queries.

use crate::concepts;
use crate::schema::Kind;
use sanviec_reference::abbreviation;
use sanviec_text::{WordForms, Words};
use std::fmt::Write as _;

/// Longest term that is kept, in bytes: longer ones are noise or an attack.
const TERM_BYTES: usize = 40;

/// The terms of one document, a blank-separated text for each kind.
#[derive(Default)]
pub(crate) struct DocumentTerms {
    texts: [String; Kind::ALL.len()],
    pair: String,
    concepts: Vec<&'static str>,
}

impl DocumentTerms {
    pub(crate) fn add_head(&mut self, title: &str) {
        let words = Words::of(title);
        self.add(title, &words, true);
        let known = self.concepts.len();
        self.concepts.extend(concepts::in_words(&words));
        push_concepts(&mut self.texts[Kind::HeadConcept as usize], self.concepts[known..].to_vec());
    }

    pub(crate) fn add_body(&mut self, text: &str) {
        let words = Words::of(text);
        self.add(text, &words, false);
        self.concepts.extend(concepts::in_words(&words));
    }

    pub(crate) fn add_skill(&mut self, name: &str) {
        let words = Words::of(name);
        self.add(name, &words, false);
        words.iter().for_each(|word| push(&mut self.texts[Kind::Skill as usize], word.folded));
        self.concepts.extend(concepts::in_words(&words));
    }

    pub(crate) fn finish(mut self) -> impl Iterator<Item = (Kind, String)> {
        push_concepts(&mut self.texts[Kind::Concept as usize], self.concepts);
        Kind::ALL.into_iter().zip(self.texts).filter(|(_, text)| !text.is_empty())
    }

    fn add(&mut self, text: &str, words: &Words<'_>, head: bool) {
        let marked = sanviec_text::has_marks(text);
        let Self { texts, pair, .. } = self;
        let mut before: Option<WordForms<'_>> = None;
        for word in words.iter() {
            if word.folded.len() > TERM_BYTES {
                before = None;
                continue;
            }
            add_word(texts, (word.exact, word.folded), marked, head);
            if let Some(before) = before {
                join(pair, before.folded, word.folded);
                push(&mut texts[Kind::AllPair as usize], pair);
                if head {
                    push(&mut texts[Kind::HeadPair as usize], pair);
                    join(pair, before.exact, word.exact);
                    push(&mut texts[Kind::HeadExactPair as usize], pair);
                }
            }
            before = Some(word);
        }
        for reading in abbreviations_in(words) {
            sanviec_text::for_each_token(reading, |exact, folded| add_word(texts, (exact, folded), true, head));
        }
    }
}

fn add_word(texts: &mut [String], (exact, folded): (&str, &str), marked: bool, head: bool) {
    let mut put = |kind: Kind, term: &str| push(&mut texts[kind as usize], term);
    put(Kind::AllFolded, folded);
    if marked {
        put(Kind::AllExact, exact);
    } else {
        put(Kind::AllBare, folded);
    }
    if head {
        put(Kind::HeadFolded, folded);
        if marked { put(Kind::HeadExact, exact) } else { put(Kind::HeadBare, folded) }
    }
}

fn push(text: &mut String, term: &str) {
    if !text.is_empty() {
        text.push(' ');
    }
    text.push_str(term);
}

fn push_concepts(text: &mut String, mut ids: Vec<&'static str>) {
    ids.sort_unstable();
    ids.dedup();
    ids.into_iter().for_each(|id| push(text, &concepts::term(id)));
}

fn join(pair: &mut String, first: &str, second: &str) {
    pair.clear();
    let _ = write!(pair, "{first}_{second}");
}

/// What the abbreviations of a text stand for; an ambiguous one gives all its readings.
fn abbreviations_in(words: &Words<'_>) -> Vec<&'static str> {
    let mut found = Vec::new();
    for word in words.iter().filter(|word| word.raw.chars().any(char::is_uppercase)) {
        if (2..=8).contains(&word.raw.chars().count()) {
            found.extend(abbreviation::readings_of(word.exact));
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// One word of a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Word {
    pub(crate) exact: String,
    pub(crate) folded: String,
    pub(crate) marked: bool,
    /// Whole phrases that the word may stand for.
    pub(crate) readings: Vec<Vec<Word>>,
}

/// Most words of a query; the rest is not looked at.
pub const MOST_WORDS: usize = 20;
/// Most characters of a query.
const CHARACTERS: usize = 256;

/// The words of a query, at most 20 from at most 256 characters; none only where the text is blank.
///
/// Where something was asked for that no document can hold, it stays a word: it is found nowhere, and does not turn
/// into a question for everything.
pub(crate) fn query_words(text: &str) -> Vec<Word> {
    let text: String = text.chars().take(CHARACTERS).collect();
    let mut words: Vec<Word> =
        sanviec_text::tokens(&text).into_iter().take(MOST_WORDS).map(|token| to_word(&token)).collect();
    if words.iter().any(is_kept) {
        words.retain(is_kept);
    } else if words.is_empty() {
        words.extend(signs(&text));
    }
    words
}

/// Whether documents keep such a word.
fn is_kept(word: &Word) -> bool {
    word.folded.len() <= TERM_BYTES
}

/// A text without any letter or digit as one word; none where it is blank.
fn signs(text: &str) -> Option<Word> {
    let written = sanviec_text::nfc(text).trim().to_owned();
    let word = Word { exact: written.clone(), folded: written, marked: false, readings: Vec::new() };
    (!word.exact.is_empty()).then_some(word)
}

fn to_word(token: &sanviec_text::Token<'_>) -> Word {
    let readings = abbreviation::readings(token.raw)
        .into_iter()
        .map(|reading| sanviec_text::tokens(reading).iter().map(plain).collect())
        .collect();
    Word { readings, ..plain(token) }
}

fn plain(token: &sanviec_text::Token<'_>) -> Word {
    let marked = sanviec_text::has_marks(token.raw);
    Word { exact: token.exact.clone(), folded: token.folded.clone(), marked, readings: Vec::new() }
}

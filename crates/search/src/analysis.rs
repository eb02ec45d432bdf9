//! From texts to terms, the same way for documents and for queries.

use crate::schema::Kind;
use sanviec_reference::abbreviation;
use std::fmt::Write as _;

/// Longest term that is kept, in bytes: longer ones are noise or an attack.
const TERM_BYTES: usize = 40;

/// The terms of one document, a blank-separated text for each kind.
#[derive(Default)]
pub(crate) struct DocumentTerms {
    texts: [String; Kind::ALL.len()],
    pair: String,
}

impl DocumentTerms {
    pub(crate) fn add_head(&mut self, title: &str) {
        self.add(title, true);
    }

    pub(crate) fn add_body(&mut self, body: &str) {
        self.add(body, false);
    }

    pub(crate) fn add_skill(&mut self, name: &str) {
        self.add(name, false);
        let Self { texts, .. } = self;
        sanviec_text::for_each_token(name, |_, folded| push(&mut texts[Kind::Skill as usize], folded));
    }

    pub(crate) fn finish(self) -> impl Iterator<Item = (Kind, String)> {
        Kind::ALL.into_iter().zip(self.texts).filter(|(_, text)| !text.is_empty())
    }

    fn add(&mut self, text: &str, head: bool) {
        let marked = sanviec_text::has_marks(text);
        let Self { texts, pair } = self;
        let mut before_folded = String::new();
        let mut before_exact = String::new();
        sanviec_text::for_each_token(text, |exact, folded| {
            if folded.len() > TERM_BYTES {
                before_folded.clear();
                return;
            }
            add_word(texts, (exact, folded), marked, head);
            if !before_folded.is_empty() {
                join(pair, &before_folded, folded);
                push(&mut texts[Kind::AllPair as usize], pair);
                if head {
                    push(&mut texts[Kind::HeadPair as usize], pair);
                    join(pair, &before_exact, exact);
                    push(&mut texts[Kind::HeadExactPair as usize], pair);
                }
            }
            before_folded.replace_range(.., folded);
            before_exact.replace_range(.., exact);
        });
        for reading in abbreviations_in(text) {
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

fn join(pair: &mut String, first: &str, second: &str) {
    pair.clear();
    let _ = write!(pair, "{first}_{second}");
}

/// What the abbreviations of a text stand for; an ambiguous one gives all its readings.
fn abbreviations_in(text: &str) -> Vec<&'static str> {
    let mut found = Vec::new();
    for token in sanviec_text::tokens(text) {
        if (2..=8).contains(&token.raw.chars().count()) && token.raw.chars().any(char::is_uppercase) {
            found.extend(abbreviation::readings(token.raw));
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
const WORDS: usize = 20;
/// Most characters of a query.
const CHARACTERS: usize = 256;

/// The words of a query, at most 20 from at most 256 characters.
pub(crate) fn query_words(text: &str) -> Vec<Word> {
    let text: String = text.chars().take(CHARACTERS).collect();
    let mut words: Vec<Word> =
        sanviec_text::tokens(&text).into_iter().take(WORDS).map(|token| to_word(&token)).collect();
    words.retain(|word| !word.folded.is_empty() && word.folded.len() <= TERM_BYTES);
    words
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

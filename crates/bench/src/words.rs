//! The analysis of documents and queries, and the rules by which a query matches, a second time: for the engines that
//! ours is compared with. Ours and bare must give the same totals; `agree` shows where this has fallen behind.
//!
//! Kinds of terms share one field and are told apart by their first letter: `e` as written in a text with marks, `b`
//! in a text without any, `f` folded, `c` concept, `o` unit group of occupations.

use sanviec_reference::{abbreviation, occupation, skill};
use sanviec_search::PostingDoc;
use std::ops::Range;

/// Longest term that is kept, in bytes.
const TERM_BYTES: usize = 40;
const QUERY_WORDS: usize = 20;
const QUERY_CHARACTERS: usize = 256;
/// With fewer hits than this, bare words of a query with marks are also read without regard to marks.
pub(crate) const FEW: u64 = 20;

/// The terms of a document by the part they stand in, blank-separated.
#[derive(Default)]
pub(crate) struct DocumentTerms {
    pub(crate) title: String,
    pub(crate) skills: String,
    pub(crate) body: String,
}

impl DocumentTerms {
    pub(crate) fn of(doc: &PostingDoc) -> Self {
        let mut terms = Self::default();
        add_text(&mut terms.title, &doc.title);
        doc.skills.iter().for_each(|skill| add_text(&mut terms.skills, skill));
        doc.body.iter().for_each(|text| add_text(&mut terms.body, text));
        add_concepts(&mut terms.title, &doc.title);
        doc.skills.iter().for_each(|skill| add_concepts(&mut terms.skills, skill));
        doc.body.iter().for_each(|text| add_concepts(&mut terms.body, text));
        let groups = doc.facets.iter().filter_map(|term| term.strip_prefix("o:")).filter(|code| code.len() == 4);
        groups.for_each(|code| push(&mut terms.body, 'o', code));
        terms
    }
}

fn add_text(terms: &mut String, text: &str) {
    let marked = sanviec_text::has_marks(text);
    sanviec_text::for_each_token(text, |exact, folded| add_word(terms, exact, folded, marked));
    let mut readings: Vec<&str> = Vec::new();
    for token in sanviec_text::tokens(text) {
        if (2..=8).contains(&token.raw.chars().count()) && token.raw.chars().any(char::is_uppercase) {
            readings.extend(abbreviation::readings(token.raw));
        }
    }
    readings.sort_unstable();
    readings.dedup();
    for reading in readings {
        sanviec_text::for_each_token(reading, |exact, folded| add_word(terms, exact, folded, true));
    }
}

fn add_word(terms: &mut String, exact: &str, folded: &str, marked: bool) {
    if folded.len() > TERM_BYTES {
        return;
    }
    push(terms, 'f', folded);
    if marked { push(terms, 'e', exact) } else { push(terms, 'b', folded) }
}

fn push(terms: &mut String, kind: char, word: &str) {
    if !terms.is_empty() {
        terms.push(' ');
    }
    terms.push(kind);
    terms.push_str(word);
}

fn add_concepts(terms: &mut String, text: &str) {
    let mut ids: Vec<&str> = skill::recognise(text).into_iter().map(|(_, skill)| skill.id).collect();
    ids.sort_unstable();
    ids.dedup();
    ids.into_iter().for_each(|id| push(terms, 'c', id));
}

/// The folded words of a text, for engines with an analysis of their own.
pub(crate) fn folded(text: &str) -> Vec<String> {
    sanviec_text::tokens(text).into_iter().map(|token| token.folded).filter(|word| word.len() <= TERM_BYTES).collect()
}

/// A set of documents, said by terms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Node {
    Term(String),
    And(Vec<Node>),
    Or(Vec<Node>),
}

struct Word {
    exact: String,
    folded: String,
    marked: bool,
    readings: Vec<Vec<Word>>,
}

/// How the words are read: by marks, bare words folded, or all folded.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reading {
    Marked,
    HalfFolded,
    Folded,
}

/// What a query asks of the texts: every node must match.
pub(crate) struct Plans {
    pub(crate) first: Vec<Node>,
    /// To be used when the first one finds fewer than [`FEW`].
    pub(crate) fallback: Option<Vec<Node>>,
}

impl Plans {
    pub(crate) fn of(text: &str) -> Self {
        let words = query_words(text);
        let concepts = phrases_of(&words);
        if words.iter().all(|word| !word.marked) {
            return Self { first: groups(&words, Reading::Folded, &concepts), fallback: None };
        }
        let bare = words.iter().any(|word| !word.marked);
        Self {
            first: groups(&words, Reading::Marked, &concepts),
            fallback: bare.then(|| groups(&words, Reading::HalfFolded, &concepts)),
        }
    }
}

fn query_words(text: &str) -> Vec<Word> {
    let text: String = text.chars().take(QUERY_CHARACTERS).collect();
    let words = sanviec_text::tokens(&text).into_iter().take(QUERY_WORDS).map(|token| {
        let phrases = abbreviation::readings(token.raw).into_iter();
        let readings = phrases.map(|phrase| sanviec_text::tokens(phrase).iter().map(plain).collect()).collect();
        Word { readings, ..plain(&token) }
    });
    words.filter(|word| !word.folded.is_empty() && word.folded.len() <= TERM_BYTES).collect()
}

fn plain(token: &sanviec_text::Token<'_>) -> Word {
    Word {
        exact: token.exact.clone(),
        folded: token.folded.clone(),
        marked: sanviec_text::has_marks(token.raw),
        readings: Vec::new(),
    }
}

/// Words that name something known: which, and the terms that stand for it.
type Phrase = (Range<usize>, Vec<Node>);

/// Of two phrases that overlap the longer one counts, of two equally long the first.
fn phrases_of(words: &[Word]) -> Vec<Phrase> {
    let text = words.iter().map(|word| word.exact.as_str()).collect::<Vec<_>>().join(" ");
    let analysed = sanviec_text::Words::of(&text);
    let mut all: Vec<Phrase> = Vec::new();
    for (span, skill) in skill::recognise_in(&analysed) {
        all.push((span, vec![Node::Term(format!("c{}", skill.id))]));
    }
    for named in occupation::recognise_in(&analysed) {
        let terms = named.groups.iter().map(|group| Node::Term(format!("o{}", group.code)));
        match all.iter_mut().find(|(span, _)| *span == named.words) {
            Some((_, nodes)) => nodes.extend(terms),
            None => all.push((named.words, terms.collect())),
        }
    }
    all.sort_by_key(|(span, _)| (std::cmp::Reverse(span.len()), span.start));
    let mut kept: Vec<Phrase> = Vec::new();
    for phrase in all {
        if !kept.iter().any(|(span, _)| span.start < phrase.0.end && phrase.0.start < span.end) {
            kept.push(phrase);
        }
    }
    kept
}

/// Words without weight need not be there beside words that say something.
fn groups(words: &[Word], reading: Reading, phrases: &[Phrase]) -> Vec<Node> {
    let (mut saying, mut weightless) = (Vec::new(), Vec::new());
    let mut at = 0;
    while at < words.len() {
        let phrase = phrases.iter().find(|(span, _)| span.start == at && span.end <= words.len());
        let (end, nodes) = phrase.map_or((at + 1, None), |(span, nodes)| (span.end.max(at + 1), Some(nodes)));
        let mut group = vec![and(words[at..end].iter().map(|word| anywhere(word, reading)).collect())];
        group.extend(nodes.into_iter().flatten().cloned());
        let says = nodes.is_some() || words[at..end].iter().any(|word| !abbreviation::has_no_weight(&word.exact));
        if says { &mut saying } else { &mut weightless }.push(or(group));
        at = end;
    }
    if saying.is_empty() { weightless } else { saying }
}

fn anywhere(word: &Word, reading: Reading) -> Node {
    let mut parts = alone(word, reading);
    for phrase in &word.readings {
        parts.push(and(phrase.iter().map(|part| or(alone(part, Reading::Marked))).collect()));
    }
    or(parts)
}

fn alone(word: &Word, reading: Reading) -> Vec<Node> {
    if reading == Reading::Folded || (reading == Reading::HalfFolded && !word.marked) {
        return vec![Node::Term(format!("f{}", word.folded))];
    }
    vec![Node::Term(format!("e{}", word.exact)), Node::Term(format!("b{}", word.folded))]
}

fn or(mut parts: Vec<Node>) -> Node {
    if parts.len() == 1 { parts.remove(0) } else { Node::Or(parts) }
}

fn and(mut parts: Vec<Node>) -> Node {
    if parts.len() == 1 { parts.remove(0) } else { Node::And(parts) }
}

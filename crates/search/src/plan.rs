//! From the words of a query to sets of documents and their weights.

use crate::analysis::Word;
use crate::lists::{self, List};
use crate::schema::Kind;
use crate::segment::Segment;
use sanviec_reference::abbreviation;
use std::ops::Range;

/// A set of documents, said by terms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Node {
    Term(Kind, String),
    And(Vec<Node>),
    Or(Vec<Node>),
}

impl Node {
    /// The documents of one segment, deleted ones included.
    pub(crate) fn list(&self, segment: &Segment) -> tantivy::Result<List> {
        match self {
            Self::Term(kind, term) => segment.list(*kind, term),
            Self::And(parts) => {
                let lists = parts.iter().map(|part| part.list(segment)).collect::<tantivy::Result<Vec<_>>>()?;
                Ok(lists::intersect(lists).unwrap_or_else(List::empty))
            }
            Self::Or(parts) => {
                let lists = parts.iter().map(|part| part.list(segment)).collect::<tantivy::Result<Vec<_>>>()?;
                Ok(lists::union(lists, segment.size()))
            }
        }
    }
}

fn or(mut parts: Vec<Node>) -> Node {
    if parts.len() == 1 { parts.remove(0) } else { Node::Or(parts) }
}

fn and(mut parts: Vec<Node>) -> Node {
    if parts.len() == 1 { parts.remove(0) } else { Node::And(parts) }
}

/// One thing that every match must have: a word, or a phrase that names a concept.
#[derive(Clone, Debug)]
pub(crate) struct Group {
    pub(crate) anywhere: Node,
    pub(crate) head: Node,
    pub(crate) skill: Node,
    pub(crate) weight: u32,
}

/// Neighbouring words count more when they stand side by side.
#[derive(Clone, Debug)]
pub(crate) struct Bonus {
    pub(crate) node: Node,
    pub(crate) weight: u32,
}

#[derive(Clone, Debug, Default)]
pub(crate) struct Plan {
    pub(crate) groups: Vec<Group>,
    pub(crate) bonuses: Vec<Bonus>,
}

/// How the words of a query are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reading {
    /// Some word has marks: marked words match as written and, weaker, texts typed without marks; bare ones as
    /// written.
    Marked,
    /// As `Marked`, but the bare words match whatever marks the text has.
    HalfFolded,
    /// No word has marks: all match folded.
    Folded,
}

const NO_WEIGHT: u32 = 1;
const PLAIN_WEIGHT: u32 = 6;

impl Plan {
    /// `concepts` are the recognised phrases: which words, and the id of the concept they name.
    pub(crate) fn new(words: &[Word], reading: Reading, concepts: &[(Range<usize>, String)]) -> Self {
        let mut plan = Self::default();
        let mut at = 0;
        while at < words.len() {
            let concept = concepts.iter().find(|(span, _)| span.start == at && span.end <= words.len());
            let (end, id) = concept.map_or((at + 1, None), |(span, id)| (span.end.max(at + 1), Some(id)));
            plan.groups.push(group(&words[at..end], reading, id));
            at = end;
        }
        for pair in words.windows(2) {
            plan.add_pair(&pair[0], &pair[1], reading);
        }
        plan
    }

    fn add_pair(&mut self, first: &Word, second: &Word, reading: Reading) {
        let weight = weight(first) + weight(second);
        let folded = format!("{}_{}", first.folded, second.folded);
        let exact = format!("{}_{}", first.exact, second.exact);
        let by_marks = if reading == Reading::Folded { 2 } else { 1 };
        self.bonuses.push(Bonus { node: Node::Term(Kind::HeadPair, folded.clone()), weight: weight * by_marks });
        self.bonuses.push(Bonus { node: Node::Term(Kind::AllPair, folded), weight });
        if reading != Reading::Folded {
            self.bonuses.push(Bonus { node: Node::Term(Kind::HeadExactPair, exact), weight: weight * 2 });
        }
    }
}

fn weight(word: &Word) -> u32 {
    if abbreviation::has_no_weight(&word.exact) { NO_WEIGHT } else { PLAIN_WEIGHT }
}

fn group(words: &[Word], reading: Reading, concept: Option<&String>) -> Group {
    let all = |kinds: fn(&Word, Reading) -> Node| and(words.iter().map(|word| kinds(word, reading)).collect());
    let (mut anywhere, mut head) = (vec![all(anywhere)], vec![all(head)]);
    let mut skill = vec![all(|word, _| Node::Term(Kind::Skill, word.folded.clone()))];
    if let Some(id) = concept {
        anywhere.push(Node::Term(Kind::Concept, id.clone()));
        head.push(Node::Term(Kind::HeadConcept, id.clone()));
        skill.push(Node::Term(Kind::Concept, id.clone()));
    }
    let weight = words.iter().map(weight).sum();
    Group { anywhere: or(anywhere), head: or(head), skill: or(skill), weight }
}

fn anywhere(word: &Word, reading: Reading) -> Node {
    with_readings(word, reading, (Kind::AllExact, Kind::AllBare, Kind::AllFolded))
}

fn head(word: &Word, reading: Reading) -> Node {
    with_readings(word, reading, (Kind::HeadExact, Kind::HeadBare, Kind::HeadFolded))
}

/// The word itself, or all words of a phrase that it stands for.
fn with_readings(word: &Word, reading: Reading, kinds: (Kind, Kind, Kind)) -> Node {
    let mut parts = alone(word, reading, kinds);
    for phrase in &word.readings {
        let phrase = phrase.iter().map(|part| or(alone(part, Reading::Marked, kinds))).collect();
        parts.push(and(phrase));
    }
    or(parts)
}

fn alone(word: &Word, reading: Reading, (exact, bare, folded): (Kind, Kind, Kind)) -> Vec<Node> {
    if reading == Reading::Folded || (reading == Reading::HalfFolded && !word.marked) {
        return vec![Node::Term(folded, word.folded.clone())];
    }
    vec![Node::Term(exact, word.exact.clone()), Node::Term(bare, word.folded.clone())]
}

//! From the words of a query to sets of documents and their weights.

use crate::analysis::Word;
use crate::concepts::Phrase;
use crate::schema::Kind;
use crate::segment::Segment;
use crate::sets::Set;
use sanviec_reference::abbreviation;

/// A set of documents, said by terms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Node {
    Term(Kind, String),
    And(Vec<Node>),
    Or(Vec<Node>),
}

impl Node {
    /// The node with the lists of one segment, deleted documents included.
    pub(crate) fn read(&self, segment: &Segment) -> tantivy::Result<Set> {
        let read = |parts: &[Self]| parts.iter().map(|part| part.read(segment)).collect::<tantivy::Result<Vec<_>>>();
        Ok(match self {
            Self::Term(kind, term) => Set::One(segment.list(*kind, term)?),
            Self::And(parts) => Set::all(read(parts)?),
            Self::Or(parts) => Set::any(read(parts)?),
        })
    }
}

fn or(mut parts: Vec<Node>) -> Node {
    if parts.len() == 1 { parts.remove(0) } else { Node::Or(parts) }
}

fn and(mut parts: Vec<Node>) -> Node {
    if parts.len() == 1 { parts.remove(0) } else { Node::And(parts) }
}

/// One thing that was asked for: a word, or a phrase that names a skill or an occupation.
#[derive(Clone, Debug)]
pub(crate) struct Group {
    /// Whether every match must have it. Words without weight need not be there beside words that say something.
    pub(crate) required: bool,
    pub(crate) anywhere: Node,
    pub(crate) head: Node,
    /// Postings of the occupation that the phrase names, whatever words they use.
    pub(crate) kin: Option<Node>,
    pub(crate) skill: Node,
    pub(crate) weight: u32,
    /// Number of its words.
    pub(crate) words: u32,
}

/// Neighbouring words count more when they stand side by side.
#[derive(Clone, Debug)]
pub(crate) struct Bonus {
    pub(crate) node: Node,
    pub(crate) weight: u32,
}

/// What is asked for, and what counts how much.
#[derive(Clone, Debug, Default)]
pub(crate) struct Plan {
    pub(crate) groups: Vec<Group>,
    pub(crate) bonuses: Vec<Bonus>,
    /// Postings that lack exactly one of the required groups are meant, not those that have all.
    pub(crate) lacks_one: bool,
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
    /// `named` are the recognised phrases of the words, from left to right.
    pub(crate) fn new(words: &[Word], reading: Reading, named: &[Phrase]) -> Self {
        let mut plan = Self::default();
        let mut at = 0;
        while at < words.len() {
            let phrase = named.iter().find(|phrase| phrase.words.start == at && phrase.words.end <= words.len());
            let end = phrase.map_or(at + 1, |phrase| phrase.words.end.max(at + 1));
            plan.groups.push(group(&words[at..end], reading, phrase));
            at = end;
        }
        let says = plan.groups.iter().any(|group| group.required);
        plan.groups.iter_mut().filter(|_| !says).for_each(|group| group.required = true);
        for (at, pair) in words.windows(2).enumerate() {
            let meant = named.iter().find(|phrase| phrase.words.start <= at && at + 1 < phrase.words.end);
            plan.add_pair((&pair[0], &pair[1]), reading, meant.and_then(|phrase| phrase.pair(at)));
        }
        plan
    }

    /// `meant` is the pair with marks, where the words are known by a phrase.
    fn add_pair(&mut self, (first, second): (&Word, &Word), reading: Reading, meant: Option<String>) {
        let weight = weight(first) + weight(second);
        let folded = format!("{}_{}", first.folded, second.folded);
        let by_marks = if reading == Reading::Folded { 2 } else { 1 };
        self.bonuses.push(Bonus { node: Node::Term(Kind::HeadPair, folded.clone()), weight: weight * by_marks });
        self.bonuses.push(Bonus { node: Node::Term(Kind::AllPair, folded), weight });
        let exact = match reading {
            Reading::Folded => meant,
            Reading::Marked | Reading::HalfFolded => Some(format!("{}_{}", first.exact, second.exact)),
        };
        if let Some(exact) = exact {
            self.bonuses.push(Bonus { node: Node::Term(Kind::HeadExactPair, exact), weight: weight * 2 });
        }
    }

    /// The same for postings that lack exactly one required group; `None` where too little would be left.
    pub(crate) fn lacking_one(self) -> Option<Self> {
        /// With one thing asked for, nothing would be left; with none, nothing lacks.
        const LEAST: usize = 2;
        (self.required().count() >= LEAST).then_some(Self { lacks_one: true, ..self })
    }

    /// The groups that every match must have.
    pub(crate) fn required(&self) -> impl Iterator<Item = &Group> {
        self.groups.iter().filter(|group| group.required)
    }
}

fn weight(word: &Word) -> u32 {
    if abbreviation::has_no_weight(&word.exact) { NO_WEIGHT } else { PLAIN_WEIGHT }
}

fn group(words: &[Word], reading: Reading, phrase: Option<&Phrase>) -> Group {
    let all = |kinds: fn(&Word, Reading) -> Node| and(words.iter().map(|word| kinds(word, reading)).collect());
    let (mut anywhere, mut head) = (vec![all(anywhere)], vec![all(head)]);
    let mut skill = vec![all(|word, _| Node::Term(Kind::Skill, word.folded.clone()))];
    if let Some(id) = phrase.and_then(|phrase| phrase.skill.as_ref()) {
        anywhere.push(Node::Term(Kind::Concept, id.clone()));
        head.push(Node::Term(Kind::HeadConcept, id.clone()));
        skill.push(Node::Term(Kind::Concept, id.clone()));
    }
    let occupations = phrase.map_or(&[][..], |phrase| &phrase.occupations);
    let kin: Vec<Node> = occupations.iter().map(|term| Node::Term(Kind::Facet, term.clone())).collect();
    anywhere.extend(kin.iter().cloned());
    Group {
        required: phrase.is_some() || words.iter().any(|word| weight(word) > NO_WEIGHT),
        anywhere: or(anywhere),
        head: or(head),
        kin: (!kin.is_empty()).then(|| or(kin)),
        skill: or(skill),
        weight: words.iter().map(weight).sum(),
        words: words.len() as u32,
    }
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

//! Phrases that name a skill or an occupation: skills are found in documents and in queries alike, so that synonyms
//! meet; occupations in queries, and meet the group that a posting was given.

use crate::analysis::Word;
use sanviec_reference::{occupation, skill};
use sanviec_text::Words;
use std::ops::Range;

/// Ids of the skills that a text names, as often as it does.
pub(crate) fn in_words(words: &Words<'_>) -> impl Iterator<Item = &'static str> {
    skill::recognise_in(words).into_iter().map(|(_, skill)| skill.id)
}

/// Words of a query that name something known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Phrase {
    /// Numbers of the words.
    pub(crate) words: Range<usize>,
    /// Term of the skill.
    pub(crate) skill: Option<String>,
    /// Facet terms of the occupations.
    pub(crate) occupations: Vec<String>,
    /// The phrase with its marks, where an occupation's name tells them.
    meant: Option<String>,
}

impl Phrase {
    /// The neighbouring words from this number on, as a pair with marks.
    pub(crate) fn pair(&self, at: usize) -> Option<String> {
        let mut words = self.meant.as_deref()?.split(' ').skip(at.checked_sub(self.words.start)?);
        Some(format!("{}_{}", words.next()?, words.next()?))
    }
}

/// The phrases of a query, from left to right; of two that overlap the longer one.
pub(crate) fn in_query(words: &[Word]) -> Vec<Phrase> {
    let text = words.iter().map(|word| word.exact.as_str()).collect::<Vec<_>>().join(" ");
    let analysed = Words::of(&text);
    let mut all: Vec<Phrase> = skill::recognise_in(&analysed)
        .into_iter()
        .map(|(words, skill)| Phrase { words, skill: Some(term(skill.id)), ..Phrase::default() })
        .collect();
    for named in occupation::recognise_in(&analysed) {
        let occupations = named.groups.iter().map(|group| format!("o:{}", group.code)).collect();
        match all.iter_mut().find(|phrase| phrase.words == named.words) {
            Some(same) => (same.occupations, same.meant) = (occupations, Some(named.exact)),
            None => all.push(Phrase { words: named.words, skill: None, occupations, meant: Some(named.exact) }),
        }
    }
    all.sort_by_key(|phrase| (std::cmp::Reverse(phrase.words.len()), phrase.words.start));
    let mut kept: Vec<Phrase> = Vec::new();
    for phrase in all {
        if kept.iter().all(|known| known.words.end <= phrase.words.start || phrase.words.end <= known.words.start) {
            kept.push(phrase);
        }
    }
    kept.sort_by_key(|phrase| phrase.words.start);
    kept
}

/// The term of a concept.
pub(crate) fn term(id: &str) -> String {
    format!("s:{id}")
}

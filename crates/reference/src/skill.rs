//! The project's own vocabulary of skills: concepts with names in Vietnamese and English and the spellings of
//! adverts.

use crate::phrases::Phrases;
use crate::table::rows;
use sanviec_text::Words;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

const TABLES: [&str; 10] = [
    include_str!("../data/skills/it.tsv"),
    include_str!("../data/skills/general.tsv"),
    include_str!("../data/skills/group2.tsv"),
    include_str!("../data/skills/group3.tsv"),
    include_str!("../data/skills/group4.tsv"),
    include_str!("../data/skills/group5.tsv"),
    include_str!("../data/skills/group6.tsv"),
    include_str!("../data/skills/group7.tsv"),
    include_str!("../data/skills/group8.tsv"),
    include_str!("../data/skills/group9.tsv"),
];

/// One concept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skill {
    /// Stable, `[a-z0-9-]`.
    pub id: &'static str,
    /// `knowledge`, `technique`, `tool`, `software`, `machine`, `licence`, `language`, `soft` or `role`.
    pub kind: &'static str,
    /// Vietnamese name.
    pub name_vi: &'static str,
    /// English name.
    pub name_en: &'static str,
    /// Other Vietnamese spellings and words for it.
    pub synonyms_vi: Vec<&'static str>,
    /// Other English ones.
    pub synonyms_en: Vec<&'static str>,
    /// VSCO major groups that it belongs to, digits.
    pub groups: Vec<&'static str>,
    /// Last part of the ESCO address, where the concepts are surely the same.
    pub esco_id: Option<&'static str>,
}

struct Vocabulary {
    skills: Vec<Skill>,
    by_id: HashMap<&'static str, usize>,
    phrases: Phrases,
}

static VOCABULARY: LazyLock<Vocabulary> = LazyLock::new(|| {
    let skills: Vec<Skill> = TABLES.into_iter().flat_map(rows::<8>).map(read).collect();
    let mut phrases = Phrases::default();
    for (number, skill) in skills.iter().enumerate() {
        for name in skill.spellings() {
            phrases.add(name, number as u32);
        }
    }
    let by_id = skills.iter().enumerate().map(|(number, skill)| (skill.id, number)).collect();
    Vocabulary { skills, by_id, phrases }
});

fn read([id, kind, name_vi, name_en, synonyms_vi, synonyms_en, groups, esco]: [&'static str; 8]) -> Skill {
    let listed = |cell: &'static str| cell.split(" | ").map(str::trim).filter(|name| !name.is_empty()).collect();
    Skill {
        id,
        kind,
        name_vi,
        name_en,
        synonyms_vi: listed(synonyms_vi),
        synonyms_en: listed(synonyms_en),
        groups: groups.split(',').map(str::trim).filter(|group| !group.is_empty()).collect(),
        esco_id: Some(esco.trim()).filter(|esco| !esco.is_empty()),
    }
}

impl Skill {
    /// Every spelling: names first.
    pub fn spellings(&self) -> impl Iterator<Item = &'static str> + '_ {
        [self.name_vi, self.name_en]
            .into_iter()
            .chain(self.synonyms_vi.iter().copied())
            .chain(self.synonyms_en.iter().copied())
    }
}

/// All concepts.
pub fn all() -> &'static [Skill] {
    &VOCABULARY.skills
}

/// The concept with this id.
pub fn get(id: &str) -> Option<&'static Skill> {
    VOCABULARY.by_id.get(id).and_then(|number| all().get(*number))
}

/// The concept that a whole text names.
pub fn named(text: &str) -> Option<&'static Skill> {
    VOCABULARY.phrases.whole(text).and_then(|number| all().get(number as usize))
}

/// Every concept that a text names, with the bytes that name it.
pub fn recognise(text: &str) -> Vec<(Range<usize>, &'static Skill)> {
    let words = Words::of(text);
    recognise_in(&words).into_iter().map(|(span, skill)| (words.bytes(span), skill)).collect()
}

/// Every concept that an analysed text names, with the numbers of the words that name it.
pub fn recognise_in(words: &Words<'_>) -> Vec<(Range<usize>, &'static Skill)> {
    let found = VOCABULARY.phrases.find(words).into_iter();
    found.filter_map(|(span, meanings)| Some((span, all().get(meanings.first()?.1 as usize)?))).collect()
}

/// Concepts of which a spelling begins with this text, marks or not, shortest names first.
pub fn suggest(text: &str, limit: usize) -> Vec<&'static Skill> {
    let folded = sanviec_text::fold(text);
    let folded = folded.trim();
    if folded.is_empty() {
        return Vec::new();
    }
    let begins = |skill: &&Skill| skill.spellings().any(|name| sanviec_text::fold(name).starts_with(folded));
    let mut found: Vec<_> = all().iter().filter(begins).collect();
    found.sort_by_key(|skill| (skill.name_vi.len(), skill.id));
    found.truncate(limit);
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_concept_is_whole_and_every_spelling_has_one_meaning() {
        let mut ids = std::collections::HashSet::new();
        let mut spellings: HashMap<String, &str> = HashMap::new();
        for skill in all() {
            assert!(ids.insert(skill.id), "{} stands twice", skill.id);
            assert!(!skill.name_vi.is_empty() && !skill.name_en.is_empty(), "{}", skill.id);
            let kinds =
                ["knowledge", "technique", "tool", "software", "machine", "licence", "language", "soft", "role"];
            assert!(kinds.contains(&skill.kind), "{}: {}", skill.id, skill.kind);
            for name in skill.spellings() {
                let other = spellings.insert(sanviec_text::exact(name), skill.id);
                assert!(other.is_none_or(|other| other == skill.id), "{name} names {} and {other:?}", skill.id);
            }
        }
        assert!(all().len() >= 1500, "{}", all().len());
        for group in ["3", "4", "5", "6", "7", "8", "9"] {
            let count = all().iter().filter(|skill| skill.groups.contains(&group)).count();
            assert!(count >= 80, "group {group} has {count}");
        }
    }

    #[test]
    fn phrases_are_found_with_and_without_marks_but_not_with_others() {
        let ids = |text: &str| recognise(text).into_iter().map(|(_, skill)| skill.name_vi).collect::<Vec<_>>();
        assert_eq!(ids("Biết ReactJS và Node.js là lợi thế").len(), 2);
        let marked = ids("biết hàn TIG");
        assert_eq!(marked.len(), 1);
        assert_eq!(ids("biet han tig"), marked);
        assert!(named("C++").is_some() && named("C#").is_some());
        assert_ne!(named("C++").map(|skill| skill.id), named("C#").map(|skill| skill.id));
    }
}

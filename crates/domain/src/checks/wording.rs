//! The tables of rules and phrases, read once. The tables are data: a new phrase is a line, not code.

use super::finding::Severity;
use super::phrase::Phrase;
use std::collections::HashMap;
use std::sync::LazyLock;

const RULES: &str = include_str!("rules.tsv");
const PHRASES: &str = include_str!("phrases.tsv");

/// One rule of the table.
#[derive(Debug)]
pub(super) struct Rule {
    pub(super) code: &'static str,
    pub(super) severity: Severity,
    /// "không thu phí" breaks no rule; "không tuyển nữ" does.
    pub(super) negatable: bool,
    pub(super) citation: &'static str,
    pub(super) vi: &'static str,
    pub(super) en: &'static str,
    /// Phrases that make the sentence speak of something else ("khách đặt cọc").
    pub(super) unless: Vec<Phrase>,
}

/// Rules and their phrases, found by first word.
#[derive(Debug)]
pub(super) struct Wording {
    pub(super) rules: Vec<Rule>,
    /// Folded first word to (number of the rule, phrase).
    pub(super) phrases: HashMap<String, Vec<(usize, Phrase)>>,
    /// Number of the rule on sex, of which not every demand is a phrase.
    pub(super) sex: Option<usize>,
}

pub(super) static WORDING: LazyLock<Wording> = LazyLock::new(read);

/// Lines of a table without its notes and its head.
pub(super) fn rows(table: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    table.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).map(|line| line.split('\t').collect())
}

fn read() -> Wording {
    let rules: Vec<Rule> = rows(RULES).filter_map(|row| rule(&row)).collect();
    let mut phrases: HashMap<String, Vec<(usize, Phrase)>> = HashMap::new();
    for row in rows(PHRASES) {
        let [code, pattern] = row[..] else { continue };
        let Some(number) = rules.iter().position(|rule| rule.code == code) else { continue };
        let phrase = Phrase::of(pattern);
        for word in phrase.first_words() {
            phrases.entry(word.to_owned()).or_default().push((number, phrase.clone()));
        }
    }
    let sex = rules.iter().position(|rule| rule.code == "sex");
    Wording { rules, phrases, sex }
}

fn rule(row: &[&'static str]) -> Option<Rule> {
    let [code, severity, negatable, citation, vi, en, unless] = *row else { return None };
    Some(Rule {
        code,
        severity: Severity::find_by_code(severity)?,
        negatable: negatable == "yes",
        citation,
        vi,
        en,
        unless: unless.split(" ; ").filter(|pattern| *pattern != "-").map(Phrase::of).collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_tables_is_read() {
        for row in rows(RULES) {
            assert!(rule(&row).is_some(), "broken rule {row:?}");
        }
        for row in rows(PHRASES) {
            assert_eq!(row.len(), 2, "broken phrase {row:?}");
            assert!(WORDING.rules.iter().any(|rule| rule.code == row[0]), "unknown rule {row:?}");
            assert!(!Phrase::of(row[1]).first_words().is_empty(), "starts with no word {row:?}");
            assert!(!row[1].split(' ').next().unwrap_or("").ends_with('?'), "starts with an optional word {row:?}");
        }
    }

    #[test]
    fn every_rule_has_phrases_and_sentences_and_no_phrase_stands_twice() {
        for rule in &WORDING.rules {
            assert!(rows(PHRASES).any(|row| row[0] == rule.code), "{} has no phrase", rule.code);
            assert!(!rule.vi.is_empty() && !rule.en.is_empty());
            assert!(rule.citation.contains("Điều"), "{} cites nothing", rule.code);
        }
        let mut patterns: Vec<&str> = rows(PHRASES).map(|row| row[1]).collect();
        patterns.sort_unstable();
        assert!(patterns.windows(2).all(|pair| pair[0] != pair[1]), "a phrase stands twice");
    }
}

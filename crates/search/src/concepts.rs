//! Phrases that name a skill: found in documents and in queries alike, so that synonyms meet.

use crate::analysis::Word;
use sanviec_reference::skill;
use std::ops::Range;

/// Ids of the skills that a text names, without repeats.
pub(crate) fn in_text(text: &str) -> Vec<String> {
    let mut ids: Vec<String> = skill::recognise(text).into_iter().map(|(_, skill)| term(skill.id)).collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}

/// Which words of a query name a skill, and its id.
pub(crate) fn in_query(words: &[Word]) -> Vec<(Range<usize>, String)> {
    let mut text = String::new();
    let mut starts = Vec::with_capacity(words.len());
    for word in words {
        starts.push(text.len());
        text.push_str(&word.exact);
        text.push(' ');
    }
    let number = |byte: usize| starts.iter().filter(|start| **start < byte).count();
    let spans = skill::recognise(&text).into_iter();
    spans.map(|(span, skill)| (number(span.start + 1) - 1..number(span.end), term(skill.id))).collect()
}

fn term(id: &str) -> String {
    format!("s:{id}")
}

//! What a query that finds nothing was probably meant to say: joined syllables, typing slips, keyboard left-overs.

use crate::analysis;
use crate::schema::Kind;
use crate::view::View;
use std::collections::HashMap;

/// The words with those that occur nowhere replaced; `None` when nothing better is known.
pub(crate) fn correct(view: &View, text: &str) -> tantivy::Result<Option<String>> {
    if let Some(retyped) = sanviec_text::retype(text) {
        return Ok(Some(retyped));
    }
    // Signs are no slips of letters.
    if !text.chars().any(char::is_alphanumeric) {
        return Ok(None);
    }
    let words = analysis::query_words(text);
    let mut changed = false;
    let mut corrected = Vec::with_capacity(words.len());
    for word in &words {
        let better = if frequency(view, &word.folded)? > 0 { None } else { mend(view, &word.folded)? };
        changed |= better.is_some();
        corrected.push(better.unwrap_or_else(|| word.exact.clone()));
    }
    Ok(changed.then(|| corrected.join(" ")))
}

fn frequency(view: &View, folded: &str) -> tantivy::Result<u64> {
    let counts = view.segments.iter().map(|segment| segment.frequency(Kind::AllFolded, folded).map(u64::from));
    counts.sum()
}

fn mend(view: &View, folded: &str) -> tantivy::Result<Option<String>> {
    match split(view, folded)? {
        Some(split) => Ok(Some(split)),
        None => one_slip(view, folded),
    }
}

/// "ketoan" is "ke toan" where that pair stands in texts.
fn split(view: &View, folded: &str) -> tantivy::Result<Option<String>> {
    let mut best = (0, None);
    for (at, _) in folded.char_indices().skip(1) {
        let (first, second) = folded.split_at(at);
        let pair = format!("{first}_{second}");
        let count: u32 = view
            .segments
            .iter()
            .map(|segment| segment.frequency(Kind::AllPair, &pair))
            .sum::<tantivy::Result<u32>>()?;
        if count > best.0 {
            best = (count, Some(format!("{first} {second}")));
        }
    }
    Ok(best.1)
}

/// The most frequent word that is one edit away.
fn one_slip(view: &View, folded: &str) -> tantivy::Result<Option<String>> {
    let mut counts: HashMap<String, u32> = HashMap::new();
    for segment in &view.segments {
        segment.each_term(Kind::AllFolded, |term, count| {
            if term.len().abs_diff(folded.len()) <= 1 && sanviec_text::one_edit_apart(term, folded) {
                *counts.entry(term.to_owned()).or_default() += count;
            }
        })?;
    }
    let best = counts.into_iter().max_by(|(a, x), (b, y)| x.cmp(y).then_with(|| b.cmp(a)));
    Ok(best.map(|(term, _)| term))
}

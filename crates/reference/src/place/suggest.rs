//! Units whose name begins with what was typed so far.

use super::{Found, group, names};
use crate::unit::Level;

/// A unit to choose, with the words to show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggested {
    /// The unit.
    pub found: Found,
    /// `Phường Bến Thành, Hồ Chí Minh`.
    pub label: String,
}

/// Current units first, larger before smaller, then old ones; marks or not. A code finds its unit.
pub fn suggest(text: &str, limit: usize) -> Vec<Suggested> {
    if let Some(found) = group::by_code(text.trim()) {
        return vec![Suggested { found, label: found.address() }];
    }
    let words: Vec<String> = sanviec_text::tokens(text).into_iter().map(|token| token.folded).collect();
    let typed = words.join(" ");
    let bare = ["thanh pho ", "quan ", "huyen ", "thi xa ", "phuong ", "xa ", "tinh ", "tp "]
        .into_iter()
        .find_map(|kind| typed.strip_prefix(kind))
        .unwrap_or(&typed);
    if bare.is_empty() {
        return Vec::new();
    }
    let mut found: Vec<(usize, bool, usize, String, Found)> = names::all()
        .filter(|(name, _)| name.starts_with(bare))
        .map(|(name, found)| (rank(found), name != bare, name.len(), found.address(), found))
        .collect();
    found.sort_by(|a, b| (a.1, a.0, a.2, &a.3).cmp(&(b.1, b.0, b.2, &b.3)));
    found.dedup_by(|a, b| a.3 == b.3);
    found.truncate(limit);
    found.into_iter().map(|(.., label, found)| Suggested { found, label }).collect()
}

/// Units whose name is one typing slip away from a text, larger before smaller.
pub fn one_slip_away(text: &str) -> Vec<Found> {
    let words: Vec<String> = sanviec_text::tokens(text).into_iter().map(|token| token.folded).collect();
    let typed = words.join(" ");
    let near = names::all().filter(|(name, _)| name.len().abs_diff(typed.len()) <= 1);
    let mut found: Vec<Found> =
        near.filter(|(name, _)| sanviec_text::one_edit_apart(name, &typed)).map(|(_, found)| found).collect();
    found.sort_by_key(|found| (rank(*found), found.address()));
    found.dedup();
    found
}

fn rank(found: Found) -> usize {
    match (found, found.level()) {
        (Found::Current(_), Level::Province) => 0,
        (Found::Former(_), Level::District) => 1,
        (Found::Current(_), _) => 2,
        (Found::Former(_), Level::Province) => 3,
        (Found::Former(_), _) => 4,
    }
}

//! Shouting: capitals, rows of signs, emoji. Hard to read, and screen readers spell them out.

use super::super::finding::{Finding, Severity};

/// Letters below which capitals may be abbreviations.
const FEW_LETTERS: usize = 20;
/// Emoji that are too many.
const MANY_EMOJI: usize = 3;

pub(super) fn check(field: &'static str, text: &str) -> Vec<Finding> {
    let mut found = Vec::new();
    let (mut upper, mut lower, mut emoji) = (0, 0, 0);
    for letter in text.chars() {
        upper += usize::from(letter.is_uppercase());
        lower += usize::from(letter.is_lowercase());
        emoji += usize::from(is_emoji(letter));
    }
    if upper + lower >= FEW_LETTERS && upper * 10 >= (upper + lower) * 7 {
        found.push(note(
            "all_capitals",
            field,
            "Chữ in hoa toàn bộ rất khó đọc. Hãy viết chữ thường.",
            "Text all in capitals is hard to read. Use small letters.",
        ));
    }
    if emoji >= MANY_EMOJI || text.contains("!!!") || text.contains("???") || text.contains("***") {
        found.push(note(
            "noise",
            field,
            "Nội dung có nhiều biểu tượng hoặc dấu lặp. Hãy bỏ bớt để dễ đọc.",
            "The text has many emoji or repeated signs. Leave them out; it reads better.",
        ));
    }
    found
}

const fn is_emoji(letter: char) -> bool {
    matches!(letter, '\u{1f000}'..='\u{1faff}' | '\u{2600}'..='\u{27bf}' | '\u{2b50}' | '\u{2b55}')
}

fn note(code: &'static str, field: &'static str, vi: &str, en: &str) -> Finding {
    Finding { severity: Severity::Note, code, field, quote: String::new(), citation: "", vi: vi.into(), en: en.into() }
}

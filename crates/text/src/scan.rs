//! Where words begin and end.

use crate::letters;
use std::ops::Range;

/// Endings after a dot that belong to the word: `Node.js`, `ASP.NET`.
const DOTTED: [&str; 2] = ["js", "net"];

/// Calls for each word with its place in the text.
///
/// Letters and digits make words; everything else splits, but `C++`, `C#`, `.NET` and `Node.js` stay whole.
pub(crate) fn words(text: &str, mut visit: impl FnMut(Range<usize>)) {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let start = at;
        let mut end = run_end(text, at);
        if end == start {
            let dotted = bytes[at] == b'.' && ending(text, at + 1) == Some("net");
            if !dotted {
                at += char_width(bytes[at]);
                continue;
            }
            end = at + 4;
        } else {
            end = extended(text, start, end);
        }
        visit(start..end);
        at = end;
    }
}

const fn char_width(first: u8) -> usize {
    match first {
        0..=0xBF => 1,
        0xC0..=0xDF => 2,
        0xE0..=0xEF => 3,
        _ => 4,
    }
}

/// End of the letters and digits that begin here.
fn run_end(text: &str, start: usize) -> usize {
    let bytes = text.as_bytes();
    let mut end = start;
    while end < bytes.len() {
        if bytes[end].is_ascii_alphanumeric() {
            end += 1;
        } else if bytes[end].is_ascii() {
            break;
        } else {
            match text[end..].chars().next() {
                Some(letter) if letters::is_alphanumeric(letter) || is_mark(letter) => end += letter.len_utf8(),
                _ => break,
            }
        }
    }
    end
}

/// Combining marks that normalisation could not join belong to the word they stand in.
pub(crate) const fn is_mark(letter: char) -> bool {
    matches!(letter, '\u{300}'..='\u{36f}')
}

fn extended(text: &str, start: usize, end: usize) -> usize {
    let rest = &text.as_bytes()[end..];
    let short = end - start == 1 && text.as_bytes()[start].is_ascii_alphabetic();
    match rest {
        [b'+', b'+', ..] => end + 2,
        [b'#', ..] if short => end + 1,
        [b'.', ..] => ending(text, end + 1).map_or(end, |known| end + 1 + known.len()),
        _ => end,
    }
}

/// One of the known endings, when it stands here as a whole word.
fn ending(text: &str, at: usize) -> Option<&'static str> {
    DOTTED.into_iter().find(|known| {
        let here = text.get(at..at + known.len()).is_some_and(|word| word.eq_ignore_ascii_case(known));
        here && run_end(text, at) == at + known.len()
    })
}

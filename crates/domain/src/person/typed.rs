//! What keyboards and spreadsheets do to short values: full-width letters, odd blanks, odd dashes.

/// The text in NFC with full-width ASCII made plain and every kind of blank and dash made the plain one.
pub(super) fn plain(text: &str) -> String {
    sanviec_text::nfc(text)
        .chars()
        .map(|letter| match letter {
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(letter as u32 - 0xfee0).unwrap_or(letter),
            '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
            letter if letter.is_whitespace() => ' ',
            letter => letter,
        })
        .collect::<String>()
        .trim()
        .to_owned()
}

/// Every character but the first and the last few becomes a dot; blanks stay, so that the length can be recognised.
pub(super) fn masked(text: &str, first: usize, last: usize) -> String {
    let shown = text.chars().filter(|letter| *letter != ' ').count();
    let mut place = 0;
    text.chars()
        .map(|letter| {
            if letter == ' ' {
                return letter;
            }
            place += 1;
            if place <= first || place > shown.saturating_sub(last) { letter } else { '•' }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn masks_hide_all_but_the_ends() {
        for (text, first, last, hidden) in [
            ("052099001234", 3, 2, "052•••••••34"),
            ("0905 123 456", 2, 2, "09•• ••• •56"),
            ("abc", 1, 0, "a••"),
            ("", 2, 2, ""),
        ] {
            assert_eq!(masked(text, first, last), hidden);
        }
    }
}

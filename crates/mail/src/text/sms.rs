//! The alphabet of short messages. One letter outside it turns the whole message into 16 bits a letter, and 160
//! characters into 70.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Characters of a short message that is sent as one part (GSM 03.38).
pub const SMS_LENGTH: usize = 160;

/// Letters of ASCII that take two places.
const DOUBLE: &str = "^{}\\[~]|";

/// Marks off, case kept, and only letters that take one place each; what has no such form is a question mark.
pub(super) fn plain(text: &str) -> String {
    let mut made = String::with_capacity(text.len());
    for letter in text.nfkd().filter(|letter| !is_combining_mark(*letter)) {
        match letter {
            'đ' => made.push('d'),
            'Đ' => made.push('D'),
            '‘' | '’' | '`' | '^' | '´' => made.push('\''),
            '“' | '”' | '«' | '»' => made.push('"'),
            '[' | '{' => made.push('('),
            ']' | '}' => made.push(')'),
            '\\' | '|' | '\u{2044}' => made.push('/'),
            '~' | '\u{2010}'..='\u{2015}' | '•' | '·' | '−' => made.push('-'),
            letter if letter.is_whitespace() => made.push(' '),
            letter if letter.is_ascii_graphic() => made.push(letter),
            letter if letter.is_control() => {}
            _ => made.push('?'),
        }
    }
    made
}

/// At most so many characters; what is cut off shows as three dots.
pub(super) fn clip(text: &str, length: usize) -> String {
    if text.chars().count() <= length {
        return text.to_owned();
    }
    let kept: String = text.chars().take(length.saturating_sub(3)).collect();
    format!("{}...", kept.trim_end())
}

/// Places that a text takes.
pub(super) fn length(text: &str) -> usize {
    text.chars().map(|letter| if DOUBLE.contains(letter) { 2 } else { 1 }).sum()
}

/// The letters of a text that are not in the alphabet, each once.
pub(super) fn foreign_letters(text: &str) -> String {
    let mut found = String::new();
    for letter in text.chars().filter(|letter| !(letter.is_ascii_graphic() || *letter == ' ') || *letter == '`') {
        if !found.contains(letter) {
            found.push(letter);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_text_becomes_letters_of_one_place() {
        for (text, made) in [
            ("Kỹ thuật viên Điện tử", "Ky thuat vien Dien tu"),
            ("đường Nguyễn Huệ", "duong Nguyen Hue"),
            ("Công ty “Á Châu” – [KCN] 3½ m²", "Cong ty \"A Chau\" - (KCN) 31/2 m2"),
            ("a\u{a0}b\tc…", "a b c..."),
            ("日本 🙂", "?? ?"),
            ("~x^y|z\\{}", "-x'y/z/()"),
        ] {
            assert_eq!(plain(text), made);
        }
        for code in (0..0x2_ffff).filter_map(char::from_u32) {
            let made = plain(&code.to_string());
            assert!(foreign_letters(&made).is_empty() && length(&made) == made.len(), "{code:?} {made:?}");
        }
    }

    #[test]
    fn places_are_counted_as_telephones_do() {
        assert_eq!((length("abc"), length("a~c"), length("[]")), (3, 4, 4));
        assert_eq!(foreign_letters("Ma cua ban: 1 `á` á"), "`á");
    }

    #[test]
    fn long_texts_are_cut_and_show_it() {
        assert_eq!(clip("Ke toan", 7), "Ke toan");
        assert_eq!(clip("Ke toan tong hop", 11), "Ke toan...");
        assert_eq!(clip("abcdef", 2), "...");
    }
}

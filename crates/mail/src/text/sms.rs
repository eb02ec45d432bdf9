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

/// What a name of an employer may begin with without saying which one it is, without marks and in small letters.
const FORMS: [&str; 16] = [
    "chi nhanh",
    "cong ty",
    "cty",
    "tnhh",
    "mtv",
    "mot thanh vien",
    "hai thanh vien",
    "1 thanh vien",
    "2 thanh vien",
    "co phan",
    "cp",
    "doanh nghiep tu nhan",
    "dntn",
    "ho kinh doanh",
    "hkd",
    "doanh nghiep",
];

/// The name of an employer, without marks, from where it begins to tell employers apart: no form of enterprise and
/// nothing in brackets before it. A name that is nothing else stays whole.
pub(super) fn short_employer(name: &str) -> String {
    let mut rest = name.trim();
    while let Some(shorter) = without_form(rest).or_else(|| without_brackets(rest)) {
        rest = shorter.trim_start_matches([' ', '-', ',', ':', '.']);
    }
    if rest.is_empty() { name.trim().to_owned() } else { rest.to_owned() }
}

/// What follows the form that a name begins with.
fn without_form(name: &str) -> Option<&str> {
    let lower = name.to_ascii_lowercase();
    let follows = |form: &&str| lower.strip_prefix(*form).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric));
    let form = FORMS.into_iter().find(follows)?;
    name.get(form.len()..)
}

/// What follows the brackets that a name begins with.
fn without_brackets(name: &str) -> Option<&str> {
    name.strip_prefix('(')?.split_once(')').map(|(_, rest)| rest)
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
    fn an_employer_is_known_by_what_follows_the_form_of_its_enterprise() {
        for (name, short) in [
            ("Công ty TNHH Minh Anh", "Minh Anh"),
            ("CÔNG TY CỔ PHẦN MAY BÌNH ĐỊNH", "MAY BINH DINH"),
            ("Công ty TNHH Một thành viên - Cà phê Gia Lai", "Ca phe Gia Lai"),
            ("Chi nhánh Công ty TNHH MTV (Việt Nam) Hoa Sen", "Hoa Sen"),
            ("Công ty CP: Phú Tài", "Phu Tai"),
            ("DNTN Hải Yến", "Hai Yen"),
            ("Hộ kinh doanh Nguyễn Thị Lan", "Nguyen Thi Lan"),
            ("Cpanel Việt", "Cpanel Viet"),
            ("Công tyre", "Cong tyre"),
            ("Xưởng mộc Công ty", "Xuong moc Cong ty"),
            ("Công ty TNHH", "Cong ty TNHH"),
            ("Công ty (", "("),
            ("", ""),
        ] {
            assert_eq!(short_employer(&plain(name)), short, "{name}");
        }
    }

    #[test]
    fn long_texts_are_cut_and_show_it() {
        assert_eq!(clip("Ke toan", 7), "Ke toan");
        assert_eq!(clip("Ke toan tong hop", 11), "Ke toan...");
        assert_eq!(clip("abcdef", 2), "...");
    }
}

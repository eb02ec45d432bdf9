//! The name of a person: kept as typed, in one field. The given name is the last word and serves for greeting and for
//! order only (experience of every Vietnamese list of people: by given name, then family and middle names).

use crate::Lang;

/// Longest name, in characters.
pub const NAME_CHARS: usize = 120;

/// Họ và tên: family, middle and given names in the order of the birth register.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct PersonName(String);

/// Why a text is no name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum NameError {
    /// Nothing, or nothing that is a letter.
    #[error("no name was written")]
    Empty,
    /// Over [`NAME_CHARS`] characters.
    #[error("the name is too long")]
    TooLong,
    /// A digit in it.
    #[error("a name has no digits")]
    Digit,
    /// A sign that names do not have.
    #[error("a name does not have the sign {0:?}")]
    Sign(char),
}

impl PersonName {
    /// Reads a name; blanks are joined, everything else stays as typed. One word is a name too: some people have no
    /// more.
    pub fn parse(text: &str) -> Result<Self, NameError> {
        let text = sanviec_text::nfc(text);
        let name = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if !name.chars().any(char::is_alphabetic) && !name.chars().any(char::is_numeric) {
            return Err(NameError::Empty);
        }
        if name.chars().count() > NAME_CHARS {
            return Err(NameError::TooLong);
        }
        match name.chars().find(|letter| !belongs(*letter)) {
            Some(letter) if letter.is_numeric() => Err(NameError::Digit),
            Some(letter) => Err(NameError::Sign(letter)),
            None => Ok(Self(name)),
        }
    }

    /// As typed.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The last word: what a person is called by.
    pub fn given(&self) -> &str {
        self.0.rsplit(' ').next().unwrap_or(&self.0)
    }

    /// Whether more than one word was given, as in the birth register of nearly everybody.
    pub fn has_family_name(&self) -> bool {
        self.0.contains(' ')
    }

    /// Bytes whose order is the order of lists of people: given name, then the rest, by the Vietnamese alphabet,
    /// capitals counting as small letters.
    pub fn sort_key(&self) -> Vec<u8> {
        let name = self.0.to_lowercase();
        let (rest, given) = name.rsplit_once(' ').unwrap_or(("", &name));
        let mut key = sanviec_text::sort_key(given);
        key.push(0);
        key.extend(sanviec_text::sort_key(rest));
        key
    }

    /// The form by which it is found however it was typed: small letters without marks.
    pub fn folded(&self) -> String {
        sanviec_text::fold(&self.0)
    }
}

/// Letters of any language with their marks, and the signs of names such as `H'Hen Niê`, `Ê-đê` and `Nguyễn V. An`.
fn belongs(letter: char) -> bool {
    let mark = matches!(letter, '\u{300}'..='\u{36f}');
    letter.is_alphabetic() || mark || matches!(letter, ' ' | '\'' | '’' | 'ʼ' | '-' | '.')
}

/// Says only how long it is, so that a name cannot leak through a log line.
impl std::fmt::Debug for PersonName {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "PersonName({} characters)", self.0.chars().count())
    }
}

impl NameError {
    /// Stable code for programs.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Empty => "name_empty",
            Self::TooLong => "name_too_long",
            Self::Digit => "name_digit",
            Self::Sign(_) => "name_sign",
        }
    }

    /// What is wrong and what to write instead.
    pub fn sentence(self, lang: Lang) -> String {
        match (self, lang) {
            (Self::Empty, Lang::Vi) => {
                "Chưa ghi họ và tên. Hãy ghi đủ như trên giấy khai sinh, ví dụ “Nguyễn Thị Lan”.".into()
            }
            (Self::Empty, Lang::En) => {
                "No name is given. Write it as in the birth certificate, for example “Nguyễn Thị Lan”.".into()
            }
            (Self::TooLong, Lang::Vi) => {
                format!("Họ và tên dài quá {NAME_CHARS} ký tự. Chỉ ghi họ và tên, không ghi thêm nội dung khác.")
            }
            (Self::TooLong, Lang::En) => {
                format!("The name is longer than {NAME_CHARS} characters. Write the name only and nothing else.")
            }
            (Self::Digit, Lang::Vi) => {
                "Họ và tên không có chữ số. Hãy bỏ chữ số; số điện thoại ghi ở ô điện thoại.".into()
            }
            (Self::Digit, Lang::En) => {
                "A name has no digits. Take them out; a telephone number has a field of its own.".into()
            }
            (Self::Sign(sign), Lang::Vi) => {
                format!("Họ và tên không có ký tự “{sign}”. Hãy chỉ dùng chữ cái, dấu cách, dấu nháy và dấu gạch nối.")
            }
            (Self::Sign(sign), Lang::En) => {
                format!("A name does not have the sign “{sign}”. Use letters, blanks, apostrophes and hyphens only.")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(text: &str) -> PersonName {
        PersonName::parse(text).expect("a name")
    }

    #[test]
    fn names_are_kept_as_typed_with_blanks_joined() {
        for (typed, kept, given) in [
            ("Nguyễn Thị Lan", "Nguyễn Thị Lan", "Lan"),
            ("  NGUYỄN   THỊ\u{a0}LAN ", "NGUYỄN THỊ LAN", "LAN"),
            ("Nguye\u{302}\u{303}n Thi\u{323} Lan", "Nguyễn Thị Lan", "Lan"),
            ("H'Hen Niê", "H'Hen Niê", "Niê"),
            ("Y Bhăm Êban", "Y Bhăm Êban", "Êban"),
            ("Tôn-Nữ Thị Ninh", "Tôn-Nữ Thị Ninh", "Ninh"),
            ("Lan", "Lan", "Lan"),
            ("Trần\u{200b} Văn An", "Trần Văn An", "An"),
        ] {
            let name = name(typed);
            assert_eq!((name.as_str(), name.given()), (kept, given), "{typed}");
        }
        assert!(name("Nguyễn Lan").has_family_name() && !name("Lan").has_family_name());
    }

    #[test]
    fn what_is_no_name_is_refused_with_what_to_write() {
        for (typed, error) in [
            ("", NameError::Empty),
            ("  \u{200b} ", NameError::Empty),
            ("...", NameError::Empty),
            ("0905123456", NameError::Digit),
            ("Lan 0905", NameError::Digit),
            ("Lan <b>", NameError::Sign('<')),
            ("Lan, Minh", NameError::Sign(',')),
            ("Lan 😀", NameError::Sign('😀')),
        ] {
            assert_eq!(PersonName::parse(typed), Err(error), "{typed}");
            for lang in Lang::ALL {
                assert!(error.sentence(*lang).len() > 30, "{error:?}");
            }
        }
        assert!(PersonName::parse(&"á".repeat(NAME_CHARS)).is_ok());
        assert_eq!(PersonName::parse(&"á".repeat(NAME_CHARS + 1)), Err(NameError::TooLong));
    }

    #[test]
    fn people_are_listed_by_given_name_then_family_name() {
        let listed = [
            "Trần Văn An",
            "Nguyễn Thị Ánh",
            "Lê Ân",
            "Phạm Dung",
            "Bùi Đức",
            "Đinh Thị Hoa",
            "TRẦN THỊ HOA",
            "Vũ Hoa",
            "An Hòa",
            "Nguyễn Thị Lan",
            "Trần Lan",
        ];
        let mut sorted = listed;
        sorted.reverse();
        sorted.sort_by_key(|text| name(text).sort_key());
        assert_eq!(sorted, listed);
    }

    #[test]
    fn a_short_given_name_comes_before_a_longer_one_whatever_the_family() {
        assert!(name("Vũ An").sort_key() < name("Bùi Anh").sort_key());
        assert!(name("An").sort_key() < name("Bùi An").sort_key());
        assert_eq!(name("bùi an").sort_key(), name("BÙI AN").sort_key());
    }

    #[test]
    fn names_are_found_without_marks_and_never_shown_in_a_log() {
        assert_eq!(name("Nguyễn Thị Đào").folded(), name("nguyen thi dao").folded());
        assert_eq!(name("Nguyễn Thị Hoà").folded(), name("Nguyễn Thị Hòa").folded());
        assert!(!format!("{:?}", name("Nguyễn Thị Lan")).contains("Lan"));
    }
}

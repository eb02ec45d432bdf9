//! The personal identity number (số định danh cá nhân, on the citizen card): twelve digits that say where the birth
//! was registered, in which century, the sex and the year (Circular 07/2016/TT-BCA; Law on Identification
//! 26/2023/QH15, Article 12). It has no check digit, so a slip in the last six digits cannot be seen.

use super::typed::{masked, plain};
use crate::Lang;
use chrono::{Datelike, NaiveDate};

/// The 63 provinces of before July 2025, by their two digits: numbers stay as they were given after mergers.
const PROVINCES: [&str; 63] = [
    "01", "02", "04", "06", "08", "10", "11", "12", "14", "15", "17", "19", "20", "22", "24", "25", "26", "27", "30",
    "31", "33", "34", "35", "36", "37", "38", "40", "42", "44", "45", "46", "48", "49", "51", "52", "54", "56", "58",
    "60", "62", "64", "66", "67", "68", "70", "72", "74", "75", "77", "79", "80", "82", "83", "84", "86", "87", "89",
    "91", "92", "93", "94", "95", "96",
];

codes! {
    /// Sex as the papers of a person say.
    Sex {
        /// Nam.
        Male = "male",
        /// Nữ.
        Female = "female",
    }
}

/// A number of the right structure. It cannot be empty, so an empty number never equals another one.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct PersonalNumber(String);

/// Where the birth was registered.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Birthplace {
    /// Two digits of a province of before July 2025.
    Province(String),
    /// Abroad: three digits of a country. The list of countries is not held here.
    Abroad(String),
}

/// Why a text is no personal number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum NumberError {
    /// Nothing was written.
    #[error("no personal number was written")]
    Empty,
    /// Letters or signs among the digits.
    #[error("a personal number has digits only")]
    Letters,
    /// Nine digits: the identity card of before.
    #[error("nine digits are the number of an old identity card")]
    OldCard,
    /// A spreadsheet dropped the noughts in front.
    #[error("the noughts in front of the personal number were lost")]
    LostNoughts,
    /// Not twelve digits.
    #[error("a personal number has twelve digits, not {digits}")]
    Length {
        /// How many were written.
        digits: usize,
    },
    /// The first three digits name no province.
    #[error("the personal number names no province")]
    Province,
    /// The fourth digit names a century to come.
    #[error("the personal number names a century to come")]
    Century,
}

codes! {
    /// What a number says that differs from what the person says: to be asked, not refused, because records get
    /// corrected and numbers stay.
    NumberDoubt {
        /// Another sex.
        Sex = "number_other_sex",
        /// Another year of birth.
        BirthYear = "number_other_birth_year",
    }
}

impl PersonalNumber {
    /// Reads a number; blanks, dots and dashes are left out.
    pub fn parse(text: &str) -> Result<Self, NumberError> {
        let text = plain(text);
        if text.is_empty() {
            return Err(NumberError::Empty);
        }
        if !text.chars().all(|sign| sign.is_ascii_digit() || " .-".contains(sign)) {
            return Err(NumberError::Letters);
        }
        let digits: String = text.chars().filter(char::is_ascii_digit).collect();
        match digits.len() {
            12 => checked(&digits).map(|()| Self(digits)),
            10 | 11 if checked(&format!("{digits:0>12}")).is_ok() => Err(NumberError::LostNoughts),
            9 => Err(NumberError::OldCard),
            length => Err(NumberError::Length { digits: length }),
        }
    }

    /// The twelve digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Where the birth was registered.
    pub fn birthplace(&self) -> Birthplace {
        match self.0.strip_prefix('0') {
            Some(rest) => Birthplace::Province(rest[..2].to_owned()),
            None => Birthplace::Abroad(self.0[..3].to_owned()),
        }
    }

    /// The sex it was given for.
    pub fn sex(&self) -> Sex {
        if self.century_digit().is_multiple_of(2) { Sex::Male } else { Sex::Female }
    }

    /// The year of birth it was given for.
    pub fn birth_year(&self) -> i32 {
        let in_century: i32 = self.0[4..6].parse().unwrap_or(0);
        1900 + 100 * i32::from(self.century_digit() / 2) + in_century
    }

    /// `052•••••••34`: how it is shown outside need.
    pub fn masked(&self) -> String {
        masked(&self.0, 3, 2)
    }

    /// What it says otherwise than the person.
    pub fn doubts(&self, sex: Option<Sex>, born_on: Option<NaiveDate>) -> Vec<NumberDoubt> {
        let mut found = Vec::new();
        if sex.is_some_and(|sex| sex != self.sex()) {
            found.push(NumberDoubt::Sex);
        }
        if born_on.is_some_and(|day| day.year() != self.birth_year()) {
            found.push(NumberDoubt::BirthYear);
        }
        found
    }

    fn century_digit(&self) -> u8 {
        self.0.as_bytes()[3] - b'0'
    }
}

/// Whether two people have one number. Two people without a number are not the same person.
pub fn same_number(one: Option<&PersonalNumber>, other: Option<&PersonalNumber>) -> bool {
    matches!((one, other), (Some(one), Some(other)) if one == other)
}

/// A structure that a living person's number can have.
fn checked(digits: &str) -> Result<(), NumberError> {
    // 000 would be no province; 1xx to 9xx are countries.
    if digits.starts_with('0') && !PROVINCES.contains(&&digits[1..3]) {
        return Err(NumberError::Province);
    }
    // 0 and 1 are the 20th century, 2 and 3 the 21st.
    if digits.as_bytes()[3] > b'3' { Err(NumberError::Century) } else { Ok(()) }
}

/// Shows what anybody may see, so that a number cannot leak through a log line.
impl std::fmt::Debug for PersonalNumber {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("PersonalNumber(••••••••••••)")
    }
}

impl NumberError {
    /// Stable code for programs.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Empty => "number_empty",
            Self::Letters => "number_letters",
            Self::OldCard => "number_old_card",
            Self::LostNoughts => "number_lost_noughts",
            Self::Length { .. } => "number_length",
            Self::Province => "number_province",
            Self::Century => "number_century",
        }
    }

    /// What is wrong and what to write instead.
    pub fn sentence(self, lang: Lang) -> String {
        match lang {
            Lang::Vi => self.vi(),
            Lang::En => self.en(),
        }
    }

    fn vi(self) -> String {
        match self {
            Self::Empty => "Chưa ghi số định danh cá nhân. Đó là 12 chữ số trên thẻ căn cước.".into(),
            Self::Letters => "Số định danh cá nhân chỉ gồm chữ số. Hãy ghi 12 chữ số trên thẻ căn cước.".into(),
            Self::OldCard => {
                "Đây là số chứng minh nhân dân cũ (9 số), không còn dùng. Hãy ghi số định danh cá nhân 12 số trên thẻ căn cước hoặc trong VNeID; chưa có thì để trống.".into()
            }
            Self::LostNoughts => {
                "Số định danh bị mất số 0 ở đầu. Hãy ghi đủ 12 chữ số; trong bảng tính, định dạng cột là văn bản.".into()
            }
            Self::Length { digits } => {
                format!("Đã ghi {digits} chữ số; số định danh cá nhân có 12. Hãy xem lại trên thẻ căn cước.")
            }
            Self::Province => {
                "Ba chữ số đầu không phải mã tỉnh, thành phố nào. Hãy xem lại số trên thẻ căn cước.".into()
            }
            Self::Century => "Chữ số thứ tư chưa đúng (phải từ 0 đến 3). Hãy xem lại số trên thẻ căn cước.".into(),
        }
    }

    fn en(self) -> String {
        match self {
            Self::Empty => "No personal number is given. It is the 12 digits on the identity card.".into(),
            Self::Letters => "A personal number has digits only. Write the 12 digits on the identity card.".into(),
            Self::OldCard => {
                "This is the number of an old identity card (9 digits), which is in use no more. Write the 12-digit personal number on the new card or in VNeID; leave it empty if there is none yet.".into()
            }
            Self::LostNoughts => {
                "The noughts in front were lost. Write all 12 digits; in a spreadsheet, format the column as text.".into()
            }
            Self::Length { digits } => {
                format!("{digits} digits were written; a personal number has 12. Look at the identity card again.")
            }
            Self::Province => {
                "The first three digits are the code of no province. Look at the identity card again.".into()
            }
            Self::Century => "The fourth digit is wrong (it is 0 to 3). Look at the identity card again.".into(),
        }
    }
}

impl NumberDoubt {
    /// What to ask.
    pub const fn sentence(self, lang: Lang) -> &'static str {
        match (self, lang) {
            (Self::Sex, Lang::Vi) => "Giới tính không khớp với số định danh cá nhân. Có đúng không?",
            (Self::Sex, Lang::En) => "The sex does not agree with the personal number. Is it right?",
            (Self::BirthYear, Lang::Vi) => "Năm sinh không khớp với số định danh cá nhân. Có đúng không?",
            (Self::BirthYear, Lang::En) => "The year of birth does not agree with the personal number. Is it right?",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> PersonalNumber {
        PersonalNumber::parse(text).expect("a number")
    }

    #[test]
    fn a_number_says_place_sex_and_year() {
        for (text, place, sex, year) in [
            ("052099001234", "52", Sex::Male, 1999),
            ("001 185 012345", "01", Sex::Female, 1985),
            ("079.206.000001", "79", Sex::Male, 2006),
            ("096310999999", "96", Sex::Female, 2010),
            ("０７９２０６００００１１", "79", Sex::Male, 2006),
        ] {
            let number = number(text);
            assert_eq!((number.sex(), number.birth_year()), (sex, year), "{text}");
            assert_eq!(number.birthplace(), Birthplace::Province(place.into()));
            assert_eq!(number.as_str().len(), 12);
        }
        assert_eq!(number("101099012345").birthplace(), Birthplace::Abroad("101".into()));
    }

    #[test]
    fn what_is_no_number_is_told_apart_with_its_remedy() {
        for (text, error) in [
            ("", NumberError::Empty),
            ("  ", NumberError::Empty),
            ("chưa có", NumberError::Letters),
            ("O52099001234", NumberError::Letters),
            ("123456789", NumberError::OldCard),
            ("212 345 678", NumberError::OldCard),
            ("52099001234", NumberError::LostNoughts),
            ("1099012345", NumberError::LostNoughts),
            ("0905123456", NumberError::Length { digits: 10 }),
            ("0520990012345", NumberError::Length { digits: 13 }),
            ("-", NumberError::Length { digits: 0 }),
            ("000099012345", NumberError::Province),
            ("003099012345", NumberError::Province),
            ("028099012345", NumberError::Province),
            ("052499001234", NumberError::Century),
        ] {
            assert_eq!(PersonalNumber::parse(text), Err(error), "{text}");
            let (vi, en) = (error.sentence(Lang::Vi), error.sentence(Lang::En));
            assert!(vi.len() > 40 && en.len() > 40 && vi != en, "{error:?}");
        }
    }

    #[test]
    fn what_disagrees_is_asked_and_not_refused() {
        let number = number("052099001234");
        let day = |year| NaiveDate::from_ymd_opt(year, 3, 1);
        for (sex, born, doubts) in [
            (Some(Sex::Male), day(1999), vec![]),
            (None, None, vec![]),
            (Some(Sex::Female), day(1999), vec![NumberDoubt::Sex]),
            (Some(Sex::Female), day(1998), vec![NumberDoubt::Sex, NumberDoubt::BirthYear]),
        ] {
            assert_eq!(number.doubts(sex, born), doubts);
        }
    }

    #[test]
    fn no_number_equals_no_number() {
        let (one, other) = (number("052099001234"), number("052099001235"));
        for (a, b, same) in [
            (Some(&one), Some(&one), true),
            (Some(&one), Some(&other), false),
            (Some(&one), None, false),
            (None, Some(&one), false),
            (None, None, false),
        ] {
            assert_eq!(same_number(a, b), same);
        }
    }

    #[test]
    fn a_number_is_masked_and_never_shows_itself_in_a_log() {
        assert_eq!(number("052099001234").masked(), "052•••••••34");
        assert!(!format!("{:?}", number("052099001234")).contains("052"));
    }
}

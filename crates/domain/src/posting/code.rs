//! Ids of postings and employers, and the short code that stands for one in a URL. Ids are made elsewhere.

use std::fmt;
use std::str::FromStr;
use uuid::Uuid;

/// Crockford's base32, lower-case: no i, l, o, u, and in the order of ASCII, so that codes sort like ids.
const LETTERS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
/// 26 letters of 5 bits hold 130 bits; the two highest are always 0.
const LENGTH: usize = 26;

/// Names one posting for good.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PostingId(pub Uuid);

/// Names one employer for good.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EmployerId(pub Uuid);

impl PostingId {
    /// The code that stands for this posting in a URL.
    pub fn code(self) -> PostingCode {
        PostingCode::of(self.0)
    }
}

impl EmployerId {
    /// The code that stands for this employer in a URL.
    pub fn code(self) -> PostingCode {
        PostingCode::of(self.0)
    }
}

/// A uuid as 26 letters and digits for URLs; sorts as text exactly as the ids sort.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PostingCode([u8; LENGTH]);

/// Why a text is no code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CodeError {
    /// Not 26 characters.
    #[error("a code has 26 characters")]
    Length,
    /// A character outside the alphabet, or a value beyond 128 bits.
    #[error("this is not a code")]
    Letter,
}

impl PostingCode {
    /// The code of a uuid.
    pub fn of(id: Uuid) -> Self {
        let value = id.as_u128();
        let mut code = [0; LENGTH];
        for (place, letter) in code.iter_mut().enumerate() {
            let shift = 5 * (LENGTH - 1 - place);
            *letter = LETTERS[(value >> shift) as usize & 31];
        }
        Self(code)
    }

    /// The uuid it stands for.
    pub fn uuid(self) -> Uuid {
        let value = self.0.iter().fold(0_u128, |value, letter| value << 5 | u128::from(digit(*letter).unwrap_or(0)));
        Uuid::from_u128(value)
    }

    /// The posting it stands for.
    pub fn posting_id(self) -> PostingId {
        PostingId(self.uuid())
    }

    /// The employer it stands for.
    pub fn employer_id(self) -> EmployerId {
        EmployerId(self.uuid())
    }
}

/// The first or the last letters of a code, as somebody says them or reads them off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodePart(String);

impl CodePart {
    /// Fewer letters than this name nothing.
    pub const LEAST: usize = 4;

    /// What was typed, without blanks and hyphens; nothing where it can be no part of a code.
    pub fn read(text: &str) -> Option<Self> {
        let mut letters = String::new();
        for sign in text.chars().filter(|sign| !sign.is_whitespace() && *sign != '-') {
            let digit = u8::try_from(sign).ok().and_then(digit)?;
            letters.push(char::from(LETTERS[usize::from(digit)]));
        }
        (Self::LEAST..=LENGTH).contains(&letters.len()).then_some(Self(letters))
    }

    /// Whether a code begins or ends with it.
    pub fn is_of(&self, code: PostingCode) -> bool {
        let code = code.to_string();
        code.starts_with(&self.0) || code.ends_with(&self.0)
    }

    /// First and last uuid whose code can begin with it.
    pub fn range(&self) -> Option<(Uuid, Uuid)> {
        let filled = |with: &str| {
            let code = format!("{}{}", self.0, with.repeat(LENGTH - self.0.len()));
            code.parse::<PostingCode>().ok().map(PostingCode::uuid)
        };
        Some((filled("0")?, filled("z")?))
    }

    /// The hexadecimal digits with which a uuid ends whose code ends with it: as many as the letters settle.
    pub fn hex_end(&self) -> String {
        let value = self.0.bytes().fold(0_u128, |value, letter| value << 5 | u128::from(digit(letter).unwrap_or(0)));
        let settled = (self.0.len() * 5 / 4).min(32);
        format!("{value:032x}").split_off(32 - settled)
    }
}

fn digit(letter: u8) -> Option<u8> {
    // Crockford reads the letters that people confuse with digits as those digits.
    let letter = match letter.to_ascii_lowercase() {
        b'o' => b'0',
        b'i' | b'l' => b'1',
        other => other,
    };
    LETTERS.iter().position(|known| *known == letter).map(|place| place as u8)
}

impl FromStr for PostingCode {
    type Err = CodeError;

    /// Reads either case, and o, i, l as 0, 1, 1.
    fn from_str(text: &str) -> Result<Self, CodeError> {
        if text.len() != LENGTH {
            return Err(CodeError::Length);
        }
        let mut code = [0; LENGTH];
        for (place, letter) in text.bytes().enumerate() {
            code[place] = LETTERS[usize::from(digit(letter).ok_or(CodeError::Letter)?)];
        }
        // The first letter holds three bits only: more would name a second code for the same id.
        if code[0] > b'7' { Err(CodeError::Letter) } else { Ok(Self(code)) }
    }
}

impl fmt::Display for PostingCode {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|letter| write!(out, "{}", char::from(*letter)))
    }
}

impl fmt::Debug for PostingCode {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "PostingCode({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_comes_back_to_its_id() {
        let mut value = 0x0199_a1b2_c3d4_7e5f_8123_4567_89ab_cdef_u128;
        for _ in 0..2_000 {
            let id = PostingId(Uuid::from_u128(value));
            let text = id.code().to_string();
            assert_eq!(text.len(), 26);
            assert_eq!(text.parse::<PostingCode>().map(PostingCode::posting_id), Ok(id));
            assert_eq!(text.to_uppercase().parse::<PostingCode>().map(PostingCode::posting_id), Ok(id));
            value = value.rotate_left(7).wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835).wrapping_add(1);
        }
        assert_eq!(PostingCode::of(Uuid::nil()).to_string(), "0".repeat(26));
        assert_eq!(PostingCode::of(Uuid::max()).to_string(), format!("7{}", "z".repeat(25)));
    }

    #[test]
    fn a_part_of_a_code_is_read_as_people_say_it_and_finds_what_it_is_of() {
        let id = Uuid::from_u128(0x0199_a1b2_c3d4_7e5f_8123_4567_89ab_cdef);
        let code = PostingCode::of(id);
        let text = code.to_string();
        for length in CodePart::LEAST..=26 {
            let grouped = |part: &str| {
                let groups: Vec<String> =
                    part.as_bytes().chunks(4).map(|g| String::from_utf8_lossy(g).into()).collect();
                groups.join(if length.is_multiple_of(2) { " " } else { "-" }).to_uppercase()
            };
            let first = CodePart::read(&grouped(&text[..length])).expect("the first letters");
            let (from, through) = first.range().expect("a range");
            assert!(first.is_of(code) && from <= id && id <= through, "{first:?}");
            let last = CodePart::read(&grouped(&text[26 - length..])).expect("the last letters");
            assert!(last.is_of(code), "{last:?}");
            assert!(id.simple().to_string().ends_with(&last.hex_end()), "{last:?} {}", last.hex_end());
            assert_eq!(last.hex_end().len(), (length * 5 / 4).min(32));
        }
        for none in ["", "01m", "thợ may", "thu mua", "0".repeat(27).as_str(), "01m8/hhwy"] {
            assert_eq!(CodePart::read(none), None, "{none}");
        }
        assert_eq!(CodePart::read("zzzz").and_then(|part| part.range()), None, "no code begins so");
    }

    #[test]
    fn codes_sort_as_ids_do() {
        let ids = [0, 1, 31, 32, 1 << 64, (1 << 100) + 5, u128::MAX - 1, u128::MAX];
        let codes: Vec<String> = ids.iter().map(|id| PostingCode::of(Uuid::from_u128(*id)).to_string()).collect();
        assert!(codes.is_sorted());
    }

    #[test]
    fn what_is_no_code_is_refused() {
        for (text, error) in [
            ("", CodeError::Length),
            ("0000000000000000000000000", CodeError::Length),
            ("000000000000000000000000000", CodeError::Length),
            ("0000000000000000000000000u", CodeError::Letter),
            ("0000000000000000000000000-", CodeError::Letter),
            ("000000000000000000000000á", CodeError::Letter),
            ("80000000000000000000000000", CodeError::Letter),
        ] {
            assert_eq!(text.parse::<PostingCode>(), Err(error), "{text}");
        }
        assert_eq!(
            "O0000000000000000000000IlL".parse::<PostingCode>().map(|c| c.to_string()),
            Ok("00000000000000000000000111".into())
        );
    }
}

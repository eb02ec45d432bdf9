//! Shapes and check digits of tax codes (mã số thuế, which is the enterprise code). Households and persons are known
//! by their personal number, which is [`crate::person`]'s.

use crate::Lang;
use crate::person::PersonalNumber;

/// Weights of the first nine digits of a tax code.
const WEIGHTS: [u32; 9] = [31, 29, 23, 19, 17, 13, 7, 5, 3];

/// A tax code whose check digit is right: 10 digits, or 13 with a branch.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TaxCode(String);

impl TaxCode {
    /// `0312687878` or `0312687878-001`.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The ten digits of the enterprise, without its branch.
    pub fn enterprise(&self) -> &str {
        &self.0[..10]
    }
}

/// Why a text is no tax code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TaxCodeError {
    /// Not 10 or 13 digits.
    #[error("a tax code has 10 digits, or 13 for a branch")]
    Shape,
    /// The tenth digit does not fit the others.
    #[error("the check digit of the tax code is wrong")]
    CheckDigit,
    /// The branch is 000.
    #[error("a branch is numbered from 001")]
    Branch,
}

impl TaxCodeError {
    /// Stable code for programs.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Shape => "tax_code_shape",
            Self::CheckDigit => "tax_code_check_digit",
            Self::Branch => "tax_code_branch",
        }
    }

    /// What is wrong and what to write instead.
    pub const fn sentence(self, lang: Lang) -> &'static str {
        match (self, lang) {
            (Self::Shape, Lang::Vi) => "Mã số thuế có 10 chữ số, chi nhánh có 13 chữ số (10 số và 001 đến 999).",
            (Self::Shape, Lang::En) => "A tax code has 10 digits, that of a branch 13 (10 digits and 001 to 999).",
            (Self::CheckDigit, Lang::Vi) => "Mã số thuế sai một chữ số nào đó. Hãy xem lại trên giấy đăng ký.",
            (Self::CheckDigit, Lang::En) => "A digit of the tax code is wrong. Compare it with the certificate.",
            (Self::Branch, Lang::Vi) => "Số chi nhánh bắt đầu từ 001. Trụ sở chính chỉ ghi 10 chữ số.",
            (Self::Branch, Lang::En) => "Branches are numbered from 001. A head office has 10 digits only.",
        }
    }
}

/// Reads a tax code; spaces, dots and the dash before the branch are left out.
pub fn tax_code(text: &str) -> Result<TaxCode, TaxCodeError> {
    let text = text.trim();
    if !text.chars().all(|letter| letter.is_ascii_digit() || matches!(letter, ' ' | '.' | '-')) {
        return Err(TaxCodeError::Shape);
    }
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let (enterprise, branch) = match digits.len() {
        10 => (digits.as_str(), None),
        13 => (&digits[..10], Some(&digits[10..])),
        _ => return Err(TaxCodeError::Shape),
    };
    if enterprise.bytes().skip(2).take(7).all(|digit| digit == b'0') {
        return Err(TaxCodeError::Shape);
    }
    if !check_digit_fits(enterprise) {
        return Err(TaxCodeError::CheckDigit);
    }
    match branch {
        Some("000") => Err(TaxCodeError::Branch),
        Some(branch) => Ok(TaxCode(format!("{enterprise}-{branch}"))),
        None => Ok(TaxCode(enterprise.to_owned())),
    }
}

/// The tenth digit is 10 minus the weighted sum modulo 11; a remainder of 0 would give 10, and such numbers are not
/// given out.
fn check_digit_fits(enterprise: &str) -> bool {
    let digits = || enterprise.bytes().map(|digit| u32::from(digit - b'0'));
    let sum: u32 = digits().zip(WEIGHTS).map(|(digit, weight)| digit * weight).sum();
    digits().next_back() == Some(10 - sum % 11)
}

/// Whether a text is the personal identity number of an employer who is a household or a person.
pub fn is_personal_number(text: &str) -> bool {
    PersonalNumber::parse(text).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tax_codes_are_told_by_their_check_digit() {
        for (text, code) in [
            ("0100233488", "0100233488"),
            ("0100112437", "0100112437"),
            ("0312687878-001", "0312687878-001"),
            ("0314409058002", "0314409058-002"),
            (" 0100 233 488 ", "0100233488"),
        ] {
            assert_eq!(tax_code(text).as_ref().map(TaxCode::as_str), Ok(code), "{text}");
        }
        for (text, error) in [
            ("0100233480", TaxCodeError::CheckDigit),
            ("0312687878-000", TaxCodeError::Branch),
            ("010023348", TaxCodeError::Shape),
            ("01002334889", TaxCodeError::Shape),
            ("0100000000", TaxCodeError::Shape),
            ("O100233488", TaxCodeError::Shape),
            ("", TaxCodeError::Shape),
        ] {
            assert_eq!(tax_code(text), Err(error), "{text}");
        }
        assert_eq!(tax_code("0312687878-001").map(|code| code.enterprise().to_owned()), Ok("0312687878".into()));
    }

    #[test]
    fn every_other_check_digit_is_wrong() {
        let right = (0..10).filter(|digit| tax_code(&format!("010023348{digit}")).is_ok()).count();
        assert_eq!(right, 1);
    }

    #[test]
    fn households_and_persons_are_known_by_their_personal_number() {
        for (text, is) in [
            ("001099012345", true),
            ("079300001234", true),
            ("000099012345", false),
            ("101099012345", true),
            ("003099012345", false),
            ("00109901234", false),
            ("0010990123456", false),
            ("00109901234a", false),
            ("", false),
        ] {
            assert_eq!(is_personal_number(text), is, "{text}");
        }
    }
}

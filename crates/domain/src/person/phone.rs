//! Telephone numbers of Viet Nam, read in every way people write them. Kept in E.164; mobile numbers of eleven digits
//! from before the change of 15 September 2018 become the ten digits of today.

use super::phone_fault::PhoneError;
use super::typed::{masked, plain};

/// Old beginnings of eleven-digit mobile numbers and what they became.
const RENUMBERED: [(&str, &str); 21] = [
    ("0120", "070"),
    ("0121", "079"),
    ("0122", "077"),
    ("0123", "083"),
    ("0124", "084"),
    ("0125", "085"),
    ("0126", "076"),
    ("0127", "081"),
    ("0128", "078"),
    ("0129", "082"),
    ("0162", "032"),
    ("0163", "033"),
    ("0164", "034"),
    ("0165", "035"),
    ("0166", "036"),
    ("0167", "037"),
    ("0168", "038"),
    ("0169", "039"),
    ("0186", "056"),
    ("0188", "058"),
    ("0199", "059"),
];

/// More digits than any one number written with its country code has: somebody wrote two.
const TWO_NUMBERS: usize = 18;

/// A number of Viet Nam: 0 and nine more digits (mobile), or 02 and nine more (landline).
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Phone {
    national: String,
}

codes! {
    /// What kind of line it is.
    PhoneKind {
        /// Reached by voice and text message.
        Mobile = "mobile",
        /// Reached by voice only.
        Landline = "landline",
    }
}

impl Phone {
    /// Reads a number with or without country code, blanks, dots, dashes and brackets; a leading nought that a
    /// spreadsheet dropped is put back.
    pub fn parse(text: &str) -> Result<Self, PhoneError> {
        let text = plain(text);
        if text.is_empty() {
            return Err(PhoneError::Empty);
        }
        if several(&text) {
            return Err(PhoneError::Several);
        }
        if !text.chars().all(|sign| sign.is_ascii_digit() || " .-()+/".contains(sign)) {
            return Err(PhoneError::Letters);
        }
        let digits: String = text.chars().filter(char::is_ascii_digit).collect();
        let abroad = text.trim_start_matches('(').starts_with('+');
        let national = if abroad { after_country(&digits)? } else { national(&digits)? };
        todays(&national).map(|national| Self { national })
    }

    /// `+84905123456`: how it is kept and sent.
    pub fn e164(&self) -> String {
        format!("+84{}", &self.national[1..])
    }

    /// Whether it can be sent a text message.
    pub fn kind(&self) -> PhoneKind {
        if self.national.starts_with("02") { PhoneKind::Landline } else { PhoneKind::Mobile }
    }

    /// `0905 123 456`, `024 3825 1234`, `0236 3821 234`: how it is shown.
    pub fn display(&self) -> String {
        let number = &self.national;
        let (first, second) = match self.kind() {
            PhoneKind::Landline if number.starts_with("024") || number.starts_with("028") => (3, 7),
            PhoneKind::Landline => (4, 8),
            PhoneKind::Mobile => (4, 7),
        };
        format!("{} {} {}", &number[..first], &number[first..second], &number[second..])
    }

    /// `09•• ••• •56`: how it is shown to whoever need not call it.
    pub fn masked(&self) -> String {
        masked(&self.display(), 2, 2)
    }
}

fn several(text: &str) -> bool {
    let digits = |part: &str| part.bytes().filter(u8::is_ascii_digit).count();
    let parts = text.split(['/', ';', ',']).filter(|part| digits(part) >= 8).count();
    parts > 1 || digits(text) >= TWO_NUMBERS
}

/// The number after `+84` or `0084`, with its nought.
fn after_country(digits: &str) -> Result<String, PhoneError> {
    let rest = digits.strip_prefix("84").ok_or(PhoneError::Foreign)?;
    // People write +84 (0)905 as often as +84 905.
    Ok(format!("0{}", rest.strip_prefix('0').unwrap_or(rest)))
}

fn national(digits: &str) -> Result<String, PhoneError> {
    let nought_lost = || format!("0{digits}");
    match (digits.as_bytes(), digits.len()) {
        ([b'0', b'0', ..], _) => after_country(&digits[2..]),
        ([b'1', b'8' | b'9', b'0', b'0', ..], 8..=10) => Err(PhoneError::Hotline),
        // 084 905 123 456: the country code with a nought before it.
        ([b'0', b'8', b'4', ..], 12 | 13) => after_country(&digits[1..]),
        ([b'0', ..], _) => Ok(digits.to_owned()),
        ([b'8', b'4', ..], 11 | 12) => after_country(digits),
        ([b'3' | b'5' | b'7' | b'8' | b'9', ..], 9) | ([b'1' | b'2', ..], 10) => Ok(nought_lost()),
        (_, length) => Err(PhoneError::Length { digits: length }),
    }
}

/// The number as it is dialled today.
fn todays(number: &str) -> Result<String, PhoneError> {
    match (number.as_bytes(), number.len()) {
        ([b'0', b'3' | b'5' | b'7' | b'8' | b'9', ..], 10) | ([b'0', b'2', ..], 11) => Ok(number.to_owned()),
        ([b'0', b'1', b'8' | b'9', b'0', b'0', ..], _) => Err(PhoneError::Hotline),
        ([b'0', b'1', ..], 11) => RENUMBERED
            .iter()
            .find(|(old, _)| number.starts_with(old))
            .map(|(old, new)| format!("{new}{}", &number[old.len()..]))
            .ok_or(PhoneError::Range),
        ([b'0', b'4' | b'6', ..], 10) => Err(PhoneError::Range),
        (_, length) => Err(PhoneError::Length { digits: length }),
    }
}

/// Shows what anybody may see, so that a number cannot leak through a log line.
impl std::fmt::Debug for Phone {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "Phone({})", self.masked())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn e164(text: &str) -> Result<String, PhoneError> {
        Phone::parse(text).map(|phone| phone.e164())
    }

    #[test]
    fn one_number_is_read_however_it_is_written() {
        for text in [
            "0905123456",
            "0905 123 456",
            " 0905.123.456 ",
            "0905-123-456",
            "0905–123–456",
            "(0905) 123456",
            "+84905123456",
            "+84 905 123 456",
            "+84 (0)905 123 456",
            "(+84) 905 123 456",
            "0084905123456",
            "84905123456",
            "84 905.123.456",
            "084 905 123 456",
            "905123456",
            "０９０５１２３４５６",
            "0905\u{a0}123\u{202f}456",
            "\u{200e}0905123456\u{feff}",
        ] {
            assert_eq!(e164(text).as_deref(), Ok("+84905123456"), "{text}");
        }
    }

    #[test]
    fn old_mobile_numbers_become_todays() {
        for (old, today) in RENUMBERED {
            let (old, today) = (format!("{old}3456789"), format!("+84{}3456789", &today[1..]));
            assert_eq!(e164(&old).as_ref(), Ok(&today), "{old}");
            assert_eq!(e164(&format!("+84{}", &old[1..])).as_ref(), Ok(&today), "{old}");
            assert_eq!(e164(&old[1..]).as_ref(), Ok(&today), "{old} without its nought");
        }
        assert_eq!(e164("01773456789"), Err(PhoneError::Range));
    }

    #[test]
    fn landlines_are_told_from_mobiles_and_each_is_shown_in_its_way() {
        for (text, kind, shown, masked) in [
            ("0905123456", PhoneKind::Mobile, "0905 123 456", "09•• ••• •56"),
            ("024 38251234", PhoneKind::Landline, "024 3825 1234", "02• •••• ••34"),
            ("(028) 3825-1234", PhoneKind::Landline, "028 3825 1234", "02• •••• ••34"),
            ("02363821234", PhoneKind::Landline, "0236 3821 234", "02•• •••• •34"),
            ("+84 236 3821234", PhoneKind::Landline, "0236 3821 234", "02•• •••• •34"),
            ("2363821234", PhoneKind::Landline, "0236 3821 234", "02•• •••• •34"),
            ("0849051234", PhoneKind::Mobile, "0849 051 234", "08•• ••• •34"),
        ] {
            let phone = Phone::parse(text).expect("a number");
            assert_eq!((phone.kind(), phone.display().as_str(), phone.masked().as_str()), (kind, shown, masked));
        }
    }

    #[test]
    fn what_is_no_number_is_told_apart() {
        for (text, error) in [
            ("", PhoneError::Empty),
            ("  ", PhoneError::Empty),
            ("không có", PhoneError::Letters),
            ("0905 123 456 (Lan)", PhoneError::Letters),
            ("O905123456", PhoneError::Letters),
            ("0905123456 / 0912345678", PhoneError::Several),
            ("0905123456, 02363821234", PhoneError::Several),
            ("0905.123.456 - 0912.345.678", PhoneError::Several),
            ("+1 202 555 0123", PhoneError::Foreign),
            ("+855 12 345 678", PhoneError::Foreign),
            ("0012025550123", PhoneError::Foreign),
            ("1900 1234", PhoneError::Hotline),
            ("1800 123456", PhoneError::Hotline),
            ("090512345", PhoneError::Length { digits: 9 }),
            ("09051234567", PhoneError::Length { digits: 11 }),
            ("0236382123", PhoneError::Length { digits: 10 }),
            ("12345", PhoneError::Length { digits: 5 }),
            ("-", PhoneError::Length { digits: 0 }),
            ("0438251234", PhoneError::Range),
            ("+84", PhoneError::Length { digits: 1 }),
        ] {
            assert_eq!(Phone::parse(text), Err(error), "{text}");
        }
    }

    #[test]
    fn every_form_of_a_number_reads_back_as_the_same_number() {
        for start in ["03", "05", "07", "08", "09", "020", "029"] {
            for tail in ["11111111", "98765432", "00000000", "84848484"] {
                let phone = Phone::parse(&format!("{start}{tail}")).expect("a number");
                for form in [phone.e164(), phone.display(), phone.e164()[1..].to_owned()] {
                    assert_eq!(Phone::parse(&form).as_ref(), Ok(&phone), "{form}");
                }
            }
        }
    }

    #[test]
    fn a_number_never_shows_itself_in_a_log() {
        let shown = format!("{:?}", Phone::parse("0905123456"));
        assert!(!shown.contains("123"), "{shown}");
    }
}

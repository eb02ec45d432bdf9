//! Where a message goes. Parsed once; everything behind here trusts it.

use std::fmt;
use std::str::FromStr;

/// Why an address cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AddressError {
    /// Not an e-mail address, or not one in ASCII.
    #[error("this is no e-mail address")]
    Email,
    /// Not a telephone number that a message can be sent to.
    #[error("this is no telephone number")]
    Phone,
    /// Not the name of a domain.
    #[error("this is no name of a domain")]
    Domain,
}

/// Longest address that SMTP carries (RFC 5321, 4.5.3.1.3).
const EMAIL_LENGTH: usize = 254;

/// An e-mail address in ASCII. Addresses with other letters exist, but few servers take them and none of those that
/// people in Viet Nam use gives them out.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct EmailAddress(lettre::Address);

impl EmailAddress {
    /// Reads an address; blanks around it are left out.
    pub fn parse(text: &str) -> Result<Self, AddressError> {
        let text = text.trim();
        if !text.is_ascii() || text.len() > EMAIL_LENGTH || text.bytes().any(|byte| byte.is_ascii_control()) {
            return Err(AddressError::Email);
        }
        lettre::Address::from_str(text).map(Self).map_err(|_| AddressError::Email)
    }

    /// As it is written.
    pub fn as_str(&self) -> &str {
        self.0.as_ref()
    }

    pub(crate) fn inner(&self) -> &lettre::Address {
        &self.0
    }
}

/// Logs say that there is an address, not which.
impl fmt::Debug for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("EmailAddress(…)")
    }
}

/// A telephone number in international form: `+84` and the rest, digits only.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Phone(String);

impl Phone {
    /// Reads `+84912345678`, `84912345678`, or `0912 345 678` as numbers of Viet Nam are written.
    pub fn parse(text: &str) -> Result<Self, AddressError> {
        let digits: String = text.chars().filter(|c| !matches!(c, ' ' | '.' | '-' | '(' | ')')).collect();
        let international = match (digits.strip_prefix('+'), digits.strip_prefix('0')) {
            (Some(rest), _) => rest.to_owned(),
            (None, Some(rest)) => format!("84{rest}"),
            (None, None) => digits,
        };
        let known = (9..=15).contains(&international.len()) && international.bytes().all(|b| b.is_ascii_digit());
        if known && !international.starts_with('0') {
            Ok(Self(format!("+{international}")))
        } else {
            Err(AddressError::Phone)
        }
    }

    /// With `+` and the number of the country.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Logs say that there is a number, not which.
impl fmt::Debug for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Phone(…)")
    }
}

/// The domain under which the installation sends: the right side of every Message-ID, and the name it greets with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Domain(String);

impl Domain {
    /// Reads a name such as `vieclam.hanoi.gov.vn`.
    pub fn parse(text: &str) -> Result<Self, AddressError> {
        let name = text.trim().to_ascii_lowercase();
        let label = |label: &str| {
            (1..=63).contains(&label.len())
                && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
                && !label.starts_with('-')
                && !label.ends_with('-')
        };
        if name.len() <= 253 && name.split('.').all(label) { Ok(Self(name)) } else { Err(AddressError::Domain) }
    }

    /// In lower case.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_read_and_anything_that_could_end_a_line_is_refused() {
        for (text, read) in [("lan@example.vn", "lan@example.vn"), (" lan+viec@example.vn ", "lan+viec@example.vn")] {
            assert_eq!(EmailAddress::parse(text).map(|a| a.as_str().to_owned()), Ok(read.to_owned()));
        }
        let long = format!("{}@example.vn", "a".repeat(250));
        for text in [
            "",
            "lan",
            "lan@",
            "@example.vn",
            "lan@example.vn\r\nBcc: x@y.vn",
            "lan\n@example.vn",
            "lan@example.vn\0",
            "a b@example.vn",
            "lan@example.vn, mai@example.vn",
            "<lan@example.vn>",
            "làn@example.vn",
            "lan@ví-dụ.vn",
            &long,
        ] {
            assert_eq!(EmailAddress::parse(text), Err(AddressError::Email), "{text}");
        }
    }

    #[test]
    fn telephone_numbers_get_one_form() {
        for text in ["0912345678", "0912 345 678", "0912.345.678", "+84912345678", "84912345678", "(091) 234-5678"] {
            assert_eq!(Phone::parse(text).map(|phone| phone.as_str().to_owned()), Ok("+84912345678".to_owned()));
        }
        for text in
            ["", "0", "091234", "+0912345678", "0912345678a", "+849123456789012345", "٠٩١٢٣٤٥٦٧٨", "++8491234567"]
        {
            assert_eq!(Phone::parse(text), Err(AddressError::Phone), "{text}");
        }
    }

    #[test]
    fn domains_are_names_and_nothing_else() {
        assert_eq!(
            Domain::parse(" ViecLam.HaNoi.gov.vn ").map(|d| d.as_str().to_owned()),
            Ok("vieclam.hanoi.gov.vn".into())
        );
        for text in ["", ".", "a..b", "-a.vn", "a-.vn", "a b.vn", "a.vn>", "a.vn\r\nX: y", "việc.vn"] {
            assert_eq!(Domain::parse(text), Err(AddressError::Domain), "{text}");
        }
    }

    #[test]
    fn logs_do_not_show_who_is_written_to() {
        let email = EmailAddress::parse("lan@example.vn").expect("address");
        let phone = Phone::parse("0912345678").expect("number");
        let shown = format!("{email:?} {phone:?}");
        assert!(!shown.contains("lan") && !shown.contains("912"), "{shown}");
    }
}

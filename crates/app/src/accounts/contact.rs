//! A phone number or an e-mail address in its one normal form. People write them with blanks, dots and dashes; all are
//! taken. Whether anybody answers there is shown by a code.

use crate::error::FieldError;
use crate::messages::Channel;

/// Longest address that is read.
const LONGEST: usize = 254;
/// First digits of mobile numbers after the country's code, since the change of numbers of 2018.
const MOBILE: [&str; 5] = ["3", "5", "7", "8", "9"];

/// An address in its normal form.
#[derive(Clone, PartialEq, Eq, Hash)]
pub enum Contact {
    /// `+84905123456`.
    Phone(String),
    /// Small letters.
    Email(String),
}

impl std::fmt::Debug for Contact {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(self.kind())
    }
}

impl Contact {
    /// Reads what a person typed.
    pub fn parse(text: &str) -> Result<Self, FieldError> {
        let text = text.trim();
        if text.chars().any(char::is_control) {
            return Err(Self::odd());
        }
        let text = sanviec_text::nfc(text);
        if text.is_empty() {
            let (vi, en) = ("Nhập số điện thoại hoặc email.", "Enter a phone number or an e-mail address.");
            return Err(FieldError::new("contact", "missing", vi, en));
        }
        let read = if text.contains('@') { email(&text).map(Self::Email) } else { phone(&text).map(Self::Phone) };
        read.ok_or_else(Self::odd)
    }

    fn odd() -> FieldError {
        let vi = "Nhập số di động Việt Nam như 0905 123 456, hoặc email như ten@vidu.vn.";
        let en = "Enter a Vietnamese mobile number like 0905 123 456, or an e-mail address like name@example.vn.";
        FieldError::new("contact", "not_an_address", vi, en)
    }

    /// `phone` or `email`.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Phone(_) => "phone",
            Self::Email(_) => "email",
        }
    }

    /// The contact of a kind with this normal form.
    #[must_use]
    pub fn of(kind: &str, value: String) -> Self {
        if kind == "phone" { Self::Phone(value) } else { Self::Email(value) }
    }

    /// The normal form.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Phone(value) | Self::Email(value) => value,
        }
    }

    /// How it is written to.
    #[must_use]
    pub const fn channel(&self) -> Channel {
        match self {
            Self::Phone(_) => Channel::Sms,
            Self::Email(_) => Channel::Email,
        }
    }

    /// Enough for the holder to know it: `09••••456`, `l••••@vidu.vn`.
    #[must_use]
    pub fn masked(&self) -> String {
        match self {
            Self::Phone(number) => {
                let local = format!("0{}", number.trim_start_matches("+84"));
                format!("{}••••{}", &local[..2], &local[local.len() - 3..])
            }
            Self::Email(address) => {
                let (name, host) = address.split_once('@').unwrap_or((address, ""));
                let first: String = name.chars().take(1).collect();
                format!("{first}••••@{host}")
            }
        }
    }
}

fn phone(text: &str) -> Option<String> {
    let kept = |sign: &char| !matches!(sign, ' ' | '.' | '-' | '(' | ')' | '\u{a0}');
    let plain: String = text.chars().filter(kept).collect();
    let rest = ["+84", "0084", "84", "0"].into_iter().find_map(|prefix| plain.strip_prefix(prefix))?;
    // `+84 0905…` is written often and means the same.
    let rest = rest.strip_prefix('0').unwrap_or(rest);
    let digits = rest.len() == 9 && rest.bytes().all(|digit| digit.is_ascii_digit());
    let mobile = MOBILE.iter().any(|first| rest.starts_with(first));
    (digits && mobile).then(|| format!("+84{rest}"))
}

fn email(text: &str) -> Option<String> {
    let (name, host) = text.rsplit_once('@')?;
    let plain = |text: &str| text.chars().all(|sign| !sign.is_whitespace() && !sign.is_control() && sign != '@');
    let signs = |text: &str| !text.contains(['<', '>', '(', ')', '[', ']', ',', ';', ':', '\\', '"']);
    let labels = host.split('.').all(|label| {
        !label.is_empty() && label.chars().all(|sign| sign.is_alphanumeric() || sign == '-') && !label.starts_with('-')
    });
    let right = !name.is_empty() && name.len() <= 64 && text.len() <= LONGEST && host.contains('.') && labels;
    (right && plain(name) && signs(name)).then(|| text.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_number_has_one_form_however_it_is_written() {
        for written in [
            "0905123456",
            "0905 123 456",
            "0905.123.456",
            "+84 905 123 456",
            "84905123456",
            "0084905123456",
            "+840905-123-456",
        ] {
            assert_eq!(Contact::parse(written), Ok(Contact::Phone("+84905123456".into())), "{written}");
        }
    }

    #[test]
    fn one_address_has_one_form() {
        for written in ["Lan.Nguyen@Vidu.VN", " lan.nguyen@vidu.vn "] {
            assert_eq!(Contact::parse(written), Ok(Contact::Email("lan.nguyen@vidu.vn".into())), "{written}");
        }
    }

    #[test]
    fn what_is_no_address_is_refused() {
        let odd = [
            "",
            "  ",
            "123",
            "0205123456",
            "09051234567",
            "090512345",
            "lan@",
            "@vidu.vn",
            "lan@vidu",
            "lan@@vidu.vn",
            "la n@vidu.vn",
            "lan@vi du.vn",
            "lan@-x.vn",
            "lan@x..vn",
            "a\u{0}@x.vn",
            "\"a\"@x.vn",
            "a,b@x.vn",
            "x@y.vn\r\nBcc: z@y.vn",
        ];
        for written in odd {
            assert!(Contact::parse(written).is_err(), "{written:?}");
        }
        assert!(Contact::parse(&format!("{}@x.vn", "a".repeat(300))).is_err());
    }

    #[test]
    fn a_masked_address_gives_little_away() {
        assert_eq!(Contact::Phone("+84905123456".into()).masked(), "09••••456");
        assert_eq!(Contact::Email("lan@vidu.vn".into()).masked(), "l••••@vidu.vn");
        assert_eq!(format!("{:?}", Contact::Email("lan@vidu.vn".into())), "email");
    }
}

//! E-mail addresses as people have them: the practical part of RFC 5321, without quoted names, comments or addresses
//! of bare machines. Whether somebody reads it is found out by a link, not here.

use super::typed::{masked, plain};
use crate::Lang;

/// Longest address (RFC 5321).
const LONGEST: usize = 254;
/// Longest part before the @.
const LONGEST_LOCAL: usize = 64;
/// Longest label of a domain.
const LONGEST_LABEL: usize = 63;

/// Slips of the common providers' names, and what was meant.
const SLIPS: [(&str, &str); 13] = [
    ("gmail.con", "gmail.com"),
    ("gmail.cm", "gmail.com"),
    ("gmail.co", "gmail.com"),
    ("gmail.com.vn", "gmail.com"),
    ("gmail.vn", "gmail.com"),
    ("gmai.com", "gmail.com"),
    ("gmial.com", "gmail.com"),
    ("gmal.com", "gmail.com"),
    ("gamil.com", "gmail.com"),
    ("yahoo.con", "yahoo.com"),
    ("yaho.com", "yahoo.com"),
    ("hotmail.con", "hotmail.com"),
    ("hotmai.com", "hotmail.com"),
];

/// An address: the part before the @ as typed, the domain in small letters.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Email(String);

/// Why a text is no address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum EmailError {
    /// Nothing was written.
    #[error("no e-mail address was written")]
    Empty,
    /// Longer than any address may be.
    #[error("the e-mail address is too long")]
    TooLong,
    /// Not exactly one @.
    #[error("an e-mail address has one @")]
    At,
    /// Letters with marks.
    #[error("an e-mail address has no letters with marks")]
    Marks,
    /// A blank inside.
    #[error("an e-mail address has no blanks")]
    Blank,
    /// The part before the @ is not one.
    #[error("the part before the @ is wrong")]
    Local,
    /// The part after the @ is not one.
    #[error("the part after the @ is wrong")]
    Domain,
}

impl Email {
    /// Reads an address.
    pub fn parse(text: &str) -> Result<Self, EmailError> {
        let text = plain(text);
        if text.is_empty() {
            return Err(EmailError::Empty);
        }
        if text.contains(' ') {
            return Err(EmailError::Blank);
        }
        if !text.is_ascii() {
            return Err(EmailError::Marks);
        }
        if text.len() > LONGEST {
            return Err(EmailError::TooLong);
        }
        let (local, domain) = text.split_once('@').ok_or(EmailError::At)?;
        if domain.contains('@') {
            return Err(EmailError::At);
        }
        if !is_local(local) {
            return Err(EmailError::Local);
        }
        let domain = domain.to_ascii_lowercase();
        if is_domain(&domain) { Ok(Self(format!("{local}@{domain}"))) } else { Err(EmailError::Domain) }
    }

    /// How it is written to.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// How two spellings of one mailbox are told to be the same: no provider that people use tells capitals apart.
    pub fn key(&self) -> String {
        self.0.to_ascii_lowercase()
    }

    /// The address that was probably meant, to be asked and never put in silently.
    pub fn likely_meant(&self) -> Option<Self> {
        let (local, domain) = self.0.split_once('@')?;
        let meant = SLIPS.iter().find(|(slip, _)| *slip == domain).map(|(_, meant)| meant)?;
        Some(Self(format!("{local}@{meant}")))
    }

    /// `l••@gmail.com`: how it is shown to whoever need not write to it.
    pub fn masked(&self) -> String {
        let (local, domain) = self.0.split_once('@').unwrap_or((&self.0, ""));
        format!("{}@{domain}", masked(&local.chars().take(3).collect::<String>(), 1, 0))
    }
}

fn is_local(local: &str) -> bool {
    let atom = |sign: u8| sign.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~".contains(&sign);
    (1..=LONGEST_LOCAL).contains(&local.len())
        && local.split('.').all(|part| !part.is_empty() && part.bytes().all(atom))
}

fn is_domain(domain: &str) -> bool {
    let label = |label: &str| {
        (1..=LONGEST_LABEL).contains(&label.len())
            && label.bytes().all(|sign| sign.is_ascii_alphanumeric() || sign == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    let top = |top: &str| top.len() >= 2 && (top.starts_with("xn--") || top.bytes().all(|b| b.is_ascii_alphabetic()));
    domain.split('.').all(label) && domain.rsplit_once('.').is_some_and(|(_, last)| top(last))
}

/// Shows what anybody may see, so that an address cannot leak through a log line.
impl std::fmt::Debug for Email {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "Email({})", self.masked())
    }
}

impl EmailError {
    /// Stable code for programs.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Empty => "email_empty",
            Self::TooLong => "email_too_long",
            Self::At => "email_at",
            Self::Marks => "email_marks",
            Self::Blank => "email_blank",
            Self::Local => "email_local",
            Self::Domain => "email_domain",
        }
    }

    /// What is wrong and what to write instead.
    pub const fn sentence(self, lang: Lang) -> &'static str {
        match (self, lang) {
            (Self::Empty, Lang::Vi) => "Chưa ghi thư điện tử. Hãy ghi như “lan.nguyen@gmail.com”.",
            (Self::Empty, Lang::En) => "No e-mail address is given. Write for example “lan.nguyen@gmail.com”.",
            (Self::TooLong, Lang::Vi) => "Địa chỉ thư điện tử dài quá 254 ký tự. Hãy kiểm tra và ghi lại một địa chỉ.",
            (Self::TooLong, Lang::En) => {
                "The e-mail address is longer than 254 characters. Check it; write one address."
            }
            (Self::At, Lang::Vi) => {
                "Địa chỉ thư điện tử phải có đúng một ký tự @, ví dụ “lan.nguyen@gmail.com”. Chỉ ghi một địa chỉ."
            }
            (Self::At, Lang::En) => {
                "An e-mail address has exactly one @, for example “lan.nguyen@gmail.com”. Write one address only."
            }
            (Self::Marks, Lang::Vi) => {
                "Địa chỉ thư điện tử không có dấu tiếng Việt. Hãy tắt bộ gõ rồi ghi lại, ví dụ “lan.nguyen@gmail.com”."
            }
            (Self::Marks, Lang::En) => {
                "An e-mail address has no letters with marks. Turn off Vietnamese typing and write it again."
            }
            (Self::Blank, Lang::Vi) => "Địa chỉ thư điện tử không có dấu cách. Hãy bỏ dấu cách, chỉ ghi một địa chỉ.",
            (Self::Blank, Lang::En) => "An e-mail address has no blanks. Take them out; write one address only.",
            (Self::Local, Lang::Vi) => {
                "Phần trước @ chưa đúng. Chỉ dùng chữ, số, dấu chấm, gạch dưới, gạch nối; không có hai dấu chấm liền nhau."
            }
            (Self::Local, Lang::En) => {
                "The part before the @ is wrong. Use letters, digits, dots, underscores and hyphens; no two dots in a row."
            }
            (Self::Domain, Lang::Vi) => "Phần sau @ chưa đúng. Hãy ghi đủ tên miền, ví dụ “gmail.com”.",
            (Self::Domain, Lang::En) => {
                "The part after the @ is wrong. Write the whole domain, for example “gmail.com”."
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_kept_as_typed_with_a_small_domain() {
        for (typed, kept) in [
            ("lan.nguyen@gmail.com", "lan.nguyen@gmail.com"),
            (" Lan.Nguyen@GMAIL.com ", "Lan.Nguyen@gmail.com"),
            ("lan+viec@cty.com.vn", "lan+viec@cty.com.vn"),
            ("ｌａｎ＠ｇｍａｉｌ．ｃｏｍ", "lan@gmail.com"),
            ("o'neil_1@a-b.example", "o'neil_1@a-b.example"),
            ("a@xn--cng-ty-vxa.vn", "a@xn--cng-ty-vxa.vn"),
        ] {
            assert_eq!(Email::parse(typed).as_ref().map(Email::as_str), Ok(kept), "{typed}");
        }
        let (one, other) = (Email::parse("LAN@gmail.com"), Email::parse("lan@gmail.com"));
        assert_ne!(one, other);
        assert_eq!(one.map(|email| email.key()), other.map(|email| email.key()));
    }

    #[test]
    fn what_is_no_address_is_told_apart_with_its_remedy() {
        let local = "a".repeat(65);
        let long = format!("a@{}.vn", ["b".repeat(60).as_str(); 5].join("."));
        for (typed, error) in [
            ("", EmailError::Empty),
            ("lan", EmailError::At),
            ("lan@b@c.vn", EmailError::At),
            ("lan @gmail.com", EmailError::Blank),
            ("lan@gmail.com minh@gmail.com", EmailError::Blank),
            ("lan@gmail.com\r\nBcc:x@y.vn", EmailError::Blank),
            ("đào@gmail.com", EmailError::Marks),
            ("@gmail.com", EmailError::Local),
            (".lan@gmail.com", EmailError::Local),
            ("lan.@gmail.com", EmailError::Local),
            ("lan..n@gmail.com", EmailError::Local),
            ("\"lan\"@gmail.com", EmailError::Local),
            ("<lan@gmail.com>", EmailError::Local),
            (&format!("{local}@gmail.com"), EmailError::Local),
            ("lan@gmail", EmailError::Domain),
            ("lan@gmail,com", EmailError::Domain),
            ("lan@.com", EmailError::Domain),
            ("lan@gmail..com", EmailError::Domain),
            ("lan@-gmail.com", EmailError::Domain),
            ("lan@127.0.0.1", EmailError::Domain),
            ("lan@[127.0.0.1]", EmailError::Domain),
            ("lan@gmail.c", EmailError::Domain),
            (&long, EmailError::TooLong),
        ] {
            assert_eq!(Email::parse(typed), Err(error), "{typed}");
            for lang in Lang::ALL {
                assert!(error.sentence(*lang).len() > 30, "{error:?}");
            }
        }
    }

    #[test]
    fn slips_are_asked_about() {
        for (typed, meant) in [
            ("lan@gmail.con", Some("lan@gmail.com")),
            ("lan@gmial.com", Some("lan@gmail.com")),
            ("lan@gmail.com", None),
            ("lan@cty.vn", None),
        ] {
            let email = Email::parse(typed).expect("an address");
            assert_eq!(email.likely_meant().as_ref().map(Email::as_str), meant, "{typed}");
        }
        for (slip, meant) in SLIPS {
            assert!(is_domain(slip) && is_domain(meant) && slip != meant);
        }
    }

    #[test]
    fn an_address_is_masked_and_never_shows_itself_in_a_log() {
        let email = Email::parse("lan.nguyen@gmail.com").expect("an address");
        assert_eq!(email.masked(), "l••@gmail.com");
        assert!(!format!("{email:?}").contains("nguyen"));
        assert_eq!(Email::parse("a@b.vn").map(|email| email.masked()), Ok("a@b.vn".into()));
    }
}

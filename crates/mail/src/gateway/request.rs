//! The request: a body with names in braces, filled in so that no value can break out of its place.

use crate::address::Phone;
use std::collections::BTreeMap;

/// How a provider wants its body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Body {
    /// `application/json`; names stand within quotes, `{fields}` stands for a whole object.
    Json,
    /// `application/x-www-form-urlencoded`; names stand for values.
    Form,
}

/// How a provider wants numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PhoneForm {
    /// `+84912345678`
    Plus,
    /// `84912345678`
    Digits,
    /// `0912345678`; numbers of elsewhere with `00`.
    National,
}

/// What is sent, with names in braces: `{phone}`, `{text}`, `{id}`, `{template}`, `{fields}`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mould {
    /// The body.
    pub text: String,
    /// What it is.
    pub body: Body,
    /// How numbers are written in it.
    pub phone: PhoneForm,
}

/// Settings of a provider that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MouldError {
    /// A name that there is not.
    #[error("the body names {{{0}}}, which there is not")]
    Name(String),
    /// Nobody would get it.
    #[error("the body has no {{phone}}")]
    Phone,
    /// With all names filled in it cannot be read.
    #[error("the body is no JSON when it is filled in")]
    Json,
    /// Not `https://`, or no address at all.
    #[error("{0} is no address of a provider; https:// is needed, http:// only on this machine")]
    Address(String),
    /// A header that cannot be sent.
    #[error("the header {0} cannot be sent")]
    Header(String),
}

/// What is filled in.
pub(super) struct Filling<'a> {
    pub(super) id: String,
    pub(super) phone: &'a Phone,
    pub(super) text: &'a str,
    pub(super) template: &'a str,
    pub(super) fields: Vec<(String, String)>,
}

impl Mould {
    /// Reads it and fills it in with values that want to break out.
    pub(super) fn check(&self) -> Result<(), MouldError> {
        if !self.text.contains("{phone}") {
            return Err(MouldError::Phone);
        }
        if let Some(name) = self.pieces().find_map(|(_, name)| name.filter(|name| !NAMES.contains(name))) {
            return Err(MouldError::Name(name.to_owned()));
        }
        let phone = Phone::parse("+84912345678").map_err(|_| MouldError::Phone)?;
        let fields = vec![("a\"b".to_owned(), "\"}, x".to_owned())];
        let hostile = Filling { id: "\"".into(), phone: &phone, text: "\\\" \n&x=1", template: "{id}", fields };
        // A number that begins with 0 is no number to JSON: it shows where quotes are missing.
        let filled = Self { phone: PhoneForm::National, ..self.clone() }.fill(&hostile);
        if self.body == Body::Json && serde_json::from_str::<serde_json::Value>(&filled).is_err() {
            return Err(MouldError::Json);
        }
        Ok(())
    }

    pub(super) const fn content_type(&self) -> &'static str {
        match self.body {
            Body::Json => "application/json",
            Body::Form => "application/x-www-form-urlencoded",
        }
    }

    pub(super) fn fill(&self, filling: &Filling<'_>) -> String {
        let mut filled = String::with_capacity(self.text.len() + filling.text.len());
        for (text, name) in self.pieces() {
            filled.push_str(text);
            match name {
                Some("phone") => self.put(&mut filled, &self.phone.write(filling.phone)),
                Some("text") => self.put(&mut filled, filling.text),
                Some("id") => self.put(&mut filled, &filling.id),
                Some("template") => self.put(&mut filled, filling.template),
                Some("fields") => {
                    let fields: BTreeMap<&str, &str> =
                        filling.fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
                    let object = serde_json::to_string(&fields).unwrap_or_default();
                    if self.body == Body::Json { filled.push_str(&object) } else { self.put(&mut filled, &object) }
                }
                Some(_) | None => {}
            }
        }
        filled
    }

    fn put(&self, filled: &mut String, value: &str) {
        match self.body {
            Body::Json => {
                let quoted = serde_json::Value::from(value).to_string();
                filled.push_str(&quoted[1..quoted.len() - 1]);
            }
            Body::Form => value.bytes().for_each(|byte| {
                if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_') {
                    filled.push(char::from(byte));
                } else {
                    filled.push('%');
                    filled.extend([byte >> 4, byte & 15].map(|half| char::from(HEX[usize::from(half)])));
                }
            }),
        }
    }

    /// Text, and the name after it. Braces that hold no small letters alone are text: JSON is full of them.
    fn pieces(&self) -> impl Iterator<Item = (&str, Option<&str>)> {
        let mut rest = self.text.as_str();
        let mut is_over = false;
        std::iter::from_fn(move || {
            if is_over {
                return None;
            }
            let mut from = 0;
            while let Some(open) = rest[from..].find('{').map(|at| at + from) {
                let name = rest[open + 1..].split('}').next().unwrap_or_default();
                let closes = rest[open + 1 + name.len()..].starts_with('}');
                if closes && !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_lowercase()) {
                    let piece = (&rest[..open], Some(name));
                    rest = &rest[open + name.len() + 2..];
                    return Some(piece);
                }
                from = open + 1;
            }
            is_over = true;
            Some((rest, None))
        })
    }
}

const HEX: &[u8; 16] = b"0123456789ABCDEF";
const NAMES: [&str; 5] = ["phone", "text", "id", "template", "fields"];

impl PhoneForm {
    fn write(self, phone: &Phone) -> String {
        let digits = phone.as_str().trim_start_matches('+');
        match self {
            Self::Plus => phone.as_str().to_owned(),
            Self::Digits => digits.to_owned(),
            Self::National => {
                digits.strip_prefix("84").map_or_else(|| format!("00{digits}"), |rest| format!("0{rest}"))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mould(text: &str, body: Body) -> Mould {
        Mould { text: text.to_owned(), body, phone: PhoneForm::Digits }
    }

    #[test]
    fn values_stay_in_their_places() {
        let phone = Phone::parse("0912345678").unwrap();
        let fields = vec![("ten".to_owned(), "A\"B".to_owned())];
        let filling = Filling { id: "7".into(), phone: &phone, text: "a\"b&c d", template: "{id}", fields };
        let json = mould(r#"{"to":"{phone}","t":"{text}","tpl":"{template}","data":{fields},"x":{}}"#, Body::Json);
        assert_eq!(json.check(), Ok(()));
        let filled: serde_json::Value = serde_json::from_str(&json.fill(&filling)).unwrap();
        let expected = serde_json::json!({
            "to": "84912345678", "t": "a\"b&c d", "tpl": "{id}", "data": {"ten": "A\"B"}, "x": {}
        });
        assert_eq!(filled, expected, "what was filled in is not filled in again");
        let form = mould("to={phone}&t={text}&ref={id}", Body::Form);
        assert_eq!(form.fill(&filling), "to=84912345678&t=a%22b%26c%20d&ref=7");
    }

    #[test]
    fn a_body_that_cannot_be_filled_in_is_refused() {
        for (text, error) in [
            (r#"{"to":"{phone}","x":"{name}"}"#, MouldError::Name("name".into())),
            (r#"{"to":"{id}"}"#, MouldError::Phone),
            (r#"{"to":{phone}}"#, MouldError::Json),
            (r#"{"to":"{phone}""#, MouldError::Json),
        ] {
            assert_eq!(mould(text, Body::Json).check(), Err(error), "{text}");
        }
    }

    #[test]
    fn numbers_are_written_as_asked() {
        let (here, there) = (Phone::parse("0912345678").unwrap(), Phone::parse("+4915112345678").unwrap());
        assert_eq!(PhoneForm::Plus.write(&here), "+84912345678");
        assert_eq!(PhoneForm::Digits.write(&here), "84912345678");
        assert_eq!(PhoneForm::National.write(&here), "0912345678");
        assert_eq!(PhoneForm::National.write(&there), "004915112345678");
    }
}

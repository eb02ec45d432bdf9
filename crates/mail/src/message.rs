//! One e-mail to one recipient, and the bytes it becomes: always the same bytes for the same message, so that a repeat
//! can be told from a second message.

use crate::address::EmailAddress;
use crate::outcome::{Failure, Stage};
use crate::smtp::From;
use crate::text::Written;
use lettre::message::header::{ContentType, Header, HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart, MultiPartKind, SinglePart};
use sanviec_domain::time::Micros;
use std::error::Error;
use std::time::{Duration, SystemTime};
use uuid::Uuid;

/// An e-mail to one recipient.
#[derive(Clone, Debug)]
pub struct Message {
    id: Uuid,
    to: EmailAddress,
    to_name: Option<String>,
    written_at: Micros,
    written: Written,
    unsubscribe: Option<Unsubscribe>,
}

/// Where a mail program asks for no more of these with one click (RFC 8058).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unsubscribe(String);

impl Unsubscribe {
    /// An https address without blanks or angle brackets; `None` for anything else.
    pub fn at(url: &str) -> Option<Self> {
        let plain = |byte: u8| byte.is_ascii_graphic() && !matches!(byte, b'<' | b'>' | b'"' | b',');
        let known = url.strip_prefix("https://").is_some_and(|rest| !rest.is_empty() && rest.bytes().all(plain));
        (known && url.len() <= 500).then(|| Self(url.to_owned()))
    }
}

impl Message {
    /// A message under its own id. `written_at` becomes its date.
    pub fn new(id: Uuid, to: EmailAddress, written_at: Micros, written: Written) -> Self {
        Self { id, to, to_name: None, written_at, written, unsubscribe: None }
    }

    /// With the recipient's name beside the address.
    #[must_use]
    pub fn to_name(mut self, name: &str) -> Self {
        self.to_name = Some(one_line(name)).filter(|name| !name.is_empty());
        self
    }

    /// With the headers for stopping by one click.
    #[must_use]
    pub fn unsubscribe(mut self, at: Unsubscribe) -> Self {
        self.unsubscribe = Some(at);
        self
    }

    /// Its own id.
    pub fn id(&self) -> Uuid {
        self.id
    }

    /// Who gets it.
    pub fn to(&self) -> &EmailAddress {
        &self.to
    }

    /// What it says.
    pub fn written(&self) -> &Written {
        &self.written
    }

    /// The message as it goes over the wire.
    pub(crate) fn bytes(&self, from: &From) -> Result<Vec<u8>, Failure> {
        let to = Mailbox::new(self.to_name.clone(), self.to.inner().clone());
        let sender = Mailbox::new(Some(one_line(&from.name)), from.address.inner().clone());
        let mut builder = lettre::Message::builder()
            .from(sender)
            .to(to)
            .subject(one_line(&self.written.subject))
            .date(instant(self.written_at))
            .message_id(Some(message_id(self.id, from)))
            .header(AutoSubmitted);
        if let Some(address) = &from.reply_to {
            builder = builder.reply_to(Mailbox::new(None, address.inner().clone()));
        }
        if let Some(at) = &self.unsubscribe {
            builder = builder.header(ListUnsubscribe(at.0.clone())).header(ListUnsubscribePost);
        }
        let text = part(ContentType::TEXT_PLAIN, &self.written.text);
        let made = match &self.written.html {
            Some(html) => builder.multipart(
                MultiPart::builder()
                    .kind(MultiPartKind::Alternative)
                    .boundary(format!("part-{}", self.id.simple()))
                    .singlepart(text)
                    .singlepart(part(ContentType::TEXT_HTML, html)),
            ),
            None => builder.singlepart(text),
        };
        made.map(|message| message.formatted()).map_err(|error| Failure::new(Stage::Making, None, &error.to_string()))
    }
}

/// The name of a message for ever: made of its id, so that a repeat has the same.
fn message_id(id: Uuid, from: &From) -> String {
    format!("<{id}@{}>", from.domain.as_str())
}

/// Quoted-printable or base64 wherever the text is not short lines of ASCII: 8 bits need a server that says it takes
/// them.
fn part(content_type: ContentType, body: &str) -> SinglePart {
    SinglePart::builder().header(content_type).body(sanviec_text::nfc(body))
}

fn instant(at: Micros) -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_micros(u64::try_from(at.0).unwrap_or(0))
}

/// What a header may hold: one line, composed letters, nothing that turns the direction of writing around.
pub(crate) fn one_line(text: &str) -> String {
    let turned = |c: char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let text: String = text.chars().filter(|c| !turned(*c)).collect();
    let text: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    sanviec_text::nfc(&text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// RFC 3834: answering machines leave such a message alone.
#[derive(Clone)]
struct AutoSubmitted;

/// RFC 2369. A long address must stay in one piece, so it is not folded.
#[derive(Clone)]
struct ListUnsubscribe(String);

/// RFC 8058.
#[derive(Clone)]
struct ListUnsubscribePost;

type Parsed<T> = Result<T, Box<dyn Error + Send + Sync>>;

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Parsed<Self> {
        Ok(Self)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}

impl Header for ListUnsubscribe {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("List-Unsubscribe")
    }

    fn parse(text: &str) -> Parsed<Self> {
        Ok(Self(text.to_owned()))
    }

    fn display(&self) -> HeaderValue {
        let value = format!("<{}>", self.0);
        HeaderValue::dangerous_new_pre_encoded(Self::name(), value.clone(), value)
    }
}

impl Header for ListUnsubscribePost {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("List-Unsubscribe-Post")
    }

    fn parse(_: &str) -> Parsed<Self> {
        Ok(Self)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "List-Unsubscribe=One-Click".to_owned())
    }
}

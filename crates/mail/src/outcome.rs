//! What became of a message: a yes, a no, a "not now", or silence at the wrong moment.

use sanviec_domain::message::Tried;
use std::fmt;

/// How an attempt at one message ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The other side took this very message; what it said to that.
    Sent(String),
    /// It will never be taken: the other side refused this message for good, or it cannot be sent at all.
    GiveUp(Failure),
    /// It was not taken; later it may be.
    Retry(Failure),
    /// It was handed over and the answer was lost: it may have been taken or not.
    Unknown(Failure),
    /// The conversation ended before its turn: nothing of it was said.
    NotReached,
}

impl Outcome {
    /// The class, for deciding what follows.
    pub fn tried(&self) -> Tried {
        match self {
            Self::Sent(_) => Tried::Sent,
            Self::GiveUp(_) => Tried::Refused,
            Self::Retry(_) => Tried::Failed,
            Self::Unknown(_) => Tried::Unknown,
            Self::NotReached => Tried::NotReached,
        }
    }
}

/// The step at which an attempt ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Stage {
    /// Making the message: it cannot be sent as it is.
    Making,
    /// Reaching the other side: name, connection, greeting, TLS.
    Connect,
    /// Saying who we are.
    Login,
    /// Naming the sender.
    Mail,
    /// Naming the recipient.
    Recipient,
    /// Asking to hand over the text.
    Data,
    /// The text was handed over.
    Handover,
}

impl Stage {
    /// The word that rows and logs carry.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Making => "making",
            Self::Connect => "connect",
            Self::Login => "login",
            Self::Mail => "mail",
            Self::Recipient => "recipient",
            Self::Data => "data",
            Self::Handover => "handover",
        }
    }
}

/// Why an attempt did not end with a yes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// Where it ended.
    pub stage: Stage,
    /// The code that the other side answered with, if it answered.
    pub code: Option<u16>,
    /// What it said, or what went wrong; without the recipient's address, at most 200 characters.
    pub text: String,
}

impl Failure {
    const LENGTH: usize = 200;

    pub(crate) fn new(stage: Stage, code: Option<u16>, text: &str) -> Self {
        let text: String = sanviec_text::nfc(text).replace(['\n', '\t'], " ").chars().take(Self::LENGTH).collect();
        Self { stage, code, text: text.trim().to_owned() }
    }
}

/// A text of the other side without the address, however it spells its case: servers like to repeat it, and rows and
/// logs need not know it.
pub(crate) fn hidden(text: &str, address: &str) -> String {
    let (folded, address) = (text.to_ascii_lowercase(), address.to_ascii_lowercase());
    let mut shown = String::with_capacity(text.len());
    let mut from = 0;
    for (at, _) in folded.match_indices(&address) {
        shown.push_str(&text[from..at]);
        shown.push('…');
        from = at + address.len();
    }
    shown.push_str(&text[from..]);
    shown
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.stage.code())?;
        if let Some(code) = self.code {
            write!(f, " {code}")?;
        }
        if self.text.is_empty() { Ok(()) } else { write!(f, ": {}", self.text) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_reads_in_one_short_line_and_does_not_tell_the_address() {
        let said = format!("5.1.1 <Lan@Example.vn>: no\r\nsuch user, lan@example.vn {}", "x".repeat(300));
        let failure = Failure::new(Stage::Recipient, Some(550), &hidden(&said, "lan@example.vn"));
        let shown = failure.to_string();
        assert!(shown.starts_with("recipient 550: 5.1.1 <…>: no such user, … xxx"), "{shown}");
        assert!(failure.text.chars().count() <= 200 && !shown.contains('\n'), "{shown}");
        assert_eq!(Failure::new(Stage::Connect, None, "").to_string(), "connect");
    }
}

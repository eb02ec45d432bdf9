//! The words of messages, which are not ours: whoever puts the program together hands in somebody who has them, so that
//! the inbox shows what was sent. See `docs/decisions/2026-11-26-words-of-the-inbox.md`.

use crate::ctx::Locale;
use sanviec_domain::message::Content;

/// Somebody who puts a message into words.
pub trait Wording: Send + Sync {
    /// Subject and plain text; `None` when it cannot be put into words.
    fn put(&self, content: &Content, locale: Locale) -> Option<Worded>;
}

/// A message in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Worded {
    pub subject: String,
    pub text: String,
}

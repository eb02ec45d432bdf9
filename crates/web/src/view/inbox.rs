//! The page of the inbox.

use askama::Template;

use super::{Page, Words};

/// One message.
#[derive(Clone, Debug)]
pub(crate) struct InboxMessage {
    /// Id, as an anchor.
    pub(crate) id: String,
    /// What it is about.
    pub(crate) subject: Words,
    /// Paragraphs, each of lines.
    pub(crate) paragraphs: Vec<Vec<Words>>,
    /// When it was written.
    pub(crate) at: String,
    /// How it was sent too.
    pub(crate) channel: String,
    /// What the page is called that it leads to, and its address.
    pub(crate) way: Option<(Words, String)>,
    /// Whether it was not read yet.
    pub(crate) is_unread: bool,
}

/// The page.
#[derive(Clone, Debug, Template)]
#[template(path = "inbox.html")]
pub(crate) struct InboxPage {
    /// Frame.
    pub(crate) page: Page,
    /// How many are unread.
    pub(crate) unread: u64,
    /// The newest of all; `None` when there is nothing to note.
    pub(crate) newest: Option<String>,
    /// Key of the form.
    pub(crate) key: String,
    /// Messages, newest first.
    pub(crate) letters: Vec<InboxMessage>,
    /// Where older ones are.
    pub(crate) older: Option<String>,
}

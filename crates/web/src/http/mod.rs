//! What every answer shares: who asks in which language, pages for errors, headers, time limit, figures.
//! Must not be in here: what a page says.

mod answer;
mod cookie;
mod form;
mod guard;
mod shell;
mod upload;
mod visit;

pub(crate) use answer::{Fail, cached, elsewhere, html, moved, not_modified, unkept, unreadable, without_slash};
pub use cookie::Peer;
pub(crate) use cookie::{round as round_of, set as with_token, set_round as with_round, token as session_token};
pub(crate) use form::{Filled, KEY};
pub(crate) use shell::shell;
pub(crate) use upload::Upload;
pub(crate) use visit::Visit;

/// An error with all its causes, for the one log line at the boundary that gives up.
pub(crate) fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text.push_str(": ");
        text.push_str(&error.to_string());
        cause = error.source();
    }
    text
}

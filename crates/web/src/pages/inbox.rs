//! The inbox. Opening it, or a link that leads to it, changes nothing; what was read is noted by a button.

use axum::Router;
use axum::http::StatusCode;
use axum::routing::{get, post};
use sanviec_app::messages::{self, Channel, Item, What};
use sanviec_app::{AppError, Key};
use sanviec_domain::time::clock_time;
use uuid::Uuid;

use super::account::{Reply, demand_person};
use crate::Site;
use crate::format;
use crate::http::{Filled, Visit, elsewhere, unkept};
use crate::view::{InboxMessage, InboxPage, Section};

/// Name of the field with the newest message shown.
const UP_TO: &str = "den";

/// The inbox in one language.
pub(super) fn router() -> Router<Site> {
    Router::new().route("/hop-thu", get(show)).route("/hop-thu/da-doc", post(read))
}

async fn show(visit: Visit) -> Reply {
    demand_person(&visit)?;
    let before = match visit.asked("sau") {
        "" => None,
        text => Some(text.parse::<Uuid>().map_err(|_| visit.fail(AppError::NotFound))?),
    };
    let inbox = messages::inbox(visit.app(), &visit.ctx, before).await.map_err(|error| visit.fail(error))?;
    let mut page = visit.inner_page(visit.lang.t("inbox-title")).within(Section::Inbox);
    page.indexed = false;
    let key = Key::fresh().map_err(|error| visit.fail(error))?;
    let page = InboxPage {
        unread: inbox.unread,
        newest: inbox.newest.filter(|_| inbox.unread > 0).map(|id| id.to_string()),
        key: key.as_str().to_owned(),
        older: inbox.next.map(|id| visit.lang.href(&format!("/hop-thu?sau={id}"))),
        letters: inbox.items.into_iter().map(|item| letter(&visit, item)).collect(),
        page,
    };
    Ok(unkept(&visit, StatusCode::OK, &page))
}

fn letter(visit: &Visit, item: Item) -> InboxMessage {
    let lang = visit.lang;
    let (subject, text, way) = match item.what {
        What::Words { subject, text, path } => {
            let (text, label) = told(&text, path.as_deref());
            let label = label.unwrap_or_else(|| lang.t("inbox-open"));
            (subject, text, path.map(|path| (label.into(), lang.href(&path))))
        }
        What::Code => (lang.t("inbox-code"), lang.t("inbox-code-text"), None),
        What::Gone => (lang.t("inbox-gone"), lang.t("inbox-gone-text"), None),
    };
    let channel = match item.channel {
        Some(Channel::Email) => "inbox-by-email",
        Some(Channel::Sms) => "inbox-by-sms",
        Some(Channel::Zalo) => "inbox-by-zalo",
        None => "inbox-by-none",
    };
    InboxMessage {
        id: item.id.to_string(),
        subject: subject.into(),
        paragraphs: paragraphs(&text),
        at: format!("{} {}", clock_time(item.at), format::short_date(lang, item.at.day())),
        channel: lang.t(channel),
        way,
        is_unread: item.is_unread,
    }
}

/// The text of an e-mail without what the page shows otherwise: its signature, and the address that it leads to, whose
/// words are those of the link.
fn told(text: &str, path: Option<&str>) -> (String, Option<String>) {
    let mut label = None;
    let mut lines = Vec::new();
    for line in text.lines().take_while(|line| line.trim_end() != "--") {
        let (before, address) = line.trim_end().rsplit_once(' ').unwrap_or(("", line.trim_end()));
        let leads = path.is_some_and(|path| address.starts_with("http") && address.ends_with(path));
        if !leads {
            lines.push(line);
            continue;
        }
        // "They do not know your name. See it and answer: https://…": the last sentence is what the link is called.
        let (kept, called) = before.rsplit_once(". ").unwrap_or(("", before));
        match called.trim().strip_suffix(':').filter(|called| !called.is_empty()) {
            Some(called) => {
                label = Some(called.to_owned());
                lines.extend(before.get(..=kept.len()).filter(|_| !kept.is_empty()));
            }
            None => lines.extend((!before.trim().is_empty()).then_some(before)),
        }
    }
    (lines.join("\n"), label)
}

/// Paragraphs of lines, as the plain text of a message has them.
fn paragraphs(text: &str) -> Vec<Vec<crate::view::Words>> {
    let lines = |part: &str| part.lines().map(str::trim).filter(|line| !line.is_empty()).map(Into::into).collect();
    text.split("\n\n").map(lines).filter(|lines: &Vec<_>| !lines.is_empty()).collect()
}

async fn read(visit: Visit, filled: Filled) -> Reply {
    demand_person(&visit)?;
    // Sent by something else than the page: back to the page.
    if let (Ok(key), Ok(up_to)) = (filled.key(), filled.one(UP_TO).parse()) {
        messages::mark_read(visit.app(), &visit.ctx, up_to, &key).await.map_err(|error| visit.fail(error))?;
    }
    Ok(elsewhere(&visit, "/hop-thu"))
}

#[cfg(test)]
mod tests {
    use super::told;

    #[test]
    fn a_link_is_called_as_the_message_calls_it_and_address_and_signature_are_not_shown() {
        let path = Some("/ung-tuyen/ho-so/x");
        for (text, shown, label) in [
            (
                "Một.\n\nĐọc và trả lời: https://a.vn/ung-tuyen/ho-so/x\n\n-- \nSàn\nhttps://a.vn",
                "Một.\n\n\n",
                Some("Đọc và trả lời"),
            ),
            ("Chưa biết tên. Xem: http://a.vn/ung-tuyen/ho-so/x", "Chưa biết tên.", Some("Xem")),
            ("Một:\nhttps://a.vn/ung-tuyen/ho-so/x\nHai.", "Một:\nHai.", None),
            ("Xem tại https://a.vn/ung-tuyen/ho-so/x", "Xem tại", None),
            ("Xem: https://a.vn/khac\n--x", "Xem: https://a.vn/khac\n--x", None),
        ] {
            let (told, called) = told(text, path);
            assert_eq!((told.trim_end(), called.as_deref()), (shown.trim_end(), label), "{text}");
        }
        assert_eq!(told("Xem: https://a.vn/x", None), ("Xem: https://a.vn/x".to_owned(), None));
    }
}

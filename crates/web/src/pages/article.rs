//! Help and the other pages that only say something.

use axum::http::StatusCode;
use axum::response::Response;

use crate::http::{Visit, html};
use crate::view::{Article, Section, Topic};

pub(crate) fn article(visit: &Visit, topic: Topic) -> Response {
    let section = if matches!(topic, Topic::Help | Topic::Scam) { Section::Help } else { Section::Other };
    let page = visit.inner_page(visit.lang.t(topic.title())).within(section);
    html(visit, StatusCode::OK, &Article { page, topic })
}

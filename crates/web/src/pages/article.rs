//! Help and the other pages that only say something.

use axum::http::StatusCode;
use axum::response::Response;
use sanviec_app::profiles::{KEPT_DAYS, UNHELD_DAYS};
use sanviec_domain::application::DRAFT_DAYS;

use crate::http::{Visit, html};
use crate::view::{Article, Section, Terms, Topic};

pub(crate) fn article(visit: &Visit, topic: Topic) -> Response {
    let section = if matches!(topic, Topic::Help | Topic::Scam) { Section::Help } else { Section::Other };
    let page = visit.inner_page(visit.lang.t(topic.title())).within(section);
    let facts = visit.app().facts();
    let terms = Terms {
        answer: facts.answer_days,
        unhired: facts.keep_days,
        draft: DRAFT_DAYS,
        idle: KEPT_DAYS,
        unheld: UNHELD_DAYS,
    };
    html(visit, StatusCode::OK, &Article { page, topic, terms })
}

//! The applications of the person who is signed in.

use axum::http::StatusCode;
use sanviec_app::applications::{Mine, list_mine};

use super::Reply;
use super::words::{instant, last_day, own_status};
use crate::http::{Visit, unkept};
use crate::pages::account::demand_person;
use crate::view::{ApplicationRow, ApplicationsPage, Section};

pub(super) async fn list(visit: Visit) -> Reply {
    demand_person(&visit)?;
    let answer = list_mine(visit.app(), &visit.ctx, visit.asked("sau"), 20).await;
    let (rows, next) = answer.map_err(|error| visit.fail(error))?;
    let mut page = visit.inner_page(visit.lang.t("mine-title")).within(Section::Account);
    page.indexed = false;
    let next = next.map(|code| visit.lang.href(&format!("/ung-tuyen?sau={code}")));
    let rows = rows.into_iter().map(|own| row(&visit, own)).collect();
    Ok(unkept(&visit, StatusCode::OK, &ApplicationsPage { page, rows, next }))
}

fn row(visit: &Visit, own: Mine) -> ApplicationRow {
    let id = own.id.code().to_string();
    ApplicationRow {
        href: visit.lang.href(&format!("/ung-tuyen/ho-so/{id}")),
        title: own.advert.title.into(),
        about: own.advert.employer.into(),
        status: if own.is_full_draft {
            visit.lang.t("status-full-draft")
        } else {
            own_status(visit, (own.status, own.state), own.is_unanswered)
        },
        sent: visit.lang.t1("row-sent", "time", instant(visit, own.at)),
        until: own.answer_by.map_or_else(String::new, |at| visit.lang.t1("row-until", "day", last_day(visit, at))),
        tick: None,
        id,
    }
}

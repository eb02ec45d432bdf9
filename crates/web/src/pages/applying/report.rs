//! Anybody says that something is wrong with an advert.

use axum::extract::Path;
use axum::http::StatusCode;
use sanviec_app::reports::{REASONS, Report, report};

use super::form::{self, REASON, WORDS};
use super::{Reply, Stop};
use crate::http::{Filled, Visit, elsewhere, unkept};
use crate::pages::posting;
use crate::view::{ApplyingForm, Ask, AskKind};

/// Address of the form for a posting.
pub(crate) fn path(code: &str) -> String {
    format!("/bao-cao-tin/{code}")
}

pub(super) async fn show(visit: Visit, Path(code): Path<String>) -> Reply {
    Ok(form::show(&visit, &asking(&visit, &code).await?))
}

async fn asking(visit: &Visit, code: &str) -> Result<ApplyingForm, Stop> {
    let gone = || visit.fail(sanviec_app::AppError::Gone);
    let view = posting::found(visit, code).await?.ok_or_else(gone)?;
    let reasons = REASONS.iter().map(|(code, vi, en)| ((*code).to_owned(), visit.say(vi, en).into())).collect();
    let mut form = form::form(visit, &path(code), "report-send")?;
    form.asks = vec![
        Ask::new(REASON, AskKind::Choice, visit.lang.t("report-reason")).options(reasons),
        Ask::new(WORDS, AskKind::Area, visit.lang.t("report-words")).hint(visit.lang.t("report-words-hint")),
    ];
    let mut page = form::page(visit, "report-title", form);
    page.intro = vec![visit.lang.t("report-intro").into()];
    page.rows = vec![
        (visit.lang.t("apply-posting"), view.content.title.as_str().into()),
        (visit.lang.t("apply-employer"), view.employer.name.as_str().into()),
    ];
    page.links = vec![(visit.lang.t("apply-back"), visit.lang.href(&posting::path_of(&view)))];
    Ok(page)
}

pub(super) async fn send(visit: Visit, Path(code): Path<String>, filled: Filled) -> Reply {
    let order = Report {
        posting: code.clone(),
        reason: filled.one(REASON).to_owned(),
        words: filled.one(WORDS).to_owned(),
        origin: visit.origin.clone(),
    };
    let taken = match filled.key() {
        Ok(key) => report(visit.app(), &visit.ctx, order, &key).await,
        Err(error) => Err(error),
    };
    match taken {
        Ok(()) => Ok(elsewhere(&visit, &format!("{}/da-nhan", path(&code)))),
        Err(error) => {
            let mut page = asking(&visit, &code).await?;
            page.forms.iter_mut().for_each(|form| form::refill(form, &filled));
            form::refuse(&visit, page, error)
        }
    }
}

pub(super) async fn taken(visit: Visit, Path(_): Path<String>) -> Reply {
    let mut page = visit.inner_page(visit.lang.t("report-taken-title"));
    page.indexed = false;
    let page = ApplyingForm {
        page,
        mistakes: Vec::new(),
        intro: vec![visit.lang.t("report-taken").into()],
        done: None,
        rows: Vec::new(),
        groups: Vec::new(),
        forms: Vec::new(),
        has_trap: false,
        links: vec![(visit.lang.t("gone-next"), visit.lang.href("/viec-lam"))],
    };
    Ok(unkept(&visit, StatusCode::OK, &page))
}

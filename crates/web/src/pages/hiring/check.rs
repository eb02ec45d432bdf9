//! The tenth step: everything that a posting says with a way back to each field, what is missing, the preview, and the
//! button that hands it in.

use axum::extract::Path;
use axum::http::StatusCode;
use sanviec_app::AppError;
use sanviec_app::hiring::{self, OwnPosting, STEPS, Submitted};
use sanviec_domain::posting::State;

use super::postings::title;
use super::sheet::{ask, id_of, link, named, refuse, say, sheet, show as shown, version, word};
use super::step::path_of;
use super::{Reply, Stop, demand_person};
use crate::http::{Filled, Visit, elsewhere, unkept};
use crate::pages::posting::page_of;
use crate::view::{SheetPart, Words, Worksheet};

pub(super) async fn show(visit: Visit, Path(code): Path<String>) -> Reply {
    demand_person(&visit)?;
    Ok(shown(&visit, &page(&visit, &code).await?))
}

async fn page(visit: &Visit, code: &str) -> Result<Worksheet, Stop> {
    let id = id_of(visit, code)?;
    let own = hiring::own(visit.app(), &visit.ctx, id).await.map_err(|error| visit.fail(error))?;
    let mut page = sheet(visit, visit.lang.t("hiring-check"));
    page.page = page
        .page
        .crumb(visit.lang.t("hiring-title"), "/tuyen-dung")
        .crumb(title(visit, &own.content.title).to_string(), &format!("/tuyen-dung/tin/{code}"));
    page.parts.extend(findings(visit, &own));
    page.parts.extend(answers(visit, &own, true));
    page.parts.push(link(visit, "hiring-preview", &format!("/tuyen-dung/tin/{code}/xem-truoc")));
    if matches!(own.state, State::Draft | State::Returned) {
        page.parts.push(SheetPart::Text(visit.lang.t(what_follows(&own)).into()));
        let mut form = ask(visit, &format!("/tuyen-dung/tin/{code}/kiem-tra"), "hiring-submit")?;
        form.kept = vec![("version", own.version.to_string())];
        page.parts.push(SheetPart::Form(form));
    }
    Ok(page)
}

const fn what_follows(own: &OwnPosting) -> &'static str {
    if own.is_verified { "hiring-submit-what" } else { "hiring-submit-unverified" }
}

/// What is missing or forbidden, what an officer will look at, and what its author should look at once more.
pub(super) fn findings(visit: &Visit, own: &OwnPosting) -> Vec<SheetPart> {
    let told = |errors: &[sanviec_app::FieldError]| {
        let line = |error: &sanviec_app::FieldError| named(visit, error.field, &say(visit, error));
        errors.iter().map(line).collect::<Vec<_>>()
    };
    let mut parts = Vec::new();
    if !own.open.is_empty() {
        parts.push(SheetPart::Notice(visit.lang.t("hiring-open"), told(&own.open)));
    }
    if !own.doubts.is_empty() {
        parts.push(SheetPart::Notice(visit.lang.t("hiring-doubts"), told(&own.doubts)));
    }
    if !own.notes.is_empty() {
        parts.push(SheetPart::Notice(visit.lang.t("hiring-notes"), told(&own.notes)));
    }
    parts
}

/// Everything that it says, step by step; with ways back where it can be changed.
pub(super) fn answers(visit: &Visit, own: &OwnPosting, may_change: bool) -> Vec<SheetPart> {
    let mut parts = Vec::new();
    for step in STEPS {
        parts.push(SheetPart::Heading(visit.lang.t(&format!("hiring-step-{}", step.name))));
        let href = visit.lang.href(&format!("{}?ve=kiem-tra", path_of(&own.code, step.name)));
        let pair = |field: &hiring::FieldSpec| {
            let name = visit.lang.t(&format!("hiring-f-{}", field.name.replace('_', "-")));
            (name, answer(visit, own, field), may_change.then(|| href.clone()))
        };
        parts.push(SheetPart::Pairs(step.fields.iter().map(pair).collect()));
    }
    parts
}

fn answer(visit: &Visit, own: &OwnPosting, field: &hiring::FieldSpec) -> Words {
    let values = hiring::values(&own.content, field.name);
    let in_words = |value: &String| match field.control {
        hiring::Control::One(_) | hiring::Control::Many(_) => word(visit, field.name, value),
        hiring::Control::Yes => visit.lang.t("hiring-yes"),
        hiring::Control::Line
        | hiring::Control::Area
        | hiring::Control::Lines
        | hiring::Control::Number
        | hiring::Control::Day => value.clone(),
    };
    let words = values.iter().map(in_words).collect::<Vec<_>>().join("; ");
    if words.is_empty() { visit.lang.t("hiring-unstated").into() } else { words.into() }
}

pub(super) async fn send(visit: Visit, Path(code): Path<String>, filled: Filled) -> Reply {
    demand_person(&visit)?;
    let id = id_of(&visit, &code)?;
    let done = async {
        let (version, key) = (version(&filled)?, filled.key()?);
        hiring::submit(visit.app(), &visit.ctx, id, version, &key).await
    };
    match done.await {
        Ok(Submitted::Published) => Ok(elsewhere(&visit, &format!("/tuyen-dung/tin/{code}?xong=published"))),
        Ok(Submitted::Waiting) => Ok(elsewhere(&visit, &format!("/tuyen-dung/tin/{code}?xong=waiting"))),
        Err(error @ (AppError::Refused(_) | AppError::Conflict)) => refuse(&visit, page(&visit, &code).await?, error),
        Err(error) => Err(visit.fail(error).into()),
    }
}

/// The public page of the posting, as it will be.
pub(super) async fn preview(visit: Visit, Path(code): Path<String>) -> Reply {
    demand_person(&visit)?;
    let id = id_of(&visit, &code)?;
    let view = hiring::preview(visit.app(), &visit.ctx, id).await.map_err(|error| visit.fail(error))?;
    let mut page = page_of(&visit, &view, Vec::new());
    page.page.indexed = false;
    page.page.path = format!("/tuyen-dung/tin/{code}/xem-truoc");
    page.data = None;
    Ok(unkept(&visit, StatusCode::OK, &page))
}

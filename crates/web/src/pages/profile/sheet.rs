//! What the forms of profiles share: the page around the questions, and a refused form shown again.

use axum::http::StatusCode;
use axum::response::Response;
use sanviec_app::{AppError, FieldError, Key};

use super::Stop;
use crate::http::{Visit, unkept};
use crate::view::{Page, Section, Sheet, Wrong};

/// A form at this address, with no question in it yet.
pub(super) fn page(visit: &Visit, title: &str, path: &str) -> Result<Sheet, Stop> {
    let mut page = visit.inner_page(title.to_owned()).within(Section::Account);
    page = page.crumb(visit.lang.t("profile-title"), "/ho-so");
    bare(visit, page, path, (visit.lang.t("profile-back"), "/ho-so"))
}

/// The same about a person at the desk, below the person's page.
pub(super) fn at_desk(visit: &Visit, title: &str, (path, person): (&str, &str)) -> Result<Sheet, Stop> {
    let mut page = visit.inner_page(title.to_owned());
    page = page.crumb(visit.lang.t("desk-title"), "/trung-tam").crumb(visit.lang.t("people-title"), "/trung-tam/nguoi");
    bare(visit, page, path, (visit.lang.t("claim-slip-back"), person))
}

fn bare(visit: &Visit, mut page: Page, path: &str, (label, back): (String, &str)) -> Result<Sheet, Stop> {
    page.indexed = false;
    Ok(Sheet {
        page,
        intro: Vec::new(),
        done: None,
        notes: Vec::new(),
        mistakes: Vec::new(),
        action: visit.lang.href(path),
        key: key(visit)?,
        kept: Vec::new(),
        groups: Vec::new(),
        button: visit.lang.t("profile-save"),
        warns: false,
        links: vec![(label, visit.lang.href(back))],
    })
}

/// A key for a form that is about to be shown.
pub(super) fn key(visit: &Visit) -> Result<String, Stop> {
    Ok(Key::fresh().map_err(|error| visit.fail(error))?.as_str().to_owned())
}

pub(super) fn show(visit: &Visit, sheet: &Sheet) -> Response {
    unkept(visit, StatusCode::OK, sheet)
}

/// What is wrong with the input; anything but a refusal is no matter of the form.
pub(super) fn errors(visit: &Visit, error: AppError) -> Result<Vec<FieldError>, Stop> {
    match error {
        AppError::Refused(errors) => Ok(errors),
        AppError::Conflict => Ok(vec![meanwhile()]),
        other => Err(visit.fail(other).into()),
    }
}

/// Shows a form again with what is wrong, in the summary and beside its question.
pub(super) fn refuse(visit: &Visit, mut sheet: Sheet, errors: &[FieldError]) -> Response {
    for error in errors {
        let message = visit.lang.said(error);
        let mut anchor = None;
        for group in &mut sheet.groups {
            if group.id == error.field && anchor.is_none() {
                group.error.get_or_insert_with(|| message.into());
                anchor = Some(group.id.clone());
            }
            for question in group.questions.iter_mut().filter(|question| question.id == error.field) {
                question.error.get_or_insert_with(|| message.into());
                anchor = Some(question.id.clone());
            }
        }
        sheet.mistakes.push(Wrong { anchor, message: message.into() });
    }
    unkept(visit, StatusCode::UNPROCESSABLE_ENTITY, &sheet)
}

fn meanwhile() -> FieldError {
    let vi = "Phần này vừa được thay đổi ở nơi khác. Hãy xem lại rồi lưu lần nữa.";
    let en = "This part was changed elsewhere a moment ago. Look at it again, then save once more.";
    FieldError::new("form", "conflict", vi, en)
}

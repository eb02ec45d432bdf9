//! What the forms of applying share: the page around them, a refused form shown again with what was typed.

use axum::http::StatusCode;
use axum::response::Response;
use sanviec_app::{AppError, FieldError, Key};

use super::Stop;
use crate::http::{Filled, Visit, unkept};
use crate::view::{ApplyingForm, Ask, Form, Mistake, Section};

pub(super) const NAME: &str = "ho-ten";
pub(super) const PHONE: &str = "dien-thoai";
pub(super) const EMAIL: &str = "email";
pub(super) const AGE: &str = "tuoi";
pub(super) const GUARDIAN: &str = "giam-ho";
pub(super) const CONSENT: &str = "dong-y";
pub(super) const CODE: &str = "ma";
pub(super) const WORDS: &str = "noi-dung";
pub(super) const NOTE: &str = "ghi-chu";
pub(super) const REASON: &str = "ly-do";
pub(super) const DAY: &str = "ngay";
pub(super) const TIME: &str = "gio";
pub(super) const PLACE: &str = "noi-hen";
pub(super) const DEED: &str = "viec";
pub(super) const TITLE: &str = "ten-mau";

/// Where everything is that an employer does about those who applied.
const APPLICANTS: &str = "/ung-vien";

/// Names of fields in forms for those of the use cases.
const NAMES: [(&str, &str); 14] = [
    ("name", NAME),
    ("phone", PHONE),
    ("email", EMAIL),
    ("age", AGE),
    ("guardian", GUARDIAN),
    ("consent", CONSENT),
    ("code", CODE),
    ("words", WORDS),
    ("note", NOTE),
    ("reason", REASON),
    ("day", DAY),
    ("time", TIME),
    ("place", PLACE),
    ("title", TITLE),
];

/// A form that goes to this address, with nothing in it yet.
pub(super) fn form(visit: &Visit, action: &str, button: &str) -> Result<Form, Stop> {
    let key = Key::fresh().map_err(|error| visit.fail(error))?;
    Ok(Form {
        prefix: "",
        title: String::new(),
        what: String::new(),
        action: visit.lang.href(action),
        key: key.as_str().to_owned(),
        kept: Vec::new(),
        asks: Vec::new(),
        button: visit.lang.t(button),
        is_second: false,
    })
}

/// The page around one form: what goes to applicants stands under them, everything else under the vacancies.
pub(super) fn page(visit: &Visit, title: &str, form: Form) -> ApplyingForm {
    let page = visit.inner_page(visit.lang.t(title));
    let mut page = if form.action.starts_with(&visit.lang.href(APPLICANTS)) {
        page.within(Section::Account).crumb(visit.lang.t("applicants-title"), APPLICANTS)
    } else {
        page.within(Section::Postings)
    };
    page.indexed = false;
    ApplyingForm {
        page,
        mistakes: Vec::new(),
        intro: Vec::new(),
        done: None,
        rows: Vec::new(),
        groups: Vec::new(),
        forms: vec![form],
        has_trap: false,
        links: Vec::new(),
    }
}

/// Shows a page.
pub(super) fn show(visit: &Visit, page: &ApplyingForm) -> Response {
    unkept(visit, StatusCode::OK, page)
}

/// Puts what was typed back into the fields.
pub(super) fn refill(form: &mut Form, filled: &Filled) {
    for ask in &mut form.asks {
        ask.value = filled.one(ask.name).into();
    }
}

/// Shows the first form of a page again with what is wrong, in the summary and beside its field. Anything but a refusal
/// is no matter of the form.
pub(super) fn refuse(visit: &Visit, mut page: ApplyingForm, error: AppError) -> Result<Response, Stop> {
    let errors = match error {
        AppError::Refused(errors) => errors,
        AppError::Conflict => vec![meanwhile()],
        other => return Err(visit.fail(other).into()),
    };
    let mut status = StatusCode::UNPROCESSABLE_ENTITY;
    for error in &errors {
        if error.code == "too_many" {
            status = StatusCode::TOO_MANY_REQUESTS;
        }
        let message = visit.lang.said(error);
        let name = NAMES.iter().find(|(known, _)| *known == error.field).map(|(_, name)| *name);
        let asks = page.forms.first_mut().map(|form| form.asks.as_mut_slice()).unwrap_or_default();
        let anchor = asks.iter_mut().find(|ask: &&mut Ask| Some(ask.name) == name).map(|ask| {
            ask.error.get_or_insert_with(|| message.into());
            ask.name
        });
        page.mistakes.push(Mistake { anchor, message: message.into() });
    }
    Ok(unkept(visit, status, &page))
}

fn meanwhile() -> FieldError {
    let (vi, en) = (
        "Có thay đổi cùng lúc. Hãy xem lại rồi gửi lần nữa.",
        "Something changed meanwhile. Look again and send again.",
    );
    FieldError::new("form", "conflict", vi, en)
}

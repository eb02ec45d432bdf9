//! What the pages of the desk share: the frame, forms with their keys, a refused form shown again with what was typed.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use sanviec_app::{AppError, Export, FieldError, Format, Key};

use super::super::account::{Stop, demand_person, with_next};
use crate::http::{Filled, Visit, unkept};
use crate::view::{DeskAsk, DeskBlock, DeskForm, DeskPage, Mistake, Words};
use sanviec_domain::time::parse_date;

/// Name of the field with the version that was read.
pub(in crate::pages) const VERSION: &str = "ban";

/// A page of the desk for somebody who is signed in; nothing on it yet.
pub(in crate::pages) fn page(visit: &Visit, title: impl Into<String>) -> Result<DeskPage, Stop> {
    demand_person(visit)?;
    Ok(bare(visit, title))
}

/// The same for anybody.
pub(in crate::pages) fn bare(visit: &Visit, title: impl Into<String>) -> DeskPage {
    let mut page = visit.inner_page(title);
    page.indexed = false;
    DeskPage { page, done: None, mistakes: Vec::new(), blocks: Vec::new() }
}

/// The way back to the work of the centre above a page.
pub(in crate::pages) fn below_desk(visit: &Visit, mut page: DeskPage) -> DeskPage {
    page.page = page.page.crumb(visit.lang.t("desk-title"), "/trung-tam");
    page
}

/// A form that changes something.
pub(in crate::pages) fn form(visit: &Visit, path: &str, button: &str) -> Result<DeskForm, Stop> {
    let key = Key::fresh().map_err(|error| visit.fail(error))?;
    Ok(DeskForm {
        action: visit.lang.href(path),
        key: key.as_str().to_owned(),
        button: visit.lang.t(button),
        ..DeskForm::default()
    })
}

/// Shows a page. It is kept nowhere: it shows people.
pub(in crate::pages) fn show(visit: &Visit, page: &DeskPage) -> Response {
    unkept(visit, StatusCode::OK, page)
}

/// What stands where the button would be for somebody who signed in too long ago for it: why, and the way to sign in
/// and come back. Nothing for somebody who is fresh from signing in.
pub(in crate::pages) fn sign_in_again(visit: &Visit) -> Option<Vec<DeskBlock>> {
    if visit.person().is_some_and(|person| person.is_fresh) {
        return None;
    }
    let here = visit.path.split('?').next().unwrap_or_default();
    let way = visit.lang.href(&with_next("/dang-nhap", here));
    let link = (visit.lang.t("money-sign-in-again"), way, false);
    Some(vec![DeskBlock::Notice(visit.lang.t("money-not-fresh").into()), DeskBlock::Links(vec![link])])
}

/// What was typed into a form that was sent, or nothing.
pub(in crate::pages) fn typed<'a>(filled: Option<&'a Filled>, name: &str) -> &'a str {
    filled.map_or("", |filled| filled.one(name))
}

/// A day that was typed, or a refusal at the field.
pub(in crate::pages) fn typed_day(
    filled: &Filled,
    name: &str,
    field: &'static str,
) -> Result<chrono::NaiveDate, FieldError> {
    parse_date(filled.one(name)).ok_or_else(|| no_day(field))
}

/// What is said of a day that cannot be read.
pub(in crate::pages) fn no_day(field: &'static str) -> FieldError {
    FieldError::new(field, "not_a_day", "Nhập ngày như 05/11/2026.", "Enter a day like 05/11/2026.")
}

/// Shows a page again with what is wrong, in the summary and beside the fields. Anything but a refusal is no matter of
/// the form.
pub(in crate::pages) fn refuse(
    visit: &Visit,
    mut page: DeskPage,
    error: AppError,
    names: &[(&'static str, &'static str)],
) -> Result<Response, Stop> {
    let errors = match error {
        AppError::Refused(errors) => errors,
        AppError::Conflict => vec![meanwhile()],
        other => return Err(visit.fail(other).into()),
    };
    for error in &errors {
        let message: Words = visit.lang.said(error).into();
        let name = names.iter().find(|(known, _)| *known == error.field).map(|(_, name)| *name);
        let found = asks(&mut page.blocks).find(|ask| Some(ask.name) == name);
        let anchor = found.map(|ask| {
            ask.error.get_or_insert_with(|| message.clone());
            ask.name
        });
        page.mistakes.push(Mistake { anchor, message });
    }
    if let Some(first) = page.mistakes.first().and_then(|mistake| mistake.anchor) {
        for ask in asks(&mut page.blocks) {
            ask.is_first = ask.name == first;
        }
    }
    Ok(unkept(visit, StatusCode::UNPROCESSABLE_ENTITY, &page))
}

fn asks(blocks: &mut [DeskBlock]) -> impl Iterator<Item = &mut DeskAsk> {
    let forms = blocks.iter_mut().filter_map(|block| match block {
        DeskBlock::Form(form) | DeskBlock::Folded(_, form) => Some(form),
        _ => None,
    });
    forms.flat_map(|form| form.asks.iter_mut())
}

fn meanwhile() -> FieldError {
    let vi = "Có người vừa thay đổi. Trang này đã được cập nhật; vui lòng xem lại rồi gửi lại.";
    let en = "Somebody has just changed this. The page shows it as it is now; please look and send again.";
    FieldError::new("form", "conflict", vi, en)
}

/// What is wrong in a column of a file.
pub(in crate::pages) fn of_column(visit: &Visit, error: &FieldError) -> Words {
    format!("{}: {}", error.field, visit.lang.said(error)).into()
}

/// A spreadsheet.
pub(in crate::pages) fn book(name: &str, bytes: Vec<u8>) -> Response {
    download(Export { name: name.to_owned(), rows: 0, bytes }, Format::Xlsx)
}

/// A file for whoever asked, and for nobody on the way.
pub(in crate::pages) fn download(export: Export, format: Format) -> Response {
    let kind = match format {
        Format::Csv => "text/csv; charset=utf-8",
        Format::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    };
    let name = HeaderValue::from_str(&format!("attachment; filename=\"{}\"", export.name));
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(kind)),
        (header::CONTENT_DISPOSITION, name.unwrap_or(HeaderValue::from_static("attachment"))),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    (headers, export.bytes).into_response()
}

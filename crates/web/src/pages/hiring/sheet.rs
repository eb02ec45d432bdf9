//! What the pages of hiring share: sheets shown and shown again with what is wrong, forms, days and words.

use axum::http::StatusCode;
use axum::response::Response;
use sanviec_app::hiring::STEPS;
use sanviec_app::{AppError, FieldError, Key};
use sanviec_domain::posting::PostingCode;
use sanviec_domain::time::{Micros, clock_time};
use uuid::Uuid;

use super::Stop;
use crate::format;
use crate::http::{Filled, Visit, unkept};
use crate::view::{Input, Opt, Section, Shape, SheetPart, Words, WorkForm, Worksheet, Wrong};

/// A sheet with nothing on it, below the workplace.
pub(super) fn sheet(visit: &Visit, title: impl Into<String>) -> Worksheet {
    let mut page = visit.inner_page(title).within(Section::Account);
    page.indexed = false;
    Worksheet { page, done: done(visit), mistakes: Vec::new(), parts: Vec::new() }
}

/// What was just done, named in the address by the page that did it.
fn done(visit: &Visit) -> Option<String> {
    let word = visit.asked("xong");
    const KNOWN: [&str; 17] = [
        "registered",
        "submitted",
        "taken-back",
        "invited",
        "changed",
        "renamed",
        "joined",
        "left",
        "decided",
        "appointed",
        "waiting",
        "published",
        "paused",
        "resumed",
        "extended",
        "closed",
        "judged",
    ];
    KNOWN.contains(&word).then(|| visit.lang.t(&format!("hiring-done-{word}")))
}

/// Shows a sheet.
pub(super) fn show(visit: &Visit, sheet: &Worksheet) -> Response {
    unkept(visit, StatusCode::OK, sheet)
}

/// Shows a sheet again with what is wrong, in the summary and at its control. Anything but a refusal is no matter of
/// the sheet.
pub(super) fn refuse(visit: &Visit, mut sheet: Worksheet, error: AppError) -> Result<Response, Stop> {
    let errors = match error {
        AppError::Refused(errors) => errors,
        AppError::Conflict => vec![meanwhile()],
        other => return Err(visit.fail(other).into()),
    };
    for error in &errors {
        let message = say(visit, error);
        let mut anchor = None;
        if let Some(control) = sheet.controls_mut().find(|control| control.name == error.field) {
            control.error.get_or_insert_with(|| message.clone());
            anchor = Some(control.id.clone());
        }
        // A field of another page: the summary names it, or every line would say the same.
        let asked = STEPS.iter().flat_map(|step| step.fields).any(|field| field.name == error.field);
        let message = if anchor.is_none() && asked { named(visit, error.field, &message) } else { message };
        sheet.mistakes.push(Wrong { anchor, message });
    }
    Ok(unkept(visit, StatusCode::UNPROCESSABLE_ENTITY, &sheet))
}

/// What is told of a field, with its name before it.
pub(super) fn named(visit: &Visit, field: &str, message: &str) -> Words {
    format!("{}: {message}", visit.lang.t(&format!("hiring-f-{}", field.replace('_', "-")))).into()
}

/// An error in the page's language, with what was probably meant.
pub(super) fn say(visit: &Visit, error: &FieldError) -> Words {
    let message = visit.lang.said(error);
    if error.suggestions.is_empty() {
        return message.into();
    }
    format!("{message} {}", visit.lang.t1("hiring-meant", "places", error.suggestions.join("; "))).into()
}

fn meanwhile() -> FieldError {
    let vi = "Có người vừa thay đổi mục này. Hãy xem lại rồi gửi lần nữa.";
    let en = "Somebody has just changed this. Look at it again, then send it once more.";
    FieldError::new("form", "conflict", vi, en)
}

/// A form that goes to this address.
pub(super) fn ask(visit: &Visit, path: &str, button: &str) -> Result<WorkForm, Stop> {
    Ok(WorkForm {
        action: visit.lang.href(path),
        key: Key::fresh().map_err(|error| visit.fail(error))?.as_str().to_owned(),
        kept: Vec::new(),
        controls: Vec::new(),
        button: visit.lang.t(button),
        about: Words::default(),
        is_chief: true,
    })
}

/// A form that is one button beside something, with hidden values.
pub(super) fn press(
    visit: &Visit,
    path: &str,
    button: &str,
    kept: Vec<(&'static str, String)>,
    about: &str,
) -> Result<WorkForm, Stop> {
    Ok(WorkForm { kept, about: about.into(), is_chief: false, ..ask(visit, path, button)? })
}

/// A control with label and, where there is one, hint by its name: `hiring-f-<name>`, `hiring-h-<name>`.
pub(super) fn control(visit: &Visit, name: &'static str, shape: Shape) -> Input {
    let word = name.replace('_', "-");
    let hint = HINTED.contains(&name).then(|| visit.lang.t(&format!("hiring-h-{word}")));
    Input { name, id: word.clone(), label: visit.lang.t(&format!("hiring-f-{word}")), hint, shape, error: None }
}

/// Controls that need more words than their label.
const HINTED: [&str; 23] = [
    "hook_address",
    "number",
    "phone",
    "representative",
    "centre",
    "contact",
    "reference",
    "seen_on",
    "through",
    "title",
    "description",
    "location",
    "address",
    "pay",
    "probation_days",
    "probation_percent",
    "skills",
    "contact_name",
    "deadline_on",
    "ready_on",
    "until",
    "hired",
    "wish_to_centre",
];

/// A control of one line.
pub(super) fn line(visit: &Visit, name: &'static str, value: &str) -> Input {
    control(visit, name, Shape::Line(value.into(), "text"))
}

/// A list to choose one from; labels are texts by name and code: `hiring-c-<name>-<code>`.
pub(super) fn one(visit: &Visit, name: &'static str, codes: &[&str], chosen: &str) -> Input {
    let option = |code: &&str| Opt { value: (*code).to_owned(), label: word(visit, name, code), on: *code == chosen };
    control(visit, name, Shape::One(codes.iter().map(option).collect()))
}

/// What a code of a list says.
pub(super) fn word(visit: &Visit, name: &str, code: &str) -> String {
    visit.lang.t(&format!("hiring-c-{}-{}", name.replace('_', "-"), code.replace('_', "-")))
}

/// What was typed, or what stands there.
pub(super) fn typed<'a>(filled: Option<&'a Filled>, name: &str, stands: &'a str) -> &'a str {
    filled.map_or(stands, |filled| filled.one(name))
}

/// The id that a code in an address stands for.
pub(super) fn id_of(visit: &Visit, code: &str) -> Result<Uuid, Stop> {
    let code = code.parse::<PostingCode>().map_err(|_| visit.fail(AppError::NotFound))?;
    Ok(code.uuid())
}

/// The code in addresses.
pub(super) fn code_of(id: Uuid) -> String {
    PostingCode::of(id).to_string()
}

/// The version that a form was made for.
pub(super) fn version(filled: &Filled) -> Result<i64, AppError> {
    let vi = "Biểu mẫu không đầy đủ. Vui lòng gửi lại.";
    let unread = || FieldError::new("form", "no_version", vi, "The form was incomplete. Please send it again.");
    filled.one("version").parse().map_err(|_| unread().into())
}

/// A day and the time of it.
pub(super) fn moment(visit: &Visit, at: Micros) -> String {
    format!("{} {}", clock_time(at), format::short_date(visit.lang, at.day()))
}

/// A line of a summary.
pub(super) fn pair(visit: &Visit, key: &str, value: impl Into<Words>) -> (String, Words, Option<String>) {
    (visit.lang.t(key), value.into(), None)
}

/// A paragraph of a text.
pub(super) fn text(visit: &Visit, key: &str) -> SheetPart {
    SheetPart::Text(visit.lang.t(key).into())
}

/// A heading of a text.
pub(super) fn heading(visit: &Visit, key: &str) -> SheetPart {
    SheetPart::Heading(visit.lang.t(key))
}

/// A link of a text.
pub(super) fn link(visit: &Visit, key: &str, path: &str) -> SheetPart {
    SheetPart::Link(visit.lang.t(key), visit.lang.href(path))
}

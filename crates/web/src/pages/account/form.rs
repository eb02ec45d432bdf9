//! What the forms of accounts share: the page around fields, a refused form shown again with what was typed, the way
//! on after somebody got in.

use axum::http::StatusCode;
use axum::response::Response;
use sanviec_app::accounts::{Entered, Recognised, Renewing, Stage, answered_before, code_sent_to, sign_out};
use sanviec_app::{AppError, FieldError, Key};

use super::Stop;
use crate::http::{Filled, Visit, elsewhere, unkept, with_token};
use crate::view::{Field, FormPage, Mistake, Section, Words};
use uuid::Uuid;

/// Names of fields in forms for those of the use cases.
const NAMES: [(&str, &str); 5] =
    [("contact", CONTACT), ("password", PASSWORD), ("again", AGAIN), ("code", CODE), ("link", LINK)];
pub(super) const CONTACT: &str = "lien-he";
pub(super) const PASSWORD: &str = "mat-khau";
pub(super) const AGAIN: &str = "nhap-lai";
pub(super) const CODE: &str = "ma";
pub(super) const LINK: &str = "lien-ket";
/// Name of the field that says where to go afterwards.
pub(super) const NEXT: &str = "ve";

/// A form at this address, with nothing in it yet.
pub(super) fn page(visit: &Visit, title: &str, path: &str) -> Result<FormPage, Stop> {
    let mut page = visit.inner_page(visit.lang.t(title)).within(Section::Account);
    page.indexed = false;
    let key = Key::fresh().map_err(|error| visit.fail(error))?;
    Ok(FormPage {
        page,
        intro: Vec::new(),
        figure: None,
        codes: Vec::new(),
        owned: Vec::new(),
        passkey: None,
        mistakes: Vec::new(),
        action: visit.lang.href(path),
        key: key.as_str().to_owned(),
        kept: Vec::new(),
        fields: Vec::new(),
        button: visit.lang.t("form-go-on"),
        links: Vec::new(),
    })
}

/// Shows a form.
pub(super) fn show(visit: &Visit, form: &FormPage) -> Response {
    unkept(visit, StatusCode::OK, form)
}

/// Shows a form again with what is wrong, in the summary and beside its field. Anything but a refusal is no matter of
/// the form.
pub(super) fn refuse(visit: &Visit, mut form: FormPage, error: AppError) -> Result<Response, Stop> {
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
        let field = form.fields.iter_mut().find(|field| Some(field.name) == name);
        let anchor = field.map(|field| {
            field.error.get_or_insert_with(|| message.into());
            field.name
        });
        form.mistakes.push(Mistake { anchor, message: message.into() });
    }
    Ok(unkept(visit, status, &form))
}

fn meanwhile() -> FieldError {
    let (vi, en) =
        ("Có thay đổi cùng lúc. Vui lòng gửi lại.", "Something changed at the same time. Please send it again.");
    FieldError::new("form", "conflict", vi, en)
}

/// The field for a phone number or an e-mail address.
pub(super) fn contact(visit: &Visit, value: &str) -> Field {
    Field {
        hint: Some(visit.lang.t("form-contact-hint")),
        value: value.into(),
        autocomplete: "username",
        ..Field::text(CONTACT, visit.lang.t("form-contact"))
    }
}

/// A field for a password; what was typed is never shown again.
pub(super) fn secret(visit: &Visit, name: &'static str, label: &str, autocomplete: &'static str) -> Field {
    Field { kind: "password", autocomplete, ..Field::text(name, visit.lang.t(label)) }
}

/// The field for a code of six digits.
pub(super) fn code(visit: &Visit) -> Field {
    Field { autocomplete: "one-time-code", inputmode: "numeric", ..Field::text(CODE, visit.lang.t("form-code")) }
}

/// Where the code went, and what to look at when it does not come.
pub(super) async fn sent(visit: &Visit, id: Uuid) -> Result<Vec<Words>, Stop> {
    let lang = visit.lang;
    let sent = code_sent_to(visit.app(), &visit.ctx, id).await.map_err(|error| visit.fail(error))?;
    let Some(sent) = sent else { return Ok(vec![lang.t("code-none").into()]) };
    let none = if sent.is_phone { "code-none-phone" } else { "code-none" };
    Ok(vec![lang.t1("code-sent", "address", sent.masked).into(), lang.t(none).into()])
}

/// Where somebody goes on who got in: to the second step, or where they were going. A session that the browser brought
/// ends with it; the same form sent again brings the session that it began.
pub(super) async fn go_on(visit: &Visit, entered: &Entered, next: &str) -> Result<Response, Stop> {
    if visit.who.session_id().is_some_and(|old| old != entered.session_id) {
        sign_out(visit.app(), &visit.ctx, visit.who).await.map_err(|error| visit.fail(error))?;
    }
    let path = match entered.stage {
        Stage::SecondFactor => with_next("/dang-nhap/ma", next),
        Stage::Enrol => "/tai-khoan/hai-buoc".to_owned(),
        Stage::Live => local(next).to_owned(),
    };
    Ok(with_token(&visit.site, elsewhere(visit, &path), &entered.token))
}

/// Only pages of this site that one may be sent to after signing in; anything else leads to the account.
pub(super) fn local(next: &str) -> &str {
    const PAGES: [&str; 6] = [
        "/tai-khoan",
        "/tai-khoan/mat-khau",
        "/tai-khoan/hai-buoc",
        "/tai-khoan/khoa",
        "/tai-khoan/lien-he",
        "/tai-khoan/dong-nghiep",
    ];
    const WORKPLACES: [&str; 7] =
        ["/ho-so", "/tuyen-dung", "/kiem-duyet", "/trung-tam", "/ung-tuyen", "/ung-vien", "/phieu-den"];
    let plain = next.split('/').skip(1).all(|part| !part.is_empty() && part.bytes().all(is_of_address));
    let ours = WORKPLACES
        .iter()
        .any(|place| next.strip_prefix(place).is_some_and(|rest| rest.is_empty() || rest.starts_with('/')));
    if plain && ours {
        return next;
    }
    PAGES.into_iter().find(|page| *page == next).unwrap_or("/tai-khoan")
}

const fn is_of_address(sign: u8) -> bool {
    sign.is_ascii_alphanumeric() || matches!(sign, b'-' | b'.')
}

/// An address with the page to go to afterwards.
pub(crate) fn with_next(path: &str, next: &str) -> String {
    match local(next) {
        "/tai-khoan" => path.to_owned(),
        next => format!("{path}{}{NEXT}={}", if path.contains('?') { '&' } else { '?' }, next.replace('/', "%2F")),
    }
}

/// The id of the thing that a form of one button takes away. `NotFound` for anything else, as for one that is gone.
pub(super) fn owned(visit: &Visit, filled: &Filled) -> Result<Uuid, Stop> {
    filled.one("so").parse().map_err(|_| visit.fail(AppError::NotFound).into())
}

/// The key of a form that is one button. Without one it was not sent by the page: back to the page.
pub(super) fn key(visit: &Visit, filled: &Filled) -> Result<Key, Stop> {
    filled.key().map_err(|_| elsewhere(visit, "/tai-khoan").into())
}

/// The answer to a form that renewed the token and came again with the old one.
pub(super) async fn again(visit: &Visit, filled: &Filled, form: Renewing, next: &str) -> Result<(), Stop> {
    let (Recognised::Nobody, Some(token), Ok(key)) = (visit.who, &visit.token, filled.key()) else { return Ok(()) };
    let before = answered_before(visit.app(), visit.ctx.now, token, &form, &key).await;
    match before.map_err(|error| visit.fail(error))? {
        Some(entered) => Err(go_on(visit, &entered, next).await?.into()),
        None => Ok(()),
    }
}

/// Sends to signing in whoever is not signed in, and back here afterwards; whoever is halfway, to the other half.
pub(crate) fn demand_person(visit: &Visit) -> Result<(), Stop> {
    if visit.person().is_some() {
        return Ok(());
    }
    let here = visit.path.split('?').next().unwrap_or_default();
    let path = match visit.halfway().map(|halfway| halfway.stage) {
        Some(Stage::SecondFactor) => with_next("/dang-nhap/ma", here),
        Some(Stage::Enrol) => "/tai-khoan/hai-buoc".to_owned(),
        Some(Stage::Live) | None => with_next("/dang-nhap", here),
    };
    Err(elsewhere(visit, &path).into())
}

/// The same for what only somebody may do who signed in a moment ago.
pub(crate) fn demand_fresh(visit: &Visit) -> Result<(), Stop> {
    demand_person(visit)?;
    if visit.person().is_some_and(|person| person.is_fresh) {
        return Ok(());
    }
    let here = visit.path.split('?').next().unwrap_or_default();
    Err(elsewhere(visit, &with_next("/dang-nhap", here)).into())
}

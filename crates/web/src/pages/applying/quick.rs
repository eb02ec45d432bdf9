//! The quick application: a form, a look at what was understood, and the page that says what was sent to whom.

use axum::extract::Path;
use axum::http::StatusCode;
use sanviec_app::applications::{self, Advert, Applied, Checked, Quick, WORDING, apply_quick, check_quick};
use sanviec_app::{AppError, Key, Role};

use super::form::{self, AGE, CONSENT, EMAIL, GUARDIAN, NAME, PHONE};
use super::words::about;
use super::{Reply, Stop};
use crate::http::{Filled, Visit, elsewhere, unkept};
use crate::view::{ApplyingForm, Ask, AskKind, Form};

/// Name of the field that says which step comes.
const STEP: &str = "buoc";
/// Name of the field with the version of the consent that was read.
const WORDING_FIELD: &str = "loi-dong-y";
/// Name of the box that people do not see.
const TRAP: &str = "trang-web";

/// Address of the form for a posting.
pub(crate) fn path(code: &str) -> String {
    format!("/ung-tuyen/viec/{code}")
}

pub(super) async fn show(visit: Visit, Path(code): Path<String>) -> Reply {
    let advert = offer(&visit, &code).await?;
    Ok(form::show(&visit, &asking(&visit, &code, &advert)?))
}

/// Seekers have a profile to send; whoever is not signed in may become one.
fn may_send_profile(visit: &Visit) -> bool {
    visit.person().is_none_or(|person| person.role == Role::Seeker)
}

async fn offer(visit: &Visit, code: &str) -> Result<Advert, Stop> {
    applications::offer(visit.app(), &visit.ctx, code).await.map_err(|error| visit.fail(error).into())
}

fn asking(visit: &Visit, code: &str, advert: &Advert) -> Result<ApplyingForm, Stop> {
    let lang = visit.lang;
    let line = |name, label: &str, autocomplete, inputmode| {
        Ask::new(name, AskKind::Line { autocomplete, inputmode }, lang.t(label))
    };
    let ages = vec![("18".to_owned(), lang.t("apply-age-18").into()), ("15".to_owned(), lang.t("apply-age-15").into())];
    let mut form = form::form(visit, &path(code), "apply-check")?;
    form.kept = vec![(STEP, "xem".to_owned()), (WORDING_FIELD, WORDING.to_string())];
    form.asks = vec![
        line(NAME, "apply-name", "name", "text"),
        line(PHONE, "apply-phone", "tel", "tel").hint(lang.t("apply-phone-hint")),
        line(EMAIL, "apply-email", "email", "email").hint(lang.t("apply-email-hint")),
        Ask::new(AGE, AskKind::Choice, lang.t("apply-age")).options(ages),
        line(GUARDIAN, "apply-guardian", "off", "text").hint(lang.t("apply-guardian-hint")),
        Ask::new(CONSENT, AskKind::Tick, lang.t1("apply-consent", "employer", &advert.employer))
            .hint(lang.t("apply-consent-what")),
    ];
    let mut page = form::page(visit, "apply-title", form);
    page.intro = vec![lang.t("apply-intro").into(), lang.t("posting-free").into()];
    page.rows = about(visit, advert);
    page.has_trap = true;
    page.links = vec![(lang.t("apply-back"), lang.href(&format!("/viec-lam/{code}")))];
    if may_send_profile(visit) {
        page.links.insert(0, (lang.t("full-link"), lang.href(&super::full::path(code))));
    }
    Ok(page)
}

fn order(visit: &Visit, code: &str, filled: &Filled) -> Quick {
    Quick {
        posting: code.to_owned(),
        name: filled.one(NAME).to_owned(),
        phone: filled.one(PHONE).to_owned(),
        email: filled.one(EMAIL).to_owned(),
        age: filled.one(AGE).to_owned(),
        guardian: filled.one(GUARDIAN).to_owned(),
        consent: filled.one(CONSENT) == "co",
        wording: filled.one(WORDING_FIELD).parse().unwrap_or_default(),
        origin: visit.origin.clone(),
    }
}

pub(super) async fn send(visit: Visit, Path(code): Path<String>, filled: Filled) -> Reply {
    let advert = offer(&visit, &code).await?;
    if !filled.one(TRAP).is_empty() {
        // Whoever fills in what nobody sees is no person: the same answer, and nothing is done.
        return Ok(elsewhere(&visit, &format!("{}/da-gui", path(&code))));
    }
    let order = order(&visit, &code, &filled);
    let refused = |visit: &Visit, error| {
        let mut page = asking(visit, &code, &advert)?;
        page.forms.iter_mut().for_each(|form| form::refill(form, &filled));
        form::refuse(visit, page, error)
    };
    match filled.one(STEP) {
        "sua" => {
            let mut page = asking(&visit, &code, &advert)?;
            page.forms.iter_mut().for_each(|form| form::refill(form, &filled));
            Ok(form::show(&visit, &page))
        }
        "gui" => {
            let applied = match filled.key() {
                Ok(key) => apply_quick(visit.app(), &visit.ctx, order, &key).await,
                Err(error) => Err(error),
            };
            match applied {
                Ok(applied) => Ok(elsewhere(&visit, &after(&code, applied))),
                Err(error) => refused(&visit, error),
            }
        }
        _ => match check_quick(visit.app(), &visit.ctx, &order).await {
            Ok(checked) => Ok(form::show(&visit, &looking(&visit, &code, &checked, &filled)?)),
            Err(error) => refused(&visit, error),
        },
    }
}

/// Where one goes on.
pub(super) fn after(code: &str, applied: Applied) -> String {
    match applied {
        Applied::Sent => format!("{}/da-gui", path(code)),
        Applied::GuardianAsked => format!("{}/da-gui?cho=giam-ho", path(code)),
        Applied::CodeAsked(id) => format!("/ung-tuyen/ma?luot={id}&tin={code}"),
    }
}

/// What was understood, to be sent or changed.
fn looking(visit: &Visit, code: &str, checked: &Checked, filled: &Filled) -> Result<ApplyingForm, Stop> {
    let kept = |step: &str| {
        let mut kept = vec![(STEP, step.to_owned())];
        for name in [NAME, PHONE, EMAIL, AGE, GUARDIAN, CONSENT, WORDING_FIELD] {
            kept.push((name, filled.one(name).to_owned()));
        }
        kept
    };
    let mut send = form::form(visit, &path(code), "apply-send")?;
    send.kept = kept("gui");
    let mut change = Form { prefix: "sua-", ..form::form(visit, &path(code), "apply-change")? };
    change.kept = kept("sua");
    change.is_second = true;
    let mut page = form::page(visit, "apply-check-title", send);
    page.forms.push(change);
    page.rows = about(visit, &checked.advert);
    page.rows.push((visit.lang.t("apply-name"), checked.name.as_str().into()));
    page.rows.push((visit.lang.t("apply-phone"), checked.phone.as_str().into()));
    if let Some(email) = &checked.email {
        page.rows.push((visit.lang.t("apply-email-own"), email.as_str().into()));
    }
    if let Some(guardian) = &checked.guardian {
        page.rows.push((visit.lang.t("apply-guardian-own"), guardian.as_str().into()));
    }
    let intro = if checked.guardian.is_some() { "apply-check-guardian" } else { "apply-check-intro" };
    page.intro = vec![visit.lang.t1(intro, "employer", &checked.advert.employer).into()];
    Ok(page)
}

/// What was sent to whom. Nothing personal stands in the address.
pub(super) async fn sent(visit: Visit, Path(code): Path<String>) -> Reply {
    let advert = offer(&visit, &code).await?;
    let guardian = visit.asked("cho") == "giam-ho";
    let mut page = visit.inner_page(visit.lang.t(if guardian { "sent-guardian-title" } else { "sent-title" }));
    page.indexed = false;
    let days = visit.app().facts();
    let intro = if guardian {
        vec![visit.lang.t("sent-guardian").into()]
    } else {
        vec![
            visit.lang.t1("sent-what", "employer", &advert.employer).into(),
            visit.lang.t("sent-link").into(),
            visit.lang.n("sent-clock", days.answer_days.into()).into(),
            visit.lang.n("sent-keep", days.keep_days.into()).into(),
        ]
    };
    let mut links = vec![(visit.lang.t("apply-more"), visit.lang.href("/viec-lam"))];
    if visit.person().is_some() {
        links.insert(0, (visit.lang.t("mine-title"), visit.lang.href("/ung-tuyen")));
    }
    let rows = about(&visit, &advert);
    let page = ApplyingForm {
        page,
        mistakes: Vec::new(),
        intro,
        done: None,
        rows,
        groups: Vec::new(),
        forms: Vec::new(),
        has_trap: false,
        links,
    };
    Ok(unkept(&visit, StatusCode::OK, &page))
}

/// The key of a form that is one button among others. Without one it was not sent by a page of ours.
pub(super) fn key(visit: &Visit, filled: &Filled) -> Result<Key, Stop> {
    filled.key().map_err(|error: AppError| visit.fail(error).into())
}

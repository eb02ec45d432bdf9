//! A link that was sent: the person follows and withdraws by it, a guardian says yes or no. Opening it changes nothing.

use axum::extract::Path;
use axum::http::StatusCode;
use sanviec_app::AppError;
use sanviec_app::applications::{Access, Decision, GUARDIAN_WORDING, GuardianView, Linked, Writer, decide as say};

use super::form::{self, NAME};
use super::own::{calendar, erase_by, page, withdraw_by, write_by};
use super::words::{about, last_day};
use super::{Reply, Stop};
use crate::http::{Filled, Visit, elsewhere, unkept};
use crate::view::{ApplyingForm, Ask, AskKind, Form};

/// Name of the field with what the guardian says.
const SAYS: &str = "y-kien";
/// Name of the field with the version of the sentence that was read.
const WORDING_FIELD: &str = "loi-dong-y";

fn base(token: &str) -> String {
    // The token came from the address; only its own signs go back into one.
    let plain: String =
        token.chars().filter(|sign| sign.is_ascii_alphanumeric() || matches!(sign, '-' | '_')).collect();
    format!("/theo-doi/{plain}")
}

pub(super) async fn show(visit: Visit, Path(token): Path<String>) -> Reply {
    if let Some(token) = token.strip_suffix(".ics") {
        let Linked::Person(own) = linked(&visit, token).await? else {
            return Err(visit.fail(AppError::NotFound).into());
        };
        // Calendars are shared: the file names no page, for the link to this one is a key.
        return calendar(&visit, None, &own);
    }
    match linked(&visit, &token).await? {
        Linked::Person(own) => page(&visit, &base(&token), &own),
        Linked::Guardian(view) => Ok(form::show(&visit, &guardian(&visit, &base(&token), &view)?)),
    }
}

async fn linked(visit: &Visit, token: &str) -> Result<Linked, Stop> {
    let linked = sanviec_app::applications::follow(visit.app(), &visit.ctx, token).await;
    linked.map_err(|error| visit.fail(error).into())
}

pub(super) async fn withdraw(visit: Visit, Path(token): Path<String>, filled: Filled) -> Reply {
    withdraw_by(&visit, &base(&token), Access::Link(token), &filled).await
}

pub(super) async fn erase(visit: Visit, Path(token): Path<String>, filled: Filled) -> Reply {
    erase_by(&visit, Access::Link(token), &filled).await?;
    // The link is gone with the data: the page says so itself.
    let mut page = visit.inner_page(visit.lang.t("own-erased-title"));
    page.indexed = false;
    let page = ApplyingForm {
        page,
        mistakes: Vec::new(),
        intro: vec![visit.lang.t("own-erased").into()],
        done: None,
        rows: Vec::new(),
        groups: Vec::new(),
        forms: Vec::new(),
        has_trap: false,
        links: vec![(visit.lang.t("gone-next"), visit.lang.href("/viec-lam"))],
    };
    Ok(unkept(&visit, StatusCode::OK, &page))
}

pub(super) async fn write(visit: Visit, Path(token): Path<String>, filled: Filled) -> Reply {
    write_by(&visit, &base(&token), Writer::Person(Access::Link(token)), &filled).await
}

/// What a guardian reads, and the two answers.
fn guardian(visit: &Visit, at: &str, view: &GuardianView) -> Result<ApplyingForm, Stop> {
    let lang = visit.lang;
    let mut yes = form::form(visit, &format!("{at}/giam-ho"), "guardian-yes")?;
    yes.kept = vec![(SAYS, "co".to_owned()), (WORDING_FIELD, GUARDIAN_WORDING.to_string())];
    let kind = AskKind::Line { autocomplete: "name", inputmode: "text" };
    yes.asks = vec![Ask::new(NAME, kind, lang.t("guardian-name"))];
    yes.what = lang.t1("guardian-consent", "name", &view.name);
    let mut no = Form { prefix: "khong-", ..form::form(visit, &format!("{at}/giam-ho"), "guardian-no")? };
    no.kept = vec![(SAYS, "khong".to_owned())];
    no.is_second = true;
    let mut page = form::page(visit, "guardian-title", yes);
    page.rows = about(visit, &view.advert);
    if !view.name.is_empty() {
        page.rows.push((lang.t("guardian-applicant"), view.name.as_str().into()));
    }
    match view.until {
        Some(until) => {
            page.forms.push(no);
            page.intro = vec![
                lang.t("guardian-intro").into(),
                lang.t("guardian-rules").into(),
                lang.t1("guardian-until", "day", last_day(visit, until)).into(),
            ];
        }
        None => {
            page.forms.clear();
            page.intro = vec![lang.t(if view.is_agreed { "guardian-agreed" } else { "guardian-over" }).into()];
        }
    }
    let posting = format!("/viec-lam/{}", view.advert.posting_id.code());
    page.links = vec![(lang.t("apply-back"), lang.href(&posting))];
    Ok(page)
}

pub(super) async fn decide(visit: Visit, Path(token): Path<String>, filled: Filled) -> Reply {
    let decision = Decision {
        token: token.clone(),
        agrees: filled.one(SAYS) == "co",
        name: filled.one(NAME).to_owned(),
        wording: filled.one(WORDING_FIELD).parse().unwrap_or_default(),
    };
    let said = match filled.key() {
        Ok(key) => say(visit.app(), &visit.ctx, decision, &key).await,
        Err(error) => Err(error),
    };
    match said {
        Ok(()) => Ok(elsewhere(&visit, &base(&token))),
        Err(error) => {
            let Linked::Guardian(view) = linked(&visit, &token).await? else {
                return Err(visit.fail(sanviec_app::AppError::NotFound).into());
            };
            let mut page = guardian(&visit, &base(&token), &view)?;
            page.forms.iter_mut().for_each(|form| form::refill(form, &filled));
            form::refuse(&visit, page, error)
        }
    }
}

//! Keys by which programs of an organisation use the API, for its administrators. A key is shown once, as the answer to
//! the form that made it.

use axum::extract::Path;
use sanviec_app::api_keys::{self, Issued, KeyView, NewKey, Scope};
use sanviec_app::{AppError, FieldError};
use sanviec_domain::time::Micros;
use uuid::Uuid;

use super::sheet::{ask, heading, id_of, line, one, press, refuse, sheet, show as shown, text, typed, word};
use super::{Reply, Stop, demand_person};
use crate::format;
use crate::http::{Filled, Visit, elsewhere};
use crate::view::{Entry, SheetPart, Worksheet};

/// Name of the field that says what a key may do.
const SCOPE: &str = "key_scope";

pub(super) async fn show(visit: Visit, Path(code): Path<String>) -> Reply {
    demand_person(&visit)?;
    Ok(shown(&visit, &page(&visit, &code, None).await?))
}

fn base(code: &str) -> String {
    format!("/tuyen-dung/don-vi/{code}/khoa")
}

async fn page(visit: &Visit, code: &str, filled: Option<&Filled>) -> Result<Worksheet, Stop> {
    let id = id_of(visit, code)?;
    let keys = api_keys::list(visit.app(), &visit.ctx, id).await.map_err(|error| visit.fail(error))?;
    let mut page = sheet(visit, visit.lang.t("keys-title"));
    page.page = page.page.crumb(visit.lang.t("hiring-title"), "/tuyen-dung");
    page.parts.push(text(visit, "keys-what"));
    let entries = keys.iter().map(|key| entry(visit, code, key)).collect::<Result<_, _>>()?;
    page.parts.push(SheetPart::Entries(entries));
    page.parts.push(heading(visit, "keys-new"));
    let mut form = ask(visit, &base(code), "keys-make")?;
    form.controls = vec![
        line(visit, "key_name", typed(filled, "key_name", "")),
        one(visit, SCOPE, &Scope::ALL.map(Scope::code), typed(filled, SCOPE, "")),
    ];
    page.parts.push(SheetPart::Form(form));
    Ok(page)
}

fn entry(visit: &Visit, code: &str, key: &KeyView) -> Result<Entry, Stop> {
    let day = |at: Micros| format::short_date(visit.lang, at.day());
    let mut notes = vec![format!("{}…", key.start).into()];
    if let Some(scope) = key.scope {
        notes.push(word(visit, SCOPE, scope.code()).into());
    }
    notes.push(visit.lang.t1("keys-until", "day", day(key.expires_at)).into());
    notes.push(match key.used_at {
        Some(at) => visit.lang.t1("keys-used", "day", day(at)).into(),
        None => visit.lang.t("keys-unused").into(),
    });
    let mut asks = Vec::new();
    if key.is_live {
        let kept = || vec![("old", key.id.to_string())];
        asks.push(press(visit, &base(code), "keys-rotate", kept(), &key.name)?);
        asks.push(press(visit, &format!("{}/thu-hoi", base(code)), "keys-revoke", kept(), &key.name)?);
    }
    let tag = visit.lang.t(if key.is_live { "keys-live" } else { "keys-over" });
    Ok(Entry { title: key.name.as_str().into(), href: None, tag: Some(tag), notes, asks })
}

/// Makes a key, or one in the place of another.
pub(super) async fn make(visit: Visit, Path(code): Path<String>, filled: Filled) -> Reply {
    demand_person(&visit)?;
    let id = id_of(&visit, &code)?;
    let made = async {
        let key = filled.key()?;
        match filled.one("old") {
            "" => {
                let new = NewKey { name: filled.one("key_name").to_owned(), scope: filled.one(SCOPE).to_owned() };
                api_keys::issue(visit.app(), &visit.ctx, id, new, &key).await
            }
            old => api_keys::rotate(visit.app(), &visit.ctx, id, read(old)?, &key).await,
        }
    };
    match made.await {
        Ok(issued) => Ok(shown(&visit, &once(&visit, &code, &issued))),
        Err(error) => answer(&visit, &code, Some(&filled), error).await,
    }
}

/// The one page that shows a key.
fn once(visit: &Visit, code: &str, issued: &Issued) -> Worksheet {
    let mut page = sheet(visit, visit.lang.t("keys-made"));
    page.page = page.page.crumb(visit.lang.t("keys-title"), &base(code));
    let day = format::short_date(visit.lang, Micros(issued.expires_at).last_day_before());
    let lines = vec![issued.key.as_str().into(), visit.lang.t1("keys-until", "day", day).into()];
    page.parts.push(SheetPart::Notice(visit.lang.t("keys-copy"), lines));
    page.parts.push(SheetPart::Link(visit.lang.t("keys-title"), visit.lang.href(&base(code))));
    page
}

pub(super) async fn revoke(visit: Visit, Path(code): Path<String>, filled: Filled) -> Reply {
    demand_person(&visit)?;
    let id = id_of(&visit, &code)?;
    let done = async {
        let (old, key) = (read(filled.one("old"))?, filled.key()?);
        api_keys::revoke(visit.app(), &visit.ctx, id, old, &key).await
    };
    match done.await {
        Ok(()) => Ok(elsewhere(&visit, &format!("{}?xong=changed", base(&code)))),
        Err(error) => answer(&visit, &code, None, error).await,
    }
}

fn read(id: &str) -> Result<Uuid, AppError> {
    id.parse().map_err(|_| FieldError::new("form", "missing", "Chọn một khóa.", "Choose a key.").into())
}

async fn answer(visit: &Visit, code: &str, filled: Option<&Filled>, error: AppError) -> Reply {
    match error {
        AppError::Refused(_) | AppError::Conflict => refuse(visit, page(visit, code, filled).await?, error),
        error => Err(visit.fail(error).into()),
    }
}

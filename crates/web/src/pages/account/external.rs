//! Signing in by an identity at another provider: sent there, coming back, linking and unlinking.

use axum::extract::Path;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use sanviec_app::accounts::{self, Arrival, Came, ProviderView, begin_external, finish_external};

use super::form;
use super::{Reply, Stop};
use crate::http::{Filled, Visit, elsewhere, round_of, with_round};
use crate::lang::Lang;

/// Name of the field with the proved identity.
const PROVED: &str = "danh-tinh";

/// What a provider is called in the language of the page.
pub(super) fn label(lang: Lang, provider: &ProviderView) -> String {
    if lang == Lang::En { provider.label_en.clone() } else { provider.label_vi.clone() }
}

/// What the provider of this name is called; its name when it is configured no more.
pub(super) fn label_of(visit: &Visit, name: &str) -> String {
    let known = accounts::providers(visit.app()).into_iter().find(|provider| provider.name == name);
    known.map_or_else(|| name.to_owned(), |provider| label(visit.lang, &provider))
}

fn back(visit: &Visit, name: &str) -> String {
    let path = visit.lang.href(&format!("/dang-nhap/ngoai/{name}/ve"));
    format!("{}{path}", visit.shown.origin)
}

/// Sends the browser to the provider. Nothing changes here; the cookie alone remembers it.
pub(super) async fn begin(visit: Visit, Path(name): Path<String>) -> Reply {
    if visit.person().is_some() {
        form::demand_fresh(&visit)?;
    }
    let begun = begin_external(visit.app(), &visit.ctx, &name, &back(&visit, &name)).await;
    let begun = begun.map_err(|error| visit.fail(error))?;
    let Ok(url) = HeaderValue::from_str(&begun.url) else { return Ok(StatusCode::NOT_FOUND.into_response()) };
    let caching = (header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    let answer = (StatusCode::SEE_OTHER, [(header::LOCATION, url), caching]).into_response();
    Ok(with_round(&visit.site, answer, &begun.sealed))
}

/// The browser comes back with a code. Its cookie goes, whatever comes of it.
pub(super) async fn come(visit: Visit, Path(name): Path<String>, headers: HeaderMap) -> Reply {
    let came = Came {
        provider: name.clone(),
        sealed: round_of(&visit.site, &headers).unwrap_or_default(),
        state: visit.asked("state").to_owned(),
        code: visit.asked("code").to_owned(),
        iss: Some(visit.asked("iss").to_owned()).filter(|iss| !iss.is_empty()),
        origin: visit.origin.clone(),
    };
    let answer = match finish_external(visit.app(), &visit.ctx, came).await {
        Ok(Arrival::Entered(entered)) => form::go_on(&visit, &entered, "").await?,
        Ok(Arrival::Link(sealed)) => question(&visit, &name, sealed)?,
        Ok(Arrival::Unknown) => unknown(&visit)?,
        Err(error) => refused(&visit, error)?,
    };
    Ok(with_round(&visit.site, answer, ""))
}

fn question(visit: &Visit, name: &str, sealed: String) -> Result<Response, Stop> {
    let mut form = form::page(visit, "external-title", "/tai-khoan/danh-tinh")?;
    form.intro = vec![visit.lang.t1("external-question", "provider", label_of(visit, name)).into()];
    form.kept = vec![(PROVED, sealed)];
    form.button = visit.lang.t("external-button");
    form.links = vec![(visit.lang.t("codes-done-back"), visit.lang.href("/tai-khoan"))];
    Ok(form::show(visit, &form))
}

fn unknown(visit: &Visit) -> Result<Response, Stop> {
    let mut form = form::page(visit, "external-unknown-title", "/dang-nhap")?;
    form.intro = vec![visit.lang.t("external-unknown").into()];
    form.button = String::new();
    form.links = vec![(visit.lang.t("sign-in-title"), visit.lang.href("/dang-nhap"))];
    Ok(form::show(visit, &form))
}

fn refused(visit: &Visit, error: sanviec_app::AppError) -> Result<Response, Stop> {
    let mut form = form::page(visit, "external-title", "/dang-nhap")?;
    form.button = String::new();
    form.links = vec![(visit.lang.t("sign-in-title"), visit.lang.href("/dang-nhap"))];
    form::refuse(visit, form, error)
}

pub(super) async fn link(visit: Visit, filled: Filled) -> Reply {
    form::demand_fresh(&visit)?;
    let linked = match filled.key() {
        Ok(key) => accounts::link_identity(visit.app(), &visit.ctx, filled.one(PROVED), &key).await,
        Err(error) => Err(error),
    };
    match linked {
        Ok(()) => Ok(elsewhere(&visit, "/tai-khoan?xong=danh-tinh")),
        Err(error) => refused(&visit, error),
    }
}

pub(super) async fn unlink(visit: Visit, filled: Filled) -> Reply {
    form::demand_fresh(&visit)?;
    let key = form::key(&visit, &filled)?;
    let id = form::owned(&visit, &filled)?;
    accounts::unlink_identity(visit.app(), &visit.ctx, id, &key).await.map_err(|error| visit.fail(error))?;
    Ok(elsewhere(&visit, "/tai-khoan?xong=danh-tinh-bo"))
}

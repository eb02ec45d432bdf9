//! Answers of pages: HTML, redirects, "not modified", and errors as pages with a next step.

use askama::Template;
use axum::http::{HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use sanviec_app::AppError;

use super::{Visit, chain};
use crate::view::{ErrorPage, Fault, Problem};

/// Lists change all the time; a few seconds in a cache spare the server when a link is shared.
const LIST: HeaderValue = HeaderValue::from_static("public, max-age=15");
const ASK_AGAIN: HeaderValue = HeaderValue::from_static("no-cache");
const NEVER: HeaderValue = HeaderValue::from_static("no-store");

/// A page.
pub(crate) fn html(visit: &Visit, status: StatusCode, page: &impl Template) -> Response {
    match page.render() {
        Ok(text) => {
            let cache = if status.is_success() && !visit.is_personal() { LIST } else { NEVER };
            let kind = HeaderValue::from_static("text/html; charset=utf-8");
            // The header of a page says whether somebody is signed in.
            let vary = (header::VARY, HeaderValue::from_static("Cookie"));
            (status, [(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, cache), vary], text).into_response()
        }
        Err(error) => visit.fail(AppError::Internal(Box::new(error))).into_response(),
    }
}

/// A page that is in no cache, whoever asks: forms carry a key of their own.
pub(crate) fn unkept(visit: &Visit, status: StatusCode, page: &impl Template) -> Response {
    let mut response = html(visit, status, page);
    response.headers_mut().insert(header::CACHE_CONTROL, NEVER);
    response
}

/// A page that has a tag: browsers ask whether it changed. A page for one visitor is kept nowhere.
pub(crate) fn cached(mut response: Response, tag: &str) -> Response {
    if response.headers().get(header::CACHE_CONTROL) == Some(&NEVER) {
        return response;
    }
    if let Ok(tag) = HeaderValue::from_str(tag) {
        response.headers_mut().insert(header::ETAG, tag);
        response.headers_mut().insert(header::CACHE_CONTROL, ASK_AGAIN);
    }
    response
}

/// 304 when the browser has the page with this tag.
pub(crate) fn not_modified(visit: &Visit, tag: &str) -> Option<Response> {
    let has = !visit.is_personal() && visit.has.split(',').any(|known| known.trim() == tag);
    has.then(|| cached(StatusCode::NOT_MODIFIED.into_response(), tag))
}

/// A lasting redirect to a page of this site, in the visitor's language.
pub(crate) fn moved(visit: &Visit, path: &str) -> Response {
    redirect(StatusCode::PERMANENT_REDIRECT, &visit.lang.href(path))
}

/// To another page of this site, for now.
pub(crate) fn elsewhere(visit: &Visit, path: &str) -> Response {
    redirect(StatusCode::SEE_OTHER, &visit.lang.href(path))
}

/// A lasting redirect of an address with slashes at its end to the one without, query kept; `None` where it has none,
/// or where what is left could be read as the address of another site.
pub(crate) fn without_slash(uri: &Uri) -> Option<Response> {
    let path = uri.path();
    let bare = path.trim_end_matches('/');
    if bare.is_empty() || bare == path || bare.starts_with("//") || bare.contains('\\') {
        return None;
    }
    let query = uri.query().map(|query| format!("?{query}")).unwrap_or_default();
    Some(redirect(StatusCode::PERMANENT_REDIRECT, &format!("{bare}{query}")))
}

fn redirect(status: StatusCode, href: &str) -> Response {
    let Ok(href) = HeaderValue::from_str(href) else { return StatusCode::NOT_FOUND.into_response() };
    (status, [(header::LOCATION, href)]).into_response()
}

/// A use case that did not answer, on its way out as a page.
pub(crate) struct Fail {
    pub(crate) visit: Box<Visit>,
    pub(crate) error: AppError,
}

impl IntoResponse for Fail {
    fn into_response(self) -> Response {
        let fault = match &self.error {
            AppError::Refused(_) => Fault::Refused,
            AppError::Forbidden => Fault::Forbidden,
            AppError::NotFound => Fault::Missing,
            AppError::Gone => Fault::Gone,
            AppError::Conflict => Fault::Conflict,
            AppError::Busy | AppError::Unavailable(_) => Fault::Closed,
            AppError::Rebuilding { .. } => Fault::Rebuilding,
            AppError::Internal(_) => Fault::Internal,
        };
        // A storm is counted, not logged: it would fill the disk.
        if matches!(self.error, AppError::Unavailable(_) | AppError::Internal(_)) {
            tracing::error!(request_id = %self.visit.ctx.request_id, error = %chain(&self.error), "a page failed");
        }
        if fault == Fault::Forbidden {
            let ctx = &self.visit.ctx;
            tracing::warn!(request_id = %ctx.request_id, role = ctx.actor.role(), "a right that is not there was asked for");
        }
        let problems = match &self.error {
            AppError::Refused(errors) => errors.iter().map(|error| Problem::of(self.visit.lang, error)).collect(),
            _ => Vec::new(),
        };
        let percent = if let AppError::Rebuilding { percent } = self.error { percent } else { None };
        page_of(&self.visit, fault, problems, percent)
    }
}

/// 400: the address holds bytes that are no text.
pub(crate) fn unreadable(visit: &Visit) -> Response {
    error_page(visit, Fault::Unreadable, Vec::new())
}

/// The page of a fault.
pub(crate) fn error_page(visit: &Visit, fault: Fault, problems: Vec<Problem>) -> Response {
    page_of(visit, fault, problems, None)
}

fn page_of(visit: &Visit, fault: Fault, problems: Vec<Problem>, percent: Option<u8>) -> Response {
    let mut page = visit.inner_page(visit.lang.t(fault.keys()[0]));
    page.indexed = false;
    let request_id = (fault == Fault::Internal).then(|| visit.ctx.request_id.to_string());
    let page = ErrorPage { page, fault, problems, percent, request_id };
    let status = StatusCode::from_u16(fault.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    // A template that cannot be rendered must not be rendered again to say so.
    let text = page.render().unwrap_or_default();
    let kind = HeaderValue::from_static("text/html; charset=utf-8");
    let mut response = (status, [(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, NEVER)], text).into_response();
    if let Some(seconds) = fault.retry_after() {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static(seconds));
    }
    response
}

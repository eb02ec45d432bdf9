//! Requests that are refused before anything looks at them: methods that nobody here uses, requests that another site
//! makes a browser send with the visitor's cookie to embed what is the visitor's own, and requests that name two hosts,
//! of which a proxy may believe the other.

use axum::extract::Request;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::cookie;
use crate::Site;

const METHODS: [Method; 7] =
    [Method::GET, Method::HEAD, Method::POST, Method::PUT, Method::PATCH, Method::DELETE, Method::OPTIONS];
const ALLOWED: HeaderValue = HeaderValue::from_static("GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS");

/// The refusal, where there is one.
pub(crate) fn refuse(site: &Site, request: &Request) -> Option<Response> {
    if !METHODS.contains(request.method()) {
        // TRACE would send back what the browser sent, cookies too.
        return Some((StatusCode::METHOD_NOT_ALLOWED, [(header::ALLOW, ALLOWED)]).into_response());
    }
    if request.headers().get_all(header::HOST).iter().count() > 1 {
        return Some(StatusCode::BAD_REQUEST.into_response());
    }
    if is_embedding(site, request.headers()) {
        return Some(StatusCode::FORBIDDEN.into_response());
    }
    None
}

/// Whether another site embeds something in the visitor's name. Following a link from there is fine: that is a document
/// in a window of its own. Browsers that do not say where they come from are held back by the cookie's `SameSite`.
fn is_embedding(site: &Site, headers: &HeaderMap) -> bool {
    let said = |name: &'static str| headers.get(HeaderName::from_static(name)).map(HeaderValue::as_bytes);
    let foreign = matches!(said("sec-fetch-site"), Some(b"cross-site" | b"same-site"));
    let window = said("sec-fetch-mode") == Some(b"navigate") && said("sec-fetch-dest") == Some(b"document");
    foreign && !window && cookie::token(site, headers).is_some()
}

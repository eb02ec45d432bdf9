//! What robots may read, and whom to tell about a hole.

use axum::http::header;
use axum::response::{IntoResponse, Response};

use crate::http::Visit;

/// Trial data and sites that are not in production are nobody's search results.
pub(crate) async fn robots(visit: Visit) -> Response {
    let text = if visit.site.production && !visit.site.demo {
        let map = format!("Sitemap: {}/sitemap.xml\n", visit.shown.origin);
        format!("User-agent: *\nDisallow: /viec-lam?\nDisallow: /en/viec-lam?\nDisallow: /api/\n{map}")
    } else {
        "User-agent: *\nDisallow: /\n".to_owned()
    };
    ([(header::CACHE_CONTROL, "public, max-age=3600")], text).into_response()
}

/// RFC 9116. It runs out half a year after it was read, which is after any cache has asked again.
pub(crate) async fn security(visit: Visit) -> Response {
    let origin = &visit.shown.origin;
    let expires = visit.ctx.now.plus_days(180).rfc3339();
    let email = &visit.shown.email;
    let written = if email.is_empty() { String::new() } else { format!("Contact: mailto:{email}\n") };
    let text = format!(
        "{written}Contact: {origin}/tro-giup\nExpires: {expires}\nPreferred-Languages: vi, en\n\
         Canonical: {origin}/.well-known/security.txt\n"
    );
    text.into_response()
}

//! The way to the JSON API for whoever writes a program: what it gives, and where its document is.

use axum::http::StatusCode;
use axum::response::Response;

use super::desk::form;
use crate::http::{Visit, elsewhere, html};
use crate::view::DeskBlock;

pub(crate) async fn show(visit: Visit) -> Response {
    let lang = visit.lang;
    let mut page = form::bare(&visit, lang.t("api-title"));
    page.page.indexed = true;
    // Programs read one address in any language.
    let way = |key: &str, path: &str| (lang.t(key), path.to_owned(), false);
    page.blocks = vec![
        DeskBlock::Text(lang.t("api-what").into()),
        DeskBlock::Links(vec![
            way("api-document", "/api/v1/openapi.json"),
            way("api-search", "/api/v1/postings?q=ke+toan"),
            way("api-units", "/api/v1/units"),
            way("api-occupations", "/api/v1/occupations"),
        ]),
        DeskBlock::Heading(lang.t("api-copy-title")),
        DeskBlock::Text(lang.t("api-copy").into()),
        DeskBlock::Heading(lang.t("api-keys-title")),
        DeskBlock::Text(lang.t("api-keys").into()),
    ];
    html(&visit, StatusCode::OK, &page)
}

/// Where a password manager sends somebody who changes a password (W3C, A Well-Known URL for Changing Passwords).
pub(crate) async fn change_password(visit: Visit) -> Response {
    elsewhere(&visit, "/tai-khoan/mat-khau")
}

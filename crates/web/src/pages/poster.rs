//! The poster of one posting, for paper.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;

use super::posting;
use crate::http::{Fail, Visit, html, moved};
use crate::view::{Band, Poster};

pub(crate) async fn poster(visit: Visit, Path(code): Path<String>) -> Result<Response, Fail> {
    let Some(view) = posting::found(&visit, &code).await? else { return posting::gone(&visit).await };
    let back = posting::path_of(&view);
    let posting = posting::page_of(&visit, &view, Vec::new());
    if !posting.is_live() {
        // A notice board must not advertise what is over.
        return Ok(moved(&visit, &back));
    }
    let mut page = posting.page.clone();
    page.title = visit.lang.t1("poster-title", "title", &posting.title);
    page.path = format!("/viec-lam/{code}/in");
    page.indexed = false;
    page.search.band = Band::Hidden;
    Ok(html(&visit, StatusCode::OK, &Poster { page, posting }))
}

//! `/api/v1/placements/{id}/documents`: papers that facts rest on, sent whole. For officers who are signed in on the
//! site; the same use case as the page.

use super::ctx::SessionCtx;
use super::own::idempotency_key;
use super::params::{pairs, unknown};
use super::problem::{ApiError, Problem};
use crate::Site;
use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, StatusCode};
use sanviec_app::placements::{self, AttachDocument};
use sanviec_app::{AppError, Role};
use serde::Serialize;
use utoipa::ToSchema;

/// A paper that was taken in.
#[derive(Serialize, ToSchema)]
pub(crate) struct PaperMade {
    id: String,
    /// SHA-256 of what is kept, in hexadecimal: `document_hash` of facts that rest on it.
    hash: String,
}

/// Sends a paper to a placement: a PDF, a JPEG or a PNG of 5 MB at most, told apart by its content.
///
/// The same paper again is the one that is there. Pictures lose what cameras add, so that the hash is that of what is
/// kept.
#[utoipa::path(
    post, path = "/api/v1/placements/{id}/documents", tag = "placements", security(("session" = [])),
    request_body(content = String, content_type = "application/octet-stream"),
    params(
        ("id" = String, Path, description = "Code of the placement"),
        ("name" = Option<String>, Query, description = "What it is called in the list of papers"),
        ("Idempotency-Key" = String, Header, description = "16 to 64 letters, digits or dashes of your own")
    ),
    responses(
        (status = 201, description = "It is there", body = PaperMade),
        (status = 403, description = "Not signed in, not an officer, or not yours", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "No such placement", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "The same request still runs", body = Problem, content_type = "application/problem+json"),
        (status = 413, description = "The body is larger than the operator allows"),
        (status = 422, description = "No paper, one too large, or of another kind", body = Problem, content_type = "application/problem+json")
    )
)]
pub(crate) async fn attach_paper(
    State(site): State<Site>,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
    SessionCtx(ctx): SessionCtx,
    headers: HeaderMap,
    body: Bytes,
) -> Result<(StatusCode, Json<PaperMade>), ApiError> {
    let made = async {
        if ctx.actor.kind() != Role::Officer {
            return Err(AppError::Forbidden);
        }
        let (key, name) = (idempotency_key(&headers)?, name_of(query.as_deref())?);
        let order = AttachDocument { placement: id, name, bytes: body.to_vec() };
        placements::attach_document(&site.app, &ctx, order, &key).await
    };
    let made = made.await.map_err(|error| ApiError::new(error, &ctx))?;
    Ok((StatusCode::CREATED, Json(PaperMade { id: made.id, hash: made.hash })))
}

fn name_of(query: Option<&str>) -> Result<String, AppError> {
    let mut name = String::new();
    for (parameter, value) in pairs(query)? {
        match parameter.as_str() {
            "name" => name = value,
            other => return Err(unknown(other, &["name"]).into()),
        }
    }
    Ok(name)
}

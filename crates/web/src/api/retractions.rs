//! `/api/v1/placements/{id}/retractions`: what waits for a second person, and what that person decides.

use super::ctx::SessionCtx;
use super::own::idempotency_key;
use super::params::{NoQuery, not_listed};
use super::placements::{Body, instant, read};
use super::problem::{ApiError, Problem};
use crate::Site;
use axum::Json;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use sanviec_app::placements::{self, DecideRetraction, WaitingRetraction};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A retraction that waits for a second person.
#[derive(Serialize, ToSchema)]
pub(crate) struct RetractionAnswer {
    id: String,
    /// Code of the fact that is to be retracted.
    fact: String,
    why: String,
    /// Who speaks, as facts say it.
    source: String,
    proposed_at: String,
    /// Whoever proposed it, where they work at the centre.
    proposed_by: Option<String>,
}

/// What the second person says.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RetractionDecision {
    /// Code of the retraction.
    retraction: String,
    /// `confirm` or `decline`.
    decision: String,
    /// Why; needed to decline.
    #[serde(default)]
    note: String,
}

fn answer(waiting: WaitingRetraction) -> RetractionAnswer {
    RetractionAnswer {
        id: waiting.id,
        fact: waiting.fact,
        why: waiting.why,
        source: waiting.source.code().to_owned(),
        proposed_at: instant(waiting.proposed_at),
        proposed_by: waiting.proposed_by,
    }
}

/// Retractions that wait for a second person, oldest first.
#[utoipa::path(
    get, path = "/api/v1/placements/{id}/retractions", tag = "placements", security(("session" = [])),
    params(("id" = String, Path, description = "Code of the placement")),
    responses(
        (status = 200, description = "Those that wait", body = [RetractionAnswer]),
        (status = 403, description = "Not signed in, or not of the centre", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "No such placement", body = Problem, content_type = "application/problem+json")
    )
)]
pub(crate) async fn list_retractions(
    State(site): State<Site>,
    Path(id): Path<String>,
    SessionCtx(ctx): SessionCtx,
    _: NoQuery,
) -> Result<Json<Vec<RetractionAnswer>>, ApiError> {
    let waiting = placements::waiting_retractions(&site.app, &ctx, &id).await;
    let waiting = waiting.map_err(|error| ApiError::new(error, &ctx))?;
    Ok(Json(waiting.into_iter().map(answer).collect()))
}

/// Records a retraction that another person proposed, or declines it.
#[utoipa::path(
    post, path = "/api/v1/placements/{id}/retractions", tag = "placements", security(("session" = [])), request_body = RetractionDecision,
    params(
        ("id" = String, Path, description = "Code of the placement"),
        ("Idempotency-Key" = String, Header, description = "16 to 64 letters, digits or dashes of your own")
    ),
    responses(
        (status = 204, description = "It is decided"),
        (status = 403, description = "Not signed in, or not yours", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "No such retraction", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "The same request still runs", body = Problem, content_type = "application/problem+json"),
        (status = 413, description = "The body is larger than the operator allows"),
        (status = 422, description = "Your own proposal, decided already, or a field is wrong", body = Problem, content_type = "application/problem+json")
    )
)]
pub(crate) async fn decide_retraction(
    State(site): State<Site>,
    Path(id): Path<String>,
    SessionCtx(ctx): SessionCtx,
    _: NoQuery,
    headers: HeaderMap,
    body: Body<RetractionDecision>,
) -> Result<StatusCode, ApiError> {
    let decided = async {
        let (key, input) = (idempotency_key(&headers)?, read(body)?);
        let is_confirmed = match input.decision.as_str() {
            "confirm" => true,
            "decline" => false,
            _ => return Err(not_listed("decision", ["confirm", "decline"]).into()),
        };
        let order = DecideRetraction { placement: id, retraction: input.retraction, is_confirmed, note: input.note };
        placements::decide_retraction(&site.app, &ctx, order, &key).await
    };
    decided.await.map_err(|error| ApiError::new(error, &ctx))?;
    Ok(StatusCode::NO_CONTENT)
}

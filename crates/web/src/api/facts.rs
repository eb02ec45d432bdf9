//! `/api/v1/placements/{id}/facts`: what a centre, a worker and an employer record of a placement, and beside it what
//! would follow if they did. For those who are signed in on the site, recording for programs of the employer too; the
//! same use cases as the pages.

use super::caller::Caller;
use super::ctx::SessionCtx;
use super::own::idempotency_key;
use super::params::{NoQuery, not_listed};
use super::placements::{Body, PolicyAnswer, a_day, instant, outcome, read, sentences};
use super::problem::{ApiError, Problem};
use crate::Site;
use axum::Json;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use chrono::NaiveDate;
use sanviec_app::placements::{self, Append, Channel, Judged, Said};
use sanviec_app::{AppError, Ctx, FieldError, Locale, Role};
use sanviec_domain::placement::{FactKind, Source};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

/// A fact to be recorded.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct FactInput {
    /// Who speaks: `centre`, `officer`, `employer`, `worker`. Left out: whoever is signed in, staff as `centre`, and as
    /// `officer` where `visited_on` is named.
    #[serde(default)]
    source: Option<String>,
    /// `kind` and the fields of that kind, as the placement rule names them.
    says: serde_json::Value,
    /// The day on which an officer was there and saw it, `2026-11-24`; what an officer says of days needs one. It
    /// stands in the fact as `stated_on`.
    #[serde(default)]
    visited_on: Option<String>,
    /// SHA-256 of the paper or file that it rests on, in hexadecimal.
    #[serde(default)]
    document_hash: Option<String>,
    /// Number of the electronic contract on the national platform.
    #[serde(default)]
    reference: Option<String>,
    /// Version that was seen; without one the fact is recorded whatever came first.
    #[serde(default)]
    version: Option<i64>,
}

/// A fact that was recorded.
#[derive(Serialize, ToSchema)]
pub(crate) struct FactMade {
    id: String,
    /// When the service learnt it, with six digits of the second.
    recorded_at: String,
    version: i64,
}

/// What would follow if a fact were recorded now.
#[derive(Serialize, ToSchema)]
pub(crate) struct FactPreview {
    policy: PolicyAnswer,
    today: String,
    /// As section 4 of the placement rule has it.
    outcome: serde_json::Value,
    /// The same in sentences, in the language that was asked for.
    sentences: Vec<String>,
}

/// Who can speak here: the others speak in files.
const SPEAKERS: [Source; 4] = [Source::Centre, Source::Officer, Source::Employer, Source::Worker];

/// Who speaks when nobody says so.
fn speaker(ctx: &Ctx, is_visit: bool) -> Source {
    match ctx.actor.kind() {
        Role::Seeker => Source::Worker,
        Role::EmployerMember | Role::EmployerAdministrator | Role::EmployerProgram => Source::Employer,
        _ if is_visit => Source::Officer,
        _ => Source::Centre,
    }
}

fn said(ctx: &Ctx, input: &FactInput) -> Result<Said, AppError> {
    let visited_on = input.visited_on.as_deref().map(|text| a_visit(ctx, text)).transpose()?;
    let source = match &input.source {
        None => speaker(ctx, visited_on.is_some()),
        Some(code) => Source::find_by_code(code).ok_or_else(|| not_listed("source", SPEAKERS.map(Source::code)))?,
    };
    let document_hash = match &input.document_hash {
        None => None,
        Some(hex) => Some(placements::hash_of(hex)?),
    };
    let (says, channel) = match visited_on {
        Some(on) => (seen_on(&input.says, on)?, Channel::Visit),
        None => (input.says.clone(), Channel::Api),
    };
    let says = placements::statement_of(&says.to_string())?;
    if source == Source::Officer && says.kind() == FactKind::Attestation && visited_on.is_none() {
        let vi =
            "Lời của cán bộ về những ngày làm việc cần một lần đến thăm. Nêu ngày đến ở visited_on, như 2026-11-05.";
        let en = "What an officer says of days needs a visit. Name its day in visited_on, like 2026-11-05.";
        return Err(FieldError::new("visited_on", "missing", vi, en).into());
    }
    Ok(Said { says, source, channel, document_hash, reference: input.reference.clone() })
}

/// The day of a visit: it has come.
fn a_visit(ctx: &Ctx, text: &str) -> Result<NaiveDate, AppError> {
    let on = a_day("visited_on", text)?;
    if on > ctx.today() {
        let (vi, en) = ("Ngày đến thăm chưa đến.", "The day of the visit is still to come.");
        return Err(FieldError::new("visited_on", "not_yet", vi, en).into());
    }
    Ok(on)
}

/// What was seen on a visit was said on its day.
fn seen_on(says: &Value, on: NaiveDate) -> Result<Value, AppError> {
    let mut says = says.clone();
    let day = Value::from(on.to_string());
    let is_of_days = says.get("kind").and_then(Value::as_str) == Some(FactKind::Attestation.code());
    let Some(fields) = says.as_object_mut().filter(|_| is_of_days) else {
        let vi = "Chỉ điều nói về những ngày làm việc (attestation) mới ghi theo một lần đến thăm.";
        let en = "Only what is said of days (an attestation) is recorded of a visit.";
        return Err(FieldError::new("visited_on", "not_of_days", vi, en).into());
    };
    if fields.get("stated_on").is_some_and(|stated| *stated != day) {
        let vi = "stated_on phải là ngày đến thăm, hoặc để trống.";
        let en = "stated_on must be the day of the visit, or be left out.";
        return Err(FieldError::new("stated_on", "another_day", vi, en).into());
    }
    fields.insert("stated_on".to_owned(), day);
    Ok(says)
}

/// Records a fact.
#[utoipa::path(
    post, path = "/api/v1/placements/{id}/facts", tag = "placements", request_body = FactInput,
    security(("key" = []), ("session" = [])),
    params(
        ("id" = String, Path, description = "Code of the placement"),
        ("Idempotency-Key" = String, Header, description = "16 to 64 letters, digits or dashes of your own")
    ),
    responses(
        (status = 201, description = "It is recorded", body = FactMade),
        (status = 202, description = "A retraction of what somebody was paid by: it waits for a second person", body = FactMade),
        (status = 403, description = "Neither signed in nor a key of use, a key whose scope does not cover this, or not yours", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "No such placement", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "It was changed meanwhile, or the same request still runs", body = Problem, content_type = "application/problem+json"),
        (status = 413, description = "The body is larger than the operator allows"),
        (status = 422, description = "A field is wrong, or the source cannot say this", body = Problem, content_type = "application/problem+json")
    )
)]
pub(crate) async fn append_fact(
    State(site): State<Site>,
    Path(id): Path<String>,
    caller: Caller,
    _: NoQuery,
    headers: HeaderMap,
    body: Body<FactInput>,
) -> Result<(StatusCode, Json<FactMade>), ApiError> {
    let made = async {
        let (key, input) = (idempotency_key(&headers)?, read(body)?);
        let order = Append { placement: id, version: input.version, said: said(&caller.ctx, &input)? };
        placements::append(&site.app, &caller.ctx, order, &key).await
    };
    let made = made.await.map_err(|error| caller.error(error))?;
    let recorded_at = instant(made.recorded_at);
    let status = if made.waits { StatusCode::ACCEPTED } else { StatusCode::CREATED };
    Ok((status, Json(FactMade { id: made.id, recorded_at, version: made.version })))
}

/// What would follow if a fact were recorded now: the same body, and nothing is written.
///
/// Of a succession it says what would follow for this placement alone.
#[utoipa::path(
    post, path = "/api/v1/placements/{id}/preview", tag = "placements", security(("session" = [])), request_body = FactInput,
    params(("id" = String, Path, description = "Code of the placement")),
    responses(
        (status = 200, description = "What would follow", body = FactPreview),
        (status = 403, description = "Not signed in, or not yours", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "No such placement", body = Problem, content_type = "application/problem+json"),
        (status = 413, description = "The body is larger than the operator allows"),
        (status = 422, description = "It would be refused: a field is wrong, or the source cannot say this", body = Problem, content_type = "application/problem+json")
    )
)]
pub(crate) async fn preview_fact(
    State(site): State<Site>,
    Path(id): Path<String>,
    SessionCtx(ctx): SessionCtx,
    _: NoQuery,
    body: Body<FactInput>,
) -> Result<Json<FactPreview>, ApiError> {
    let shown = async {
        let input = read(body)?;
        let judged = placements::preview(&site.app, &ctx, &id, &said(&ctx, &input)?).await?;
        previewed(&judged, ctx.locale)
    };
    shown.await.map(Json).map_err(|error| ApiError::new(error, &ctx))
}

fn previewed(judged: &Judged, locale: Locale) -> Result<FactPreview, AppError> {
    Ok(FactPreview {
        policy: PolicyAnswer::of(judged),
        today: judged.case.today.to_string(),
        outcome: outcome(judged)?,
        sentences: sentences(judged, locale),
    })
}

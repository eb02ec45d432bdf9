//! `/api/v1/placements`: what a centre, a worker and an employer begin to follow, and what follows from it as of any
//! day and any state of knowledge. For those who are signed in on the site, and for programs of the employer. What they
//! record stands in `facts`.

use super::caller::Caller;
use super::ctx::SessionCtx;
use super::own::idempotency_key;
use super::params::{NoQuery, pairs, unknown};
use super::problem::{ApiError, Problem};
use crate::Site;
use axum::Json;
use axum::extract::rejection::JsonRejection;
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, StatusCode};
use chrono::NaiveDate;
use sanviec_app::placements::{self, AsOf, ChooseTask, Create, FactView, From, Judged, Seen};
use sanviec_app::{AppError, FieldError, Locale};
use sanviec_domain::Lang;
use sanviec_domain::placement::explain;
use sanviec_domain::posting::PostingCode;
use sanviec_domain::time::{Micros, day_of_number, parse_date};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// What a placement comes from: exactly one of the three.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PlacementInput {
    /// Code of an application that was hired.
    #[serde(default)]
    application: Option<String>,
    /// Code of a letter whose answer was "hired".
    #[serde(default)]
    referral: Option<String>,
    /// The person's own word that an application or a letter led to work.
    #[serde(default)]
    report: Option<ReportInput>,
    /// The funding task by which the policy is chosen: one that a loaded policy is made for.
    #[serde(default)]
    task: Option<String>,
}

/// A person's own word.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReportInput {
    /// Code of the application or letter.
    of: String,
    /// First day of work, `2026-11-30`.
    starts_on: String,
}

/// The funding task of a placement that began without one.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TaskInput {
    /// One that a loaded policy is made for.
    task: String,
}

/// A placement that was made.
#[derive(Serialize, ToSchema)]
pub(crate) struct PlacementMade {
    id: String,
}

/// As of when, for the document; it is read by `as_of`.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "only the document reads these fields")]
pub(crate) struct AsOfParams {
    /// Only days before it have happened; today when it is left out.
    today: Option<String>,
    /// Facts recorded later are not seen, `2026-11-24T09:00:00+07:00`; now when it is left out.
    known_at: Option<String>,
}

/// A placement and what follows from its facts.
#[derive(Serialize, ToSchema)]
pub(crate) struct PlacementAnswer {
    id: String,
    version: i64,
    /// Code of the employer's page.
    employer: String,
    /// What employers are compared by: the ten digits of the enterprise.
    employer_code: String,
    /// Code of the posting, where there is one.
    posting: Option<String>,
    /// `application`, `referral`, `report` or `file`.
    origin: String,
    placed_on: Option<String>,
    /// The funding task by which the policy is chosen; empty for none of its own.
    task: String,
    policy: PolicyAnswer,
    today: String,
    known_at: String,
    /// As section 4 of the placement rule has it.
    outcome: serde_json::Value,
    /// The same in sentences, in the language that was asked for.
    sentences: Vec<String>,
}

/// The policy that a placement is judged by.
#[derive(Serialize, ToSchema)]
pub(crate) struct PolicyAnswer {
    name: String,
    version: String,
    /// SHA-256 of the file, in hexadecimal.
    hash: String,
    /// True from the first signature on; before, it is the one that is expected.
    kept: bool,
}

/// A fact in the timeline.
#[derive(Serialize, ToSchema)]
pub(crate) struct FactAnswer {
    /// The fact as the placement rule names its fields.
    fact: serde_json::Value,
    /// By which way it came.
    channel: String,
    document_hash: Option<String>,
    reference: Option<String>,
    /// The kept file that it was taken from; `reference` is its row.
    file: Option<String>,
    /// Who entered it; for the staff of the centre alone.
    entered_by: Option<String>,
    retracted: bool,
}

pub(super) type Body<T> = Result<Json<T>, JsonRejection>;

pub(super) fn read<T>(body: Body<T>) -> Result<T, AppError> {
    body.map(|Json(input)| input).map_err(|rejection| {
        let vi = "Nội dung phải là JSON đúng như tài liệu.";
        let en = format!("The body must be JSON as documented: {}", rejection.body_text());
        FieldError::new("body", "not_json", vi, en).into()
    })
}

pub(super) fn a_day(field: &'static str, text: &str) -> Result<NaiveDate, AppError> {
    parse_date(text).ok_or_else(|| {
        let (vi, en) = ("Viết ngày như 2026-11-05.", "Write a day like 2026-11-05.");
        FieldError::new(field, "not_a_day", vi, en).into()
    })
}

/// An instant; a plus that came as a blank is one.
fn an_instant(text: &str) -> Result<Micros, AppError> {
    let read = chrono::DateTime::parse_from_rfc3339(&text.replace(' ', "+"));
    read.map(|at| Micros(at.timestamp_micros())).map_err(|_| {
        let (vi, en) =
            ("Viết thời điểm như 2026-11-05T14:03:00+07:00.", "Write an instant like 2026-11-05T14:03:00+07:00.");
        FieldError::new("known_at", "not_an_instant", vi, en).into()
    })
}

fn as_of(query: Option<&str>) -> Result<AsOf, AppError> {
    let mut as_of = AsOf { today: None, known_at: None };
    for (name, value) in pairs(query)? {
        match name.as_str() {
            "today" => as_of.today = Some(a_day("today", &value)?),
            "known_at" => as_of.known_at = Some(an_instant(&value)?),
            other => return Err(unknown(other, &["today", "known_at"]).into()),
        }
    }
    Ok(as_of)
}

fn from(input: &PlacementInput) -> Result<From, AppError> {
    match (&input.application, &input.referral, &input.report) {
        (Some(code), None, None) => Ok(From::Application(code.clone())),
        (None, Some(code), None) => Ok(From::Referral(code.clone())),
        (None, None, Some(report)) => {
            Ok(From::Report { of: report.of.clone(), starts_on: a_day("starts_on", &report.starts_on)? })
        }
        _ => {
            let vi = "Nêu đúng một trong application, referral và report.";
            let en = "Name exactly one of application, referral and report.";
            Err(FieldError::new("from", "not_one", vi, en).into())
        }
    }
}

/// Begins to follow somebody who was hired.
///
/// An employer and its programs name an application to one of its own adverts.
#[utoipa::path(
    post, path = "/api/v1/placements", tag = "placements", request_body = PlacementInput,
    security(("key" = []), ("session" = [])),
    params(("Idempotency-Key" = String, Header, description = "16 to 64 letters, digits or dashes of your own")),
    responses(
        (status = 201, description = "It is there", body = PlacementMade),
        (status = 403, description = "Neither signed in nor a key of use, a key whose scope does not cover this, or not yours", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "No such application or letter", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "The same request still runs", body = Problem, content_type = "application/problem+json"),
        (status = 413, description = "The body is larger than the operator allows"),
        (status = 422, description = "Nobody was hired, it is followed already, or no policy knows the task", body = Problem, content_type = "application/problem+json")
    )
)]
pub(crate) async fn create_placement(
    State(site): State<Site>,
    caller: Caller,
    _: NoQuery,
    headers: HeaderMap,
    body: Body<PlacementInput>,
) -> Result<(StatusCode, Json<PlacementMade>), ApiError> {
    let made = async {
        let (key, input) = (idempotency_key(&headers)?, read(body)?);
        let create = Create { from: from(&input)?, task: input.task.unwrap_or_default() };
        placements::create(&site.app, &caller.ctx, create, &key).await
    };
    let made = made.await.map_err(|error| caller.error(error))?;
    Ok((StatusCode::CREATED, Json(PlacementMade { id: made.id })))
}

/// Chooses the funding task of a placement that has none, once, before anything is claimed for it.
#[utoipa::path(
    post, path = "/api/v1/placements/{id}/task", tag = "placements", security(("session" = [])), request_body = TaskInput,
    params(
        ("id" = String, Path, description = "Code of the placement"),
        ("Idempotency-Key" = String, Header, description = "16 to 64 letters, digits or dashes of your own")
    ),
    responses(
        (status = 204, description = "It is chosen"),
        (status = 403, description = "Not signed in, or not yours", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "No such placement", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "The same request still runs", body = Problem, content_type = "application/problem+json"),
        (status = 413, description = "The body is larger than the operator allows"),
        (status = 422, description = "It has one already, something was claimed, or no policy knows the task", body = Problem, content_type = "application/problem+json")
    )
)]
pub(crate) async fn choose_task(
    State(site): State<Site>,
    Path(id): Path<String>,
    SessionCtx(ctx): SessionCtx,
    _: NoQuery,
    headers: HeaderMap,
    body: Body<TaskInput>,
) -> Result<StatusCode, ApiError> {
    let chosen = async {
        let (key, TaskInput { task }) = (idempotency_key(&headers)?, read(body)?);
        placements::choose_task(&site.app, &ctx, ChooseTask { placement: id, task }, &key).await
    };
    chosen.await.map_err(|error| ApiError::new(error, &ctx))?;
    Ok(StatusCode::NO_CONTENT)
}

/// A placement and what follows from its facts as of any two times.
#[utoipa::path(
    get, path = "/api/v1/placements/{id}", tag = "placements", security(("key" = []), ("session" = [])),
    params(("id" = String, Path, description = "Code of the placement"), AsOfParams),
    responses(
        (status = 200, description = "The outcome", body = PlacementAnswer),
        (status = 403, description = "Neither signed in nor a key of use, a key whose scope does not cover this, or not yours", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "No such placement", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "A time cannot be read", body = Problem, content_type = "application/problem+json")
    )
)]
pub(crate) async fn read_placement(
    State(site): State<Site>,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
    caller: Caller,
) -> Result<Json<PlacementAnswer>, ApiError> {
    let seen = async {
        let seen = placements::outcome_of(&site.app, &caller.ctx, &id, as_of(query.as_deref())?).await?;
        answer(&seen, caller.ctx.locale)
    };
    seen.await.map(Json).map_err(|error| caller.error(error))
}

fn answer(seen: &Seen, locale: Locale) -> Result<PlacementAnswer, AppError> {
    let (row, judged) = (&seen.row, &seen.judged);
    let code = |id| PostingCode::of(id).to_string();
    Ok(PlacementAnswer {
        id: seen.code(),
        version: row.version,
        employer: code(row.employer_id),
        employer_code: row.employer_code.clone(),
        posting: row.posting_id.map(code),
        origin: row.origin.clone(),
        placed_on: day_of_number(row.placed_on).map(|day| day.to_string()),
        task: row.task.clone(),
        policy: PolicyAnswer::of(judged),
        today: judged.case.today.to_string(),
        known_at: instant(judged.case.known_at),
        outcome: outcome(judged)?,
        sentences: sentences(judged, locale),
    })
}

impl PolicyAnswer {
    pub(super) fn of(judged: &Judged) -> Self {
        Self {
            name: judged.policy.policy.name.clone(),
            version: judged.policy.policy.version.clone(),
            hash: judged.policy.hash_hex(),
            kept: judged.policy_is_kept,
        }
    }
}

/// The outcome as `sanviec rule evaluate` writes it.
pub(super) fn outcome(judged: &Judged) -> Result<serde_json::Value, AppError> {
    serde_json::from_str(&judged.outcome.to_json()).map_err(|error| AppError::Internal(error.into()))
}

/// The same in sentences, in the language that was asked for.
pub(super) fn sentences(judged: &Judged, locale: Locale) -> Vec<String> {
    let lang = if locale == Locale::En { Lang::En } else { Lang::Vi };
    explain(&judged.case, &judged.outcome, lang)
}

/// With all six digits of the second: `known_at` of an answer is a `known_at` of a question.
pub(super) fn instant(at: Micros) -> String {
    chrono::DateTime::from_timestamp_micros(at.0).unwrap_or_default().format("%Y-%m-%dT%H:%M:%S%.6fZ").to_string()
}

/// Everything that was recorded, newest first.
#[utoipa::path(
    get, path = "/api/v1/placements/{id}/timeline", tag = "placements", security(("key" = []), ("session" = [])),
    params(("id" = String, Path, description = "Code of the placement")),
    responses(
        (status = 200, description = "The facts", body = [FactAnswer]),
        (status = 403, description = "Neither signed in nor a key of use, a key whose scope does not cover this, or not yours", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "No such placement", body = Problem, content_type = "application/problem+json")
    )
)]
pub(crate) async fn read_timeline(
    State(site): State<Site>,
    Path(id): Path<String>,
    caller: Caller,
    _: NoQuery,
) -> Result<Json<Vec<FactAnswer>>, ApiError> {
    let facts = placements::timeline(&site.app, &caller.ctx, &id).await.map_err(|error| caller.error(error))?;
    Ok(Json(facts.into_iter().map(fact).collect()))
}

fn fact(view: FactView) -> FactAnswer {
    FactAnswer {
        fact: serde_json::from_str(&view.body).unwrap_or_default(),
        channel: view.channel.code().to_owned(),
        document_hash: view.document_hash,
        reference: view.reference,
        file: view.file,
        entered_by: view.entered_by,
        retracted: view.is_retracted,
    }
}

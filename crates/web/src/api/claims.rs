//! `/api/v1/claims` and `/api/v1/batches`: what a centre claims for placements, who decides, lists for payment and what
//! the bank answered. For staff who are signed in on the site; the same use cases as the pages.

use super::ctx::SessionCtx;
use super::own::idempotency_key;
use super::placements::{Body, a_day, read};
use super::problem::{ApiError, Problem};
use crate::Site;
use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use sanviec_app::claims::{self, ClaimView, PayFormat};
use sanviec_app::{AppError, Ctx, FieldError, Key};
use sanviec_domain::claim::{RefuseReason, WithdrawReason};
use sanviec_domain::why::Why;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// A claim to be prepared.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ClaimInput {
    /// Code of the placement.
    placement: String,
    /// Beneficiary groups, by their names in the policy.
    #[serde(default)]
    groups: Vec<String>,
    /// Another source that may pay for the same work.
    #[serde(default)]
    elsewhere: String,
}

/// What is done with a claim.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ClaimAct {
    /// `approve`, `refuse`, `withdraw`, `propose_recovery`, `confirm_recovery`, `give_back` or `prepare_again`.
    act: String,
    /// Version that was seen; for `approve`, `refuse`, `withdraw` and `give_back`.
    #[serde(default)]
    version: i64,
    /// Code of the reason; for `refuse` and `withdraw`.
    #[serde(default)]
    reason: String,
    /// Words; needed for the reason `other`, and to approve a claim that is flagged.
    #[serde(default)]
    note: String,
    /// What the preview asked back, or what came back, in dong.
    #[serde(default)]
    dong: i64,
    /// In how many parts; for `propose_recovery`.
    #[serde(default)]
    instalments: u32,
    /// Day on which money came back, `2027-03-10`.
    #[serde(default)]
    on: String,
}

/// A list to be made.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct BatchInput {
    /// Codes of the claims.
    claims: Vec<String>,
}

/// What is done with a list.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct BatchAct {
    /// `send`, or `take_out` of one claim.
    act: String,
    /// Version that was seen; for `send`.
    #[serde(default)]
    version: i64,
    /// Version of the accounts that was seen; for `send`.
    #[serde(default)]
    accounts_version: i64,
    /// Day on which the bank is to pay, `2027-03-10`; for `send`.
    #[serde(default)]
    pay_on: String,
    /// Code of the claim; for `take_out`.
    #[serde(default)]
    claim: String,
}

/// In which form a file is wanted.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct FileParams {
    /// `csv` or `pain001`.
    #[serde(default)]
    format: String,
}

/// Code of what was made.
#[derive(Serialize, ToSchema)]
pub(crate) struct Made {
    id: String,
}

/// A claim.
#[derive(Serialize, ToSchema)]
pub(crate) struct ClaimAnswer {
    id: String,
    placement: String,
    version: i64,
    state: String,
    dong: i64,
    /// What the centre holds of it.
    held_dong: i64,
    /// What the next payout pays.
    owed_dong: i64,
    is_flagged: bool,
    policy: String,
    policy_hash: String,
    /// Day, state of knowledge and hash of the facts of the reading.
    today: String,
    known_at: String,
    facts_hash: String,
    /// The outcome that the claim holds.
    outcome: serde_json::Value,
    /// Whether it comes out again, byte for byte.
    reads_the_same: bool,
    /// Status of the placement now.
    status_now: String,
    journals: Vec<JournalAnswer>,
}

/// What was booked.
#[derive(Serialize, ToSchema)]
pub(crate) struct JournalAnswer {
    occasion: String,
    on: String,
    lines: Vec<LineAnswer>,
}

/// One line of the ledger.
#[derive(Serialize, ToSchema)]
pub(crate) struct LineAnswer {
    account: String,
    /// Debit above zero.
    dong: i64,
}

/// A list for payment.
#[derive(Serialize, ToSchema)]
pub(crate) struct BatchAnswer {
    id: String,
    version: i64,
    year: i32,
    serial: i32,
    state: String,
    claims: i32,
    dong: i64,
    /// Version of the accounts below; 0 when the centre has none.
    accounts_version: i64,
    /// Who is paid into which account, as it was sent or as it would be sent now.
    payee_name: String,
    payee_bank: String,
    payee_account: String,
    lines: Vec<BatchLine>,
}

/// One attempt on a list.
#[derive(Serialize, ToSchema)]
pub(crate) struct BatchLine {
    claim: String,
    /// The name by which the bank speaks of it.
    code: String,
    dong: i64,
    state: String,
}

/// What came of each row of a file.
#[derive(Serialize, ToSchema)]
pub(crate) struct ResultAnswer {
    /// Whether the file had come before.
    came_before: bool,
    rows: Vec<VerdictAnswer>,
}

/// One row.
#[derive(Serialize, ToSchema)]
pub(crate) struct VerdictAnswer {
    line: i32,
    code: String,
    verdict: String,
}

fn answer(view: ClaimView) -> ClaimAnswer {
    let line = |line: claims::LineView| LineAnswer { account: line.account, dong: line.dong };
    let journals = view.journals.into_iter().map(|journal| JournalAnswer {
        occasion: journal.occasion,
        on: journal.on.to_string(),
        lines: journal.lines.into_iter().map(line).collect(),
    });
    ClaimAnswer {
        id: view.item.id,
        placement: view.placement,
        version: view.version,
        state: view.item.state.code().to_owned(),
        dong: view.item.dong,
        held_dong: view.life.held_dong(),
        owed_dong: view.item.owed_dong,
        is_flagged: view.item.is_flagged,
        policy: view.policy,
        policy_hash: view.policy_hash,
        today: view.today.to_string(),
        known_at: view.known_at.rfc3339(),
        facts_hash: view.facts_hash,
        outcome: serde_json::from_str(&view.outcome).unwrap_or_default(),
        reads_the_same: view.reads_the_same,
        status_now: view.now.status.code().to_owned(),
        journals: journals.collect(),
    }
}

fn no_such_act() -> AppError {
    FieldError::new("act", "not-in-list", "Không có việc này.", "There is no such act.").into()
}

/// Prepares a claim for a placement that is confirmed.
#[utoipa::path(
    post, path = "/api/v1/claims", tag = "claims", request_body = ClaimInput,
    params(("Idempotency-Key" = String, Header, description = "16 to 64 letters, digits or dashes of your own")),
    responses(
        (status = 201, description = "It is there", body = Made),
        (status = 403, description = "Not signed in, or not yours", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "No such placement", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "Not confirmed, or the person was claimed for already", body = Problem, content_type = "application/problem+json")
    )
)]
pub(crate) async fn prepare_claim(
    State(site): State<Site>,
    SessionCtx(ctx): SessionCtx,
    headers: HeaderMap,
    body: Body<ClaimInput>,
) -> Result<(StatusCode, Json<Made>), ApiError> {
    let made = async {
        let (key, input) = (idempotency_key(&headers)?, read(body)?);
        let ClaimInput { placement, groups, elsewhere } = input;
        claims::prepare(&site.app, &ctx, claims::Prepare { placement, groups, elsewhere }, &key).await
    };
    let made = made.await.map_err(|error| ApiError::new(error, &ctx))?;
    Ok((StatusCode::CREATED, Json(Made { id: made.id })))
}

/// A claim with its reading and what was booked.
#[utoipa::path(
    get, path = "/api/v1/claims/{id}", tag = "claims",
    params(("id" = String, Path, description = "Code of the claim")),
    responses(
        (status = 200, description = "The claim", body = ClaimAnswer),
        (status = 403, description = "Not signed in, or not yours", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "No such claim", body = Problem, content_type = "application/problem+json")
    )
)]
pub(crate) async fn read_claim(
    State(site): State<Site>,
    Path(id): Path<String>,
    SessionCtx(ctx): SessionCtx,
) -> Result<Json<ClaimAnswer>, ApiError> {
    let view = claims::claim(&site.app, &ctx, &id).await.map_err(|error| ApiError::new(error, &ctx))?;
    Ok(Json(answer(view)))
}

/// Decides about a claim, or about money that is asked back.
#[utoipa::path(
    post, path = "/api/v1/claims/{id}/acts", tag = "claims", request_body = ClaimAct,
    params(
        ("id" = String, Path, description = "Code of the claim"),
        ("Idempotency-Key" = String, Header, description = "16 to 64 letters, digits or dashes of your own")
    ),
    responses(
        (status = 204, description = "Done"),
        (status = 403, description = "Not signed in, or not yours", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "No such claim", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "It was changed meanwhile", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "Not from where it stands, or not by you", body = Problem, content_type = "application/problem+json")
    )
)]
pub(crate) async fn act_on_claim(
    State(site): State<Site>,
    Path(id): Path<String>,
    SessionCtx(ctx): SessionCtx,
    headers: HeaderMap,
    body: Body<ClaimAct>,
) -> Result<StatusCode, ApiError> {
    let done = async {
        let (key, input) = (idempotency_key(&headers)?, read(body)?);
        act(&site, &ctx, (id, input), &key).await
    };
    done.await.map_err(|error| ApiError::new(error, &ctx))?;
    Ok(StatusCode::NO_CONTENT)
}

async fn act(site: &Site, ctx: &Ctx, (id, input): (String, ClaimAct), key: &Key) -> Result<(), AppError> {
    let (app, version, note) = (&site.app, input.version, input.note);
    let no_reason = || FieldError::new("reason", "not-in-list", "Không có lý do này.", "There is no such reason.");
    match input.act.as_str() {
        "approve" => claims::approve(app, ctx, claims::Approve { id, version, note }, key).await,
        "refuse" => {
            let reason = RefuseReason::find_by_code(&input.reason).ok_or_else(no_reason)?;
            claims::refuse(app, ctx, claims::Refuse { id, version, why: Why::noted(reason, note) }, key).await
        }
        "withdraw" => {
            let reason = WithdrawReason::find_by_code(&input.reason).ok_or_else(no_reason)?;
            claims::withdraw(app, ctx, claims::Withdraw { id, version, why: Why::noted(reason, note) }, key).await
        }
        "propose_recovery" => {
            let order = claims::ProposeRecovery { id, asked_dong: input.dong, instalments: input.instalments };
            claims::propose_recovery(app, ctx, order, key).await
        }
        "confirm_recovery" => {
            claims::confirm_recovery(app, ctx, claims::ConfirmRecovery { id, asked_dong: input.dong }, key).await
        }
        "give_back" => {
            let order = claims::GiveBack { id, version, dong: input.dong, on: a_day("on", &input.on)? };
            claims::give_back(app, ctx, order, key).await
        }
        "prepare_again" => claims::prepare_again(app, ctx, claims::PrepareAgain { id }, key).await,
        _ => Err(no_such_act()),
    }
}

/// Makes a list for payment.
#[utoipa::path(
    post, path = "/api/v1/batches", tag = "claims", request_body = BatchInput,
    params(("Idempotency-Key" = String, Header, description = "16 to 64 letters, digits or dashes of your own")),
    responses(
        (status = 201, description = "It is there", body = Made),
        (status = 403, description = "Not signed in, or not yours", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "No such claim", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "A claim is not approved, or is on a list", body = Problem, content_type = "application/problem+json")
    )
)]
pub(crate) async fn create_batch(
    State(site): State<Site>,
    SessionCtx(ctx): SessionCtx,
    headers: HeaderMap,
    body: Body<BatchInput>,
) -> Result<(StatusCode, Json<Made>), ApiError> {
    let made = async {
        let (key, input) = (idempotency_key(&headers)?, read(body)?);
        claims::make_batch(&site.app, &ctx, claims::MakeBatch { claims: input.claims }, &key).await
    };
    let id = made.await.map_err(|error| ApiError::new(error, &ctx))?;
    Ok((StatusCode::CREATED, Json(Made { id })))
}

/// A list with what is on it.
#[utoipa::path(
    get, path = "/api/v1/batches/{id}", tag = "claims",
    params(("id" = String, Path, description = "Code of the list")),
    responses(
        (status = 200, description = "The list", body = BatchAnswer),
        (status = 403, description = "Not signed in, or not yours", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "No such list", body = Problem, content_type = "application/problem+json")
    )
)]
pub(crate) async fn read_batch(
    State(site): State<Site>,
    Path(id): Path<String>,
    SessionCtx(ctx): SessionCtx,
) -> Result<Json<BatchAnswer>, ApiError> {
    let view = claims::batch(&site.app, &ctx, &id).await.map_err(|error| ApiError::new(error, &ctx))?;
    let lines = view.lines.into_iter().map(|(attempt, item)| BatchLine {
        claim: item.id,
        code: attempt.code,
        dong: attempt.dong,
        state: attempt.state,
    });
    let paying = view.paying.unwrap_or_default();
    Ok(Json(BatchAnswer {
        id: view.id,
        version: view.version,
        year: view.year,
        serial: view.serial,
        state: view.state.code().to_owned(),
        claims: view.claims,
        dong: view.dong,
        accounts_version: paying.version,
        payee_name: paying.payee_name,
        payee_bank: paying.payee_bank,
        payee_account: paying.payee_account,
        lines: lines.collect(),
    }))
}

/// Sends a list to the bank, or takes a claim off it.
#[utoipa::path(
    post, path = "/api/v1/batches/{id}/acts", tag = "claims", request_body = BatchAct,
    params(
        ("id" = String, Path, description = "Code of the list"),
        ("Idempotency-Key" = String, Header, description = "16 to 64 letters, digits or dashes of your own")
    ),
    responses(
        (status = 204, description = "Done"),
        (status = 403, description = "Not signed in, or not yours", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "No such list", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "It was changed meanwhile", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "It was sent, a placement is no longer confirmed, or not by you", body = Problem, content_type = "application/problem+json")
    )
)]
pub(crate) async fn act_on_batch(
    State(site): State<Site>,
    Path(id): Path<String>,
    SessionCtx(ctx): SessionCtx,
    headers: HeaderMap,
    body: Body<BatchAct>,
) -> Result<StatusCode, ApiError> {
    let done = async {
        let (key, input) = (idempotency_key(&headers)?, read(body)?);
        match input.act.as_str() {
            "send" => {
                let (version, accounts) = (input.version, input.accounts_version);
                let order = claims::Send { id, version, accounts, pay_on: a_day("pay_on", &input.pay_on)? };
                claims::send(&site.app, &ctx, order, &key).await
            }
            "take_out" => claims::take_out(&site.app, &ctx, claims::TakeOut { claim: input.claim }, &key).await,
            _ => Err(no_such_act()),
        }
    };
    done.await.map_err(|error| ApiError::new(error, &ctx))?;
    Ok(StatusCode::NO_CONTENT)
}

/// The file of a list that was sent, for the bank.
#[utoipa::path(
    get, path = "/api/v1/batches/{id}/file", tag = "claims",
    params(("id" = String, Path, description = "Code of the list"), FileParams),
    responses(
        (status = 200, description = "CSV, or ISO 20022 pain.001.001.09", content_type = "text/csv"),
        (status = 403, description = "Not signed in, or not yours", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "No such list", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "It was not sent yet", body = Problem, content_type = "application/problem+json")
    )
)]
pub(crate) async fn read_batch_file(
    State(site): State<Site>,
    Path(id): Path<String>,
    Query(params): Query<FileParams>,
    SessionCtx(ctx): SessionCtx,
) -> Result<Response, ApiError> {
    let format = if params.format == "pain001" { PayFormat::Pain001 } else { PayFormat::Csv };
    let file = claims::pay_file(&site.app, &ctx, &id, format).await.map_err(|error| ApiError::new(error, &ctx))?;
    let name = format!("attachment; filename=\"{}\"", file.name);
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(file.media)),
        (header::CONTENT_DISPOSITION, HeaderValue::from_str(&name).unwrap_or(HeaderValue::from_static("attachment"))),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    Ok((headers, file.bytes).into_response())
}

/// Takes in what the bank answered: CSV, or ISO 20022 pain.002.
#[utoipa::path(
    post, path = "/api/v1/batches/{id}/result", tag = "claims",
    request_body(content = String, content_type = "application/octet-stream"),
    params(
        ("id" = String, Path, description = "Code of the list"),
        ("Idempotency-Key" = String, Header, description = "16 to 64 letters, digits or dashes of your own")
    ),
    responses(
        (status = 200, description = "A verdict for each row", body = ResultAnswer),
        (status = 403, description = "Not signed in, or not yours", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "No such list", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "The file cannot be read, or not by you", body = Problem, content_type = "application/problem+json")
    )
)]
pub(crate) async fn import_batch_result(
    State(site): State<Site>,
    Path(id): Path<String>,
    SessionCtx(ctx): SessionCtx,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Json<ResultAnswer>, ApiError> {
    let done = async {
        let key = idempotency_key(&headers)?;
        claims::import_result(&site.app, &ctx, &id, &body, &key).await
    };
    let imported = done.await.map_err(|error| ApiError::new(error, &ctx))?;
    let row = |row: claims::RowVerdict| VerdictAnswer {
        line: row.line,
        code: row.code,
        verdict: row.verdict.code().to_owned(),
    };
    Ok(Json(ResultAnswer { came_before: imported.came_before, rows: imported.rows.into_iter().map(row).collect() }))
}

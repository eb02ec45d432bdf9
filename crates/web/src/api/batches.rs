//! `/api/v1/batches`: lists for payment, their files, and what the bank answered. For staff who are signed in on the
//! site; the same use cases as the pages.

use super::claims::Made;
use super::ctx::SessionCtx;
use super::own::idempotency_key;
use super::params::{NoQuery, not_listed, pairs, unknown};
use super::placements::{Body, a_day, read};
use super::problem::{ApiError, Problem};
use crate::Site;
use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use sanviec_app::claims::{self, PayFormat};
use sanviec_app::{AppError, FieldError};
use sanviec_domain::time::Micros;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

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

/// A list for payment.
#[derive(Serialize, ToSchema)]
pub(crate) struct BatchAnswer {
    id: String,
    version: i64,
    year: i32,
    serial: i32,
    state: String,
    /// Funding task and budget year; nothing of a list from before that mixed them.
    task: Option<String>,
    budget_year: Option<i32>,
    claims: i32,
    dong: i64,
    /// Version of the accounts below; 0 when the centre has none.
    accounts_version: i64,
    /// Who is paid into which account, as it was sent or as it would be sent now.
    payee_name: String,
    payee_bank: String,
    payee_account: String,
    lines: Vec<BatchLine>,
    /// Files in which the bank answered, oldest first.
    results: Vec<BankResultLine>,
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

/// A file in which the bank answered.
#[derive(Serialize, ToSchema)]
pub(crate) struct BankResultLine {
    id: String,
    at: String,
    /// `csv` or `pain002`.
    format: String,
    /// SHA-256 of the file.
    hash: String,
    /// Bytes; nothing of a file that came before files were kept.
    size: Option<u64>,
    /// When its bytes went, at the end of its term; the hash stays.
    erased_at: Option<String>,
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

/// Makes a list for payment.
#[utoipa::path(
    post, path = "/api/v1/batches", tag = "claims", security(("session" = [])), request_body = BatchInput,
    params(("Idempotency-Key" = String, Header, description = "16 to 64 letters, digits or dashes of your own")),
    responses(
        (status = 201, description = "It is there", body = Made),
        (status = 403, description = "Not signed in, or not yours", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "No such claim", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "The same request still runs", body = Problem, content_type = "application/problem+json"),
        (status = 413, description = "The body is larger than the operator allows"),
        (status = 422, description = "A claim is not approved, is on a list, is of another fund, or its money is over", body = Problem, content_type = "application/problem+json")
    )
)]
pub(crate) async fn create_batch(
    State(site): State<Site>,
    SessionCtx(ctx): SessionCtx,
    _: NoQuery,
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
    get, path = "/api/v1/batches/{id}", tag = "claims", security(("session" = [])),
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
    _: NoQuery,
) -> Result<Json<BatchAnswer>, ApiError> {
    let view = claims::batch(&site.app, &ctx, &id).await.map_err(|error| ApiError::new(error, &ctx))?;
    let lines = view.lines.into_iter().map(|(attempt, item)| BatchLine {
        claim: item.id,
        code: attempt.code,
        dong: attempt.dong,
        state: attempt.state,
    });
    let result = |result: claims::ResultView| BankResultLine {
        id: result.id,
        at: result.at.rfc3339(),
        format: result.format,
        hash: result.hash,
        size: result.size,
        erased_at: result.erased.map(Micros::rfc3339),
    };
    let paying = view.paying.unwrap_or_default();
    Ok(Json(BatchAnswer {
        id: view.id,
        version: view.version,
        year: view.year,
        serial: view.serial,
        state: view.state.code().to_owned(),
        task: view.task,
        budget_year: view.budget_year,
        claims: view.claims,
        dong: view.dong,
        accounts_version: paying.version,
        payee_name: paying.payee_name,
        payee_bank: paying.payee_bank,
        payee_account: paying.payee_account,
        lines: lines.collect(),
        results: view.results.into_iter().map(result).collect(),
    }))
}

/// Sends a list to the bank, or takes a claim off it.
#[utoipa::path(
    post, path = "/api/v1/batches/{id}/acts", tag = "claims", security(("session" = [])), request_body = BatchAct,
    params(
        ("id" = String, Path, description = "Code of the list"),
        ("Idempotency-Key" = String, Header, description = "16 to 64 letters, digits or dashes of your own")
    ),
    responses(
        (status = 204, description = "Done"),
        (status = 403, description = "Not signed in, or not yours", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "No such list", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "It was changed meanwhile, or the same request still runs", body = Problem, content_type = "application/problem+json"),
        (status = 413, description = "The body is larger than the operator allows"),
        (status = 422, description = "It was sent, a placement is no longer confirmed, or not by you", body = Problem, content_type = "application/problem+json")
    )
)]
pub(crate) async fn act_on_batch(
    State(site): State<Site>,
    Path(id): Path<String>,
    SessionCtx(ctx): SessionCtx,
    _: NoQuery,
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
            _ => Err(not_listed("act", ["send", "take_out"]).into()),
        }
    };
    done.await.map_err(|error| ApiError::new(error, &ctx))?;
    Ok(StatusCode::NO_CONTENT)
}

/// The file of a list that was sent, for the bank.
#[utoipa::path(
    get, path = "/api/v1/batches/{id}/file", tag = "claims", security(("session" = [])),
    params(
        ("id" = String, Path, description = "Code of the list"),
        ("format" = Option<String>, Query, description = "`csv` (default) or `pain001`")
    ),
    responses(
        (status = 200, description = "CSV, or ISO 20022 pain.001.001.09",
         content((String = "text/csv"), (String = "application/xml"))),
        (status = 403, description = "Not signed in, or not yours", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "No such list", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "It was not sent yet, or a parameter is wrong", body = Problem, content_type = "application/problem+json")
    )
)]
pub(crate) async fn read_batch_file(
    State(site): State<Site>,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
    SessionCtx(ctx): SessionCtx,
) -> Result<Response, ApiError> {
    let made = async {
        let format = format_of(query.as_deref())?;
        claims::pay_file(&site.app, &ctx, &id, format).await
    };
    let file = made.await.map_err(|error| ApiError::new(error, &ctx))?;
    Ok(saved(&file.name, file.media, file.bytes))
}

/// In which form a file is wanted.
fn format_of(query: Option<&str>) -> Result<PayFormat, AppError> {
    let mut format = PayFormat::Csv;
    for (name, value) in pairs(query)? {
        format = match (name.as_str(), value.as_str()) {
            ("format", "csv") => PayFormat::Csv,
            ("format", "pain001") => PayFormat::Pain001,
            ("format", _) => {
                let vi = "“format” phải là csv hoặc pain001.";
                let en = "“format” must be csv or pain001.";
                let known = vec!["csv".to_owned(), "pain001".to_owned()];
                return Err(FieldError::new("format", "unknown_code", vi, en).suggesting(known).into());
            }
            (other, _) => return Err(unknown(other, &["format"]).into()),
        };
    }
    Ok(format)
}

/// A file to be saved, kept nowhere on the way.
fn saved(name: &str, media: &'static str, bytes: Vec<u8>) -> Response {
    let name = format!("attachment; filename=\"{name}\"");
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(media)),
        (header::CONTENT_DISPOSITION, HeaderValue::from_str(&name).unwrap_or(HeaderValue::from_static("attachment"))),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    (headers, bytes).into_response()
}

/// A file in which the bank answered, byte for byte as it came.
#[utoipa::path(
    get, path = "/api/v1/batches/{id}/results/{result}", tag = "claims", security(("session" = [])),
    params(
        ("id" = String, Path, description = "Code of the list"),
        ("result" = String, Path, description = "Code of the file")
    ),
    responses(
        (status = 200, description = "CSV, or ISO 20022 pain.002",
         content((String = "text/csv"), (String = "application/xml"))),
        (status = 403, description = "Not signed in, or not yours", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "No such list, no such file, or one of which only the hash was kept", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "Erased at the end of its term", body = Problem, content_type = "application/problem+json")
    )
)]
pub(crate) async fn read_bank_result(
    State(site): State<Site>,
    Path((id, result)): Path<(String, String)>,
    SessionCtx(ctx): SessionCtx,
    _: NoQuery,
) -> Result<Response, ApiError> {
    let file = claims::open_bank_file(&site.app, &ctx, &id, &result).await;
    let file = file.map_err(|error| ApiError::new(error, &ctx))?;
    Ok(saved(&file.name, file.media, file.bytes))
}

/// Takes in what the bank answered: CSV, or ISO 20022 pain.002.
#[utoipa::path(
    post, path = "/api/v1/batches/{id}/result", tag = "claims", security(("session" = [])),
    request_body(content = String, content_type = "application/octet-stream"),
    params(
        ("id" = String, Path, description = "Code of the list"),
        ("Idempotency-Key" = String, Header, description = "16 to 64 letters, digits or dashes of your own")
    ),
    responses(
        (status = 200, description = "A verdict for each row", body = ResultAnswer),
        (status = 403, description = "Not signed in, or not yours", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "No such list", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "The same request still runs", body = Problem, content_type = "application/problem+json"),
        (status = 413, description = "The body is larger than the operator allows"),
        (status = 422, description = "The file cannot be read, or not by you", body = Problem, content_type = "application/problem+json")
    )
)]
pub(crate) async fn import_batch_result(
    State(site): State<Site>,
    Path(id): Path<String>,
    SessionCtx(ctx): SessionCtx,
    _: NoQuery,
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

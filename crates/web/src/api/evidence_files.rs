//! `/api/v1/evidence-files`: files of the insurer or of a payroll and a centre's own lists of running placements, sent
//! whole, and how far one is. For those who are signed in on the site; the same use cases as the pages.

use super::ctx::SessionCtx;
use super::own::idempotency_key;
use super::params::{pairs, unknown};
use super::problem::{ApiError, Problem};
use crate::Site;
use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, HeaderName, StatusCode, header};
use sanviec_app::placements::{
    self, EvidenceFile, FileProgress, FileTaken, KeptPage, RowView, RunningFile, RunningTaken, SendingState,
};
use sanviec_app::{AppError, Ctx, FieldError, Key, Role};
use sanviec_domain::placement::Source;
use sanviec_domain::time::Micros;
use serde::Serialize;
use utoipa::ToSchema;

/// A kept file with a page of what was said of its rows.
#[derive(Serialize, ToSchema)]
pub(crate) struct EvidenceFileAnswer {
    id: String,
    /// `insurer`, `payroll` or `centre`.
    source: String,
    /// SHA-256 in hexadecimal.
    hash: String,
    /// When its bytes went, at the end of its term; the hash and the rows stay.
    erased_at: Option<String>,
    /// How far the last sending is; null for a file whose rows were judged at once.
    sending: Option<EvidenceFileState>,
    /// Rows of the last sending first.
    rows: Vec<EvidenceFileLine>,
    /// Null on the last page.
    next_page: Option<u32>,
}

/// How far the last sending of a long file is.
#[derive(Serialize, ToSchema)]
pub(crate) struct EvidenceFileState {
    /// `going`, `done`, or `stopped`: whoever sent it has left.
    state: String,
    /// Rows that were judged.
    done: u64,
    of: u64,
    recorded: u64,
    /// Rows that said what stood already.
    stood: u64,
    refused: u64,
}

/// What was said of a row.
#[derive(Serialize, ToSchema)]
pub(crate) struct EvidenceFileLine {
    /// The sending, counted from 1.
    sending: u32,
    /// The row as a spreadsheet counts it.
    line: u64,
    /// Code of what is to be mended.
    refused: Option<String>,
    /// Code of the placement in which it stands.
    placement: Option<String>,
}

fn answer(kept: KeptPage, page: u32) -> EvidenceFileAnswer {
    EvidenceFileAnswer {
        id: kept.file.id,
        source: kept.file.source.code().to_owned(),
        hash: kept.file.hash,
        erased_at: kept.file.erased.map(Micros::rfc3339),
        sending: kept.progress.map(state),
        rows: kept.rows.into_iter().map(line).collect(),
        next_page: kept.has_more.then(|| page.saturating_add(1)),
    }
}

fn state(progress: FileProgress) -> EvidenceFileState {
    let state = match progress.state {
        SendingState::Going => "going",
        SendingState::Done => "done",
        SendingState::Stopped => "stopped",
    };
    let FileProgress { done, of, recorded, stood, refused, .. } = progress;
    EvidenceFileState { state: state.to_owned(), done, of, recorded, stood, refused }
}

fn line(row: RowView) -> EvidenceFileLine {
    EvidenceFileLine { sending: row.run, line: row.line, refused: row.refused, placement: row.placement }
}

/// Sends a file of the insurer, of a payroll, or of running placements: CSV or XLSX of 20,000 rows at most.
///
/// Up to 200 rows, of running placements 500, are judged at once. A longer file is kept and goes on by itself:
/// `Location` says where to read how far it is. The same file again records nothing twice.
#[utoipa::path(
    post, path = "/api/v1/evidence-files", tag = "placements", security(("session" = [])),
    request_body(content = String, content_type = "application/octet-stream"),
    params(
        ("source" = String, Query, description = "`insurer`, `payroll`, or `centre`: the centre's own list of running placements"),
        ("Idempotency-Key" = String, Header, description = "16 to 64 letters, digits or dashes of your own")
    ),
    responses(
        (status = 200, description = "Every row was judged", body = EvidenceFileAnswer,
         headers(("location" = String, description = "Where to read how far the file is"))),
        (status = 202, description = "It is kept and goes on", body = EvidenceFileAnswer,
         headers(("location" = String, description = "Where to read how far the file is"))),
        (status = 403, description = "Not signed in, or not an officer", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "The same request still runs", body = Problem, content_type = "application/problem+json"),
        (status = 413, description = "The body is larger than the operator allows"),
        (status = 422, description = "No such file, a column is missing, or too many rows", body = Problem, content_type = "application/problem+json")
    )
)]
pub(crate) async fn send_evidence_file(
    State(site): State<Site>,
    RawQuery(query): RawQuery,
    SessionCtx(ctx): SessionCtx,
    headers: HeaderMap,
    body: Bytes,
) -> Result<(StatusCode, [(HeaderName, String); 1], Json<EvidenceFileAnswer>), ApiError> {
    let sent = Box::pin(send(&site, &ctx, (query.as_deref(), &headers), body)).await;
    let (status, kept) = sent.map_err(|error| ApiError::new(error, &ctx))?;
    let place = format!("/api/v1/evidence-files/{}", kept.file.id);
    Ok((status, [(header::LOCATION, place)], Json(answer(kept, 1))))
}

async fn send(
    site: &Site,
    ctx: &Ctx,
    (query, headers): (Option<&str>, &HeaderMap),
    body: Bytes,
) -> Result<(StatusCode, KeptPage), AppError> {
    if ctx.actor.kind() != Role::Officer {
        return Err(AppError::Forbidden);
    }
    let key = idempotency_key(headers)?;
    let file = EvidenceFile { source: source_of(query)?, bytes: body.to_vec() };
    let (status, code) = match file.source {
        Source::Centre => Box::pin(take_list(site, ctx, file.bytes, &key)).await?,
        // What a row does once, its facts say; the key is asked for as of everything that changes something.
        _ => match placements::take_file(&site.app, ctx, file).await? {
            FileTaken::Judged { file, .. } => (StatusCode::OK, file),
            FileTaken::GoesOn { file } => (StatusCode::ACCEPTED, file),
        },
    };
    Ok((status, placements::kept_file(&site.app, ctx, &code, 1).await?))
}

async fn take_list(site: &Site, ctx: &Ctx, bytes: Vec<u8>, key: &Key) -> Result<(StatusCode, String), AppError> {
    let list = RunningFile { bytes, dry_run: false };
    match placements::take_running(&site.app, ctx, list, key).await? {
        RunningTaken::Judged { file, .. } => Ok((StatusCode::OK, file.ok_or(AppError::NotFound)?)),
        RunningTaken::GoesOn { file } => Ok((StatusCode::ACCEPTED, file)),
    }
}

fn source_of(query: Option<&str>) -> Result<Source, AppError> {
    let mut source = None;
    for (parameter, value) in pairs(query)? {
        match parameter.as_str() {
            "source" => source = Source::find_by_code(&value),
            other => return Err(unknown(other, &["source"]).into()),
        }
    }
    let vi = "Nêu nguồn của tệp: insurer, payroll hoặc centre.";
    let en = "Say where the file comes from: insurer, payroll or centre.";
    source.ok_or_else(|| FieldError::new("source", "missing", vi, en).into())
}

/// How far a file is, and what was said of its rows, 200 of a page.
#[utoipa::path(
    get, path = "/api/v1/evidence-files/{id}", tag = "placements", security(("session" = [])),
    params(
        ("id" = String, Path, description = "Code of the file"),
        ("page" = Option<u32>, Query, minimum = 1, description = "Which page of the rows; the first when it is left out")
    ),
    responses(
        (status = 200, description = "The file", body = EvidenceFileAnswer),
        (status = 403, description = "Not signed in, or not staff of a centre", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "No such file at the centre", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "`page` is no number", body = Problem, content_type = "application/problem+json")
    )
)]
pub(crate) async fn read_evidence_file(
    State(site): State<Site>,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
    SessionCtx(ctx): SessionCtx,
) -> Result<Json<EvidenceFileAnswer>, ApiError> {
    let read = look(&site, &ctx, (&id, query.as_deref())).await;
    Ok(Json(read.map_err(|error| ApiError::new(error, &ctx))?))
}

async fn look(site: &Site, ctx: &Ctx, (id, query): (&str, Option<&str>)) -> Result<EvidenceFileAnswer, AppError> {
    let page = page_of(query)?;
    Ok(answer(placements::kept_file(&site.app, ctx, id, page).await?, page))
}

fn page_of(query: Option<&str>) -> Result<u32, AppError> {
    let mut page = 1;
    for (parameter, value) in pairs(query)? {
        match parameter.as_str() {
            "page" => {
                page = value.parse::<u32>().ok().filter(|page| *page > 0).ok_or_else(|| {
                    let (vi, en) = ("Nêu số trang từ 1.", "Name a page from 1 on.");
                    FieldError::new("page", "not_a_number", vi, en)
                })?;
            }
            other => return Err(unknown(other, &["page"]).into()),
        }
    }
    Ok(page)
}

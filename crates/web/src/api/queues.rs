//! What a centre works through: its placements, its claims and its lists for payment, a page at a time, as its pages
//! have them. For staff who are signed in on the site.
//!
//! A cursor holds the number of a page, and of placements the one before which those begin that are looked at. What
//! moves meanwhile may be missed or come twice, as on the pages.

use super::ctx::SessionCtx;
use super::params::{not_listed, pairs, unknown};
use super::postings::next_link;
use super::problem::{ApiError, Problem};
use crate::Site;
use axum::Json;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use sanviec_app::claims::{self, BatchView, ClaimItem};
use sanviec_app::placements::{self, Claimed, Item};
use sanviec_app::{AppError, Ctx, FieldError, Role};
use sanviec_domain::claim::State as ClaimState;
use sanviec_domain::placement::Status;
use serde::Serialize;
use utoipa::ToSchema;

/// Most pages of a list.
const PAGES: u64 = 10_000;

/// Placements of a centre.
#[derive(Serialize, ToSchema)]
pub(crate) struct PlacementList {
    /// Those that were placed first, first.
    items: Vec<PlacementItem>,
    /// How many stand where, of those that were looked at for this list and whose claim stands as asked.
    counts: Vec<StatusCount>,
    /// How far their claims are, of those that were looked at and stand as asked.
    claim_counts: Vec<ClaimCount>,
    /// Cursor of the next page, null at the end.
    next: Option<String>,
}

/// A placement in a list.
#[derive(Serialize, ToSchema)]
pub(crate) struct PlacementItem {
    id: String,
    /// Null where it is not to be seen.
    person: Option<String>,
    employer: String,
    /// Title of the vacancy, where it is still there.
    posting_title: Option<String>,
    /// Who follows it.
    officer: Option<String>,
    status: String,
    /// State of the newest claim for it, `none` where none was ever made.
    claim: String,
    counted_days: i32,
    required_days: i32,
    placed_on: Option<String>,
    /// Days since then.
    age_days: i32,
}

/// For how many placements the newest claim is so far.
#[derive(Serialize, ToSchema)]
pub(crate) struct ClaimCount {
    /// State of a claim, or `none`.
    claim: String,
    count: u64,
}

/// How many placements stand so.
#[derive(Serialize, ToSchema)]
pub(crate) struct StatusCount {
    status: String,
    count: u64,
}

/// Claims of a centre.
#[derive(Serialize, ToSchema)]
pub(crate) struct ClaimList {
    items: Vec<ClaimListItem>,
    /// How many claims stand where, and of how much, over all pages.
    sums: Vec<ClaimSum>,
    /// Cursor of the next page, null at the end.
    next: Option<String>,
}

/// A claim in a list.
#[derive(Serialize, ToSchema)]
pub(crate) struct ClaimListItem {
    id: String,
    /// Null where it is not to be seen.
    person: Option<String>,
    employer: String,
    state: String,
    dong: i64,
    /// What the next payout pays.
    owed_dong: i64,
    /// Programme, funding task and budget year: claims on one list for payment have the same.
    programme: String,
    task: String,
    budget_year: i32,
    is_flagged: bool,
    prepared_on: String,
    /// Days since then.
    age_days: i64,
    /// Whether whoever asks prepared it.
    is_mine: bool,
}

/// How many claims stand so, and of how much.
#[derive(Serialize, ToSchema)]
pub(crate) struct ClaimSum {
    state: String,
    claims: u64,
    dong: i64,
}

/// Lists for payment of a centre.
#[derive(Serialize, ToSchema)]
pub(crate) struct BatchList {
    /// Newest first.
    items: Vec<BatchItem>,
    /// Cursor of the next page, null at the end.
    next: Option<String>,
}

/// A list for payment among others.
#[derive(Serialize, ToSchema)]
pub(crate) struct BatchItem {
    id: String,
    version: i64,
    year: i32,
    serial: i32,
    /// `open`, `sent` or `settled`.
    state: String,
    /// Funding task and budget year; nothing of a list from before that mixed them.
    task: Option<String>,
    budget_year: Option<i32>,
    claims: i32,
    dong: i64,
    /// Day on which the bank is to pay, once it is sent.
    pay_on: Option<String>,
    made_on: String,
}

/// An answer that says where it goes on, in the body and in `Link`. It names people: no cache keeps it.
fn listed(body: impl Serialize, (path, query): (&str, &str), next: Option<&str>) -> Response {
    let mut response = Json(body).into_response();
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if let Some(next) = next
        && let Ok(link) = HeaderValue::from_str(&next_link(path, query, next))
    {
        response.headers_mut().insert(header::LINK, link);
    }
    response
}

fn cursor_unknown() -> AppError {
    let vi = "Con trỏ này không thuộc danh sách này. Hãy bắt đầu lại không có “after”.";
    let en = "This cursor does not belong to this list. Start again without “after”.";
    FieldError::new("after", "cursor_unknown", vi, en).into()
}

/// The number of a page, from 0.
fn page_of(text: &str) -> Result<u64, AppError> {
    text.parse::<u64>().ok().filter(|page| *page < PAGES).ok_or_else(cursor_unknown)
}

/// Placements of the own centre, where each stands now.
#[utoipa::path(
    get, path = "/api/v1/placements", tag = "placements", security(("session" = [])),
    params(
        ("whose" = Option<String>, Query, description = "`mine` (default for officers) or `centre` (default for everybody else)"),
        ("status" = Option<String>, Query, description = "Only those that stand so"),
        ("claim" = Option<String>, Query, description = "Only those whose newest claim is in this state; `none`: no claim was ever made"),
        ("after" = Option<String>, Query, description = "Cursor of the last answer")
    ),
    responses(
        (status = 200, description = "A page of placements; `Link: rel=next` leads on", body = PlacementList,
         headers(("link" = String, description = "The next page, `rel=next`; absent at the end"))),
        (status = 403, description = "Not signed in, or not staff of a centre", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "A parameter is wrong", body = Problem, content_type = "application/problem+json")
    )
)]
pub(crate) async fn list_placements(
    State(site): State<Site>,
    RawQuery(query): RawQuery,
    SessionCtx(ctx): SessionCtx,
) -> Result<Response, ApiError> {
    let query = query.unwrap_or_default();
    let found = async {
        let asked = placements_asked(&ctx, &query)?;
        let found = placements::placements(&site.app, &ctx, asked).await?;
        Ok::<_, AppError>((asked, found))
    };
    let (asked, found) = found.await.map_err(|error| ApiError::new(error, &ctx))?;
    let older = found.last.filter(|_| found.left > 0);
    let next = if found.has_more { Some((asked.page + 1, asked.before)) } else { older.map(|last| (0, Some(last))) };
    let next = next.map(|(page, before)| match before {
        Some(before) => format!("{page}-{}", placements::window_code(before)),
        None => page.to_string(),
    });
    let counts = found
        .counts
        .into_iter()
        .map(|(status, count)| StatusCount { status: status.code().to_owned(), count: count as u64 });
    let claim_counts = found
        .claim_counts
        .into_iter()
        .map(|(claim, count)| ClaimCount { claim: claim.code().to_owned(), count: count as u64 });
    let (counts, claim_counts) = (counts.collect(), claim_counts.collect());
    let items = found.items.into_iter().map(placement).collect();
    let body = PlacementList { items, counts, claim_counts, next: next.clone() };
    Ok(listed(body, ("/api/v1/placements", &query), next.as_deref()))
}

fn placements_asked(ctx: &Ctx, query: &str) -> Result<placements::Asked, AppError> {
    // An auditor or a manager follows nobody themselves.
    let everybodys = ctx.actor.kind() != Role::Officer;
    let mut asked = placements::Asked { everybodys, ..placements::Asked::default() };
    for (name, value) in pairs(Some(query))? {
        match (name.as_str(), value.as_str()) {
            ("whose", "mine") => asked.everybodys = false,
            ("whose", "centre") => asked.everybodys = true,
            ("whose", _) => return Err(not_listed("whose", ["mine", "centre"]).into()),
            ("status", code) => {
                let known = || Status::ALL.iter().map(|status| status.code());
                asked.status = Some(Status::find_by_code(code).ok_or_else(|| not_listed("status", known()))?);
            }
            ("claim", code) => {
                let known = || Claimed::all().map(Claimed::code);
                asked.claim = Some(Claimed::find_by_code(code).ok_or_else(|| not_listed("claim", known()))?);
            }
            ("after", cursor) => {
                let (page, before) = cursor.split_once('-').map_or((cursor, None), |(page, code)| (page, Some(code)));
                asked.page = usize::try_from(page_of(page)?).unwrap_or_default();
                let window = |code: &str| placements::window(code).ok_or_else(cursor_unknown);
                asked.before = before.map(window).transpose()?;
            }
            (other, _) => return Err(unknown(other, &["whose", "status", "claim", "after"]).into()),
        }
    }
    Ok(asked)
}

fn placement(item: Item) -> PlacementItem {
    PlacementItem {
        id: item.id,
        person: Some(item.person).filter(|name| !name.is_empty()),
        employer: item.employer,
        posting_title: item.posting_title,
        officer: item.officer,
        status: item.outcome.status.code().to_owned(),
        claim: item.claim.code().to_owned(),
        counted_days: item.outcome.counted_days,
        required_days: item.outcome.required_days,
        placed_on: item.placed_on.map(|day| day.to_string()),
        age_days: item.age_days,
    }
}

/// Claims of the own centre: those that are open, or those that stand in one way.
#[utoipa::path(
    get, path = "/api/v1/claims", tag = "claims", security(("session" = [])),
    params(
        ("state" = Option<String>, Query, description = "Only those that stand so; all that are open when it is left out"),
        ("order" = Option<String>, Query, description = "`age` (default): the oldest first; `money`: the largest first"),
        ("after" = Option<String>, Query, description = "Cursor of the last answer")
    ),
    responses(
        (status = 200, description = "A page of claims; `Link: rel=next` leads on", body = ClaimList,
         headers(("link" = String, description = "The next page, `rel=next`; absent at the end"))),
        (status = 403, description = "Not signed in, or not staff of a centre", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "A parameter is wrong", body = Problem, content_type = "application/problem+json")
    )
)]
pub(crate) async fn list_claims(
    State(site): State<Site>,
    RawQuery(query): RawQuery,
    SessionCtx(ctx): SessionCtx,
) -> Result<Response, ApiError> {
    let query = query.unwrap_or_default();
    let found = async {
        let asked = claims_asked(&query)?;
        Ok::<_, AppError>((asked.page, claims::claims(&site.app, &ctx, asked).await?))
    };
    let (page, found) = found.await.map_err(|error| ApiError::new(error, &ctx))?;
    let next = found.has_more.then(|| (page + 1).to_string());
    let sum = |(state, claims, dong): (ClaimState, u64, i64)| ClaimSum { state: state.code().to_owned(), claims, dong };
    let (items, sums) = (found.items.into_iter().map(claim).collect(), found.sums.into_iter().map(sum).collect());
    let body = ClaimList { items, sums, next: next.clone() };
    Ok(listed(body, ("/api/v1/claims", &query), next.as_deref()))
}

fn claims_asked(query: &str) -> Result<claims::Asked, AppError> {
    let mut asked = claims::Asked::default();
    for (name, value) in pairs(Some(query))? {
        match (name.as_str(), value.as_str()) {
            ("state", code) => {
                let known = || ClaimState::ALL.iter().map(|state| state.code());
                asked.state = Some(ClaimState::find_by_code(code).ok_or_else(|| not_listed("state", known()))?);
            }
            ("order", "age") => asked.by_money = false,
            ("order", "money") => asked.by_money = true,
            ("order", _) => return Err(not_listed("order", ["age", "money"]).into()),
            ("after", cursor) => asked.page = page_of(cursor)?,
            (other, _) => return Err(unknown(other, &["state", "order", "after"]).into()),
        }
    }
    Ok(asked)
}

fn claim(item: ClaimItem) -> ClaimListItem {
    let (programme, task, budget_year) = item.fund;
    ClaimListItem {
        id: item.id,
        person: Some(item.person).filter(|name| !name.is_empty()),
        employer: item.employer,
        state: item.state.code().to_owned(),
        dong: item.dong,
        owed_dong: item.owed_dong,
        programme,
        task,
        budget_year,
        is_flagged: item.is_flagged,
        prepared_on: item.prepared_on.to_string(),
        age_days: item.age_days,
        is_mine: item.is_mine,
    }
}

/// Lists for payment of the own centre, newest first.
#[utoipa::path(
    get, path = "/api/v1/batches", tag = "claims", security(("session" = [])),
    params(("after" = Option<String>, Query, description = "Cursor of the last answer")),
    responses(
        (status = 200, description = "A page of lists; `Link: rel=next` leads on", body = BatchList,
         headers(("link" = String, description = "The next page, `rel=next`; absent at the end"))),
        (status = 403, description = "Not signed in, or not staff of a centre", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "A parameter is wrong", body = Problem, content_type = "application/problem+json")
    )
)]
pub(crate) async fn list_batches(
    State(site): State<Site>,
    RawQuery(query): RawQuery,
    SessionCtx(ctx): SessionCtx,
) -> Result<Response, ApiError> {
    let query = query.unwrap_or_default();
    let found = async {
        let mut page = 0;
        for (name, value) in pairs(Some(&query))? {
            match name.as_str() {
                "after" => page = page_of(&value)?,
                other => return Err(unknown(other, &["after"]).into()),
            }
        }
        Ok::<_, AppError>((page, claims::batches(&site.app, &ctx, page).await?))
    };
    let (page, found) = found.await.map_err(|error| ApiError::new(error, &ctx))?;
    let next = found.has_more.then(|| (page + 1).to_string());
    let body = BatchList { items: found.items.into_iter().map(batch).collect(), next: next.clone() };
    Ok(listed(body, ("/api/v1/batches", &query), next.as_deref()))
}

fn batch(view: BatchView) -> BatchItem {
    BatchItem {
        id: view.id,
        version: view.version,
        year: view.year,
        serial: view.serial,
        state: view.state.code().to_owned(),
        task: view.task,
        budget_year: view.budget_year,
        claims: view.claims,
        dong: view.dong,
        pay_on: view.pay_on.map(|day| day.to_string()),
        made_on: view.made_on.to_string(),
    }
}

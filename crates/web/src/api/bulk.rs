//! For partners who keep a copy: the snapshot of everything live and the stream of changes after it, as JSON Lines.

use super::ctx::ApiCtx;
use super::params::{NoQuery, pairs, unknown};
use super::problem::{ApiError, Problem};
use crate::Site;
use axum::body::{Body, Bytes};
use axum::extract::{RawQuery, State};
use axum::http::{HeaderName, HeaderValue, header};
use axum::response::Response;
use futures_util::StreamExt;
use sanviec_app::stream::{self, Entry, Snapshot};
use sanviec_app::{AppError, Ctx, FieldError};

const POSITION: HeaderName = HeaderName::from_static("sanviec-position");
const LINES: &str = "application/jsonl; charset=utf-8";
const MOST: u64 = 1000;

/// Everything live now, one posting a line. `sanviec-position` is where the stream goes on.
#[utoipa::path(
    get, path = "/api/v1/postings/snapshot", tag = "postings",
    responses(
        (status = 200, description = "JSON Lines; the header `sanviec-position` says where the stream goes on",
         content_type = "application/jsonl", body = String,
         headers(("sanviec-position" = String, description = "Where the stream goes on"))),
        (status = 422, description = "A parameter was sent", body = Problem, content_type = "application/problem+json")
    )
)]
pub(crate) async fn read_snapshot(
    State(site): State<Site>,
    ApiCtx(ctx): ApiCtx,
    _: NoQuery,
) -> Result<Response, ApiError> {
    let snapshot = Snapshot::begin(&site.app, &ctx).await.map_err(|error| ApiError::new(error, &ctx))?;
    let token = stream::token(&site.app, snapshot.position).await.map_err(|error| ApiError::new(error, &ctx))?;
    let pages = futures_util::stream::unfold(Some((snapshot, site, ctx)), |state| async {
        let (mut snapshot, site, ctx) = state?;
        match snapshot.next(&site.app, &ctx).await {
            Ok(page) if page.is_empty() => None,
            Ok(page) => {
                let mut lines = Vec::new();
                for card in page.iter().filter_map(stream::card) {
                    lines.extend_from_slice(card);
                    lines.push(b'\n');
                }
                Some((Ok(Bytes::from(lines)), Some((snapshot, site, ctx))))
            }
            // A body that breaks off tells the client that it has not got everything.
            Err(error) => {
                tracing::error!(request_id = %ctx.request_id, error = %crate::http::chain(&error), "a snapshot broke off");
                Some((Err(error), None))
            }
        }
    });
    // A compressing layer asks once more after the end.
    let mut response = Response::new(Body::from_stream(pages.fuse()));
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(LINES));
    insert_position(&mut response, &token);
    Ok(response)
}

/// What changed after a position: `{"position":…,"upsert":{…}}` or `{"position":…,"tombstone":"ID"}` a line, each
/// posting as it is now. `sanviec-position` is where to go on; an empty body means that nothing changed.
#[utoipa::path(
    get, path = "/api/v1/postings/stream", tag = "postings",
    params(
        ("after" = String, Query, description = "Position of the snapshot or of the last answer"),
        ("limit" = Option<u64>, Query, minimum = 1, maximum = 1000, description = "Changes looked at, 1 to 1000")
    ),
    responses(
        (status = 200, description = "JSON Lines; the header `sanviec-position` says where to go on",
         content_type = "application/jsonl", body = String,
         headers(("sanviec-position" = String, description = "Where the stream goes on"))),
        (status = 422, description = "The position is not known, or a parameter is wrong", body = Problem, content_type = "application/problem+json")
    )
)]
pub(crate) async fn read_stream(
    State(site): State<Site>,
    ApiCtx(ctx): ApiCtx,
    RawQuery(query): RawQuery,
) -> Result<Response, ApiError> {
    stretch(&site, &ctx, query.as_deref()).await.map_err(|error| ApiError::new(error, &ctx))
}

async fn stretch(site: &Site, ctx: &Ctx, query: Option<&str>) -> Result<Response, AppError> {
    let (mut after, mut limit) = (None, MOST);
    for (name, value) in pairs(query)? {
        match name.as_str() {
            "after" => after = Some(stream::position_of(&site.app, &value).await?),
            "limit" => limit = number("limit", &value)?,
            other => return Err(unknown(other, &["after", "limit"]).into()),
        }
    }
    let Some(after) = after else {
        let (vi, en) = ("Thiếu “after”: vị trí của bản đầy đủ.", "“after” is missing: the position of the snapshot.");
        return Err(FieldError::new("after", "missing", vi, en).into());
    };
    let stretch = stream::after(&site.app, ctx, after, limit).await?;
    let mut lines = Vec::new();
    for entry in &stretch.entries {
        push_entry(&mut lines, entry);
    }
    let mut response = Response::new(Body::from(lines));
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(LINES));
    insert_position(&mut response, &stream::token(&site.app, stretch.next).await?);
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

fn insert_position(response: &mut Response, token: &str) {
    if let Ok(value) = HeaderValue::from_str(token) {
        response.headers_mut().insert(POSITION, value);
    }
}

fn number(name: &'static str, value: &str) -> Result<u64, AppError> {
    let (vi, en) =
        (format!("“{name}” phải là một số từ 1 đến {MOST}."), format!("“{name}” must be a number from 1 to {MOST}."));
    let number = value.parse().ok().filter(|number| (1..=MOST).contains(number));
    number.ok_or_else(|| FieldError::new(name, "not_in_range", vi, en).into())
}

fn push_entry(lines: &mut Vec<u8>, entry: &Entry) {
    match entry {
        Entry::Upsert { position, card } => {
            lines.extend_from_slice(format!("{{\"position\":{position},\"upsert\":").as_bytes());
            lines.extend_from_slice(card);
            lines.extend_from_slice(b"}\n");
        }
        Entry::Tombstone { position, id } => {
            lines.extend_from_slice(format!("{{\"position\":{position},\"tombstone\":\"{id}\"}}\n").as_bytes());
        }
    }
}

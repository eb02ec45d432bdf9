//! `/api/v1/postings` for employers: a program of an organisation puts postings in, replaces and ends them, with a key
//! of its own and an idempotency key for each request. What is answered is what became of the posting: nothing is
//! public before its organisation is verified.

use super::caller::KeyCtx;
use super::params::NoQuery;
use super::problem::{ApiError, Problem};
use crate::Site;
use axum::Json;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use sanviec_app::hiring::{self, Enter, Entered, OwnPosting};
use sanviec_app::{AppError, FieldError, Key};
use sanviec_domain::posting::PostingCode;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;
use uuid::Uuid;

/// A posting in full. Names and codes are those of form 03a as the pages use them; what is not named is not stated.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PostingInput {
    /// Version that was seen; without one the posting is replaced as it is.
    #[serde(default)]
    version: Option<i64>,
    /// Values by name: `title`, `description`, `location`, `wanted`, `position`, `pay`, `education`, `technical_level`,
    /// `recruiting`, `deadline_on`, `ready_on` and the others of the form. A list for several values.
    fields: BTreeMap<String, FieldInput>,
}

/// One value, or several.
#[derive(Deserialize, ToSchema)]
#[serde(untagged)]
pub(crate) enum FieldInput {
    One(String),
    Number(i64),
    Yes(bool),
    Many(Vec<String>),
}

impl FieldInput {
    fn values(self) -> Vec<String> {
        match self {
            Self::One(value) => vec![value],
            Self::Number(value) => vec![value.to_string()],
            Self::Yes(value) => value.then(|| "yes".to_owned()).into_iter().collect(),
            Self::Many(values) => values,
        }
    }
}

/// What became of a posting.
#[derive(Serialize, ToSchema)]
pub(crate) struct PostingState {
    id: String,
    version: i64,
    /// `submitted` waits for an officer or for the verification of the organisation; `published` is public.
    state: String,
}

impl From<Entered> for PostingState {
    fn from(entered: Entered) -> Self {
        Self { id: PostingCode::of(entered.id).to_string(), version: entered.version, state: entered.state }
    }
}

impl From<OwnPosting> for PostingState {
    fn from(own: OwnPosting) -> Self {
        Self { id: own.code, version: own.version, state: own.state.code().to_owned() }
    }
}

/// The key by which a request has one effect however often it is sent.
pub(super) fn idempotency_key(headers: &HeaderMap) -> Result<Key, AppError> {
    let value = headers.get("idempotency-key").and_then(|value| value.to_str().ok()).unwrap_or_default();
    Key::parse(value.trim_matches('"')).map_err(|_| {
        let vi = "Gửi kèm tiêu đề Idempotency-Key gồm 16 đến 64 chữ, số hoặc dấu gạch.";
        let en = "Send an Idempotency-Key header of 16 to 64 letters, digits or dashes.";
        FieldError::new("Idempotency-Key", "no_idempotency_key", vi, en).into()
    })
}

fn id_of(code: &str) -> Result<Uuid, AppError> {
    code.parse::<PostingCode>().map(PostingCode::uuid).map_err(|_| AppError::NotFound)
}

fn fields(input: BTreeMap<String, FieldInput>) -> Vec<(String, Vec<String>)> {
    input.into_iter().map(|(name, value)| (name, value.values())).collect()
}

type Body = Result<Json<PostingInput>, axum::extract::rejection::JsonRejection>;

fn read(body: Body) -> Result<PostingInput, AppError> {
    body.map(|Json(input)| input).map_err(|rejection| {
        let vi = "Nội dung phải là JSON đúng như tài liệu.";
        let en = format!("The body must be JSON as documented: {}", rejection.body_text());
        FieldError::new("body", "not_json", vi, en).into()
    })
}

/// Puts a posting in and hands it in.
#[utoipa::path(
    post, path = "/api/v1/postings", tag = "own postings", request_body = PostingInput, security(("key" = [])),
    params(("Idempotency-Key" = String, Header, description = "16 to 64 letters, digits or dashes of your own")),
    responses(
        (status = 201, description = "It is there; the state says whether it is public", body = PostingState),
        (status = 403, description = "No key, one of no use, or one whose scope does not cover this", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "The same request still runs", body = Problem, content_type = "application/problem+json"),
        (status = 413, description = "The body is larger than the operator allows"),
        (status = 422, description = "Fields are wrong, or the law forbids it", body = Problem, content_type = "application/problem+json")
    )
)]
pub(crate) async fn create_posting(
    State(site): State<Site>,
    caller: KeyCtx,
    _: NoQuery,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, ApiError> {
    let entered = async {
        let (key, input) = (idempotency_key(&headers)?, read(body)?);
        let enter = Enter { employer: caller.employer, replaces: None, fields: fields(input.fields) };
        hiring::enter(&site.app, &caller.ctx, enter, &key).await
    };
    let entered = entered.await.map_err(|error| ApiError::new(error, &caller.ctx))?;
    Ok((StatusCode::CREATED, Json(PostingState::from(entered))).into_response())
}

/// Says how a posting of the organisation stands.
#[utoipa::path(
    get, path = "/api/v1/own/postings/{id}", tag = "own postings", security(("key" = [])),
    params(("id" = String, Path, description = "Code of the posting")),
    responses(
        (status = 200, description = "How it stands", body = PostingState),
        (status = 403, description = "No key, one of no use, or one whose scope does not cover this", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "No such posting of the organisation", body = Problem, content_type = "application/problem+json")
    )
)]
pub(crate) async fn read_own_posting(
    State(site): State<Site>,
    Path(id): Path<String>,
    caller: KeyCtx,
    _: NoQuery,
) -> Result<Json<PostingState>, ApiError> {
    let read = async { hiring::own(&site.app, &caller.ctx, id_of(&id)?).await };
    let own = read.await.map_err(|error| ApiError::new(error, &caller.ctx))?;
    Ok(Json(own.into()))
}

/// Puts a posting in the place of what is there. One that was sent back, or is still a draft, is handed in with it.
#[utoipa::path(
    put, path = "/api/v1/postings/{id}", tag = "own postings", request_body = PostingInput, security(("key" = [])),
    params(
        ("id" = String, Path, description = "Code of the posting"),
        ("Idempotency-Key" = String, Header, description = "16 to 64 letters, digits or dashes of your own")
    ),
    responses(
        (status = 200, description = "It is replaced", body = PostingState),
        (status = 403, description = "No key, one of no use, or one whose scope does not cover this", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "No such posting of the organisation", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "It was changed meanwhile, or the same request still runs", body = Problem, content_type = "application/problem+json"),
        (status = 413, description = "The body is larger than the operator allows"),
        (status = 422, description = "Fields are wrong, or the law forbids it", body = Problem, content_type = "application/problem+json")
    )
)]
pub(crate) async fn replace_posting(
    State(site): State<Site>,
    Path(id): Path<String>,
    caller: KeyCtx,
    _: NoQuery,
    headers: HeaderMap,
    body: Body,
) -> Result<Json<PostingState>, ApiError> {
    let entered = async {
        let (id, key, input) = (id_of(&id)?, idempotency_key(&headers)?, read(body)?);
        let replaces = Some((id, input.version));
        let enter = Enter { employer: caller.employer, replaces, fields: fields(input.fields) };
        hiring::enter(&site.app, &caller.ctx, enter, &key).await
    };
    let entered = entered.await.map_err(|error| ApiError::new(error, &caller.ctx))?;
    Ok(Json(entered.into()))
}

/// Ends a posting: nobody is wanted any more.
#[utoipa::path(
    delete, path = "/api/v1/postings/{id}", tag = "own postings", security(("key" = [])),
    params(
        ("id" = String, Path, description = "Code of the posting"),
        ("Idempotency-Key" = String, Header, description = "16 to 64 letters, digits or dashes of your own")
    ),
    responses(
        (status = 204, description = "It is closed"),
        (status = 403, description = "No key, one of no use, or one whose scope does not cover this", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "No such posting of the organisation", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "The same request still runs", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "It is over already", body = Problem, content_type = "application/problem+json")
    )
)]
pub(crate) async fn end_posting(
    State(site): State<Site>,
    Path(id): Path<String>,
    caller: KeyCtx,
    _: NoQuery,
    headers: HeaderMap,
) -> Result<StatusCode, ApiError> {
    let ended = async {
        let (id, key) = (id_of(&id)?, idempotency_key(&headers)?);
        hiring::end(&site.app, &caller.ctx, id, &key).await
    };
    ended.await.map_err(|error| ApiError::new(error, &caller.ctx))?;
    Ok(StatusCode::NO_CONTENT)
}

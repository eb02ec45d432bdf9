//! `/api/v1/postings`: search and one posting.

use super::answer::{self, PayItem, PlaceItem, PostingList};
use super::ctx::ApiCtx;
use super::help;
use super::params::{NoQuery, SearchParams, search_params};
use super::problem::{ApiError, Problem};
use crate::Site;
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use sanviec_app::postings::{PostingView, Standing};
use sanviec_app::{AppError, Ctx, find, postings};
use serde::Serialize;
use utoipa::ToSchema;

/// Searches the live postings.
#[utoipa::path(
    get, path = "/api/v1/postings", tag = "postings", params(SearchParams),
    responses(
        (status = 200, description = "A page of postings; `Link: rel=next` leads on", body = PostingList,
         headers(("etag" = String, description = "Validator for `If-None-Match`"), ("link" = String, description = "The next page, `rel=next`; absent at the end"))),
        (status = 304, description = "Nothing changed since the validator that was sent"),
        (status = 422, description = "A parameter is wrong", body = Problem, content_type = "application/problem+json"),
        (status = 503, description = "Try again later; `rebuilding` while the first search index is made", body = Problem, content_type = "application/problem+json")
    )
)]
pub(crate) async fn list_postings(
    State(site): State<Site>,
    ApiCtx(ctx): ApiCtx,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let query = query.unwrap_or_default();
    answer_list(&site, &ctx, &query, &headers).await.map_err(|error| ApiError::new(error, &ctx))
}

async fn answer_list(site: &Site, ctx: &Ctx, query: &str, headers: &HeaderMap) -> Result<Response, AppError> {
    let params = search_params(Some(query))?;
    // The answer is a function of these: what the index has seen and which one it is, the day, and what was asked.
    let seen = site.app.index_seen()?;
    let etag = answer::etag(&[&seen, &ctx.today().to_string(), query]);
    if params.position.is_none() && answer::is_known(headers, &etag) {
        return Ok(answer::not_modified(&etag));
    }
    let found = find::postings(&site.app, ctx, &params).await?;
    // What else could be asked where little was found.
    let help = match found.total {
        0..find::FEW if params.after.is_empty() && !params.without_help => {
            help::of(query, find::help(&site.app, ctx, &params, found.total).await?)
        }
        _ => None,
    };
    let mut response = answer::json(answer::list_body(&found, help.as_ref()), &etag);
    if let Some(next) = &found.next
        && let Ok(link) = HeaderValue::from_str(&next_link("/api/v1/postings", query, next))
    {
        response.headers_mut().insert(header::LINK, link);
    }
    if !found.is_fresh {
        response.headers_mut().insert("sanviec-stale", HeaderValue::from_static("1"));
    }
    Ok(response)
}

/// The same question to an address, going on after the cursor.
pub(super) fn next_link(path: &str, query: &str, next: &str) -> String {
    let mut kept = form_urlencoded::Serializer::new(String::new());
    for (name, value) in form_urlencoded::parse(query.as_bytes()).filter(|(name, _)| name != "after") {
        kept.append_pair(&name, &value);
    }
    kept.append_pair("after", next);
    format!("<{path}?{}>; rel=\"next\"", kept.finish())
}

/// A posting in full.
#[derive(Serialize, ToSchema)]
pub(crate) struct PostingDetail {
    id: String,
    version: i64,
    source: Option<String>,
    source_id: Option<String>,
    url: String,
    /// `live` or `ended`.
    status: &'static str,
    /// Last day on which it was live, when it has ended.
    ended_on: Option<String>,
    title: String,
    description: Option<String>,
    requirements: Option<String>,
    benefits: Option<String>,
    employer: String,
    employer_id: String,
    employer_verified: bool,
    /// Whether somebody can apply for it here; else through the centre.
    takes_applications: bool,
    places: Vec<PlaceItem>,
    pay: Option<PayItem>,
    /// Pay as it was written.
    pay_text: Option<String>,
    occupation: Option<String>,
    industry: Option<String>,
    contract: Option<String>,
    working_time: Option<String>,
    experience: Option<String>,
    education: Option<String>,
    qualification: Option<String>,
    remote: Option<String>,
    skills: Vec<SkillItem>,
    wanted: u32,
    hired: u32,
    posted_at: String,
    updated_at: String,
    deadline_on: Option<String>,
    /// Page of the posting at its source.
    source_url: Option<String>,
}

/// A skill that is asked for.
#[derive(Serialize, ToSchema)]
pub(crate) struct SkillItem {
    name_vi: String,
    name_en: String,
    id: Option<String>,
}

/// Reads one posting, live or ended.
#[utoipa::path(
    get, path = "/api/v1/postings/{id}", tag = "postings",
    params(("id" = String, Path, description = "Code of the posting")),
    responses(
        (status = 200, description = "The posting", body = PostingDetail,
         headers(("etag" = String, description = "Validator for `If-None-Match`"))),
        (status = 304, description = "Nothing changed since the validator that was sent"),
        (status = 404, description = "No such posting", body = Problem, content_type = "application/problem+json"),
        (status = 410, description = "It was removed", body = Problem, content_type = "application/problem+json")
    )
)]
pub(crate) async fn read_posting(
    State(site): State<Site>,
    ApiCtx(ctx): ApiCtx,
    _: NoQuery,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let view = postings::view(&site.app, &ctx, &id).await.map_err(|error| ApiError::new(error, &ctx))?;
    let live = if view.standing == Standing::Live { "live" } else { "ended" };
    let takes = if view.takes_applications() { "taken" } else { "" };
    // The employer may be spelled in another way without the posting having changed.
    let etag = answer::etag(&[&view.id, &view.version.to_string(), &view.employer.name, live, takes]);
    if answer::is_known(&headers, &etag) {
        return Ok(answer::not_modified(&etag));
    }
    let detail = detail(view, &site.public_url);
    let body = serde_json::to_vec(&detail).map_err(|error| ApiError::new(AppError::Internal(Box::new(error)), &ctx))?;
    Ok(answer::json(body, &etag).into_response())
}

fn detail(view: PostingView, public_url: &str) -> PostingDetail {
    let takes_applications = view.takes_applications();
    let content = view.content;
    let ended_on = match view.standing {
        Standing::Live => None,
        Standing::Ended(day) => Some(day.to_string()),
    };
    let skills = view.skills.into_iter().zip(content.skills);
    PostingDetail {
        url: format!("{public_url}/viec-lam/{}/{}", view.id, view.slug),
        id: view.id,
        version: view.version,
        source: view.source,
        source_id: view.source_id,
        status: if ended_on.is_none() { "live" } else { "ended" },
        ended_on,
        title: content.title,
        description: content.description,
        requirements: content.requirements,
        benefits: content.benefits,
        employer: view.employer.name,
        employer_id: view.employer.id,
        employer_verified: view.employer.is_verified,
        takes_applications,
        places: view
            .places
            .into_iter()
            .map(|place| PlaceItem {
                commune: place.commune.map(|(_, code)| code),
                province: place.province.map(|(_, code)| code),
                name: place.name,
            })
            .collect(),
        pay: view.pay.map(|pay| PayItem {
            agreed: pay.agreed,
            min: pay.min,
            max: pay.max,
            currency: pay.currency,
            per: pay.per,
        }),
        pay_text: content.pay_text,
        occupation: content.occupation_code,
        industry: content.industry_code,
        contract: content.contract.map(|contract| contract.code().to_owned()),
        working_time: content.working_time.map(|time| time.code().to_owned()),
        experience: content.experience.map(|experience| experience.code().to_owned()),
        education: content.education.map(|education| education.code().to_owned()),
        qualification: content.technical_level.map(|level| level.code().to_owned()),
        remote: content.remote_mode.map(|mode| mode.code().to_owned()),
        skills: skills
            .map(|((name_vi, name_en), mention)| SkillItem { name_vi, name_en, id: mention.skill_id })
            .collect(),
        wanted: content.wanted,
        hired: view.hired,
        posted_at: view.posted_at.rfc3339(),
        updated_at: view.updated_at.rfc3339(),
        deadline_on: content.deadline_on.map(|day| day.to_string()),
        source_url: content.url,
    }
}

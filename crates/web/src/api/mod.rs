//! The JSON API of version 1: a second skin over the same use cases as the pages.
//!
//! What must not be in here: rules, searching, anything that a page decides.

mod answer;
mod batches;
mod bulk;
mod caller;
mod claims;
mod ctx;
mod evidence_files;
mod facts;
mod help;
mod lists;
mod own;
mod papers;
mod params;
mod placements;
mod postings;
mod problem;
mod queues;
mod recovery;
mod retractions;

use crate::Site;
use axum::Router;
use axum::http::HeaderMap;
use axum::response::Response;
use std::sync::LazyLock;
use utoipa::openapi::security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::{Modify, OpenApi};
use utoipa_axum::router::OpenApiRouter;

pub(crate) use ctx::preferred;
pub(crate) use problem::bare as bare_problem;
use utoipa_axum::routes;

/// What the document says of the API as a whole.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Sàn Việc",
        version = "1",
        description = "Search, read and copy the live vacancies of the exchange. Errors are RFC 9457 problem details; lists go on by \
                       the cursor of `Link: rel=\"next\"`. To keep a copy take the snapshot and follow the stream: do not crawl the search.",
        license(name = "MIT OR Apache-2.0", identifier = "MIT OR Apache-2.0")
    ),
    modifiers(&Keys),
    tags((name = "postings", description = "Live vacancies"), (name = "own postings", description = "Postings of the organisation whose key is sent"), (name = "placements", description = "People hired through a centre, for those who are signed in on the site and for programs of the employer"), (name = "claims", description = "What a centre claims for placements and how it is paid, for its staff"), (name = "reference", description = "Units, occupations, suggestions"))
)]
struct Document;

/// Says how a program shows its key, and a browser its session.
struct Keys;

impl Modify for Keys {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        let scheme = HttpBuilder::new()
            .scheme(HttpAuthScheme::Bearer)
            .description(Some(
                "A key of the organisation, made by one of its administrators, with the scope that it needs",
            ))
            .build();
        let cookie = "The session of somebody who is signed in on the site; without TLS the cookie is `sanviec`";
        let session = ApiKey::Cookie(ApiKeyValue::with_description("__Host-sanviec", cookie));
        let components = document.components.get_or_insert_with(Default::default);
        components.add_security_scheme("key", SecurityScheme::Http(scheme));
        components.add_security_scheme("session", SecurityScheme::ApiKey(session));
    }
}

/// Where papers come: bodies may be larger there.
fn wide() -> OpenApiRouter<Site> {
    OpenApiRouter::new().routes(routes!(papers::attach_paper)).routes(routes!(evidence_files::send_evidence_file))
}

fn narrow() -> OpenApiRouter<Site> {
    OpenApiRouter::with_openapi(Document::openapi())
        .routes(routes!(postings::list_postings))
        .routes(routes!(bulk::read_snapshot))
        .routes(routes!(bulk::read_stream))
        .routes(routes!(own::create_posting))
        .routes(routes!(postings::read_posting))
        .routes(routes!(own::replace_posting))
        .routes(routes!(own::end_posting))
        .routes(routes!(queues::list_claims, claims::prepare_claim))
        .routes(routes!(own::read_own_posting))
        .routes(routes!(claims::read_claim))
        .routes(routes!(claims::act_on_claim))
        .routes(routes!(recovery::preview_recovery))
        .routes(routes!(queues::list_batches, batches::create_batch))
        .routes(routes!(batches::read_batch))
        .routes(routes!(batches::act_on_batch))
        .routes(routes!(batches::read_batch_file))
        .routes(routes!(batches::read_bank_result))
        .routes(routes!(batches::import_batch_result))
        .routes(routes!(queues::list_placements, placements::create_placement))
        .routes(routes!(placements::read_placement))
        .routes(routes!(placements::choose_task))
        .routes(routes!(evidence_files::read_evidence_file))
        .routes(routes!(facts::append_fact))
        .routes(routes!(facts::preview_fact))
        .routes(routes!(placements::read_timeline))
        .routes(routes!(retractions::list_retractions, retractions::decide_retraction))
        .routes(routes!(lists::read_facets))
        .routes(routes!(lists::list_suggestions))
        .routes(routes!(lists::list_units))
        .routes(routes!(lists::read_unit))
        .routes(routes!(lists::list_occupations))
}

/// The routes of the API by which papers come.
pub(crate) fn uploads() -> Router<Site> {
    let (router, _) = wide().split_for_parts();
    router
}

/// The other routes of the API, below `/api/v1`, and its document.
pub(crate) fn router() -> Router<Site> {
    let (router, _) = narrow().split_for_parts();
    router
        .route("/api/v1/openapi.json", axum::routing::get(document))
        .route("/api/v1/{*rest}", axum::routing::any(ctx::no_such_path))
}

/// The document and its validator: neither changes while the program runs.
static DOCUMENT: LazyLock<(String, String)> = LazyLock::new(|| {
    let text = openapi_json();
    let etag = answer::etag(&[&text]);
    (text, etag)
});

async fn document(_: params::NoQuery, headers: HeaderMap) -> Response {
    let (text, etag) = &*DOCUMENT;
    if answer::is_known(&headers, etag) {
        answer::not_modified(etag)
    } else {
        answer::json(text.clone().into_bytes(), etag)
    }
}

/// The OpenAPI 3.1 document of the API.
pub(crate) fn openapi_json() -> String {
    let (_, document) = narrow().merge(wide()).split_for_parts();
    document.to_pretty_json().expect("a document made of derived schemas always has a JSON form")
}

#[cfg(test)]
mod tests;

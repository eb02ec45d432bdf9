//! Pages: one file per page, each a thin skin over one use case. Machine-readable companions (feed, site map) too.
//! Must not be in here: rules, SQL, the JSON API.

mod account;
mod api;
mod applying;
mod article;
mod audit;
mod cards;
mod csp;
mod desk;
mod employers;
mod facts;
mod feed;
mod filters;
mod health;
mod hiring;
mod home;
mod inbox;
mod landing;
mod placement;
mod poster;
mod posting;
mod profile;
mod results;
mod robots;
mod search;
mod sitemap;
mod slugs;
mod stuck;

#[cfg(test)]
pub(crate) use slugs::occupation_path;

use axum::Router;
use axum::extract::OriginalUri;
use axum::http::Method;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use sanviec_app::AppError;

use crate::Site;
use crate::http::{Visit, without_slash};
use crate::view::Topic;

/// All pages in both languages, and what machines read.
pub(crate) fn router() -> Router<Site> {
    Router::new()
        .merge(in_one_language())
        .nest("/en", in_one_language())
        .route("/health/live", get(health::live))
        .route("/health/ready", get(health::ready))
        .route("/robots.txt", get(robots::robots))
        .route("/.well-known/security.txt", get(robots::security))
        .route("/.well-known/change-password", get(api::change_password))
        .route("/sitemap.xml", get(sitemap::index))
        .route("/sitemap/{name}", get(sitemap::file))
        .fallback(missing)
}

/// Where browsers report to. Apart from the pages, for such a report comes from no page of ours.
pub(crate) fn reports() -> Router {
    Router::new().route("/bao-cao-csp", post(csp::take))
}

/// Forms that carry a file, in both languages.
pub(crate) fn uploads() -> Router<Site> {
    let all = || applying::uploads().merge(desk::uploads()).merge(hiring::uploads()).merge(placement::uploads());
    all().nest("/en", all())
}

fn in_one_language() -> Router<Site> {
    let router = Router::new()
        .route("/", get(home::home))
        .route("/api", get(api::show))
        .route("/viec-lam", get(results::results))
        .route("/viec-lam.atom", get(feed::feed))
        .route("/viec-lam/{code}", get(posting::without_slug))
        .route("/viec-lam/{code}/in", get(poster::poster))
        .route("/viec-lam/{code}/{slug}", get(posting::posting))
        .route("/nghe/{slug}", get(landing::occupation))
        .route("/nghe/{slug}/tai/{place}", get(landing::both))
        .route("/xa/{name}", get(landing::commune))
        .route("/tinh/{name}", get(landing::province))
        .route("/doanh-nghiep", get(employers::list))
        .route("/doanh-nghiep/{code}", get(employers::one))
        .merge(account::router())
        .merge(audit::router())
        .merge(stuck::router())
        .merge(inbox::router())
        .merge(profile::router())
        .merge(hiring::router())
        .merge(applying::router())
        .merge(desk::router())
        .merge(placement::router());
    Topic::ALL.into_iter().fold(router, |router, topic| {
        router.route(topic.path(), get(move |visit: Visit| async move { article::article(&visit, topic) }))
    })
}

/// No page has a slash at its end; whoever typed one is led to the page. What is sent is not sent on.
async fn missing(visit: Visit, method: Method, OriginalUri(uri): OriginalUri) -> Response {
    let reads = method == Method::GET || method == Method::HEAD;
    let led = if reads { without_slash(&uri) } else { None };
    led.unwrap_or_else(|| visit.fail(AppError::NotFound).into_response())
}

//! The whole site: pages, API, static files and health behind the layers that every answer passes.

use std::sync::Arc;

use axum::extract::DefaultBodyLimit;
use axum::{Router, middleware};
use memory_serve::CacheControl;
use tower_http::CompressionLevel;
use tower_http::compression::CompressionLayer;
use tower_http::csrf::CsrfLayer;
use tower_http::limit::RequestBodyLimitLayer;

use crate::{api, http, pages};

/// What the pages and the API need besides the use cases.
#[derive(Clone)]
pub struct Site {
    /// Use cases.
    pub app: sanviec_app::App,
    /// Public origin without a slash at the end; empty to take it from each request's `Host`.
    pub public_url: String,
    /// Who answers for the site.
    pub centre: Arc<Centre>,
    /// Whether the data are made up.
    pub demo: bool,
    /// Whether search engines may come and browsers must use TLS.
    pub production: bool,
    /// Whether a proxy of the operator's stands in front and sets `X-Forwarded-Proto`.
    pub behind_proxy: bool,
    /// Number of such proxies; the address of a client is what the outermost of them saw.
    pub proxy_hops: u8,
    /// Whether people reach the site over TLS, here or at a proxy: the cookie's name and flag depend on it.
    pub secure: bool,
    /// Seconds after which a request is given up.
    pub request_seconds: u64,
    /// Bytes that a request's body may have.
    pub body_bytes: usize,
}

/// Who answers for the site and how people reach them. What is empty is not shown, and no page sends people there.
#[derive(Clone, Debug, Default)]
pub struct Centre {
    /// Name; empty for what such centres are called.
    pub name: String,
    /// Name on English pages; empty for the same.
    pub name_en: String,
    /// Phone as it is read out, `0256 382 2222`.
    pub phone: String,
    /// E-mail.
    pub email: String,
    /// Office hours in words.
    pub hours: String,
    /// Office hours on English pages; empty for the same.
    pub hours_en: String,
}

/// Everything that is answered.
pub fn router(site: Site) -> Router {
    let files = memory_serve::load!().index_file(None).cache_control(CacheControl::Long);
    let files = files.enable_gzip(true).enable_brotli(true).into_router::<()>();
    // Pages are made anew for each request: the fastest level takes a tenth of the time of the best for a few bytes.
    let packed = CompressionLayer::new().quality(CompressionLevel::Fastest);
    let limit = RequestBodyLimitLayer::new(site.body_bytes);
    let wide = RequestBodyLimitLayer::new(sanviec_app::applications::MOST_BYTES + site.body_bytes);
    let uploads = pages::uploads().merge(api::uploads()).with_state(site.clone());
    let uploads = uploads.layer(DefaultBodyLimit::disable()).layer(wide);
    let shell = middleware::from_fn_with_state(site.clone(), http::shell);
    // What changes something must come from a page of this site; the cookie's `SameSite` says the same to browsers that
    // send neither `Sec-Fetch-Site` nor `Origin`.
    let answers = pages::router().merge(api::router()).with_state(site).layer(limit).merge(uploads);
    let answers = answers.layer(CsrfLayer::new()).layer(packed);
    answers.merge(pages::reports().layer(limit)).nest("/static", files).layer(shell)
}

/// The OpenAPI document of the API.
pub fn openapi_json() -> String {
    api::openapi_json()
}

//! The outermost layer: a time limit, a net under panics, pages for answers that have none, headers for every answer,
//! and the count and time of requests.

use std::panic::AssertUnwindSafe;
use std::time::{Duration, Instant};

use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use futures_util::FutureExt;

use super::answer::error_page;
use super::{Visit, guard};
use crate::view::Fault;
use crate::{Site, api};

/// Nothing from elsewhere, no script or style in a page, no frame around it.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; \
    form-action 'self'; base-uri 'none'; frame-ancestors 'none'; report-uri /bao-cao-csp; report-to csp";

/// What each answer passes on its way out.
pub(crate) async fn shell(State(site): State<Site>, request: Request, next: Next) -> Response {
    let begun = Instant::now();
    let template = request.extensions().get::<MatchedPath>().map_or("other", MatchedPath::as_str).to_owned();
    let method = request.method().as_str().to_owned();
    let asked = Asked::of(&request);
    let response = match guard::refuse(&site, &request) {
        Some(refusal) => refusal,
        None => run(&site, &template, request, next).await,
    };
    let mut response = asked.with_body(&site, response);
    dress(response.headers_mut(), &site);
    if !asked.path.starts_with("/static/") {
        // Files of the site may be shown elsewhere, as the picture beside a shared link is; answers may not.
        let own = HeaderValue::from_static("same-origin");
        response.headers_mut().insert(HeaderName::from_static("cross-origin-resource-policy"), own);
    }
    let status = response.status().as_str().to_owned();
    let labels = [("method", method), ("route", template), ("status", status)];
    metrics::counter!("http_requests_total", &labels).increment(1);
    metrics::histogram!("http_request_seconds", &labels).record(begun.elapsed().as_secs_f64());
    response
}

/// The answer of the handlers, in time and without a panic that goes further.
async fn run(site: &Site, template: &str, request: Request, next: Next) -> Response {
    let limit = Duration::from_secs(site.request_seconds);
    let work = AssertUnwindSafe(next.run(request)).catch_unwind();
    match tokio::time::timeout(limit, work).await {
        Ok(Ok(response)) => response,
        Ok(Err(_)) => {
            tracing::error!(path = template, "a handler panicked");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
        Err(_) => {
            tracing::warn!(path = template, "a request took too long");
            StatusCode::SERVICE_UNAVAILABLE.into_response()
        }
    }
}

/// What of a request is needed after it was handed on.
struct Asked {
    path: String,
    host: Option<HeaderValue>,
    /// Languages that a program asks for.
    languages: Option<HeaderValue>,
}

impl Asked {
    fn of(request: &Request) -> Self {
        let header = |name| request.headers().get(name).cloned();
        let (host, languages) = (header(header::HOST), header(header::ACCEPT_LANGUAGE));
        Self { path: request.uri().path().to_owned(), host, languages }
    }

    /// Errors made by layers and the router have no text: they get a page, or a problem for programs.
    fn with_body(&self, site: &Site, response: Response) -> Response {
        let status = response.status();
        let speaks = response.headers().contains_key(header::CONTENT_TYPE);
        let plain =
            response.headers().get(header::CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/plain"));
        if !status.is_client_error() && !status.is_server_error()
            || speaks && !plain
            || self.path.starts_with("/health")
        {
            return response;
        }
        let allowed = response.headers().get(header::ALLOW).cloned();
        let mut answer = self.body(site, status);
        answer.headers_mut().extend(allowed.map(|methods| (header::ALLOW, methods)));
        answer
    }

    fn body(&self, site: &Site, status: StatusCode) -> Response {
        if self.path.starts_with("/api/") {
            let languages = self.languages.as_ref().and_then(|value| value.to_str().ok()).unwrap_or_default();
            return api::bare_problem(status, api::preferred(languages));
        }
        let mut headers = HeaderMap::new();
        headers.extend(self.host.clone().map(|host| (header::HOST, host)));
        let mut page = error_page(&Visit::new(site, &self.path, Vec::new(), &headers), fault(status), Vec::new());
        if fault(status).status() != status.as_u16() {
            *page.status_mut() = status;
        }
        page
    }
}

fn fault(status: StatusCode) -> Fault {
    let same = Fault::ALL.into_iter().find(|fault| fault.status() == status.as_u16());
    same.unwrap_or(if status.is_server_error() { Fault::Internal } else { Fault::Unreadable })
}

fn dress(headers: &mut HeaderMap, site: &Site) {
    let fixed = [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (header::REFERRER_POLICY, "strict-origin-when-cross-origin"),
        (HeaderName::from_static("permissions-policy"), "camera=(), geolocation=(), microphone=()"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("reporting-endpoints"), "csp=\"/bao-cao-csp\""),
    ];
    for (name, value) in fixed {
        // A file that people sent brings a stricter policy of its own.
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    if site.production {
        let year = HeaderValue::from_static("max-age=31536000; includeSubDomains");
        headers.insert(header::STRICT_TRANSPORT_SECURITY, year);
    }
}

//! Logs as text or JSON, and the metrics on an address of their own. No personal data, no query strings.

use crate::settings::Log;
use std::io::IsTerminal;

use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use tracing_subscriber::EnvFilter;

/// Starts logging to standard error.
pub(crate) fn start_logging(log: &Log) {
    let filter = EnvFilter::try_new(&log.level).unwrap_or_else(|_| EnvFilter::new("info"));
    let colours = std::io::stderr().is_terminal();
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_ansi(colours).with_writer(std::io::stderr);
    // A second start (in tests) changes nothing.
    let _ = if log.format == "json" { builder.json().try_init() } else { builder.try_init() };
}

/// Refuses a filter that logs cannot be started with.
pub(crate) fn check_level(level: &str) -> Result<(), String> {
    EnvFilter::try_new(level).map(drop).map_err(|error| error.to_string())
}

/// Starts collecting metrics; the handle renders them.
pub(crate) fn start_metrics() -> Option<PrometheusHandle> {
    match PrometheusBuilder::new().install_recorder() {
        Ok(handle) => Some(handle),
        Err(error) => {
            tracing::warn!(%error, "metrics are not collected");
            None
        }
    }
}

/// The page that Prometheus reads, to be served on the metrics address only.
pub(crate) fn metrics_router(handle: PrometheusHandle) -> axum::Router {
    let page = move || {
        let text = handle.render();
        async move { ([("content-type", "text/plain; version=0.0.4; charset=utf-8")], text) }
    };
    axum::Router::new().route("/metrics", axum::routing::get(page))
}

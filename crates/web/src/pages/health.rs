//! Whether the process lives, and whether it can answer.

use axum::Json;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;

use crate::Site;
use crate::http::chain;

pub(crate) async fn live() -> Response {
    ([(header::CACHE_CONTROL, "no-store")], "live").into_response()
}

/// Ready when the store can be read, its schema is the one that is known, and there is an index. A full disk is said
/// but
/// does not make it unready: searching goes on.
pub(crate) async fn ready(State(site): State<Site>) -> Response {
    let mut reasons = Vec::new();
    match site.app.store().schema_status().await {
        Ok(schema) if !schema.pending.is_empty() => reasons.push("migrations are pending"),
        Ok(schema) if !schema.unknown.is_empty() => reasons.push("the schema is newer than this program"),
        Ok(_) => {}
        Err(error) => {
            tracing::warn!(error = %chain(&error), "not ready");
            reasons.push("the database cannot be read");
        }
    }
    match site.app.index().cursor() {
        Ok(Some(_)) => {}
        Ok(None) => reasons.push("the index has not been built yet"),
        Err(error) => {
            tracing::warn!(error = %chain(&error), "not ready");
            reasons.push("the index cannot be read");
        }
    }
    // A damaged index answers until the new one is there: said, and no reason to send nobody here.
    let index_intact = site.app.index().damage().is_none();
    let writable = site.app.store().health() == sanviec_app::StoreHealth::Ok;
    let status = if reasons.is_empty() { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    let body =
        json!({"ready": reasons.is_empty(), "reasons": reasons, "writable": writable, "index_intact": index_intact});
    (status, [(header::CACHE_CONTROL, "no-store")], Json(body)).into_response()
}

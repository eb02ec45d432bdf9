//! The own data: copies to take along, the way to import and to delete.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use sanviec_app::profiles::{KEPT_DAYS, export_own, export_resume};
use serde_json::Value;

use super::{Reply, Stop, demand_own, demand_person};
use crate::http::{Visit, unkept};
use crate::view::{DataPage, Section};

pub(super) async fn show(visit: Visit) -> Reply {
    demand_own(&visit).await?;
    let mut page = visit.inner_page(visit.lang.t("data-title")).within(Section::Account);
    page = page.crumb(visit.lang.t("profile-title"), "/ho-so");
    page.indexed = false;
    let days = KEPT_DAYS.unsigned_abs();
    Ok(unkept(&visit, StatusCode::OK, &DataPage { page, days }))
}

pub(super) async fn all(visit: Visit) -> Reply {
    demand_person(&visit)?;
    let copy = export_own(visit.app(), &visit.ctx).await.map_err(|error| visit.fail(error))?;
    file(&visit, "du-lieu-cua-toi.json", &copy)
}

pub(super) async fn resume(visit: Visit) -> Reply {
    demand_person(&visit)?;
    let copy = export_resume(visit.app(), &visit.ctx).await.map_err(|error| visit.fail(error))?;
    file(&visit, "resume.json", &copy)
}

/// A file to be kept, in no cache.
pub(in crate::pages) fn file(visit: &Visit, name: &str, json: &Value) -> Result<Response, Stop> {
    let text = serde_json::to_string_pretty(json)
        .map_err(|error| visit.fail(sanviec_app::AppError::Internal(Box::new(error))))?;
    let kept = HeaderValue::from_str(&format!("attachment; filename=\"{name}\""));
    let kept = kept.unwrap_or_else(|_| HeaderValue::from_static("attachment"));
    let kind = HeaderValue::from_static("application/json; charset=utf-8");
    let never = HeaderValue::from_static("no-store");
    let headers = [(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, kept), (header::CACHE_CONTROL, never)];
    Ok((StatusCode::OK, headers, text).into_response())
}

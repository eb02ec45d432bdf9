//! Errors of the API: `application/problem+json` (RFC 9457), in the language that was asked for.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use sanviec_app::{AppError, FieldError, Locale};
use serde::Serialize;
use utoipa::ToSchema;

/// Problem details of RFC 9457 with the wrong fields and, where something was probably meant, what would be taken.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Problem {
    /// Stable name of the kind of problem.
    #[serde(rename = "type")]
    kind: String,
    title: String,
    status: u16,
    #[serde(skip_serializing_if = "Option::is_none")]
    detail: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<ProblemField>,
    request_id: String,
}

/// One wrong field.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ProblemField {
    field: String,
    /// Stable code for programs.
    code: String,
    detail: String,
    suggestions: Vec<String>,
}

/// An error on its way out of the API.
pub(crate) struct ApiError {
    error: AppError,
    /// What to do about it, in Vietnamese and English, where the error does not say so itself.
    remedy: Option<(&'static str, &'static str)>,
    locale: Locale,
    request_id: String,
}

impl ApiError {
    pub(crate) fn new(error: AppError, ctx: &sanviec_app::Ctx) -> Self {
        Self { error, remedy: None, locale: ctx.locale, request_id: ctx.request_id.to_string() }
    }

    /// Not allowed, and what to do about it in Vietnamese and English.
    pub(crate) fn forbidden(remedy: (&'static str, &'static str), ctx: &sanviec_app::Ctx) -> Self {
        Self { remedy: Some(remedy), ..Self::new(AppError::Forbidden, ctx) }
    }
}

/// Status, stable name and the titles in Vietnamese and English: the one mapping from use cases to HTTP.
pub(crate) fn describe(error: &AppError) -> (StatusCode, &'static str, &'static str, &'static str) {
    match error {
        AppError::Refused(_) => {
            (StatusCode::UNPROCESSABLE_ENTITY, "refused", "Dữ liệu gửi lên chưa đúng", "The input was refused")
        }
        AppError::Forbidden => (StatusCode::FORBIDDEN, "forbidden", "Không được phép", "Not allowed"),
        AppError::NotFound => (StatusCode::NOT_FOUND, "not_found", "Không tìm thấy", "Not found"),
        AppError::Gone => (StatusCode::GONE, "gone", "Đã được gỡ bỏ", "Removed"),
        AppError::Conflict => (StatusCode::CONFLICT, "conflict", "Đã có người khác thay đổi", "Changed meanwhile"),
        AppError::Busy | AppError::Unavailable(_) => {
            (StatusCode::SERVICE_UNAVAILABLE, "unavailable", "Hệ thống đang bận, xin thử lại sau", "Try again later")
        }
        AppError::Rebuilding { .. } => (
            StatusCode::SERVICE_UNAVAILABLE,
            "rebuilding",
            "Danh mục tìm kiếm đang được lập lại, xin thử lại sau ít phút",
            "The search index is being made anew; try again shortly",
        ),
        AppError::Internal(_) => {
            (StatusCode::INTERNAL_SERVER_ERROR, "internal", "Hệ thống gặp lỗi", "The exchange failed")
        }
    }
}

/// How far the search index is that is being made, where that is known.
fn progress(error: &AppError, locale: Locale) -> Option<String> {
    let AppError::Rebuilding { percent: Some(percent) } = error else { return None };
    Some(match locale {
        Locale::Vi => format!("Đã lập xong khoảng {percent}%."),
        Locale::En => format!("About {percent}% is done."),
    })
}

fn field(error: &FieldError, locale: Locale) -> ProblemField {
    let detail = match locale {
        Locale::Vi => error.vi.clone(),
        Locale::En => error.en.clone(),
    };
    ProblemField { field: error.field.into(), code: error.code.into(), detail, suggestions: error.suggestions.clone() }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let (status, kind, vi, en) = describe(&self.error);
        if status.is_server_error() && !matches!(self.error, AppError::Busy | AppError::Rebuilding { .. }) {
            let chain = crate::http::chain(&self.error);
            tracing::error!(request_id = %self.request_id, error = %chain, "a request failed");
        }
        let errors: Vec<ProblemField> = match &self.error {
            AppError::Refused(errors) => errors.iter().map(|error| field(error, self.locale)).collect(),
            _ => Vec::new(),
        };
        let in_locale = |(vi, en): (&'static str, &'static str)| if self.locale == Locale::En { en } else { vi };
        let title = in_locale((vi, en));
        let remedy = self.remedy.map(|remedy| in_locale(remedy).to_owned());
        let problem = Problem {
            kind: format!("https://sanviec.example/problems/{kind}"),
            title: title.into(),
            status: status.as_u16(),
            detail: remedy
                .or_else(|| errors.first().map(|error| error.detail.clone()))
                .or_else(|| progress(&self.error, self.locale)),
            errors,
            request_id: self.request_id,
        };
        let mut response = (status, Json(problem)).into_response();
        let json = HeaderValue::from_static("application/problem+json");
        response.headers_mut().insert(header::CONTENT_TYPE, json);
        if status == StatusCode::SERVICE_UNAVAILABLE {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("5"));
        }
        response
    }
}

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

/// What to do next, in Vietnamese and English, where the error says no more than its kind; a refusal names its fields.
fn next_step(error: &AppError) -> Option<(&'static str, &'static str)> {
    Some(match error {
        AppError::Refused(_) => return None,
        AppError::Forbidden => (
            "Hãy đăng nhập bằng tài khoản được phép, hoặc gửi khóa của đơn vị (Authorization: Bearer) có đủ phạm vi.",
            "Sign in with an account that may do this, or send a key of the organisation (Authorization: Bearer) whose \
             scope covers it.",
        ),
        AppError::NotFound => (
            "Hãy kiểm tra lại địa chỉ và mã. Các địa chỉ có trong /api/v1/openapi.json.",
            "Check the address and the code. The addresses are in /api/v1/openapi.json.",
        ),
        AppError::Gone => {
            ("Mục này đã được gỡ hẳn. Hãy xóa bản bạn đang giữ.", "It is gone for good. Drop the copy that you keep.")
        }
        AppError::Conflict => {
            ("Hãy đọc lại bản mới nhất rồi làm lại.", "Read it again as it stands now, then do it once more.")
        }
        AppError::Busy | AppError::Unavailable(_) | AppError::Rebuilding { .. } => {
            ("Hãy thử lại sau số giây ghi ở Retry-After.", "Try again after the seconds that Retry-After says.")
        }
        AppError::Internal(_) => ("Hãy báo request_id cho đơn vị vận hành.", "Tell the operator the request_id."),
    })
}

/// Code of a form, or of a request with its key, that came before with something else in it.
const USED: &str = "form_used";

/// What is said of a form on the pages, to a program: it sends no form but a key of its own.
const KEY_USED: (&str, &str) = (
    "Idempotency-Key này đã đi với một yêu cầu khác. Hãy gửi yêu cầu này với một giá trị mới.",
    "This Idempotency-Key came with another request before. Send this one with a new value.",
);

fn field(error: &FieldError, locale: Locale) -> ProblemField {
    let (name, vi, en) = match error.code {
        USED => ("Idempotency-Key", KEY_USED.0, KEY_USED.1),
        _ => (error.field, error.vi.as_str(), error.en.as_str()),
    };
    let detail = match locale {
        Locale::Vi => vi.to_owned(),
        Locale::En => en.to_owned(),
    };
    ProblemField {
        field: error.named.as_deref().unwrap_or(name).into(),
        code: error.code.into(),
        detail,
        suggestions: error.suggestions.clone(),
    }
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
                .or_else(|| progress(&self.error, self.locale))
                .or_else(|| next_step(&self.error).map(|step| in_locale(step).to_owned())),
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

/// Title and next step of an answer that a layer or the router made, in Vietnamese and English.
fn of_status(status: StatusCode) -> Option<[(&'static str, &'static str); 2]> {
    Some(match status {
        StatusCode::METHOD_NOT_ALLOWED => [
            ("Phương thức không dùng được", "Method not allowed"),
            ("Địa chỉ này chỉ nhận các phương thức ghi ở Allow.", "This address takes the methods that Allow names."),
        ],
        StatusCode::PAYLOAD_TOO_LARGE => [
            ("Nội dung gửi lên quá lớn", "The body is too large"),
            (
                "Hãy chia nhỏ nội dung, hoặc hỏi đơn vị vận hành về giới hạn.",
                "Send less at once, or ask the operator for the limit.",
            ),
        ],
        StatusCode::UNSUPPORTED_MEDIA_TYPE => [
            ("Kiểu nội dung không dùng được", "Media type not supported"),
            (
                "Hãy gửi Content-Type như /api/v1/openapi.json ghi, thường là application/json.",
                "Send the Content-Type that /api/v1/openapi.json says, mostly application/json.",
            ),
        ],
        StatusCode::BAD_REQUEST => [
            ("Không đọc được yêu cầu", "The request cannot be read"),
            ("Hãy kiểm tra địa chỉ, đầu mục và nội dung gửi lên.", "Check the address, the headers and the body."),
        ],
        StatusCode::NOT_FOUND => [
            ("Không tìm thấy", "Not found"),
            (
                "Hãy kiểm tra lại địa chỉ. Các địa chỉ có trong /api/v1/openapi.json.",
                "Check the address. The addresses are in /api/v1/openapi.json.",
            ),
        ],
        StatusCode::FORBIDDEN => [
            ("Không được phép", "Not allowed"),
            (
                "Hãy gọi từ chính trang này, hoặc từ chương trình không qua trình duyệt.",
                "Call from a page of this site, or from a program that is no browser.",
            ),
        ],
        StatusCode::SERVICE_UNAVAILABLE => {
            [("Hệ thống đang bận", "Try again later"), ("Hãy thử lại sau ít phút.", "Try again in a few minutes.")]
        }
        StatusCode::INTERNAL_SERVER_ERROR => [
            ("Hệ thống gặp lỗi", "The exchange failed"),
            ("Hãy thử lại; nếu vẫn lỗi, báo cho đơn vị vận hành.", "Try again; if it fails again, tell the operator."),
        ],
        _ => return None,
    })
}

/// A problem for an answer that a layer or the router made, of which nothing but the status is known.
pub(crate) fn bare(status: StatusCode, locale: Locale) -> Response {
    let in_locale = |(vi, en): (&'static str, &'static str)| if locale == Locale::En { en } else { vi };
    let [title, detail] = match of_status(status) {
        Some(texts) => texts.map(|text| Some(in_locale(text))),
        None => [status.canonical_reason(), None],
    };
    let mut body = serde_json::json!({
        "type": "about:blank", "title": title.unwrap_or("error"), "status": status.as_u16(),
    });
    if let Some(detail) = detail {
        body["detail"] = detail.into();
    }
    let json = HeaderValue::from_static("application/problem+json");
    (status, [(header::CONTENT_TYPE, json)], body.to_string()).into_response()
}

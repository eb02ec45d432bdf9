//! Signing up, in and out, and the own account. Each page is a thin skin over one use case.

mod code;
mod entrance;
mod form;
mod own;
mod password;
mod second_factor;
mod sessions;
mod set_up;
mod sign_in;

pub(crate) use form::{demand_fresh, demand_person};

use axum::Router;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};

use crate::Site;
use crate::http::Fail;

/// Pages of accounts in one language.
pub(super) fn router() -> Router<Site> {
    Router::new()
        .route("/dang-ky", get(entrance::sign_up).post(entrance::send_sign_up))
        .route("/quen-mat-khau", get(entrance::recover).post(entrance::send_recover))
        .route("/xac-nhan", get(code::show).post(code::send))
        .route("/dang-nhap", get(sign_in::show).post(sign_in::send))
        .route("/dang-nhap/ma", get(second_factor::ask).post(second_factor::send))
        .route("/dang-xuat", post(sessions::sign_out))
        .route("/thiet-lap", get(set_up::show).post(set_up::send))
        .route("/tai-khoan", get(own::show))
        .route("/tai-khoan/mat-khau", get(password::show).post(password::send))
        .route("/tai-khoan/hai-buoc", get(second_factor::offer).post(second_factor::enrol))
        .route("/tai-khoan/hai-buoc/tat", post(second_factor::remove))
        .route("/tai-khoan/phien/ket-thuc", post(sessions::end))
        .route("/tai-khoan/phien/ket-thuc-khac", post(sessions::end_others))
        .route("/tai-khoan/vai-tro", post(sessions::switch))
}

/// An answer that ends a handler early: a redirect, or a page that says why not.
pub(crate) struct Stop(Box<Response>);

impl From<Fail> for Stop {
    fn from(fail: Fail) -> Self {
        Self(Box::new(fail.into_response()))
    }
}

impl From<Response> for Stop {
    fn from(response: Response) -> Self {
        Self(Box::new(response))
    }
}

impl IntoResponse for Stop {
    fn into_response(self) -> Response {
        *self.0
    }
}

/// What a handler answers.
pub(crate) type Reply = Result<Response, Stop>;

//! Signing up, in and out, and the own account. Each page is a thin skin over one use case.

mod address;
mod backup_codes;
mod code;
mod colleague;
mod device;
mod entrance;
mod external;
mod form;
mod own;
mod passkey;
mod password;
mod second_factor;
mod sessions;
mod set_up;
mod sign_in;

pub(crate) use form::{demand_fresh, demand_person, with_next};

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
        .route("/dang-nhap/khoa", post(passkey::show))
        .route("/dang-nhap/ngoai/{provider}", get(external::begin))
        .route("/dang-nhap/ngoai/{provider}/ve", get(external::come))
        .route("/dang-xuat", post(sessions::sign_out))
        .route("/thiet-lap", get(set_up::show).post(set_up::send))
        .route("/tai-khoan", get(own::show))
        .route("/tai-khoan/mat-khau", get(password::show).post(password::send))
        .route("/tai-khoan/hai-buoc", get(second_factor::offer).post(second_factor::enrol))
        .route("/tai-khoan/hai-buoc/tat", post(second_factor::remove))
        .route("/tai-khoan/khoa", get(passkey::list).post(passkey::add))
        .route("/tai-khoan/khoa/bo", post(passkey::remove))
        .route("/tai-khoan/ma-du-phong", post(backup_codes::make))
        .route("/tai-khoan/lien-he", get(address::list).post(address::add))
        .route("/tai-khoan/lien-he/xac-nhan", get(address::ask).post(address::confirm))
        .route("/tai-khoan/lien-he/bo", post(address::remove))
        .route("/tai-khoan/danh-tinh", post(external::link))
        .route("/tai-khoan/danh-tinh/bo", post(external::unlink))
        .route("/tai-khoan/dong-nghiep", get(colleague::show).post(colleague::send))
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

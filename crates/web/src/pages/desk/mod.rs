//! The desk of a centre: work, letters, colleagues, centres. Each page is a thin skin over one use case of
//! `sanviec_app::desk`.

mod centres;
mod form;
mod join;
mod letter;
mod one_centre;
mod proof;
mod referral;
mod staff;
mod start;
mod words;

use axum::Router;
use axum::response::Response;
use axum::routing::{get, post};

use super::account::Stop;
use crate::Site;

/// Pages of the desk in one language.
pub(super) fn router() -> Router<Site> {
    Router::new()
        .route("/trung-tam", get(start::show))
        .route("/trung-tam/danh-sach", get(centres::show).post(centres::send))
        .route("/trung-tam/co-so/{code}", get(one_centre::show).post(one_centre::send))
        .route("/trung-tam/co-so/{code}/chi-nhanh", post(one_centre::send_branch))
        .route("/trung-tam/nhan-su/{code}", get(staff::show).post(staff::send))
        .route("/trung-tam/nhan-su/{code}/thu-hoi", post(staff::take_back))
        .route("/trung-tam/nhan-su/{code}/ban-giao", post(staff::hand_over))
        .route("/trung-tam/loi-moi", get(join::show).post(join::send))
        .route("/trung-tam/phieu/{code}", get(referral::show).post(referral::send))
        .route("/trung-tam/phieu/{code}/in", get(letter::show))
        .route("/giay/{code}", get(proof::show))
}

type Reply = Result<Response, Stop>;

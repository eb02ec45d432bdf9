//! The desk of a centre: work, letters, colleagues, centres. Each page is a thin skin over one use case of
//! `sanviec_app::desk`.

mod agree;
mod application;
mod apply;
mod appointments;
mod asked;
mod centres;
mod claim;
pub(super) mod claims;
mod copied;
mod doubles;
mod export;
mod files;
mod fits;
pub(super) mod form;
mod hired;
mod join;
pub(super) mod letter;
mod one_centre;
mod people;
mod people_file;
mod person;
mod proof;
mod refer;
mod referral;
mod requests;
mod slip;
mod staff;
mod start;
pub(super) mod suited;
mod take_on;
mod unanswered;
pub(super) mod words;

use axum::Router;
use axum::response::Response;
use axum::routing::{get, post};

use super::account::Stop;
use crate::Site;

/// Forms that carry a file, in one language.
pub(super) fn uploads() -> Router<Site> {
    Router::new()
        .route("/trung-tam/nguoi/nhap", post(people_file::send))
        .route("/trung-tam/nguoi/{code}/tep", post(files::send))
}

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
        .route("/trung-tam/nguoi", get(people::show).post(people::send))
        .route("/trung-tam/trung", get(doubles::show))
        .route("/trung-tam/yeu-cau", get(requests::list))
        .route("/trung-tam/yeu-cau/{code}", get(requests::show).post(requests::send))
        .route("/trung-tam/chua-tra-loi", get(unanswered::show))
        .route("/trung-tam/nguoi/nhap", get(people_file::show))
        .route("/trung-tam/nguoi/nhap/mau", get(people_file::template))
        .route("/trung-tam/nguoi/nhan", get(take_on::show).post(take_on::send))
        .route("/trung-tam/nguoi/{code}", get(person::show))
        .route("/trung-tam/nguoi/{code}/dong-y", post(agree::send))
        .route("/trung-tam/nguoi/{code}/in", get(slip::show))
        .route("/trung-tam/nguoi/{code}/yeu-cau", get(asked::show))
        .route("/trung-tam/nguoi/{code}/yeu-cau/ban-sao", post(asked::copy))
        .route("/trung-tam/nguoi/{code}/yeu-cau/rut", post(asked::withdraw))
        .route("/trung-tam/nguoi/{code}/yeu-cau/xoa", post(asked::delete))
        .route("/trung-tam/tin", get(fits::ask))
        .route("/trung-tam/tin/{code}/nguoi", get(fits::show))
        .route("/trung-tam/nguoi/{code}/gioi-thieu", get(refer::show).post(refer::send))
        .route("/trung-tam/nguoi/{code}/ung-tuyen", get(apply::show).post(apply::send))
        .route("/trung-tam/nguoi/{code}/tep", get(files::show))
        .route("/trung-tam/nguoi/{code}/tep/{file}/xoa", post(files::remove))
        .route("/trung-tam/ung-tuyen/{code}", get(application::show))
        .route("/trung-tam/ung-tuyen/{code}/in", get(application::print))
        .route("/trung-tam/ung-tuyen/{code}/rut", post(application::withdraw))
        .route("/trung-tam/nguoi/{code}/hen", post(person::appoint))
        .route("/trung-tam/nguoi/{code}/ma", post(person::claim_code))
        .route("/trung-tam/nhan-ho-so", get(claim::show).post(claim::send))
        .route("/trung-tam/ket-qua", get(export::show))
        .route("/trung-tam/ket-qua/tep", get(export::file))
        .route("/trung-tam/lich-hen", get(appointments::list))
        .route("/trung-tam/lich-hen/{code}", get(appointments::show).post(appointments::send))
        .route("/trung-tam/phieu/{code}", get(referral::show).post(referral::send))
        .route("/trung-tam/phieu/{code}/in", get(letter::show))
        .route("/giay/{code}", get(proof::show))
        .merge(claims::router())
}

type Reply = Result<Response, Stop>;

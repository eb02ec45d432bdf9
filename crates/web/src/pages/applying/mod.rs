//! Applying: the quick application, the own ones by link or account, the applicants of an employer, reports of adverts.
//! Each page is a thin skin over one use case.

mod answer;
mod applicant;
mod applicants;
mod approaches;
mod code;
mod files;
mod follow;
mod form;
mod full;
mod mine;
mod own;
mod quick;
mod report;
mod templates;
pub(super) mod words;

pub(super) use files::handed_out;
pub(crate) use quick::path as apply_path;
pub(crate) use report::path as report_path;

use axum::Router;
use axum::routing::{get, post};

use super::account::{Reply, Stop};
use crate::Site;

/// Forms that carry a file, in one language: their bodies may be larger than others.
pub(super) fn uploads() -> Router<Site> {
    Router::new()
        .route("/ung-tuyen/ho-so/{id}/tep", post(files::attach_own))
        .route("/theo-doi/{token}/tep", post(files::attach_linked))
}

/// Pages of applying in one language.
pub(super) fn router() -> Router<Site> {
    Router::new()
        .route("/ung-tuyen", get(mine::list))
        .route("/ung-tuyen/loi-moi", get(approaches::show))
        .route("/ung-tuyen/loi-moi/{id}", post(approaches::answer))
        .route("/ung-tuyen/ma", get(code::show).post(code::send))
        .route("/ung-tuyen/viec/{code}", get(quick::show).post(quick::send))
        .route("/ung-tuyen/viec/{code}/da-gui", get(quick::sent))
        .route("/ung-tuyen/viec/{code}/ho-so", get(full::show).post(full::begin))
        .route("/ung-tuyen/nhap/{id}", get(full::check).post(full::send))
        .route("/ung-tuyen/ho-so/{id}", get(own::show))
        .route("/ung-tuyen/ho-so/{id}/rut", post(own::withdraw))
        .route("/ung-tuyen/ho-so/{id}/xoa", post(own::erase))
        .route("/ung-tuyen/ho-so/{id}/tin-nhan", post(own::write))
        .route("/theo-doi/{token}", get(follow::show))
        .route("/theo-doi/{token}/rut", post(follow::withdraw))
        .route("/theo-doi/{token}/xoa", post(follow::erase))
        .route("/theo-doi/{token}/tin-nhan", post(follow::write))
        .route("/theo-doi/{token}/giam-ho", post(follow::decide))
        .route("/ung-vien", get(applicants::list))
        .route("/ung-vien/hang-loat", post(answer::many))
        .route("/ung-vien/tep", post(applicants::file))
        .route("/ung-vien/mau", get(templates::show).post(templates::add))
        .route("/ung-vien/mau/{id}/xoa", post(templates::remove))
        .route("/ung-vien/{id}", get(applicant::show))
        .route("/ung-vien/{id}/mo", post(applicant::open))
        .route("/ung-vien/{id}/lien-he", post(applicant::reveal))
        .route("/ung-vien/{id}/tra-loi", post(answer::one))
        .route("/ung-vien/{id}/ghi-chu", post(applicant::note))
        .route("/ung-vien/{id}/tin-nhan", post(applicant::write))
        .route("/ung-tuyen/ho-so/{id}/tep/{file}", get(files::show_own))
        .route("/ung-tuyen/ho-so/{id}/tep/{file}/xoa", post(files::remove_own))
        .route("/theo-doi/{token}/tep/{file}", get(files::show_linked))
        .route("/theo-doi/{token}/tep/{file}/xoa", post(files::remove_linked))
        .route("/ung-vien/{id}/tep/{file}", post(files::open))
        .route("/bao-cao-tin/{code}", get(report::show).post(report::send))
        .route("/bao-cao-tin/{code}/da-nhan", get(report::taken))
}

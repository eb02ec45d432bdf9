//! The workplace of employers (`/tuyen-dung`; letters of referral to them, `/phieu-den`) and of the officers who check
//! them (`/kiem-duyet`). Each page is a thin skin over one use case.

mod check;
mod correct;
mod import;
mod judge;
mod keys;
mod letters;
mod members;
mod organisation;
mod people;
mod posting;
mod postings;
mod queue;
mod register;
mod reported;
mod sheet;
mod statistics;
mod step;
mod verify;
mod webhooks;
mod workspace;

use axum::Router;
use axum::routing::{get, post};

use super::account::{Reply, Stop, demand_person};
use crate::Site;

/// Forms that carry a file, in one language.
pub(super) fn uploads() -> Router<Site> {
    Router::new().route("/tuyen-dung/don-vi/{code}/nhap", post(import::send))
}

/// Pages of hiring in one language.
pub(super) fn router() -> Router<Site> {
    Router::new()
        .route("/tuyen-dung", get(workspace::show))
        .route("/tuyen-dung/dang-ky", get(register::show).post(register::send))
        .route("/tuyen-dung/loi-moi", get(workspace::invitations).post(workspace::answer))
        .route("/tuyen-dung/don-vi/{code}", get(organisation::show).post(organisation::submit))
        .route("/tuyen-dung/don-vi/{code}/rut", post(organisation::take_back))
        .route("/tuyen-dung/don-vi/{code}/sua", get(correct::show).post(correct::send))
        .route("/tuyen-dung/don-vi/{code}/thanh-vien", get(members::show).post(members::invite))
        .route("/tuyen-dung/don-vi/{code}/thanh-vien/doi", post(members::change))
        .route("/tuyen-dung/don-vi/{code}/khoa", get(keys::show).post(keys::make))
        .route("/tuyen-dung/don-vi/{code}/khoa/thu-hoi", post(keys::revoke))
        .route("/tuyen-dung/don-vi/{code}/webhook", get(webhooks::list::<false>).post(webhooks::add::<false>))
        .route("/tuyen-dung/don-vi/{code}/webhook/{id}", get(webhooks::show::<false>).post(webhooks::act::<false>))
        .route("/trung-tam/co-so/{code}/webhook", get(webhooks::list::<true>).post(webhooks::add::<true>))
        .route("/trung-tam/co-so/{code}/webhook/{id}", get(webhooks::show::<true>).post(webhooks::act::<true>))
        .route("/tuyen-dung/don-vi/{code}/nhap", get(import::show))
        .route("/tuyen-dung/don-vi/{code}/nhap/mau", get(import::template))
        .route("/tuyen-dung/don-vi/{code}/tin", get(postings::list).post(postings::begin))
        .route("/tuyen-dung/don-vi/{code}/thong-ke", get(statistics::show))
        .route("/tuyen-dung/tin/{code}", get(posting::show).post(posting::act))
        .route("/tuyen-dung/tin/{code}/nguoi", get(people::show).post(people::send))
        .route("/tuyen-dung/tin/{code}/buoc/{step}", get(step::show).post(step::send))
        .route("/tuyen-dung/tin/{code}/kiem-tra", get(check::show).post(check::send))
        .route("/tuyen-dung/tin/{code}/xem-truoc", get(check::preview))
        .route("/phieu-den", get(letters::list))
        .route("/phieu-den/{code}", get(letters::show).post(letters::send))
        .route("/phieu-den/{code}/nguoi", post(letters::reveal))
        .route("/kiem-duyet", get(queue::show))
        .route("/kiem-duyet/don-vi/{code}", get(verify::show).post(verify::send))
        .route("/kiem-duyet/don-vi/{code}/quan-tri", post(verify::appoint))
        .route("/kiem-duyet/bao-cao/{code}", get(reported::show).post(reported::send))
        .route("/kiem-duyet/tin/{code}", get(judge::show).post(judge::send))
}

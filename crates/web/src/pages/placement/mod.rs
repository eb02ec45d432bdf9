//! Placements: at the desk the list, the case with its days and facts, what can be recorded, papers; for worker and
//! employer what is asked of them. Each page is a thin skin over one use case of `sanviec_app::placements`.

mod ask;
mod assign;
mod case;
mod documents;
mod duty;
mod file;
mod kept;
mod link;
mod list;
mod many;
pub(super) mod open;
mod own;
mod picture;
mod queue;
mod record;
mod report;
mod retraction;
mod running;
mod signatures;
mod statement;
mod task;
mod typed;
pub(super) mod words;

use axum::Router;
use axum::response::Response;
use axum::routing::{get, post};

use super::account::Stop;
use crate::Site;

/// Forms that carry a file, in one language: their bodies may be larger than others.
pub(super) fn uploads() -> Router<Site> {
    Router::new()
        .route("/trung-tam/viec-lam/{code}/giay-to", post(documents::send))
        .route("/trung-tam/viec-lam/tep/gui", post(file::send))
        .route("/trung-tam/viec-lam/danh-sach/gui", post(running::send))
}

/// Pages of placements in one language.
pub(super) fn router() -> Router<Site> {
    Router::new()
        .route("/trung-tam/viec-lam", get(list::show).post(open::send))
        .route("/trung-tam/viec-lam/tep", get(file::show))
        .route("/trung-tam/viec-lam/hang-doi", get(queue::show))
        .route("/trung-tam/viec-lam/tep-da-luu", get(kept::list))
        .route("/trung-tam/viec-lam/tep-da-luu/{file}", get(kept::show))
        .route("/trung-tam/viec-lam/tep-da-luu/{file}/mo", get(kept::open))
        .route("/trung-tam/viec-lam/tep-da-luu/{file}/can-sua", get(kept::to_mend))
        .route("/trung-tam/viec-lam/danh-sach", get(running::show))
        .route("/trung-tam/viec-lam/danh-sach/mau", get(running::template))
        .route("/trung-tam/viec-lam/{code}", get(case::show))
        .route("/trung-tam/viec-lam/{code}/ghi/{act}", get(record::show).post(record::send))
        .route("/trung-tam/viec-lam/{code}/in", get(statement::show))
        .route("/trung-tam/viec-lam/{code}/hoi", post(ask::send))
        .route("/trung-tam/viec-lam/{code}/rut-lai", post(retraction::send))
        .route("/trung-tam/viec-lam/{code}/viec-xong", post(duty::send))
        .route("/trung-tam/viec-lam/{code}/giao", post(assign::send))
        .route("/trung-tam/viec-lam/{code}/nhiem-vu", post(task::send))
        .route("/trung-tam/viec-lam/{code}/giay-to/{file}", get(documents::open))
        .route("/xac-nhan/{token}", get(link::show).post(link::send))
        .route("/ho-so/viec-lam", get(own::list).post(report::send))
        .route("/ho-so/viec-lam/{code}", get(own::show_worker).post(own::send_worker))
        .route("/tuyen-dung/viec-lam", get(many::show).post(many::send))
        .route("/tuyen-dung/viec-lam/{code}", get(own::show_employer).post(own::send_employer))
}

type Reply = Result<Response, Stop>;

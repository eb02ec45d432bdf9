//! Claims of a centre: what waits for somebody, one claim with its reading and what was booked, lists for payment and
//! what the bank answered, samples for control. Each page is a thin skin over `sanviec_app::claims`.

mod accounts;
mod batch;
mod batches;
mod forms;
mod one;
mod paper;
mod prepare;
mod queue;
mod ready;
mod recoveries;
mod samples;
pub(in crate::pages) mod words;

use axum::Router;
use axum::routing::{get, post};
use sanviec_app::{Action, AppError, may_at_work};

use super::super::account::{Stop, demand_person};
use crate::Site;
use crate::http::Visit;

pub(super) fn router() -> Router<Site> {
    Router::new()
        .route("/trung-tam/chi-tra", get(queue::show))
        .route("/trung-tam/chi-tra/lap", get(ready::show))
        .route("/trung-tam/chi-tra/lap/{code}", get(prepare::show).post(prepare::send))
        .route("/trung-tam/chi-tra/de-nghi/{code}", get(one::show).post(one::send))
        .route("/trung-tam/chi-tra/thu-hoi", get(recoveries::show))
        .route("/trung-tam/chi-tra/danh-sach", get(batches::show).post(batches::send))
        .route("/trung-tam/chi-tra/danh-sach/{code}", get(batch::show).post(batch::send))
        .route("/trung-tam/chi-tra/danh-sach/{code}/in", get(paper::show))
        .route("/trung-tam/chi-tra/danh-sach/{code}/tep", get(batch::file))
        .route("/trung-tam/chi-tra/danh-sach/{code}/ket-qua", post(batch::result))
        .route("/trung-tam/chi-tra/danh-sach/{code}/ket-qua/{file}", get(batch::kept))
        .route("/trung-tam/chi-tra/tai-khoan", get(accounts::show).post(accounts::send))
        .route("/trung-tam/chi-tra/rut-mau", get(samples::show).post(samples::send))
        .route("/trung-tam/chi-tra/rut-mau/{code}", get(samples::one))
}

/// Somebody who is signed in and works where this is done; the use case asks again whose the thing is.
fn demand_work(visit: &Visit, action: Action) -> Result<(), Stop> {
    demand_person(visit)?;
    if may_at_work(visit.ctx.actor, action) { Ok(()) } else { Err(visit.fail(AppError::Forbidden).into()) }
}

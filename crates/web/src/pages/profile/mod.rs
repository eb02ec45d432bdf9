//! The profile of the person who is signed in: overview, one page for each part, who sees it, consents, who looked,
//! the own data, vacancies that fit; and for officers the parts of a person's profile, and two profiles of one person.
//! Each page is a thin skin over one use case.

mod cases;
mod centre;
mod consents;
pub(super) mod data;
pub(super) mod delete;
mod import;
pub(super) mod labels;
mod letter;
mod looks;
mod overview;
mod pairs;
mod part;
mod questions;
pub(super) mod requests;
mod sheet;
pub(super) mod slip;
mod suggested;
mod visible;

use axum::Router;
use axum::routing::{get, post};

use super::account::{Reply, Stop, demand_fresh, demand_person};
use crate::Site;
use crate::http::Visit;

/// Pages of profiles in one language.
pub(super) fn router() -> Router<Site> {
    Router::new()
        .route("/ho-so", get(overview::show))
        .route("/ho-so/phan/{part}", get(part::show).post(part::send))
        .route("/ho-so/hien-thi", get(visible::show).post(visible::send))
        .route("/ho-so/dong-y", get(consents::show).post(consents::send))
        .route("/ho-so/goi-y", get(suggested::show))
        .route("/ho-so/phieu-hen", get(cases::show))
        .route("/ho-so/phieu/{code}", get(letter::show))
        .route("/ho-so/yeu-cau", get(requests::show).post(requests::send))
        .route("/ho-so/trung-tam", get(centre::show).post(centre::join))
        .route("/ho-so/trung-tam/roi", post(centre::leave))
        .route("/ho-so/trung-tam/ma", post(centre::code))
        .route("/ho-so/in", get(slip::show))
        .route("/ho-so/luot-xem", get(looks::show))
        .route("/ho-so/du-lieu", get(data::show))
        .route("/ho-so/du-lieu/tat-ca.json", get(data::all))
        .route("/ho-so/du-lieu/resume.json", get(data::resume))
        .route("/ho-so/nhap", get(import::show).post(import::send))
        .route("/ho-so/xoa", get(delete::show).post(delete::send))
        .route("/trung-tam/nguoi/{code}/phan/{part}", get(part::show_at_desk).post(part::send_at_desk))
        .route("/ho-so/trung/{code}", get(pairs::list))
        .route("/ho-so/trung/{code}/{other}", get(pairs::compare))
        .route("/ho-so/gop", post(pairs::merge))
        .route("/ho-so/gop/tach", post(pairs::unmerge))
        .route("/ho-so/khac-nhau", post(pairs::part))
}

/// Sends to signing in whoever is not signed in, and away whoever has no profile of their own here.
async fn demand_own(visit: &Visit) -> Result<(), Stop> {
    demand_person(visit)?;
    sanviec_app::profiles::find_own(visit.app(), &visit.ctx).await.map_err(|error| visit.fail(error))?;
    Ok(())
}

//! The registration slip of somebody at the counter, to be printed, completed by hand and signed.

use axum::extract::Path;
use axum::http::StatusCode;
use sanviec_app::{AppError, Role, profiles};

use super::super::account::demand_person;
use super::super::profile::slip::{Around, paper};
use super::{Reply, agree};
use crate::http::{Visit, unkept};

pub(super) async fn show(visit: Visit, Path(code): Path<String>) -> Reply {
    demand_person(&visit)?;
    if visit.ctx.actor.kind() != Role::Officer {
        return Err(visit.fail(AppError::Forbidden).into());
    }
    let id = agree::id_of(&visit, &code)?;
    let view = profiles::slip_at_counter(visit.app(), &visit.ctx, id).await.map_err(|error| visit.fail(error))?;
    let (lang, person) = (visit.lang, format!("/trung-tam/nguoi/{code}"));
    let page = visit.inner_page(lang.t("profile-to-print"));
    let page = page.crumb(lang.t("desk-title"), "/trung-tam").crumb(lang.t("people-title"), "/trung-tam/nguoi");
    let around = Around {
        back: (lang.t("claim-slip-back"), lang.href(&person)),
        number: view.number,
        centre: view.centre,
        is_completed: true,
    };
    Ok(unkept(&visit, StatusCode::OK, &paper(&visit, page, (&view.profile.content, &view.consents), around)))
}

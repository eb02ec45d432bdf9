//! Giving a placement to another colleague of the centre, from the case.

use axum::extract::Path;
use sanviec_app::placements::{self, Assign, Taker};
use sanviec_app::{Action, AppError, may_at_work};

use super::super::account::Stop;
use super::super::desk::{form, words as desk_words};
use super::{Reply, case};
use crate::http::{Filled, Visit, elsewhere};
use crate::view::{DeskAsk, DeskAskKind, DeskBlock, DeskForm};

const TO: &str = "nguoi-nhan";

/// The form, for whoever may do it, where there is somebody to give it to.
pub(super) async fn blocks(visit: &Visit, code: &str) -> Result<Vec<DeskBlock>, Stop> {
    if !may_at_work(visit.ctx.actor, Action::AssignPlacement) {
        return Ok(Vec::new());
    }
    let takers = match placements::takers(visit.app(), &visit.ctx, code).await {
        Ok(takers) => takers,
        // A placement of one's own is read here wherever one works.
        Err(AppError::Forbidden | AppError::NotFound) => Vec::new(),
        Err(error) => return Err(visit.fail(error).into()),
    };
    if takers.is_empty() {
        return Ok(Vec::new());
    }
    Ok(vec![
        DeskBlock::Heading(visit.lang.t("placement-assign")),
        DeskBlock::Form(asked(visit, code, &takers, &Filled::default())?),
    ])
}

fn asked(visit: &Visit, code: &str, takers: &[Taker], filled: &Filled) -> Result<DeskForm, Stop> {
    let lang = visit.lang;
    let mut form = form::form(visit, &format!("/trung-tam/viec-lam/{code}/giao"), "placement-assign-button")?;
    let label = |taker: &Taker| {
        let role = desk_words::role(visit, taker.role);
        taker.name.as_ref().map_or(role.clone(), |name| format!("{name} – {role}"))
    };
    let mut choices = vec![(String::new(), lang.t("choose").into())];
    choices.extend(takers.iter().map(|taker| (taker.id.clone(), label(taker).into())));
    form.asks = vec![DeskAsk::line(TO, lang.t("placement-assign-to"), filled.one(TO)).kind(DeskAskKind::One(choices))];
    form.is_second = true;
    Ok(form)
}

pub(super) async fn send(visit: Visit, Path(code): Path<String>, filled: Filled) -> Reply {
    let mut again = form::below_desk(&visit, form::page(&visit, visit.lang.t("placement-assign"))?);
    case::demand_desk(&visit)?;
    let takers = placements::takers(visit.app(), &visit.ctx, &code).await.map_err(|error| visit.fail(error))?;
    again.page = again.page.crumb(visit.lang.t("placements-title"), "/trung-tam/viec-lam");
    again.page = again.page.crumb(visit.lang.t("placement-title-plain"), &format!("/trung-tam/viec-lam/{code}"));
    again.blocks.push(DeskBlock::Form(asked(&visit, &code, &takers, &filled)?));
    let assigned = match filled.key() {
        Ok(key) => {
            let order = Assign { placement: code.clone(), to: filled.one(TO).to_owned() };
            placements::assign(visit.app(), &visit.ctx, order, &key).await
        }
        Err(error) => Err(error),
    };
    match assigned {
        Ok(()) => Ok(elsewhere(&visit, &format!("/trung-tam/viec-lam/{code}?xong=giao"))),
        Err(error) => form::refuse(&visit, again, error, &[("to", TO)]),
    }
}

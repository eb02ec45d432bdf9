//! The funding task of a placement that began without one, chosen from the case.

use axum::extract::Path;
use sanviec_app::placements::{self, AsOf, ChooseTask, PlacementView};
use sanviec_app::{Action, may_at_work};

use super::super::account::Stop;
use super::super::desk::form;
use super::open::TASK;
use super::{Reply, case};
use crate::http::{Filled, Visit, elsewhere};
use crate::view::{DeskAsk, DeskAskKind, DeskBlock, DeskForm};

/// The form, for whoever may choose it, while there is none and nothing was claimed.
pub(super) fn blocks(visit: &Visit, view: &PlacementView, is_claimed: bool) -> Result<Vec<DeskBlock>, Stop> {
    let has_one = is_claimed || !view.seen.row.task.is_empty();
    if has_one || !may_at_work(visit.ctx.actor, Action::ChooseTask) {
        return Ok(Vec::new());
    }
    let form = asked(visit, &view.seen.code(), &Filled::default())?;
    Ok(vec![DeskBlock::Heading(visit.lang.t("placement-task-choose")), DeskBlock::Form(form)])
}

fn asked(visit: &Visit, code: &str, filled: &Filled) -> Result<DeskForm, Stop> {
    let lang = visit.lang;
    let mut form = form::form(visit, &format!("/trung-tam/viec-lam/{code}/nhiem-vu"), "placement-task-button")?;
    let mut choices = vec![(String::new(), lang.t("choose").into())];
    choices.extend(placements::funding_tasks(visit.app()).into_iter().map(|task| (task.clone(), task.into())));
    let ask = DeskAsk::line(TASK, lang.t("placement-task"), filled.one(TASK)).kind(DeskAskKind::One(choices));
    form.asks = vec![ask.hint(lang.t("placement-task-choose-hint"))];
    form.is_second = true;
    Ok(form)
}

pub(super) async fn send(visit: Visit, Path(code): Path<String>, filled: Filled) -> Reply {
    let mut again = form::below_desk(&visit, form::page(&visit, visit.lang.t("placement-task-choose"))?);
    case::demand_officer(&visit)?;
    let view = placements::placement(visit.app(), &visit.ctx, &code, AsOf::default()).await;
    view.map_err(|error| visit.fail(error))?;
    again.page = again.page.crumb(visit.lang.t("placements-title"), "/trung-tam/viec-lam");
    again.page = again.page.crumb(visit.lang.t("placement-title-plain"), &format!("/trung-tam/viec-lam/{code}"));
    again.blocks.push(DeskBlock::Form(asked(&visit, &code, &filled)?));
    let chosen = match filled.key() {
        Ok(key) => {
            let order = ChooseTask { placement: code.clone(), task: filled.one(TASK).to_owned() };
            placements::choose_task(visit.app(), &visit.ctx, order, &key).await
        }
        Err(error) => Err(error),
    };
    match chosen {
        Ok(()) => Ok(elsewhere(&visit, &format!("/trung-tam/viec-lam/{code}?xong=nhiem-vu"))),
        Err(error) => form::refuse(&visit, again, error, &[("task", TASK)]),
    }
}

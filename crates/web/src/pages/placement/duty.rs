//! The terms of the centre after a hire, on the case: until when, whether it was done, and a form to say so.

use axum::extract::Path;
use sanviec_app::placements::{self, AsOf, HireDuty, HireDutyDone, PlacementView};
use sanviec_app::{AppError, FieldError, Key, Role};
use sanviec_domain::clock::Duty;

use super::super::account::Stop;
use super::super::desk::form;
use super::{Reply, case, words};
use crate::http::{Filled, Visit, elsewhere};
use crate::view::{DeskAsk, DeskAskKind, DeskBlock, DeskForm, Words};

const DUTY: &str = "viec";
const ON: &str = "ngay-lam";

/// The terms that the placement counts itself, with a form for each that is open.
pub(super) fn blocks(visit: &Visit, code: &str, view: &PlacementView) -> Result<Vec<DeskBlock>, Stop> {
    let lang = visit.lang;
    let row = &view.seen.row;
    let counted: Vec<(HireDuty, Duty)> =
        HireDuty::ALL.into_iter().filter_map(|which| which.of(row).map(|duty| (which, duty))).collect();
    if counted.is_empty() {
        return Ok(Vec::new());
    }
    let fact = |(which, duty): &(HireDuty, Duty)| {
        let mut lines: Vec<Words> = vec![lang.t1("duties-until", "day", words::day(visit, duty.due_on())).into()];
        if let Some(done_on) = duty.parts().done_on {
            lines.push(lang.t1("duties-done", "day", words::day(visit, done_on)).into());
        } else if duty.is_late(visit.ctx.now) {
            lines.push(lang.t("duties-late").into());
        }
        (words::term(visit, "duty-of", which.code()), lines)
    };
    let mut blocks =
        vec![DeskBlock::Heading(lang.t("duties-title")), DeskBlock::Facts(counted.iter().map(fact).collect())];
    let open: Vec<HireDuty> = counted.iter().filter(|(_, duty)| duty.is_open()).map(|(which, _)| *which).collect();
    if visit.ctx.actor.kind() == Role::Officer && !open.is_empty() {
        blocks.push(DeskBlock::Form(done_form(visit, code, &open, &Filled::default())?));
    }
    Ok(blocks)
}

/// One form for what is open: with one duty it says which.
fn done_form(visit: &Visit, code: &str, open: &[HireDuty], filled: &Filled) -> Result<DeskForm, Stop> {
    let lang = visit.lang;
    let mut form = form::form(visit, &format!("/trung-tam/viec-lam/{code}/viec-xong"), "duties-button")?;
    let choices = words::choices(visit, "duty-of", open.iter().map(|duty| duty.code()));
    let what = DeskAsk::line(DUTY, lang.t("duties-which"), filled.one(DUTY)).kind(DeskAskKind::One(choices));
    let on = DeskAsk::line(ON, lang.t("duties-on"), filled.one(ON)).hint(lang.t("day-hint")).digits();
    form.asks = vec![what, on];
    form.is_second = true;
    Ok(form)
}

pub(super) async fn send(visit: Visit, Path(code): Path<String>, filled: Filled) -> Reply {
    let mut again = form::below_desk(&visit, form::page(&visit, visit.lang.t("duties-title"))?);
    case::demand_officer(&visit)?;
    let view = placements::placement(visit.app(), &visit.ctx, &code, AsOf::default()).await;
    view.map_err(|error| visit.fail(error))?;
    again.page = again.page.crumb(visit.lang.t("placements-title"), "/trung-tam/viec-lam");
    again.page = again.page.crumb(visit.lang.t("placement-title-plain"), &format!("/trung-tam/viec-lam/{code}"));
    again.blocks.push(DeskBlock::Form(done_form(&visit, &code, &HireDuty::ALL, &filled)?));
    let done = match order(&code, &filled) {
        Ok((order, key)) => placements::duty_done(visit.app(), &visit.ctx, order, &key).await,
        Err(error) => Err(error),
    };
    match done {
        Ok(()) => Ok(elsewhere(&visit, &format!("/trung-tam/viec-lam/{code}?xong=viec"))),
        Err(error) => form::refuse(&visit, again, error, &[("duty", DUTY), ("on", ON)]),
    }
}

fn order(code: &str, filled: &Filled) -> Result<(HireDutyDone, Key), AppError> {
    let key = filled.key()?;
    let duty = HireDuty::find_by_code(filled.one(DUTY))
        .ok_or_else(|| FieldError::new("duty", "missing", "Chọn việc đã làm.", "Choose what was done."))?;
    let on = form::typed_day(filled, ON, "on")?;
    Ok((HireDutyDone { placement: code.to_owned(), duty, on }, key))
}

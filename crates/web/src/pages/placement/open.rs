//! Beginning to follow somebody who was hired, from the page of the letter.

use sanviec_app::placements::{self, Create, From};

use super::super::desk::form;
use super::{Reply, case};
use crate::http::{Filled, Visit, elsewhere};
use crate::view::{DeskAsk, DeskAskKind};

/// Names of the fields.
pub(in crate::pages) const REFERRAL: &str = "phieu";
pub(in crate::pages) const APPLICATION: &str = "ung-tuyen";
pub(in crate::pages) const TASK: &str = "nhiem-vu";

pub(super) async fn send(visit: Visit, filled: Filled) -> Reply {
    let mut again = form::below_desk(&visit, form::page(&visit, visit.lang.t("placement-open"))?);
    case::demand_officer(&visit)?;
    let from = match (filled.one(REFERRAL).trim(), filled.one(APPLICATION).trim()) {
        ("", application) => From::Application(application.to_owned()),
        (referral, _) => From::Referral(referral.to_owned()),
    };
    again.blocks.push(crate::view::DeskBlock::Form(open_form(&visit, &filled)?));
    let made = match filled.key() {
        Ok(_) if from == From::Application(String::new()) => Err(nothing()),
        Ok(key) => {
            let create = Create { from, task: filled.one(TASK).trim().to_owned() };
            placements::create(visit.app(), &visit.ctx, create, &key).await
        }
        Err(error) => Err(error),
    };
    match made {
        Ok(made) => Ok(elsewhere(&visit, &format!("/trung-tam/viec-lam/{}?xong=mo", made.id))),
        Err(error) => form::refuse(&visit, again, error, &[("task", TASK)]),
    }
}

fn nothing() -> sanviec_app::AppError {
    let (vi, en) = ("Chọn phiếu hoặc hồ sơ đã nhận việc.", "Choose a letter or an application that was hired.");
    sanviec_app::FieldError::new("form", "missing", vi, en).into()
}

fn open_form(visit: &Visit, filled: &Filled) -> Result<crate::view::DeskForm, super::Stop> {
    let kept = [REFERRAL, APPLICATION].map(|name| (name, filled.one(name).to_owned()));
    form_of(visit, kept.to_vec(), filled.one(TASK))
}

/// The form by which a letter or an application that was hired is followed.
pub(in crate::pages) fn form_of(
    visit: &Visit,
    kept: Vec<(&'static str, String)>,
    task: &str,
) -> Result<crate::view::DeskForm, super::Stop> {
    let mut form = form::form(visit, "/trung-tam/viec-lam", "placement-open")?;
    form.kept = kept;
    let none = (String::new(), visit.lang.t("placement-task-none").into());
    let known = placements::funding_tasks(visit.app()).into_iter().map(|task| (task.clone(), task.into()));
    let choice = DeskAskKind::One(std::iter::once(none).chain(known).collect());
    let hint = visit.lang.t("placement-task-hint");
    form.asks = vec![DeskAsk::line(TASK, visit.lang.t("placement-task"), task).kind(choice).hint(hint)];
    Ok(form)
}

//! Asking an employer or a worker now, from the case.

use axum::extract::Path;
use sanviec_app::placements::{self, AskNow, PlacementView, Unreachable};
use sanviec_app::{AppError, FieldError};
use sanviec_domain::placement::Party;

use super::super::account::Stop;
use super::super::desk::form as desk_form;
use super::{Reply, case, words};
use crate::http::{Filled, Visit, elsewhere};
use crate::view::{DeskAsk, DeskAskKind, DeskBlock, DeskForm};

const PARTY: &str = "hoi-ben";

/// Whether each side can be asked, and what to do where not.
pub(super) fn parties(visit: &Visit, view: &PlacementView) -> DeskBlock {
    let said = |(party, reached): &(Party, Result<usize, Unreachable>)| {
        let line = match reached {
            Ok(count) => visit.lang.n("placement-reached", *count as u64),
            Err(why) => visit.lang.said(&why.told()).to_owned(),
        };
        (words::term(visit, "party", party.code()), vec![line.into()])
    };
    DeskBlock::Facts(view.parties.iter().map(said).collect())
}

/// The form by which one side is asked.
pub(super) fn form(visit: &Visit, code: &str) -> Result<DeskForm, Stop> {
    let mut form = desk_form::form(visit, &format!("/trung-tam/viec-lam/{code}/hoi"), "placement-ask-button")?;
    let parties = words::choices(visit, "party", Party::ALL.iter().map(|party| party.code()));
    form.asks = vec![
        DeskAsk::line(PARTY, visit.lang.t("placement-ask-party"), "")
            .hint(visit.lang.t("placement-ask-hint"))
            .kind(DeskAskKind::One(parties)),
    ];
    form.is_second = true;
    Ok(form)
}

pub(super) async fn send(visit: Visit, Path(code): Path<String>, filled: Filled) -> Reply {
    let again = case::page(&visit, &code).await?;
    case::demand_officer(&visit)?;
    let asked = match (filled.key(), Party::find_by_code(filled.one(PARTY))) {
        (Ok(key), Some(party)) => {
            placements::ask_now(visit.app(), &visit.ctx, AskNow { placement: code.clone(), party }, &key).await
        }
        (Ok(_), None) => {
            Err(AppError::from(FieldError::new("party", "missing", "Chọn bên cần hỏi.", "Choose a side.")))
        }
        (Err(error), _) => Err(error),
    };
    match asked {
        Ok(_) => Ok(elsewhere(&visit, &format!("/trung-tam/viec-lam/{code}?xong=hoi"))),
        Err(error) => desk_form::refuse(&visit, again, error, &[("party", PARTY)]),
    }
}

//! A worker tells that an application or a letter led to work, where neither employer nor centre said so.

use sanviec_app::placements::{self, Create, From};
use sanviec_app::{AppError, FieldError};
use sanviec_domain::placement::Party;

use super::super::account::Stop;
use super::super::desk::form;
use super::{Reply, own};
use crate::http::{Filled, Visit, elsewhere};
use crate::view::{DeskAsk, DeskAskKind, DeskBlock, Words};

const OF: &str = "tu-dau";
const STARTED: &str = "lam-tu";

/// The form, below the own placements. Nothing where nothing was sent that is no placement yet.
pub(super) async fn blocks(visit: &Visit, filled: &Filled) -> Result<Vec<DeskBlock>, Stop> {
    let lang = visit.lang;
    let leads = placements::reportable(visit.app(), &visit.ctx).await.map_err(|error| visit.fail(error))?;
    if leads.is_empty() {
        return Ok(Vec::new());
    }
    let mut choices = vec![(String::new(), Words::from(lang.t("choose")))];
    choices.extend(leads.into_iter().map(|lead| {
        let name = match lead.posting_title {
            Some(title) => format!("{title} – {}", lead.employer),
            None => lead.employer,
        };
        (lead.code, Words::from(name))
    }));
    let mut form = form::form(visit, own::base(Party::Worker), "report-work-button")?;
    form.asks = vec![
        DeskAsk::line(OF, lang.t("report-work-of"), filled.one(OF)).kind(DeskAskKind::One(choices)),
        DeskAsk::line(STARTED, lang.t("report-work-started"), filled.one(STARTED)).hint(lang.t("day-hint")).digits(),
    ];
    let what = DeskBlock::Text(lang.t("report-work-what").into());
    Ok(vec![DeskBlock::Heading(lang.t("report-work-title")), what, DeskBlock::Form(form)])
}

pub(super) async fn send(visit: Visit, filled: Filled) -> Reply {
    let again = own::list_page(&visit, &filled).await?;
    let made = match (filled.key(), order(&filled)) {
        (Ok(key), Ok(order)) => placements::create(visit.app(), &visit.ctx, order, &key).await,
        (Err(error), _) | (_, Err(error)) => Err(error),
    };
    match made {
        Ok(made) => Ok(elsewhere(&visit, &format!("{}/{}?xong=mo", own::base(Party::Worker), made.id))),
        Err(error) => form::refuse(&visit, again, error, &[("of", OF), ("from", OF), ("starts_on", STARTED)]),
    }
}

fn order(filled: &Filled) -> Result<Create, AppError> {
    let of = filled.one(OF).trim().to_owned();
    if of.is_empty() {
        let (vi, en) = ("Chọn nơi bạn đã được nhận vào làm.", "Choose where you were taken on.");
        return Err(FieldError::new("of", "missing", vi, en).into());
    }
    let starts_on = form::typed_day(filled, STARTED, "starts_on")?;
    Ok(Create { from: From::Report { of, starts_on }, task: String::new() })
}

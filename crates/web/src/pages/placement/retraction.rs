//! Retractions that wait for a second person: on the case, with what each side says, and who may decide decides there.

use axum::extract::Path;
use sanviec_app::placements::{self, DecideRetraction, FactView, WaitingRetraction};
use sanviec_app::{Action, AppError, may_at_work};

use super::super::account::Stop;
use super::super::desk::form;
use super::{Reply, case, words};
use crate::http::{Filled, Visit, elsewhere};
use crate::view::{DeskAsk, DeskBlock, DeskForm, DeskRow, Words};

const OF: &str = "lan-rut";
const NOTE: &str = "ghi-chu";
/// The second button.
const DECLINE: &str = "khong-rut";

/// Those that wait for the case, with a form for whoever may decide; nothing where none does.
pub(super) async fn blocks(visit: &Visit, code: &str, facts: &[FactView]) -> Result<Vec<DeskBlock>, Stop> {
    let waiting = placements::waiting_retractions(visit.app(), &visit.ctx, code).await;
    let waiting = waiting.map_err(|error| visit.fail(error))?;
    if waiting.is_empty() {
        return Ok(Vec::new());
    }
    let rows: Vec<DeskRow> =
        waiting.into_iter().map(|waiting| row(visit, code, facts, waiting)).collect::<Result<_, _>>()?;
    let lang = visit.lang;
    Ok(vec![
        DeskBlock::Heading(lang.t("retractions-title")),
        DeskBlock::Text(lang.t("retractions-what").into()),
        DeskBlock::Rows(rows, String::new()),
    ])
}

fn row(visit: &Visit, code: &str, facts: &[FactView], waiting: WaitingRetraction) -> Result<DeskRow, Stop> {
    let lang = visit.lang;
    let fact = facts.iter().find(|fact| fact.id == waiting.fact);
    let title = fact.map(|fact| words::says(visit, fact)).unwrap_or_default();
    let by = waiting.proposed_by.unwrap_or_else(|| words::term(visit, "source", waiting.source.code()));
    let when = words::time(visit, waiting.proposed_at);
    let form = if may_at_work(visit.ctx.actor, Action::ApproveClaim) {
        let mut form = decision(visit, code, (&waiting.id, &title), "")?;
        for ask in &mut form.asks {
            ask.id = format!("{}-{}", ask.name, waiting.id);
        }
        Some(form)
    } else {
        None
    };
    Ok(DeskRow {
        title: Words::from(title),
        href: String::new(),
        tag: Some((lang.t("retractions-waits"), false)),
        lines: vec![
            lang.t1("retractions-why", "why", waiting.why).into(),
            lang.t2("retractions-by", ("name", &by), ("when", &when)).into(),
        ],
        form,
    })
}

fn decision(visit: &Visit, code: &str, (id, about): (&str, &str), note: &str) -> Result<DeskForm, Stop> {
    let lang = visit.lang;
    let mut form = form::form(visit, &format!("/trung-tam/viec-lam/{code}/rut-lai"), "retractions-confirm")?;
    form.kept = vec![(OF, id.to_owned())];
    form.asks = vec![DeskAsk::line(NOTE, lang.t("retractions-note"), note).hint(lang.t("retractions-note-hint"))];
    form.second = Some((DECLINE, lang.t("retractions-decline")));
    form.about = about.into();
    form.is_second = true;
    Ok(form)
}

pub(super) async fn send(visit: Visit, Path(code): Path<String>, filled: Filled) -> Reply {
    let mut again = form::below_desk(&visit, form::page(&visit, visit.lang.t("retractions-title"))?);
    case::demand_desk(&visit)?;
    if !may_at_work(visit.ctx.actor, Action::ApproveClaim) {
        return Err(visit.fail(AppError::Forbidden).into());
    }
    // Of another centre nothing is told, not even what is missing in the form.
    let waiting = placements::waiting_retractions(visit.app(), &visit.ctx, &code).await;
    let waiting = waiting.map_err(|error| visit.fail(error))?;
    again.page = again.page.crumb(visit.lang.t("placements-title"), "/trung-tam/viec-lam");
    again.page = again.page.crumb(visit.lang.t("placement-title-plain"), &format!("/trung-tam/viec-lam/{code}"));
    if let Some(asked) = waiting.into_iter().find(|waiting| waiting.id == filled.one(OF)) {
        again.blocks.push(DeskBlock::Text(visit.lang.t1("retractions-why", "why", asked.why).into()));
    }
    again.blocks.push(DeskBlock::Form(decision(&visit, &code, (filled.one(OF), ""), filled.one(NOTE))?));
    let is_confirmed = filled.one(DECLINE).is_empty();
    let decided = match filled.key() {
        Ok(key) => {
            let order = DecideRetraction {
                placement: code.clone(),
                retraction: filled.one(OF).to_owned(),
                is_confirmed,
                note: filled.one(NOTE).to_owned(),
            };
            placements::decide_retraction(visit.app(), &visit.ctx, order, &key).await
        }
        Err(error) => Err(error),
    };
    let done = if is_confirmed { "rut-lai" } else { "khong-rut" };
    match decided {
        Ok(()) => Ok(elsewhere(&visit, &format!("/trung-tam/viec-lam/{code}?xong={done}"))),
        Err(error) => form::refuse(&visit, again, error, &[("note", NOTE)]),
    }
}

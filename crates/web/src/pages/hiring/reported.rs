//! A reported advert before the moderator: what was said of it, and the way to take it down. One of an organisation is
//! answered where its adverts are.

use axum::extract::Path;
use sanviec_app::AppError;
use sanviec_app::reports::{self, REASONS, ReportView, Reported, TakeDown};
use sanviec_domain::posting::{RemoveReason, State};

use super::postings::title;
use super::queue;
use super::sheet::{ask, heading, line, link, one, pair, refuse, sheet, show as shown, text, typed};
use super::workspace::since;
use super::{Reply, Stop, demand_person};
use crate::http::{Filled, Visit, elsewhere};
use crate::view::{Entry, SheetPart, Words, WorkForm, Worksheet};

pub(super) async fn show(visit: Visit, Path(code): Path<String>) -> Reply {
    demand_person(&visit)?;
    Ok(shown(&visit, &page(&visit, &code, None).await?))
}

async fn page(visit: &Visit, code: &str, filled: Option<&Filled>) -> Result<Worksheet, Stop> {
    let found = reports::reported(visit.app(), &visit.ctx, code).await.map_err(|error| visit.fail(error))?;
    let mut page = sheet(visit, title(visit, &found.title).to_string());
    page.page = page.page.crumb(visit.lang.t("queue-title"), "/kiem-duyet");
    let state = visit.lang.t(&format!("hiring-posting-{}", found.state.code()));
    let facts = vec![pair(visit, "judge-employer", found.employer.as_str()), pair(visit, "hiring-fact-state", state)];
    page.parts.push(SheetPart::Pairs(facts));
    let entries = found.reports.iter().map(|row| entry(visit, row)).collect();
    page.parts.extend([heading(visit, "queue-reports"), SheetPart::Entries(entries)]);
    page.parts.extend(answer(visit, code, &found, filled)?);
    Ok(page)
}

fn entry(visit: &Visit, row: &ReportView) -> Entry {
    let mut notes = vec![since(visit, row.at)];
    if !row.words.is_empty() {
        notes.insert(0, row.words.as_str().into());
    }
    Entry { title: reason(visit, row), href: None, tag: None, notes, asks: Vec::new() }
}

/// What is wrong with the advert, in the page's language.
pub(super) fn reason(visit: &Visit, row: &ReportView) -> Words {
    let known = REASONS.iter().find(|(code, _, _)| *code == row.reason);
    known.map_or(row.reason.as_str(), |(_, vi, en)| visit.say(vi, en)).into()
}

fn answer(visit: &Visit, code: &str, found: &Reported, filled: Option<&Filled>) -> Result<Vec<SheetPart>, Stop> {
    if found.is_answerable {
        return Ok(vec![link(visit, "reported-judge", &format!("/kiem-duyet/tin/{code}"))]);
    }
    if found.state == State::Removed {
        return Ok(Vec::new());
    }
    let see = link(visit, "reported-see", &format!("/viec-lam/{code}"));
    if found.reports.is_empty() {
        return Ok(vec![text(visit, "queue-none"), see]);
    }
    let reasons: Vec<&str> = RemoveReason::ALL.iter().map(|reason| reason.code()).collect();
    let controls = vec![
        one(visit, "reason", &reasons, typed(filled, "reason", "")),
        line(visit, "note", typed(filled, "note", "")),
    ];
    let kept = vec![("verdict", "remove".to_owned())];
    let form = WorkForm { kept, controls, ..ask(visit, &format!("/kiem-duyet/bao-cao/{code}"), "judge-remove")? };
    Ok(vec![see, heading(visit, "judge-remove-title"), text(visit, "reported-nobodys"), SheetPart::Form(form)])
}

/// Takes the advert down, or says that nothing is wrong with it.
pub(super) async fn send(visit: Visit, Path(code): Path<String>, filled: Filled) -> Reply {
    demand_person(&visit)?;
    if filled.one("verdict") != "remove" {
        return queue::keep(&visit, &code, &filled).await;
    }
    let (reason, note) = (filled.one("reason").to_owned(), filled.one("note").to_owned());
    let order = TakeDown { posting: code.clone(), reason, note };
    let done = match filled.key() {
        Ok(key) => reports::take_down(visit.app(), &visit.ctx, order, &key).await,
        Err(error) => Err(error),
    };
    match done {
        Ok(()) => Ok(elsewhere(&visit, "/kiem-duyet?xong=judged")),
        Err(error @ (AppError::Refused(_) | AppError::Conflict)) => {
            refuse(&visit, page(&visit, &code, Some(&filled)).await?, error)
        }
        Err(error) => Err(visit.fail(error).into()),
    }
}

//! What waits for an officer of the centre: organisations to verify, adverts to look at, each oldest first.

use axum::extract::Path;
use sanviec_app::reports::{self, REASONS, ReportView};
use sanviec_app::{AppError, hiring, organisations};
use sanviec_domain::verification::State;

use super::postings::title;
use super::sheet::{code_of, heading, press, refuse, sheet, show as shown, text};
use super::workspace::since;
use super::{Reply, Stop, demand_person};
use crate::format;
use crate::http::{Filled, Visit, elsewhere};
use crate::view::{Entry, SheetPart, Way, Worksheet};

/// Rows of one page: the oldest come first, so nobody waits behind them.
const PAGE: i64 = 50;

pub(super) async fn show(visit: Visit) -> Reply {
    demand_person(&visit)?;
    Ok(shown(&visit, &page(&visit).await?))
}

async fn page(visit: &Visit) -> Result<Worksheet, Stop> {
    let state = State::find_by_code(visit.asked("muc")).unwrap_or(State::Submitted);
    let counts = organisations::counts(visit.app(), &visit.ctx).await.map_err(|error| visit.fail(error))?;
    let mut page = sheet(visit, visit.lang.t("queue-title"));
    page.parts.push(heading(visit, "queue-organisations"));
    let way = |(one, count): (State, i64)| Way {
        label: visit.lang.t(&format!("hiring-state-{}", one.code())),
        href: visit.lang.href(&format!("/kiem-duyet?muc={}", one.code())),
        count: Some(count),
        is_here: one == state,
    };
    let ways = counts.into_iter().map(way).collect();
    page.parts.push(SheetPart::Ways(visit.lang.t("queue-organisations"), ways));
    page.parts.push(waiting(visit, state).await?);
    page.parts.push(heading(visit, "queue-postings"));
    page.parts.push(adverts(visit).await?);
    page.parts.push(heading(visit, "queue-reports"));
    page.parts.push(reported(visit).await?);
    Ok(page)
}

async fn waiting(visit: &Visit, state: State) -> Result<SheetPart, Stop> {
    let rows = organisations::queue(visit.app(), &visit.ctx, state, PAGE).await.map_err(|error| visit.fail(error))?;
    if rows.is_empty() {
        return Ok(text(visit, "queue-organisations-none"));
    }
    let entry = |row: organisations::WaitingView| {
        let mut notes = Vec::new();
        if let Some(at) = row.since {
            notes.push(since(visit, at));
        }
        if let Some(due) = row.answer_due_on {
            notes.push(visit.lang.t1("hiring-answer-due", "day", format::short_date(visit.lang, due)).into());
        }
        Entry {
            title: row.name.into(),
            href: Some(visit.lang.href(&format!("/kiem-duyet/don-vi/{}", code_of(row.id)))),
            tag: row.is_late.then(|| visit.lang.t("queue-late")),
            notes,
            asks: Vec::new(),
        }
    };
    Ok(SheetPart::Entries(rows.into_iter().map(entry).collect()))
}

async fn adverts(visit: &Visit) -> Result<SheetPart, Stop> {
    let rows = match hiring::queue(visit.app(), &visit.ctx, PAGE).await {
        Ok(rows) => rows,
        // Whoever verifies organisations may not be the one who looks at adverts.
        Err(AppError::Forbidden) => Vec::new(),
        Err(error) => return Err(visit.fail(error).into()),
    };
    if rows.is_empty() {
        return Ok(text(visit, "queue-none"));
    }
    let entry = |row: hiring::QueuedView| Entry {
        title: title(visit, &row.title),
        href: Some(visit.lang.href(&format!("/kiem-duyet/tin/{}", row.code))),
        tag: None,
        notes: vec![row.employer.into(), since(visit, row.since)],
        asks: Vec::new(),
    };
    Ok(SheetPart::Entries(rows.into_iter().map(entry).collect()))
}

/// What people said of adverts, with the way to answer.
async fn reported(visit: &Visit) -> Result<SheetPart, Stop> {
    let rows = match reports::list_open(visit.app(), &visit.ctx, None, PAGE.unsigned_abs()).await {
        Ok(rows) => rows,
        Err(AppError::Forbidden) => Vec::new(),
        Err(error) => return Err(visit.fail(error).into()),
    };
    if rows.is_empty() {
        return Ok(text(visit, "queue-none"));
    }
    let entry = |row: ReportView| {
        let code = row.posting_id.code();
        let reason = REASONS.iter().find(|(known, _, _)| *known == row.reason);
        let reason = reason.map_or(row.reason.as_str(), |(_, vi, en)| visit.say(vi, en));
        let mut notes = vec![reason.into(), row.employer.as_str().into(), since(visit, row.at)];
        if !row.words.is_empty() {
            notes.insert(1, row.words.as_str().into());
        }
        let href = if row.is_answerable { format!("/kiem-duyet/tin/{code}") } else { format!("/viec-lam/{code}") };
        let keep = press(visit, &format!("/kiem-duyet/bao-cao/{code}"), "queue-keep", Vec::new(), &row.posting_title)?;
        Ok(Entry {
            title: title(visit, &row.posting_title),
            href: Some(visit.lang.href(&href)),
            tag: None,
            notes,
            asks: vec![keep],
        })
    };
    Ok(SheetPart::Entries(rows.into_iter().map(entry).collect::<Result<_, Stop>>()?))
}

/// Nothing is wrong with an advert.
pub(super) async fn keep(visit: Visit, Path(code): Path<String>, filled: Filled) -> Reply {
    demand_person(&visit)?;
    let kept = match filled.key() {
        Ok(key) => reports::keep(visit.app(), &visit.ctx, &code, &key).await,
        Err(error) => Err(error),
    };
    match kept {
        Ok(()) => Ok(elsewhere(&visit, "/kiem-duyet?xong=judged")),
        Err(error @ AppError::Refused(_)) => refuse(&visit, page(&visit).await?, error),
        Err(error) => Err(visit.fail(error).into()),
    }
}

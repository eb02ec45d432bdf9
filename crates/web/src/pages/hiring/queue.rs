//! What waits for an officer of the centre: organisations to verify, adverts to look at, each oldest first.

use chrono::NaiveDate;
use sanviec_app::reports::{self, ReportView};
use sanviec_app::{AppError, hiring, organisations};
use sanviec_domain::posting::PostingCode;
use sanviec_domain::time::Micros;
use sanviec_domain::verification::State;
use uuid::Uuid;

use super::postings::title;
use super::reported::reason;
use super::sheet::{code_of, heading, link, press, refuse, sheet, show as shown, text};
use super::workspace::since;
use super::{Reply, Stop, demand_person};
use crate::format;
use crate::http::{Filled, Visit, elsewhere};
use crate::view::{Entry, SheetPart, Way, Words, Worksheet};

/// Rows of one page, the oldest first; each list goes on behind its last one.
const PAGE: usize = 50;
/// One more is asked for, to know whether there is more.
const ASKED: i64 = 51;
/// Names of the query: behind which organisation, advert and report a list starts.
const AFTER: &str = "sau";
const AFTER_POSTING: &str = "sau-tin";
const AFTER_REPORT: &str = "sau-bao-cao";
/// The same of organisations whose verification ends soon.
const AFTER_ENDING: &str = "sau-het-han";

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
    page.parts.extend(waiting(visit, state).await?);
    page.parts.extend(ending(visit, state).await?);
    page.parts.push(heading(visit, "queue-postings"));
    page.parts.extend(adverts(visit, state).await?);
    page.parts.push(heading(visit, "queue-reports"));
    page.parts.extend(reported(visit, state).await?);
    Ok(page)
}

/// The place behind which a list starts, as it stands in the address.
fn behind(visit: &Visit, name: &str) -> Option<(Micros, Uuid)> {
    let (at, code) = visit.asked(name).split_once('-')?;
    Some((Micros(at.parse().ok()?), code.parse::<PostingCode>().ok()?.uuid()))
}

fn place((at, id): (Micros, Uuid)) -> String {
    format!("{}-{}", at.0, code_of(id))
}

/// Cuts a list to one page; the way to what follows, where there is more.
fn further<T>(
    visit: &Visit,
    rows: &mut Vec<T>,
    (key, state, name): (&str, State, &str),
    place: impl Fn(&T) -> String,
) -> Option<SheetPart> {
    if rows.len() <= PAGE {
        return None;
    }
    rows.truncate(PAGE);
    let last = rows.last().map(place)?;
    Some(link(visit, key, &format!("/kiem-duyet?muc={}&{name}={last}", state.code())))
}

/// By when the centre owes an answer.
fn due(visit: &Visit, day: NaiveDate) -> Words {
    visit.lang.t1("hiring-answer-due", "day", format::short_date(visit.lang, day)).into()
}

async fn waiting(visit: &Visit, state: State) -> Result<Vec<SheetPart>, Stop> {
    let found = organisations::queue(visit.app(), &visit.ctx, state, behind(visit, AFTER), ASKED).await;
    let mut rows = found.map_err(|error| visit.fail(error))?;
    if rows.is_empty() {
        return Ok(vec![text(visit, "queue-organisations-none")]);
    }
    let more = further(visit, &mut rows, ("queue-more-organisations", state, AFTER), |row| place(row.place()));
    let entry = |row: organisations::WaitingView| {
        let mut notes = Vec::new();
        if let Some(at) = row.since {
            notes.push(since(visit, at));
        }
        notes.extend(row.answer_due_on.map(|day| due(visit, day)));
        if let (true, Some(until)) = (row.is_renewal, row.until) {
            let day = format::short_date(visit.lang, until);
            notes.push(visit.lang.t1("queue-renewal", "day", day).into());
        }
        Entry {
            title: row.name.into(),
            href: Some(visit.lang.href(&format!("/kiem-duyet/don-vi/{}", code_of(row.id)))),
            tag: row.is_late.then(|| visit.lang.t("queue-late")),
            notes,
            asks: Vec::new(),
        }
    };
    let entries = SheetPart::Entries(rows.into_iter().map(entry).collect());
    Ok(std::iter::once(entries).chain(more).collect())
}

/// Verifications that end within a month and were not handed in again; nothing where there are none.
async fn ending(visit: &Visit, state: State) -> Result<Vec<SheetPart>, Stop> {
    let found = organisations::ending(visit.app(), &visit.ctx, behind(visit, AFTER_ENDING), ASKED).await;
    let mut rows = found.map_err(|error| visit.fail(error))?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let at = |row: &organisations::EndingView| place((row.ends_at, row.id));
    let more = further(visit, &mut rows, ("queue-more-ending", state, AFTER_ENDING), at);
    let entry = |row: organisations::EndingView| {
        let day = format::short_date(visit.lang, row.ends_at.last_day_before());
        Entry {
            title: row.name.into(),
            href: Some(visit.lang.href(&format!("/kiem-duyet/don-vi/{}", code_of(row.id)))),
            tag: row.is_near.then(|| visit.lang.t("queue-near")),
            notes: vec![visit.lang.t1("hiring-verified-until", "day", day).into()],
            asks: Vec::new(),
        }
    };
    let entries = SheetPart::Entries(rows.into_iter().map(entry).collect());
    Ok([heading(visit, "queue-ending"), entries].into_iter().chain(more).collect())
}

async fn adverts(visit: &Visit, state: State) -> Result<Vec<SheetPart>, Stop> {
    let mut rows = match hiring::queue(visit.app(), &visit.ctx, behind(visit, AFTER_POSTING), ASKED).await {
        Ok(rows) => rows,
        // Whoever verifies organisations may not be the one who looks at adverts.
        Err(AppError::Forbidden) => Vec::new(),
        Err(error) => return Err(visit.fail(error).into()),
    };
    if rows.is_empty() {
        return Ok(vec![text(visit, "queue-none")]);
    }
    let by = |row: &hiring::QueuedView| place((row.since, row.id));
    let more = further(visit, &mut rows, ("queue-more-postings", state, AFTER_POSTING), by);
    let entry = |row: hiring::QueuedView| Entry {
        title: title(visit, &row.title),
        href: Some(visit.lang.href(&format!("/kiem-duyet/tin/{}", row.code))),
        tag: row.is_late.then(|| visit.lang.t("queue-late")),
        notes: vec![row.employer.into(), since(visit, row.since), due(visit, row.answer_due_on)],
        asks: Vec::new(),
    };
    let entries = SheetPart::Entries(rows.into_iter().map(entry).collect());
    Ok(std::iter::once(entries).chain(more).collect())
}

/// What people said of adverts, with the way to answer.
async fn reported(visit: &Visit, state: State) -> Result<Vec<SheetPart>, Stop> {
    let after = visit.asked(AFTER_REPORT).parse::<PostingCode>().ok().map(PostingCode::uuid);
    let mut rows = match reports::list_open(visit.app(), &visit.ctx, after, ASKED.unsigned_abs()).await {
        Ok(rows) => rows,
        Err(AppError::Forbidden) => Vec::new(),
        Err(error) => return Err(visit.fail(error).into()),
    };
    if rows.is_empty() {
        return Ok(vec![text(visit, "queue-none")]);
    }
    let more = further(visit, &mut rows, ("queue-more-reports", state, AFTER_REPORT), |row| code_of(row.id));
    let entry = |row: ReportView| {
        let code = row.posting_id.code();
        let mut notes = vec![reason(visit, &row), row.employer.as_str().into(), since(visit, row.at)];
        if !row.words.is_empty() {
            notes.insert(1, row.words.as_str().into());
        }
        let href =
            if row.is_answerable { format!("/kiem-duyet/tin/{code}") } else { format!("/kiem-duyet/bao-cao/{code}") };
        let keep = press(visit, &format!("/kiem-duyet/bao-cao/{code}"), "queue-keep", Vec::new(), &row.posting_title)?;
        Ok(Entry {
            title: title(visit, &row.posting_title),
            href: Some(visit.lang.href(&href)),
            tag: None,
            notes,
            asks: vec![keep],
        })
    };
    let entries = SheetPart::Entries(rows.into_iter().map(entry).collect::<Result<_, Stop>>()?);
    Ok(std::iter::once(entries).chain(more).collect())
}

/// Nothing is wrong with an advert.
pub(super) async fn keep(visit: &Visit, code: &str, filled: &Filled) -> Reply {
    let kept = match filled.key() {
        Ok(key) => reports::keep(visit.app(), &visit.ctx, code, &key).await,
        Err(error) => Err(error),
    };
    match kept {
        Ok(()) => Ok(elsewhere(visit, "/kiem-duyet?xong=judged")),
        Err(error @ AppError::Refused(_)) => refuse(visit, page(visit).await?, error),
        Err(error) => Err(visit.fail(error).into()),
    }
}

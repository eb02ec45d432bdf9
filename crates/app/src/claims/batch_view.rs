//! Lists of a centre, and one of them with what the bank answered.

use super::bank::Verdict;
use super::list::{ClaimItem, item};
use super::paying::PayingView;
use super::release::refusals;
use super::send::head_of;
use super::{code_of, id_of, own_centre};
use crate::app::App;
use crate::calendar::calendar;
use crate::ctx::Ctx;
use crate::error::AppError;
use crate::rights::{Action, Thing, demand_of};
use crate::secrets::hex;
use chrono::NaiveDate;
use sanviec_domain::claim::ReleaseRefusal;
use sanviec_domain::time::{Micros, day_of_number};
use sanviec_store::{bank_result, batch, claim, file_erasure, payout};

/// Lists on one page.
const PAGE: u64 = 50;

/// Where a list stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BatchState {
    /// Claims may be taken off.
    Open,
    /// With the bank.
    Sent,
    /// The bank answered to everything on it.
    Settled,
}

impl BatchState {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Open, Self::Sent, Self::Settled];

    /// The word in rows.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Sent => "sent",
            Self::Settled => "settled",
        }
    }
}

/// A list.
#[derive(Clone, Debug)]
pub struct BatchView {
    pub id: String,
    pub version: i64,
    pub year: i32,
    pub serial: i32,
    pub state: BatchState,
    /// Funding task and budget year; nothing of a list from before that mixed them.
    pub task: Option<String>,
    pub budget_year: Option<i32>,
    pub claims: i32,
    pub dong: i64,
    pub pay_on: Option<NaiveDate>,
    /// The first working day after the day of payment, where that is none: no bank pays another one before it.
    pub pays_later_on: Option<NaiveDate>,
    pub made_on: NaiveDate,
    /// The attempts on it, each with its claim; only where one list was asked for.
    pub lines: Vec<(payout::Row, ClaimItem)>,
    /// The accounts it is paid by, as it was sent or as they stand; only where one list was asked for.
    pub paying: Option<PayingView>,
    /// Why whoever looks may not send it; only where one list was asked for.
    pub send_refusal: Option<ReleaseRefusal>,
    /// Why whoever looks may not record what the bank answered; only where one list was asked for.
    pub answer_refusal: Option<ReleaseRefusal>,
    /// What the bank answered; only where one list was asked for.
    pub results: Vec<ResultView>,
}

/// A file of the bank.
#[derive(Clone, Debug)]
pub struct ResultView {
    pub id: String,
    /// SHA-256 of the file, in hexadecimal.
    pub hash: String,
    /// Bytes; `None` of a file of which only the hash was kept.
    pub size: Option<u64>,
    pub at: Micros,
    pub format: String,
    /// When its bytes went.
    pub erased: Option<Micros>,
    /// How many rows got which verdict.
    pub verdicts: Vec<(Verdict, usize)>,
}

/// Lists of a centre, newest first.
#[derive(Clone, Debug)]
pub struct Batches {
    pub items: Vec<BatchView>,
    pub has_more: bool,
}

/// Lists of the own centre.
pub async fn batches(app: &App, ctx: &Ctx, page: u64) -> Result<Batches, AppError> {
    let (_, centre_id, _) = own_centre(ctx, Action::ReadClaim)?;
    let mut rows = batch::list(app.store().reader(), centre_id, page * PAGE, PAGE + 1).await?;
    let has_more = rows.len() as u64 > PAGE;
    rows.truncate(usize::try_from(PAGE).unwrap_or(usize::MAX));
    Ok(Batches { items: rows.iter().map(view).collect::<Result<_, _>>()?, has_more })
}

fn view(row: &batch::Row) -> Result<BatchView, AppError> {
    let state = BatchState::ALL.into_iter().find(|state| state.code() == row.state);
    let pay_on = row.pay_on.and_then(day_of_number);
    Ok(BatchView {
        id: code_of(row.id),
        version: row.version,
        year: row.year,
        serial: row.serial,
        state: state.ok_or_else(|| sanviec_store::Error::corrupt("batch", "state", row.id))?,
        task: row.task.clone(),
        budget_year: row.budget_year,
        claims: row.claims,
        dong: row.dong,
        pay_on,
        pays_later_on: pay_on.and_then(working_day_after),
        made_on: Micros(row.created_at).day(),
        lines: Vec::new(),
        paying: None,
        send_refusal: None,
        answer_refusal: None,
        results: Vec::new(),
    })
}

/// The first working day after a day that is none.
fn working_day_after(day: NaiveDate) -> Option<NaiveDate> {
    Some(calendar().working_day_from(day)).filter(|working| *working != day)
}

/// The day of payment that is offered for a list that is sent on a day: banks pay between each other on working days.
#[must_use]
pub fn offered_pay_day(today: NaiveDate) -> NaiveDate {
    calendar().working_day_from(today)
}

/// A list of the own centre.
pub async fn batch(app: &App, ctx: &Ctx, code: &str) -> Result<BatchView, AppError> {
    let reader = app.store().reader();
    let row = batch::find(reader, id_of(code)?).await?.ok_or(AppError::NotFound)?;
    let fields = demand_of(ctx, Action::ReadClaim, Thing::of_centre(row.centre_id))?;
    let mut seen = view(&row)?;
    seen.paying = head_of(app.keys()?, reader, &row).await?.map(|head| head.paying);
    (seen.send_refusal, seen.answer_refusal) = refusals(reader, ctx, &row).await?;
    for attempt in payout::list_of_batch(reader, row.id).await? {
        let claim = claim::find(reader, attempt.claim_id).await?.ok_or(AppError::NotFound)?;
        seen.lines.push((attempt, item(app, ctx, &claim, fields)?));
    }
    for (file, rows) in bank_result::list_of_batch(reader, row.id).await? {
        let count = |verdict: Verdict| rows.iter().filter(|row| row.verdict == verdict.code()).count();
        let verdicts =
            Verdict::ALL.into_iter().map(|verdict| (verdict, count(verdict))).filter(|(_, count)| *count > 0);
        seen.results.push(ResultView {
            id: code_of(file.id),
            hash: hex(&file.hash),
            size: file.size.map(i64::unsigned_abs),
            at: Micros(file.created_at),
            format: file.format,
            erased: file_erasure::erased_at(reader, file.id).await?.map(Micros),
            verdicts: verdicts.collect(),
        });
    }
    Ok(seen)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_of_payment_that_is_free_is_noticed() {
        let day = |text: &str| text.parse::<NaiveDate>().expect("a day");
        // A Friday, a Saturday, a Sunday; National Day, and the day beside it.
        for (on, later) in [
            ("2026-11-27", None),
            ("2026-11-28", Some("2026-11-30")),
            ("2026-11-29", Some("2026-11-30")),
            ("2026-09-02", Some("2026-09-03")),
        ] {
            assert_eq!(working_day_after(day(on)), later.map(day), "{on}");
            assert_eq!(offered_pay_day(day(on)), later.map_or(day(on), day), "{on}");
        }
    }
}

//! What a centre has to bring back: each claim with the parts that are due, what came of them, and what is overdue; the
//! one that is due first, first.

use super::list::{ClaimItem, item};
use super::own_centre;
use super::row::life_of;
use crate::app::App;
use crate::ctx::Ctx;
use crate::error::AppError;
use crate::rights::Action;
use chrono::NaiveDate;
use sanviec_domain::claim::{Due, State};
use sanviec_store::claim;
use uuid::Uuid;

/// Claims that are read in one turn.
const TURN: u64 = 250;
/// Claims on one page.
const PAGE: usize = 25;

/// A claim of which money is to come back.
#[derive(Clone, Debug)]
pub struct RecoveryItem {
    pub item: ClaimItem,
    /// What has not come.
    pub outstanding_dong: i64,
    /// What should have come by now.
    pub overdue_dong: i64,
    /// The next part that has not come in full; none when no day is known.
    pub next: Option<Due>,
}

/// What is to come back: one page of the claims, and the sums over all of them.
#[derive(Clone, Debug)]
pub struct RecoveryList {
    pub items: Vec<RecoveryItem>,
    /// Whether there are more after this page.
    pub has_more: bool,
    /// What has not come, of all.
    pub outstanding_dong: i64,
    /// What should have come by now, of all.
    pub overdue_dong: i64,
}

/// A claim as it is sorted and summed.
struct Found {
    row: claim::Row,
    outstanding_dong: i64,
    overdue_dong: i64,
    next: Option<Due>,
}

/// What is to come back to the programme from the own centre, after so many pages.
pub async fn recoveries(app: &App, ctx: &Ctx, page: u64) -> Result<RecoveryList, AppError> {
    let (_, centre_id, fields) = own_centre(ctx, Action::ReadClaim)?;
    let mut all = Vec::new();
    for state in [State::Recovering, State::Reconsidered] {
        all.extend(found(app, ctx, centre_id, state).await?);
    }
    all.sort_by_key(|one| one.next.map_or(NaiveDate::MIN, |due| due.part.due_on));
    let sum = |of: fn(&Found) -> i64| -> i64 { all.iter().map(of).sum() };
    let (outstanding_dong, overdue_dong) = (sum(|one| one.outstanding_dong), sum(|one| one.overdue_dong));
    let before = usize::try_from(page).unwrap_or(usize::MAX).saturating_mul(PAGE);
    let has_more = all.len() > before.saturating_add(PAGE);
    let shown = all.into_iter().skip(before).take(PAGE).map(|one| {
        Ok::<_, AppError>(RecoveryItem {
            item: item(app, ctx, &one.row, fields)?,
            outstanding_dong: one.outstanding_dong,
            overdue_dong: one.overdue_dong,
            next: one.next,
        })
    });
    let items = shown.collect::<Result<Vec<_>, _>>()?;
    Ok(RecoveryList { items, has_more, outstanding_dong, overdue_dong })
}

/// All claims of a stage of which something has not come: the sums are about all of them, so none is left out.
async fn found(app: &App, ctx: &Ctx, centre_id: Uuid, state: State) -> Result<Vec<Found>, AppError> {
    let (keys, today) = (app.keys()?, ctx.today());
    let (mut found, mut read) = (Vec::new(), 0);
    loop {
        let chosen = claim::Chosen { state: Some(state.code()), ..claim::Chosen::default() };
        let rows = claim::list(app.store().reader(), centre_id, chosen, read, TURN).await?;
        let count = rows.len() as u64;
        read += count;
        for row in rows {
            let life = life_of(keys, &row)?;
            let outstanding_dong = life.outstanding_dong();
            if outstanding_dong == 0 {
                continue;
            }
            let next = life.schedule().into_iter().find(|due| due.rest_dong() > 0);
            found.push(Found { row, outstanding_dong, overdue_dong: life.overdue_dong(today), next });
        }
        if count < TURN {
            return Ok(found);
        }
    }
}

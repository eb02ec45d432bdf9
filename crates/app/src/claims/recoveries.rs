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

/// Most claims that are read.
const MOST: u64 = 1_000;

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

/// What is to come back to the programme from the own centre.
pub async fn recoveries(app: &App, ctx: &Ctx) -> Result<Vec<RecoveryItem>, AppError> {
    let (_, centre_id, fields) = own_centre(ctx, Action::ReadClaim)?;
    let (reader, today) = (app.store().reader(), ctx.today());
    let mut found = Vec::new();
    for state in [State::Recovering, State::Reconsidered] {
        let chosen = claim::Chosen { state: Some(state.code()), ..claim::Chosen::default() };
        for row in claim::list(reader, centre_id, chosen, 0, MOST).await? {
            let life = life_of(app.keys()?, &row)?;
            if life.outstanding_dong() == 0 {
                continue;
            }
            found.push(RecoveryItem {
                item: item(app, ctx, &row, fields)?,
                outstanding_dong: life.outstanding_dong(),
                overdue_dong: life.overdue_dong(today),
                next: life.schedule().into_iter().find(|due| due.rest_dong() > 0),
            });
        }
    }
    found.sort_by_key(|one| one.next.map_or(NaiveDate::MIN, |due| due.part.due_on));
    Ok(found)
}

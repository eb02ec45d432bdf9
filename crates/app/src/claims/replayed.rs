//! A claim evaluated again with what it holds: the same bytes for ever, whatever was learnt since.

use super::id_of;
use crate::app::App;
use crate::ctx::Ctx;
use crate::error::AppError;
use crate::placements::{self, Reading};
use crate::rights::{Action, Thing, demand_of};
use chrono::NaiveDate;
use sanviec_domain::time::{Micros, day_of_number};
use sanviec_store::{Db, Error as StoreError, claim};

/// What a claim holds, and what comes out again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replay {
    /// The outcome that the claim holds.
    pub held: String,
    /// The outcome that comes out now.
    pub again: String,
    /// Whether the facts are those that were read.
    pub same_facts: bool,
}

/// Evaluates a claim of the own centre again.
pub async fn replay(app: &App, ctx: &Ctx, code: &str) -> Result<Replay, AppError> {
    let reader = app.store().reader();
    let row = claim::find(reader, id_of(code)?).await?.ok_or(AppError::NotFound)?;
    demand_of(ctx, Action::ReadClaim, Thing::of_centre(row.centre_id))?;
    let read = replayed(reader, app, &row).await?;
    let same_facts = read.facts_hash.as_slice() == row.facts_hash;
    Ok(Replay { held: row.outcome, again: read.outcome.to_json(), same_facts })
}

/// The reading of a claim again.
pub(super) async fn replayed(db: &impl Db, app: &App, row: &claim::Row) -> Result<Reading, AppError> {
    let corrupt = || StoreError::corrupt("claim", "today", row.id);
    let today: NaiveDate = day_of_number(row.today).ok_or_else(corrupt)?;
    let times = (row.policy_hash.as_slice(), today, Micros(row.known_at));
    placements::replay(db, app.policies(), row.placement_id, times).await
}

//! Telling many placements of a succession: some at a time, each part one write that notes what it did, so that whoever
//! is stopped in the middle leaves no placement half told, and whoever goes on tells none twice. A placement that
//! cannot be told keeps no other waiting.
//!
//! One that is retracted meanwhile is told to nobody any more: who waits is struck off. One that counts again lists its
//! placements anew.

use super::policies::Policies;
use super::succession::{CHAIN_MOST, ENTITY, follow};
use crate::app::App;
use crate::ctx::Ctx;
use crate::desk::own_centre;
use crate::error::AppError;
use crate::rights::{Action, demand};
use crate::stuck::Round;
use chrono::NaiveDate;
use sanviec_domain::time::day_of_number;
use sanviec_store::placement::succession::{self, Progress, Untold};
use sanviec_store::{Error as StoreError, Tx, placement};
use std::collections::BTreeMap;
use uuid::Uuid;

/// Placements of one write.
const BATCH: usize = 50;
/// Successions whose placements are listed anew in one turn.
const LISTED: i64 = 20;
/// Most successions that are shown.
const SHOWN: i64 = 20;
/// What cannot be told is noted under the placement.
const UNTOLD: &str = "succession_untold";

/// How far a succession is that is told to many placements.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spreading {
    pub from_employer: String,
    pub to_employer: String,
    pub on: NaiveDate,
    pub state: Spread,
}

/// Where the telling stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spread {
    /// It counts again, and its placements are about to be listed.
    Listing,
    /// So many placements were told, of so many.
    Telling { told: u64, of: u64 },
    /// All of so many were told.
    Told(u64),
    /// It was retracted; nobody else is told.
    Ended,
}

/// How far the last successions of the own centre are that touch many placements, newest first.
pub async fn spreading(app: &App, ctx: &Ctx) -> Result<Vec<Spreading>, AppError> {
    let (_, centre_id, _) = own_centre(ctx, Action::RecordFact)?;
    let rows = succession::list_progress(app.store().reader(), centre_id, SHOWN).await?;
    rows.into_iter().map(view).collect()
}

fn view(row: Progress) -> Result<Spreading, AppError> {
    let count = |number: i64| u64::try_from(number).unwrap_or(0);
    let (of, untold) = (count(row.touched.unwrap_or(0)), count(row.untold));
    let state = match (row.ended_at, row.again_at) {
        (Some(_), _) => Spread::Ended,
        (None, Some(_)) => Spread::Listing,
        (None, None) if untold == 0 => Spread::Told(of),
        (None, None) => Spread::Telling { told: of.saturating_sub(untold), of },
    };
    let on = day_of_number(row.on_day).ok_or_else(|| StoreError::corrupt(ENTITY, "on_day", row.id))?;
    Ok(Spreading { from_employer: row.from_code, to_employer: row.to_code, on, state })
}

/// Tells the next placements that wait; how many. Called again while it is not zero.
pub async fn tell_successions(app: &App, ctx: &Ctx) -> Result<usize, AppError> {
    demand(ctx, Action::Tick)?;
    let listed = list_anew(app, ctx).await?;
    let limit = i64::try_from(BATCH).unwrap_or(i64::MAX);
    let due = succession::list_untold(app.store().reader(), ctx.now.0, limit).await?;
    if due.is_empty() {
        return Ok(listed);
    }
    let mut round = Round::of(app, ctx, UNTOLD).await?;
    match write(app, ctx, due.clone()).await {
        Ok(told) => {
            for one in due {
                round.ended(one.placement_id, Ok(())).await?;
            }
            Ok(listed + told)
        }
        Err(error @ AppError::Unavailable(_)) => Err(error),
        // One of them cannot be told, and nobody was: each alone, and what fails is noted.
        Err(_) => {
            let mut count = listed;
            for one in due {
                let (id, told) = (one.placement_id, write(app, ctx, vec![one]).await);
                count += usize::from(round.ended(id, told.map(|_| ())).await?);
            }
            Ok(count)
        }
    }
}

async fn write(app: &App, ctx: &Ctx, due: Vec<Untold>) -> Result<usize, AppError> {
    // Ids are made before: the write may run again and may not make any.
    let ids = std::iter::repeat_with(|| app.ids().next()).take(BATCH * CHAIN_MOST).collect();
    let work = Telling { policies: app.policies().clone(), ctx: ctx.clone(), due, ids };
    let store = app.store().clone();
    app.to_the_end(async move {
        let work = &work;
        store.write("tell_succession", |tx| Box::pin(work.run(tx))).await
    })
    .await
}

struct Telling {
    policies: Policies,
    ctx: Ctx,
    due: Vec<Untold>,
    ids: Vec<Uuid>,
}

impl Telling {
    /// How many were told by this write and by no other.
    async fn run(&self, tx: &Tx<'_>) -> Result<usize, AppError> {
        let mut centres: Vec<Uuid> = self.due.iter().map(|one| one.centre_id).collect();
        centres.sort_unstable();
        centres.dedup();
        for centre_id in centres {
            // Whoever records a succession meanwhile waits for this, or was there before it.
            succession::share(tx, centre_id).await?;
        }
        // All of them in one order, and before anything is taken: whoever holds one of them waits for no other.
        let mut wanted: Vec<Uuid> = self.due.iter().map(|one| one.placement_id).collect();
        wanted.dedup();
        let mut held = BTreeMap::new();
        for id in wanted {
            held.insert(id, placement::hold(tx, id).await?.ok_or(AppError::NotFound)?);
        }
        let (mut ids, mut count) = (self.ids.iter().copied(), 0);
        for one in &self.due {
            let Some(row) = held.get_mut(&one.placement_id) else { continue };
            // Another worker came first.
            if succession::take_untold(tx, one.succession_id, one.placement_id).await? {
                follow(tx, (&self.policies, &self.ctx), row, (&one.from_code, &mut ids)).await?;
                count += 1;
            }
        }
        Ok(count)
    }
}

/// Lists the placements of successions that count again; of how many successions.
async fn list_anew(app: &App, ctx: &Ctx) -> Result<usize, AppError> {
    let again = succession::list_again(app.store().reader(), ctx.now.0, LISTED).await?;
    if again.is_empty() {
        return Ok(0);
    }
    let (mut round, mut count) = (Round::of(app, ctx, ENTITY).await?, 0);
    for (id, centre_id) in again {
        let store = app.store().clone();
        let ended = app.to_the_end(async move {
            store.write("list_succession", |tx| Box::pin(list_one(tx, (id, centre_id)))).await
        });
        count += usize::from(round.ended(id, ended.await).await?);
    }
    Ok(count)
}

async fn list_one(tx: &Tx<'_>, (id, centre_id): (Uuid, Uuid)) -> Result<(), AppError> {
    // A placement that is being made is waited for, and one that begins afterwards sees that it counts.
    succession::hold_alone(tx, centre_id).await?;
    // Another clock came first, or it was retracted again.
    if succession::is_again(tx, id).await? {
        succession::note_untold(tx, id).await?;
    }
    Ok(())
}

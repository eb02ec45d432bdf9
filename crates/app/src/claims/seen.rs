//! Later facts: a claim whose placement is no longer confirmed goes to review; one that is confirmed again comes back.
//! What was decided about is put before people again, and nothing of it is undone by the clock.
//! The clock looks at every claim whose placement learnt something since; whoever approves or sends looks by himself.

use super::moving::{Step, may_stand_alone, move_on, stands_beside};
use super::people::hold_claim;
use super::row::life_of;
use crate::app::App;
use crate::ctx::Ctx;
use crate::error::AppError;
use crate::placements::{self, Reading};
use crate::rights::{Action, demand};
use crate::stuck::Round;
use sanviec_domain::claim::{Command, ContestReason, Contested, preview};
use sanviec_domain::placement::Status;
use sanviec_domain::time::Micros;
use sanviec_store::{Db, Tx, claim, placement};
use uuid::Uuid;

/// Claims of one turn: whoever looked at so many has perhaps not looked at all.
pub const TURN: usize = 100;

/// Looks at claims whose placement learnt something, one turn of them; answers how many were looked at. One that
/// cannot be read keeps nobody else waiting: it is noted, and tried again later.
pub async fn tick(app: &App, ctx: &Ctx) -> Result<usize, AppError> {
    demand(ctx, Action::Tick)?;
    let reader = app.store().reader();
    let mut ids = claim::list_unseen_doubles(reader, ctx.now.0, TURN as u64).await?;
    ids.extend(claim::list_unseen(reader, ctx.now.0, TURN as u64).await?);
    ids.truncate(TURN);
    let (mut round, mut count) = (Round::of(app, ctx, "claim").await?, 0);
    for id in ids {
        let (app, ctx) = (app.clone(), ctx.clone());
        let (inner, store) = (app.clone(), app.store().clone());
        let work = async move {
            let (app, ctx) = (&inner, &ctx);
            store.write("look_at_claim", |tx| Box::pin(look_by_id(tx, app, ctx, id))).await
        };
        count += usize::from(round.ended(id, app.to_the_end(work).await).await?);
    }
    Ok(count)
}

async fn look_by_id(tx: &Tx<'_>, app: &App, ctx: &Ctx, id: Uuid) -> Result<(), AppError> {
    let found = claim::find(tx, id).await?.ok_or(AppError::NotFound)?;
    let mut row = hold_claim(tx, (found.placement_id, id)).await?;
    look(tx, app, ctx, &mut row).await
}

/// What follows for a claim from everything that is known now: what nobody decided about goes to review or comes back,
/// what two people decided about is put before people again when the facts ask for something else. The caller holds the
/// placement and the claim.
pub(super) async fn look(tx: &Tx<'_>, app: &App, ctx: &Ctx, row: &mut claim::Row) -> Result<(), AppError> {
    let placed = placement::find(tx, row.placement_id).await?.ok_or(AppError::NotFound)?;
    let now = now_of(tx, app, ctx, row).await?;
    let is_confirmed = now.outcome.status == Status::Confirmed;
    let mut life = life_of(app.keys()?, row)?;
    // What was paid beside another claim is asked back as long as one stands beside it.
    if life.is_double && life.held_dong() > 0 && may_stand_alone(app, tx, ctx, row).await? {
        move_on(app, tx, ctx, row, Step::new(Command::StandAlone, ctx.today())).await?;
        life = life_of(app.keys()?, row)?;
    }
    // Two claims for one person were paid before anybody knew that it is one: the later one is put before people.
    let contested = Command::Contest(Contested { dong: life.dong, why: ContestReason::PaidTwice, by: None });
    let can_be = life.contested.is_none() && life.clone().step(contested.clone()).is_ok();
    if can_be && stands_beside(app, tx, row).await? {
        move_on(app, tx, ctx, row, Step::new(contested, ctx.today())).await?;
        life = life_of(app.keys()?, row)?;
    }
    let command = match is_confirmed {
        // What two people decided is put before two people, with what the facts ask for now.
        _ if life.is_decided() => {
            let recovery = now.policy.policy.money.recovery;
            let shown = preview(&life, recovery, &now.outcome, (1, ctx.today())).map_err(AppError::internal)?;
            Command::Reconsider { asked_dong: shown.asked_dong, is_confirmed }
        }
        true => Command::Reconfirm,
        false => Command::Unmake,
    };
    move_on(app, tx, ctx, row, Step::new(command, ctx.today())).await?;
    // Not the clock of this node: a fact that comes later is later than this instant and may be earlier than a fast
    // clock.
    Ok(claim::mark_seen(tx, row.id, placed.last_known_at).await?)
}

/// The same after people have decided: what is left to be done about it is put before them at once, and not when the
/// next fact happens to come.
pub(super) async fn look_on(tx: &Tx<'_>, app: &App, ctx: &Ctx, row: &mut claim::Row) -> Result<(), AppError> {
    if life_of(app.keys()?, row)?.is_decided() { look(tx, app, ctx, row).await } else { Ok(()) }
}

/// The placement of a claim as of now, under the policy that the claim was made by.
pub(super) async fn now_of(db: &impl Db, app: &App, ctx: &Ctx, row: &claim::Row) -> Result<Reading, AppError> {
    let placed = placement::find(db, row.placement_id).await?.ok_or(AppError::NotFound)?;
    let known_at = Micros(ctx.now.0.max(placed.last_known_at));
    // A clock that is behind must not undo days that the claim has seen.
    let today = ctx.today().max(sanviec_domain::time::day_of_number(row.today).unwrap_or(chrono::NaiveDate::MIN));
    placements::replay(db, app.policies(), row.placement_id, (&row.policy_hash, today, known_at)).await
}

//! How approaches end without an answer of their own: with the application, with the consent to be found, with time.

use super::{entry, life_of, put, refused};
use crate::app::App;
use crate::ctx::Ctx;
use crate::error::AppError;
use crate::rights::{Action, demand};
use crate::stuck::Round;
use sanviec_domain::approach::{Command, step_of};
use sanviec_store::approach::{self, Row};
use sanviec_store::{Tx, audit};
use uuid::Uuid;

/// Approaches of one turn of the clock.
const BATCH: u64 = 200;

/// The person's application for a vacancy goes, in this write: what they were asked for it is answered.
pub(crate) async fn applied(
    tx: &Tx<'_>,
    ctx: &Ctx,
    (posting_id, account_id): (Uuid, Uuid),
    application_id: Uuid,
) -> Result<(), AppError> {
    let Some(mut row) = approach::find_once(tx, posting_id, account_id).await? else { return Ok(()) };
    row.application_id = Some(application_id);
    moved(tx, ctx, row, Command::Apply).await
}

/// The person is open to employers no more: nobody waits for an answer.
pub(crate) async fn closed(tx: &Tx<'_>, ctx: &Ctx, profiles: &[Uuid]) -> Result<(), AppError> {
    for profile_id in profiles {
        for row in approach::list_open_of(tx, *profile_id).await? {
            moved(tx, ctx, row, Command::Close).await?;
        }
    }
    Ok(())
}

async fn moved(tx: &Tx<'_>, ctx: &Ctx, mut row: Row, command: Command) -> Result<(), AppError> {
    let before = life_of(&row)?;
    let life = step_of(before, command, ctx.now).map_err(refused)?;
    if life == before {
        return Ok(());
    }
    put(&mut row, life);
    approach::update_guarded(tx, &row).await?;
    let after = serde_json::json!({ "state": row.state }).to_string();
    Ok(audit::append(tx, &[entry(ctx, "end_approach", row.id, after)]).await?)
}

/// Lets time pass for what nobody answered; how much moved. What somebody else moved meanwhile is left for the next
/// turn, and so is what cannot be moved.
pub async fn tick(app: &App, ctx: &Ctx) -> Result<usize, AppError> {
    demand(ctx, Action::Tick)?;
    let (mut round, mut count) = (Round::of(app, ctx, "approach").await?, 0);
    for row in approach::list_due(app.store().reader(), ctx.now.0, BATCH).await? {
        let (store, ctx, id) = (app.store().clone(), ctx.clone(), row.id);
        let ended = app
            .to_the_end(async move {
                let (ctx, row) = (&ctx, &row);
                store
                    .write("tick_approach", |tx| {
                        Box::pin(async move { moved(tx, ctx, row.clone(), Command::Tick).await })
                    })
                    .await
            })
            .await;
        count += usize::from(round.ended(id, ended).await?);
    }
    Ok(count)
}

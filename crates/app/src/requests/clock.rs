//! Time passes over requests: what is late is marked once, and on the morning of a last day whoever has to answer is
//! reminded once.

use super::told::{TOLD, tell};
use super::{ENTITY, life_of, put, refused};
use crate::app::App;
use crate::ctx::Ctx;
use crate::error::AppError;
use crate::rights::{Action, demand};
use crate::secrets::Keyring;
use crate::stuck::Round;
use sanviec_domain::data_request::Command;
use sanviec_store::data_request::{self, Row};
use sanviec_store::{Tx, audit};
use uuid::Uuid;

/// Requests of one kind in one turn.
const BATCH: u64 = 100;

/// Lets time pass for what is due and reminds of what is due today; how much moved. What somebody else moved
/// meanwhile is left for the next turn, and so is what cannot be moved.
pub async fn tick(app: &App, ctx: &Ctx) -> Result<usize, AppError> {
    demand(ctx, Action::Tick)?;
    let (reader, now) = (app.store().reader(), ctx.now.0);
    let (mut round, mut moved) = (Round::of(app, ctx, "data_request").await?, 0);
    for row in data_request::list_due(reader, now, BATCH).await? {
        moved += usize::from(round.ended(row.id, one(app, ctx, row, false).await).await?);
    }
    for row in data_request::list_to_remind(reader, now, BATCH).await? {
        moved += usize::from(round.ended(row.id, one(app, ctx, row, true).await).await?);
    }
    Ok(moved)
}

async fn one(app: &App, ctx: &Ctx, row: Row, reminds: bool) -> Result<(), AppError> {
    let (store, keys, ctx) = (app.store().clone(), app.keys()?.clone(), ctx.clone());
    let ids: Vec<Uuid> = (0..TOLD).map(|_| app.ids().next()).collect();
    app.to_the_end(async move {
        let (keys, ctx, row, ids) = (&keys, &ctx, &row, &ids);
        let write = store.write("tick_data_request", |tx| {
            Box::pin(async move {
                if reminds { remind(tx, (keys, ctx), row.clone(), ids).await } else { pass(tx, ctx, row.clone()).await }
            })
        });
        write.await
    })
    .await
}

async fn pass(tx: &Tx<'_>, ctx: &Ctx, mut row: Row) -> Result<(), AppError> {
    let life = life_of(&row)?.step(Command::Tick, ctx.now).map_err(refused)?;
    let remind_at = row.remind_at;
    put(&mut row, life, ctx.now);
    row.remind_at = remind_at;
    data_request::update_guarded(tx, &row).await?;
    let entry = crate::desk::entry(ctx, "request_overdue", (ENTITY, row.id), None);
    Ok(audit::append(tx, &[audit::Row { centre_id: row.centre_id, ..entry }]).await?)
}

/// Tells whoever has to answer that somebody waits for them today.
async fn remind(tx: &Tx<'_>, (keys, ctx): (&Keyring, &Ctx), mut row: Row, ids: &[Uuid]) -> Result<(), AppError> {
    row.remind_at = None;
    data_request::update_guarded(tx, &row).await?;
    tell(tx, (keys, ctx), &row, ids).await
}

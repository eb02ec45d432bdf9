//! The clock's part: postings whose last day is over expire.

use super::{announce, change, entry, kind_of, state_json};
use crate::app::App;
use crate::ctx::Ctx;
use crate::error::AppError;
use crate::rights::{Action, demand};
use crate::rows;
use sanviec_domain::posting::Command;
use sanviec_store::{Tx, audit, posting};

/// Lets at most `limit` due postings expire and says how many did. Run twice at once, each expires once.
pub async fn expire_due(app: &App, ctx: &Ctx, limit: u64) -> Result<usize, AppError> {
    demand(ctx, Action::Tick)?;
    if posting::list_due(app.store().reader(), ctx.now.0, 1).await?.is_empty() {
        return Ok(0);
    }
    let (store, ctx) = (app.store().clone(), ctx.clone());
    app.to_the_end(async move {
        let ctx = &ctx;
        store.write("expire_postings", |tx| Box::pin(write(tx, ctx, limit))).await
    })
    .await
}

async fn write(tx: &Tx<'_>, ctx: &Ctx, limit: u64) -> Result<usize, AppError> {
    let (mut changed, mut entries, mut changes) = (Vec::new(), Vec::new(), Vec::new());
    for row in posting::list_due(tx, ctx.now.0, limit).await? {
        let mut posting = rows::read(row)?;
        let before = state_json(&posting.life);
        let (life, events) = posting.life.step(Command::Tick, ctx.now).map_err(super::publish::refused)?;
        posting.life = life;
        posting.state_at = ctx.now;
        changed.push(rows::write(&posting, ctx.now));
        entries.push(entry(ctx, "tick", posting.id.0, Some(before), Some(state_json(&posting.life))));
        changes.push(change(posting.id, posting.version + 1, kind_of(&events)));
    }
    // A row that somebody else moved meanwhile undoes the whole write; the next turn takes what is due then.
    if !posting::update_many_guarded(tx, &changed).await?.is_empty() {
        return Err(AppError::Conflict);
    }
    audit::append(tx, &entries).await?;
    announce(tx, ctx, &changes).await?;
    Ok(changed.len())
}

//! The clock's part: postings whose last day is over expire.

use super::{announce, change, entry, kind_of, state_json};
use crate::app::App;
use crate::ctx::Ctx;
use crate::error::AppError;
use crate::rights::{Action, demand};
use crate::rows;
use crate::stuck::Round;
use sanviec_domain::posting::Command;
use sanviec_store::{Tx, audit, outbox, posting};
use uuid::Uuid;

/// Lets at most `limit` due postings expire and says how many did. Run twice at once, each expires once; one that
/// cannot be read keeps no other.
pub async fn expire_due(app: &App, ctx: &Ctx, limit: u64) -> Result<usize, AppError> {
    demand(ctx, Action::Tick)?;
    if posting::list_due(app.store().reader(), ctx.now.0, 1).await?.is_empty() {
        return Ok(0);
    }
    let (store, used) = (app.store().clone(), ctx.clone());
    let work = async move {
        let ctx = &used;
        store.write("expire_postings", |tx| Box::pin(write(tx, ctx, limit))).await
    };
    let (mut round, mut count) = (Round::of(app, ctx, "posting").await?, 0);
    for (id, ended) in app.to_the_end(work).await? {
        count += usize::from(round.ended(id, ended).await?);
    }
    Ok(count)
}

/// What became of a posting.
type Ended = (Uuid, Result<(), AppError>);

async fn write(tx: &Tx<'_>, ctx: &Ctx, limit: u64) -> Result<Vec<Ended>, AppError> {
    let (mut changed, mut entries, mut changes) = (Vec::new(), Vec::new(), Vec::new());
    let mut ended: Vec<Ended> = Vec::new();
    for row in posting::list_due(tx, ctx.now.0, limit).await? {
        let id = row.id;
        let expired = match expired(row, ctx) {
            Ok(expired) => expired,
            Err(error) => {
                ended.push((id, Err(error)));
                continue;
            }
        };
        changed.push(expired.row);
        entries.push(expired.entry);
        changes.push(expired.change);
        ended.push((id, Ok(())));
    }
    // A row that somebody else moved meanwhile undoes the whole write; the next turn takes what is due then.
    if !posting::update_many_guarded(tx, &changed).await?.is_empty() {
        return Err(AppError::Conflict);
    }
    audit::append(tx, &entries).await?;
    announce(tx, ctx, &changes).await?;
    Ok(ended)
}

struct Expired {
    row: posting::Row,
    entry: audit::Row,
    change: outbox::Change,
}

fn expired(row: posting::Row, ctx: &Ctx) -> Result<Expired, AppError> {
    let mut posting = rows::read(row)?;
    let before = state_json(&posting.life);
    let (life, events) = posting.life.step(Command::Tick, ctx.now).map_err(super::publish::refused)?;
    posting.life = life;
    posting.state_at = ctx.now;
    Ok(Expired {
        row: rows::write(&posting, ctx.now),
        entry: entry(ctx, "tick", posting.id.0, Some(before), Some(state_json(&posting.life))),
        change: change(posting.id, posting.version + 1, kind_of(&events)),
    })
}

//! What follows for the adverts of an organisation that has another name: no name is before the public that no officer
//! has seen, so they are hidden until it is verified and somebody shows them again; of another spelling the index is
//! told, for its cards carry the name. Both in the write of the correction.

use crate::ctx::Ctx;
use crate::error::AppError;
use crate::postings::{RENAMED, announce, change, entry, kind_of, state_json};
use crate::rows;
use sanviec_domain::posting::{Command, PostingId, State};
use sanviec_store::{Tx, audit, posting};
use uuid::Uuid;

/// Postings of one turn.
const PAGE: u64 = 250;

/// Hides every advert that is before the public, or has the index read it again.
pub(super) async fn follow(tx: &Tx<'_>, ctx: &Ctx, employer: Uuid, hides: bool) -> Result<(), AppError> {
    let mut before = None;
    loop {
        let page = posting::list_by_employer(tx, employer, before, PAGE).await?;
        let Some(last) = page.last() else { return Ok(()) };
        before = Some(last.id);
        let shown: Vec<_> = page.into_iter().filter(|row| row.state == State::Published.code()).collect();
        if hides {
            hide(tx, ctx, shown).await?;
        } else {
            let changes: Vec<_> = shown.iter().map(|row| change(PostingId(row.id), row.version, RENAMED)).collect();
            announce(tx, ctx, &changes).await?;
        }
    }
}

async fn hide(tx: &Tx<'_>, ctx: &Ctx, shown: Vec<posting::Row>) -> Result<(), AppError> {
    let (mut updated, mut entries, mut changes) = (Vec::new(), Vec::new(), Vec::new());
    for row in shown {
        let mut posting = rows::read(row)?;
        let state = state_json(&posting.life);
        // One that ended by itself a moment ago is refused, and is down already.
        let Ok((life, events)) = posting.life.clone().step(Command::Pause, ctx.now) else { continue };
        posting.life = life;
        posting.state_at = ctx.now;
        changes.push(change(posting.id, posting.version + 1, kind_of(&events)));
        entries.push(entry(ctx, "pause_posting", posting.id.0, Some(state), Some(state_json(&posting.life))));
        updated.push(rows::write(&posting, ctx.now));
    }
    if !posting::update_many_guarded(tx, &updated).await?.is_empty() {
        return Err(AppError::Conflict);
    }
    audit::append(tx, &entries).await?;
    announce(tx, ctx, &changes).await?;
    Ok(())
}

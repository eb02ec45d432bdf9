//! A verification that was taken away takes the adverts of its organisation down: each goes back to the employer with
//! the reason, in the write of the officer's word.

use crate::ctx::Ctx;
use crate::error::AppError;
use crate::postings::{announce, change, entry, kind_of, state_json};
use crate::rows;
use sanviec_domain::posting::{Command, State};
use sanviec_domain::why::NOTE_CHARS;
use sanviec_store::{Tx, audit, posting};
use uuid::Uuid;

/// Postings of one turn.
const PAGE: u64 = 250;

/// Sends every advert that is before the public, or paused, back with this reason, as much of it as an advert keeps:
/// no note of an officer is so long that the advert stays.
pub(super) async fn take_down(tx: &Tx<'_>, ctx: &Ctx, employer: Uuid, reason: &str) -> Result<(), AppError> {
    let reason: String = reason.chars().take(NOTE_CHARS).collect();
    let mut before = None;
    loop {
        let page = posting::list_by_employer(tx, employer, before, PAGE).await?;
        let Some(last) = page.last() else { return Ok(()) };
        before = Some(last.id);
        let (mut updated, mut entries, mut changes) = (Vec::new(), Vec::new(), Vec::new());
        let shown = [State::Published.code(), State::Paused.code()];
        for row in page.into_iter().filter(|row| shown.contains(&row.state.as_str())) {
            let mut posting = rows::read(row)?;
            let state = state_json(&posting.life);
            let command = Command::Return { reason: reason.clone() };
            // One that ended by itself a moment ago is refused, and is down already.
            let Ok((life, events)) = posting.life.clone().step(command, ctx.now) else { continue };
            posting.life = life;
            posting.state_at = ctx.now;
            changes.push(change(posting.id, posting.version + 1, kind_of(&events)));
            entries.push(entry(ctx, "take_down", posting.id.0, Some(state), Some(state_json(&posting.life))));
            updated.push(rows::write(&posting, ctx.now));
        }
        if !posting::update_many_guarded(tx, &updated).await?.is_empty() {
            return Err(AppError::Conflict);
        }
        audit::append(tx, &entries).await?;
        announce(tx, ctx, &changes).await?;
    }
}

//! The end of files that hold many people under one hash. A file that facts were taken from is kept as long as one of
//! the placements that rest on it; one that nothing rests on for some time after it was last sent; one in which a bank
//! answered as an accounting record. Then the clock erases its bytes. Its hash, length and sender, what was said of its
//! rows, and an audit row that says when the bytes went stay: so the evidence still verifies, and says what is erased.
//!
//! Nobody is cut out of a file that is kept for others: its hash is over all of it.

use super::keep::ENTITY;
use crate::app::App;
use crate::claims::kept::term_over;
use crate::claims::{Term, look_at_bank_file};
use crate::ctx::Ctx;
use crate::desk::entry;
use crate::error::AppError;
use crate::evidence::file_hash;
use crate::rights::{Action, demand};
use crate::stuck::Round;
use sanviec_domain::time::{Micros, days_after};
use sanviec_store::file_erasure::{self, FileErasure, Kind, TABLE};
use sanviec_store::placement::file::{self, File};
use sanviec_store::placement::left;
use sanviec_store::placement::sending::{self, GOING};
use sanviec_store::{Error as StoreError, Tx, audit};
use uuid::Uuid;

/// Files of one turn.
const BATCH: u64 = 100;
/// Days until a file is looked at again of which it is not known when its time is over.
const AGAIN: i64 = 30;
/// Days for which nothing is erased that was just sent: its rows are being taken.
const SENT_DAYS: i64 = 1;

/// Looks at files whose time may be over; answers how many. Called again while it is not zero; one that cannot be
/// looked at keeps no other waiting.
pub async fn erase_files(app: &App, ctx: &Ctx) -> Result<usize, AppError> {
    demand(ctx, Action::Tick)?;
    for kind in Kind::ALL {
        note_new(app, ctx, kind).await?;
    }
    let due = file_erasure::list_due(app.store().reader(), ctx.now.0, BATCH).await?;
    let (mut round, mut count) = (Round::of(app, ctx, TABLE).await?, 0);
    for id in due {
        let (used, store, ctx) = (app.clone(), app.store().clone(), ctx.clone());
        let ended = app.to_the_end(async move {
            let (app, ctx) = (&used, &ctx);
            store.write("erase_file", |tx| Box::pin(one_due(tx, (app, ctx), id))).await
        });
        count += usize::from(round.ended(id, ended.await).await?);
    }
    Ok(count)
}

/// Files that came since, or that a copy brought back, are looked at from now on.
async fn note_new(app: &App, ctx: &Ctx, kind: Kind) -> Result<(), AppError> {
    if !file_erasure::has_new(app.store().reader(), kind).await? {
        return Ok(());
    }
    let (store, now) = (app.store().clone(), ctx.now.0);
    let most = i64::try_from(BATCH).map_err(AppError::internal)?;
    app.to_the_end(async move {
        let write = store.write("note_files", |tx| {
            Box::pin(async move {
                file_erasure::note_new(tx, kind, now, most).await?;
                Ok::<(), AppError>(())
            })
        });
        write.await
    })
    .await
}

async fn one_due(tx: &Tx<'_>, (app, ctx): (&App, &Ctx), id: Uuid) -> Result<(), AppError> {
    let Some(noted) = file_erasure::hold(tx, id).await? else { return Ok(()) };
    // Another clock came first.
    if noted.look_at.is_none_or(|look_at| look_at > ctx.now.0) {
        return Ok(());
    }
    match Kind::ALL.into_iter().find(|kind| kind.code() == noted.kind) {
        Some(Kind::Evidence) => look_at(tx, (app, ctx), &noted).await,
        Some(Kind::Bank) => look_at_bank_file((app, ctx), tx, id).await,
        None => Err(StoreError::corrupt(TABLE, "kind", id).into()),
    }
}

/// Erases a file that nothing keeps any more, or notes when to look again.
async fn look_at(tx: &Tx<'_>, (app, ctx): (&App, &Ctx), noted: &FileErasure) -> Result<(), AppError> {
    let kept = file::find(tx, noted.file_id).await?.ok_or(StoreError::Missing(ENTITY))?;
    if let Some(look_at) = kept_until(tx, (app, ctx), (&kept, Micros(noted.since))).await? {
        return Ok(file_erasure::set_look(tx, kept.id, look_at).await?);
    }
    if file_erasure::erase(tx, Kind::Evidence, kept.id, ctx.now.0).await? {
        left::forget(tx, kept.id).await?;
        let after = format!(r#"{{"hash":"{}","at":{}}}"#, file_hash(&kept), ctx.now.0);
        let row = entry(ctx, "erase_file", (ENTITY, kept.id), Some(after));
        audit::append_at(tx, Some(kept.centre_id), &[row]).await?;
    }
    Ok(())
}

/// When to look again at a file that something keeps; nothing of one that nothing keeps.
///
/// A placement for which something was claimed keeps it for the term of its claims. One for which nothing was, keeps it
/// while its person is there and it is at work, as it keeps the person from being forgotten; and then as long as a file
/// that nothing rests on.
async fn kept_until(
    tx: &Tx<'_>,
    (app, ctx): (&App, &Ctx),
    (kept, since): (&File, Micros),
) -> Result<Option<i64>, AppError> {
    let (again, unused_days) = (ctx.now.plus_days(AGAIN).0, i64::from(app.facts().unused_file_days));
    if sending::find(tx, kept.id).await?.is_some_and(|last| last.state == GOING) {
        return Ok(Some(again));
    }
    let on_file = (kept.centre_id, kept.source.as_str(), kept.hash.as_slice());
    let rests = file_erasure::resting(tx, on_file).await?;
    let claimed = match term_over(app, tx, &file_erasure::claims_of_file(tx, on_file).await?).await? {
        Term::Open { .. } => Some(again),
        Term::Through(day) => Some(Micros::start_of(days_after(day, 1)).0),
        Term::Unclaimed => None,
    };
    let sent = since.plus_days(if rests.placements == 0 { unused_days } else { SENT_DAYS }).0;
    let moved = rests.moved_at.map(|at| Micros(at).plus_days(unused_days).0);
    // Of these nothing is settled: people go, and what rests on it may come. It is looked at meanwhile.
    let [sent, moved] = [Some(sent), moved].map(|until| until.map(|until| until.min(again)));
    let all = [claimed, sent, moved, rests.is_at_work.then_some(again)];
    Ok(all.into_iter().flatten().max().filter(|look_at| *look_at > ctx.now.0))
}

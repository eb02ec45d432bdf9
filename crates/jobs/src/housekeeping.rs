//! Old rows go: outbox rows far behind the head, answers kept for repeated requests, sessions and codes that ran out,
//! counters whose window is over, what messages said that are of no use any more, profiles that nobody used for long.
//! The disk is probed while nobody writes.

use crate::{JobError, wait};
use sanviec_app::{App, Ctx, DAYS_OF_ANSWERS, placements, profiles};
use sanviec_domain::time::Micros;
use sanviec_store::{
    Health, Store, attempt, counter_code, idempotency, job, message, one_time_code, outbox, passkey, report, session,
    webhook,
};
use std::time::Duration;
use tokio_util::sync::CancellationToken;

const PAUSE: Duration = Duration::from_secs(30);
/// Positions of the outbox that are kept for partners who follow the stream and for indexes that are behind; an
/// index that
/// is farther behind is built anew.
const KEPT_POSITIONS: i64 = 1_000_000;
/// Ended sessions are kept so long to be shown to whoever asks what happened.
const DAYS_OF_SESSIONS: i64 = 30;
/// Jobs that are done are kept so long, with the keys of their occurrences.
const DAYS_OF_JOBS: i64 = 3;
/// Messages to programs can be sent again for so long.
const DAYS_OF_DELIVERIES: i64 = 30;
/// What somebody wrote in a report is kept so long after it was answered.
const DAYS_OF_REPORTS: i64 = 180;
/// What somebody wrote in a report that nobody answered is kept so long after it came.
const DAYS_OF_UNANSWERED_REPORTS: i64 = 365;
const ROWS: i64 = 1000;
/// About an hour: deleted rows leave SQLite's log by then. Not more often, for writers wait while it is cut.
const TURNS_BETWEEN_SCRUBS: u32 = 120;

/// A full disk shows itself only to writes: one is tried on every node, so that the exchange recovers without waiting
/// for a person.
pub(crate) async fn probe(app: App, stop: CancellationToken) {
    let mut turns: u32 = 0;
    while wait::or_stop(PAUSE, &stop).await {
        if app.store().health() != Health::Ok {
            let _ = app.store().probe().await;
        }
        turns = turns.wrapping_add(1);
        if turns.is_multiple_of(TURNS_BETWEEN_SCRUBS) {
            scrub(app.store()).await;
        }
    }
}

async fn scrub(store: &Store) {
    match store.scrub().await {
        Ok(true) => {}
        Ok(false) => tracing::info!("the log of the database is being read; deleted rows leave it an hour later"),
        Err(error) => tracing::warn!(error = &error as &dyn std::error::Error, "the log of the database was not cut"),
    }
}

/// Old rows go, in short transactions, as many as it takes: pruning must keep up with any rate of writing.
pub(crate) async fn prune(app: &App, ctx: &Ctx) -> Result<(), JobError> {
    let store = app.store();
    let up_to = outbox::head(store.reader()).await? - KEPT_POSITIONS;
    while up_to > 0 && store.write("prune_outbox", |tx| Box::pin(outbox::prune(tx, up_to, ROWS))).await? == ROWS as u64
    {
    }
    let before = ctx.now.plus_days(-DAYS_OF_ANSWERS).0;
    while store.write("prune_answers", |tx| Box::pin(idempotency::prune(tx, before, ROWS))).await? == ROWS as u64 {}
    let done = ctx.now.plus_days(-DAYS_OF_JOBS).0;
    while store.write("prune_jobs", |tx| Box::pin(job::prune(tx, done, ROWS))).await? == ROWS as u64 {}
    let told = ctx.now.plus_days(-DAYS_OF_DELIVERIES).0;
    while store.write("prune_webhooks", |tx| Box::pin(webhook::prune(tx, told, ROWS))).await? == ROWS as u64 {}
    prune_accounts(store, ctx.now).await
}

/// Profiles that nobody used for long are forgotten.
pub(crate) async fn forget_idle(app: &App, ctx: &Ctx) -> Result<(), JobError> {
    while profiles::forget_idle(app, ctx).await? > 0 {}
    Ok(())
}

/// Papers of placements whose person is gone go when nothing keeps them any more.
pub(crate) async fn erase_papers(app: &App, ctx: &Ctx) -> Result<(), JobError> {
    while placements::erase_due(app, ctx).await? > 0 {}
    Ok(())
}

/// Files that hold many people go when nothing keeps them any more.
pub(crate) async fn erase_files(app: &App, ctx: &Ctx) -> Result<(), JobError> {
    while placements::erase_files(app, ctx).await? > 0 {}
    Ok(())
}

async fn prune_accounts(store: &Store, now: Micros) -> Result<(), JobError> {
    let rows = ROWS as u64;
    let ended = now.plus_days(-DAYS_OF_SESSIONS).0;
    while store.write("prune_sessions", |tx| Box::pin(session::prune(tx, ended, ROWS))).await? == rows {}
    let day = now.plus_days(-1).0;
    while store.write("prune_codes", |tx| Box::pin(one_time_code::prune(tx, day, ROWS))).await? == rows {}
    while store.write("prune_counter_codes", |tx| Box::pin(counter_code::prune(tx, day, ROWS))).await? == rows {}
    while store.write("prune_challenges", |tx| Box::pin(passkey::prune_challenges(tx, day, ROWS))).await? == rows {}
    while store.write("wipe_messages", |tx| Box::pin(message::wipe(tx, now.0, ROWS))).await? == rows {}
    let reports = (now.plus_days(-DAYS_OF_REPORTS).0, now.plus_days(-DAYS_OF_UNANSWERED_REPORTS).0);
    while store.write("wipe_reports", |tx| Box::pin(report::wipe(tx, reports, ROWS))).await? == rows {}
    // The longest window lasts a day.
    let over = now.plus_days(-2).0;
    while store.write("prune_attempts", |tx| Box::pin(attempt::prune(tx, over, ROWS))).await? == rows {}
    Ok(())
}

//! Old rows go: outbox rows far behind the head, answers kept for repeated requests. The disk is probed while
//! nobody writes.

use crate::{JobError, wait};
use sanviec_app::{Actor, App, Locale};
use sanviec_store::{Health, idempotency, outbox};
use std::time::Duration;
use tokio_util::sync::CancellationToken;

const PAUSE: Duration = Duration::from_secs(30);
/// Positions of the outbox that are kept for partners who follow the stream and for indexes that are behind; an
/// index that
/// is farther behind is built anew.
const KEPT_POSITIONS: i64 = 1_000_000;
const DAYS_OF_ANSWERS: i64 = 30;
const ROWS: i64 = 1000;

pub(crate) async fn run(app: App, stop: CancellationToken) {
    while wait::or_stop(PAUSE, &stop).await {
        if let Err(error) = turn(&app).await {
            tracing::warn!(error = &error as &dyn std::error::Error, "housekeeping failed; the next turn tries again");
        }
    }
}

async fn turn(app: &App) -> Result<(), JobError> {
    let store = app.store();
    if store.health() != Health::Ok {
        // A full disk shows itself only to writes: try one, so that the exchange recovers without waiting for a
        // person.
        let _ = store.probe().await;
    }
    let up_to = outbox::head(store.reader()).await? - KEPT_POSITIONS;
    // Short transactions, as many as it takes: pruning must keep up with any rate of writing.
    while up_to > 0 && store.write("prune_outbox", |tx| Box::pin(outbox::prune(tx, up_to, ROWS))).await? == ROWS as u64
    {
    }
    let before = app.ctx(Actor::System, Locale::Vi).now.plus_days(-DAYS_OF_ANSWERS).0;
    while store.write("prune_answers", |tx| Box::pin(idempotency::prune(tx, before, ROWS))).await? == ROWS as u64 {}
    Ok(())
}

//! Postings whose last day is over expire, and so do verifications and invitations. Run on every node; each expires
//! once.

use crate::wait;
use sanviec_app::{Actor, App, Ctx, Locale, organisations, postings};
use std::time::Duration;
use tokio_util::sync::CancellationToken;

const PAUSE: Duration = Duration::from_secs(5);
const BATCH: u64 = 500;

pub(crate) async fn run(app: App, stop: CancellationToken) {
    loop {
        let ctx = app.ctx(Actor::System, Locale::Vi);
        match postings::expire_due(&app, &ctx, BATCH).await {
            Ok(0) => {}
            Ok(count) => {
                tracing::info!(count, "postings expired");
                if count as u64 == BATCH {
                    continue;
                }
            }
            Err(error) => {
                tracing::warn!(
                    error = &error as &dyn std::error::Error,
                    "due postings could not be ended; the next turn tries again"
                );
            }
        }
        tick_organisations(&app, &ctx).await;
        if !wait::or_stop(PAUSE, &stop).await {
            return;
        }
    }
}

async fn tick_organisations(app: &App, ctx: &Ctx) {
    if let Err(error) = organisations::tick_due(app, ctx, BATCH).await {
        tracing::warn!(
            error = &error as &dyn std::error::Error,
            "due organisations could not be moved; the next turn tries again"
        );
    }
}

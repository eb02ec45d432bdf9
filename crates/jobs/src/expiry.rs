//! Postings whose last day is over expire. Run on every node; each posting expires once.

use crate::wait;
use sanviec_app::{Actor, App, Locale, postings};
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
        if !wait::or_stop(PAUSE, &stop).await {
            return;
        }
    }
}

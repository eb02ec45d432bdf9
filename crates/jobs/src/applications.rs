//! Applications move by time: unanswered ones close, those without a guardian's word are withdrawn, data of people not
//! hired are deleted. Run on every node; each application moves once.

use crate::wait;
use sanviec_app::{Actor, App, Locale, applications};
use std::time::Duration;
use tokio_util::sync::CancellationToken;

const PAUSE: Duration = Duration::from_secs(5);
const BATCH: u64 = 200;

pub(crate) async fn run(app: App, stop: CancellationToken) {
    loop {
        let ctx = app.ctx(Actor::System, Locale::Vi);
        match applications::tick(&app, &ctx, BATCH).await {
            Ok(ticked) => {
                if ticked.moved > 0 {
                    tracing::info!(moved = ticked.moved, "applications moved by time");
                }
                // With failures among them the next turn waits, so that one bad row does not keep a processor busy.
                if ticked.moved as u64 >= BATCH && ticked.failed == 0 {
                    continue;
                }
            }
            Err(error) => {
                tracing::warn!(
                    error = &error as &dyn std::error::Error,
                    "applications could not be moved by time; the next turn tries again"
                );
            }
        }
        if !wait::or_stop(PAUSE, &stop).await {
            return;
        }
    }
}

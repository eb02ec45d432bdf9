//! Letters of referral lapse and what centres owe becomes overdue. Run on every node; each effect happens once.

use crate::wait;
use sanviec_app::{Actor, App, Locale, desk};
use std::time::Duration;
use tokio_util::sync::CancellationToken;

const PAUSE: Duration = Duration::from_secs(30);

pub(crate) async fn run(app: App, stop: CancellationToken) {
    loop {
        let ctx = app.ctx(Actor::System, Locale::Vi);
        match desk::tick(&app, &ctx).await {
            Ok(0) => {}
            Ok(count) => {
                tracing::info!(count, "cases of the desk moved by time");
                continue;
            }
            Err(error) => {
                tracing::warn!(
                    error = &error as &dyn std::error::Error,
                    "due cases of the desk could not be moved; the next turn tries again"
                );
            }
        }
        if !wait::or_stop(PAUSE, &stop).await {
            return;
        }
    }
}

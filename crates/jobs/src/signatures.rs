//! Papers that people attached are read for digital signatures, each in a process of its own. One that cannot be read
//! is noted as such and keeps nobody waiting.

use crate::wait;
use sanviec_app::placements::{read_signatures, renew_signatures};
use sanviec_app::{Actor, App, Locale};
use std::time::Duration;
use tokio_util::sync::CancellationToken;

const PAUSE: Duration = Duration::from_secs(3);
const BATCH: u64 = 4;

/// Reads papers that wait until `stop`.
pub async fn follow_signatures(app: App, stop: CancellationToken) {
    let ctx = app.ctx(Actor::System, Locale::Vi);
    if let Err(error) = renew_signatures(&app, &ctx).await {
        tracing::error!(error = &error as &dyn std::error::Error, "papers read by another list could not be noted");
    }
    loop {
        let ctx = app.ctx(Actor::System, Locale::Vi);
        let read = read_signatures(&app, &ctx, BATCH).await.unwrap_or_else(|error| {
            tracing::error!(error = &error as &dyn std::error::Error, "signatures of papers could not be read");
            0
        });
        if read < BATCH && !wait::or_stop(PAUSE, &stop).await || stop.is_cancelled() {
            return;
        }
    }
}

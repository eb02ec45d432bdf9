//! Waiting between turns.

use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// Waits; false when it is time to stop.
#[expect(clippy::disallowed_methods, reason = "the one place that waits between turns")]
pub(crate) async fn or_stop(time: Duration, stop: &CancellationToken) -> bool {
    tokio::select! {
        () = stop.cancelled() => false,
        () = tokio::time::sleep(time) => true,
    }
}

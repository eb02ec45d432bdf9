//! Audit rows get their place in the chain within a second. Run on every node; one at a time links.

use crate::wait;
use sanviec_app::{Actor, App, Locale, audit};
use std::time::Duration;
use tokio_util::sync::CancellationToken;

const PAUSE: Duration = Duration::from_millis(500);
const AFTER_FAILURE: Duration = Duration::from_secs(5);

pub(crate) async fn run(app: App, stop: CancellationToken) {
    loop {
        let pause = match audit::link(&app, &app.ctx(Actor::System, Locale::Vi)).await {
            Ok(0) => PAUSE,
            Ok(_) => Duration::ZERO,
            Err(error) => {
                metrics::counter!("sanviec_audit_link_failures_total").increment(1);
                tracing::error!(
                    error = &error as &dyn std::error::Error,
                    "audit rows could not be linked; they wait and are unprotected meanwhile"
                );
                AFTER_FAILURE
            }
        };
        if !wait::or_stop(pause, &stop).await {
            return;
        }
    }
}

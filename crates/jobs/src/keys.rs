//! A server says again and again that it seals with its newest key, and stops when that one was taken out of use
//! meanwhile: what it wrote from then on nobody could read.

use crate::wait;
use sanviec_app::secrets::{Standing, hold_keys};
use sanviec_app::{Actor, App, Locale};
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// Several fit into the time for which a server is believed.
const PAUSE: Duration = Duration::from_secs(10);

pub(crate) async fn run(app: App, stop: CancellationToken) {
    if app.keys().is_err() {
        return;
    }
    let mut is_told = false;
    loop {
        match hold_keys(&app, &app.ctx(Actor::System, Locale::Vi)).await {
            Ok(Standing::Good) => is_told = false,
            Ok(Standing::Behind(key)) => {
                if !is_told {
                    tracing::warn!(
                        %key,
                        "the database is written with a key that this server does not have, and it cannot read that; copy the key file here and start it again"
                    );
                }
                is_told = true;
            }
            Ok(Standing::Retired) => {
                tracing::error!("stopping: the key that this server seals with was taken out of use");
                stop.cancel();
                return;
            }
            Err(error) => {
                tracing::warn!(error = &error as &dyn std::error::Error, "the key in use was not announced");
            }
        }
        if !wait::or_stop(PAUSE, &stop).await {
            return;
        }
    }
}

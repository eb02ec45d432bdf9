//! The provider of messages for demos: shows on the terminal what would be sent. Only with `--demo`, because whoever
//! reads the terminal could get into every account.

use sanviec_app::messages::{self, End};
use sanviec_app::{Actor, App, AppError, Locale};
use std::time::Duration;
use tokio::time::MissedTickBehavior;
use tokio_util::sync::CancellationToken;

const PAUSE: Duration = Duration::from_millis(200);
const LEASE_SECONDS: i64 = 60;
const AT_ONCE: i64 = 20;

/// Shows messages until `stop`.
pub(crate) async fn run(app: App, stop: CancellationToken) {
    let mut ticks = tokio::time::interval(PAUSE);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            _ = ticks.tick() => {}
        }
        if let Err(error) = turn(&app).await {
            tracing::warn!(error = &error as &dyn std::error::Error, "messages could not be shown");
        }
    }
}

async fn turn(app: &App) -> Result<(), AppError> {
    let ctx = app.ctx(Actor::System, Locale::Vi);
    for message in messages::claim(app, &ctx, LEASE_SECONDS, AT_ONCE).await? {
        let end = match messages::words(&message) {
            Some((subject, text)) => {
                println!("[{} {}] {subject}: {text}", message.channel.code(), message.recipient);
                End::Sent(None)
            }
            None => End::Failed("there is no such template".to_owned()),
        };
        messages::settle(app, &ctx, message.id, message.lease, end).await?;
    }
    Ok(())
}

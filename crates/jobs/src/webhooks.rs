//! Messages to programs go out: due attempts are claimed by lease, sent each by itself, and noted. Run on every node; a
//! program that stalls holds up one sender of several.

use crate::{JobError, wait};
use sanviec_app::webhooks::{self, Attempted, Outgoing};
use sanviec_app::{Actor, App, Locale};
use sanviec_mail::Hooks;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

const PAUSE: Duration = Duration::from_secs(1);
const AFTER_TROUBLE: Duration = Duration::from_secs(30);
/// Messages that are sent at the same time.
const AT_ONCE: i64 = 16;
/// Time that a lease has over the longest message, for noting how it ended.
const MARGIN: Duration = Duration::from_mins(1);

pub(crate) async fn run(app: App, hooks: Arc<Hooks>, stop: CancellationToken) {
    loop {
        let pause = match send_due(&app, &hooks).await {
            Ok(count) if count == AT_ONCE as usize => Duration::ZERO,
            Ok(_) => PAUSE,
            Err(error) => {
                let error = &error as &dyn std::error::Error;
                tracing::warn!(error, "webhooks could not be claimed or noted; the next turn tries again");
                AFTER_TROUBLE
            }
        };
        if !wait::or_stop(pause, &stop).await {
            return;
        }
    }
}

/// Sends what is due, at most sixteen at once; how many there were. The turn is a task of its own: whoever drops this
/// future does not keep it from noting.
pub async fn send_due(app: &App, hooks: &Arc<Hooks>) -> Result<usize, JobError> {
    let (app, hooks) = (app.clone(), Arc::clone(hooks));
    let turn = tokio::spawn(async move { turn(&app, &hooks).await });
    turn.await.map_err(|error| sanviec_app::AppError::Internal(Box::new(error)))?
}

async fn turn(app: &App, hooks: &Arc<Hooks>) -> Result<usize, JobError> {
    let ctx = app.ctx(Actor::System, Locale::Vi);
    let lease = (hooks.longest() + MARGIN).as_secs();
    let due = webhooks::claim(app, &ctx, lease as i64, AT_ONCE).await?;
    let count = due.len();
    let mut sending = JoinSet::new();
    for outgoing in due {
        let (app, hooks) = (app.clone(), Arc::clone(hooks));
        sending.spawn(async move { one(&app, &hooks, outgoing).await });
    }
    let mut trouble = None;
    while let Some(ended) = sending.join_next().await {
        let ended = ended.map_err(|error| JobError::App(sanviec_app::AppError::Internal(Box::new(error))));
        trouble = ended.and_then(|ended| ended).err().or(trouble);
    }
    trouble.map_or(Ok(count), Err)
}

async fn one(app: &App, hooks: &Hooks, outgoing: Outgoing) -> Result<(), JobError> {
    let began = Instant::now();
    let reply = hooks.send(&outgoing.address, &outgoing.headers, outgoing.body.clone()).await;
    let took_ms = u32::try_from(began.elapsed().as_millis()).unwrap_or(u32::MAX);
    let outcome = if reply.error.is_none() { "taken" } else { "failed" };
    metrics::counter!("sanviec_webhooks_total", "outcome" => outcome).increment(1);
    let ctx = app.ctx(Actor::System, Locale::Vi);
    let attempted = Attempted { heard: reply.heard, status: reply.status, error: reply.error, took_ms };
    if !webhooks::settle(app, &ctx, &outgoing, attempted).await? {
        tracing::warn!("a webhook was sent too slowly: another sender had taken it over");
    }
    Ok(())
}

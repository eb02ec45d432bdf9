//! The scheduler library, which only rings a bell.
//!
//! It may ring late, not at all after the clock was set back, or on every node at once; nobody relies on it. Its jobs
//! hold nothing but the bell, so that a body that hangs or panics cannot happen there.

use super::{OFFSET_SECONDS, Recurring};
use chrono::FixedOffset;
use std::sync::Arc;
use tokio::sync::Notify;
use tokio_cron_scheduler::{Job, JobScheduler, JobSchedulerError};

/// Begins to ring whenever something of the table recurs. `None` when it cannot: then looking every few seconds is all
/// there is, and enough.
pub(super) async fn start(table: &'static [Recurring], bell: &Arc<Notify>) -> Option<JobScheduler> {
    match ring(table, bell).await {
        Ok(scheduler) => Some(scheduler),
        Err(error) => {
            tracing::warn!(error = &error as &dyn std::error::Error, "nobody wakes recurring work; it looks by itself");
            None
        }
    }
}

async fn ring(table: &'static [Recurring], bell: &Arc<Notify>) -> Result<JobScheduler, JobSchedulerError> {
    let scheduler = JobScheduler::new().await?;
    let offset = FixedOffset::east_opt(OFFSET_SECONDS).ok_or(JobSchedulerError::ParseSchedule)?;
    for recurring in table {
        let bell = Arc::clone(bell);
        let job = Job::new_async_tz(recurring.cron, offset, move |_, _| {
            bell.notify_waiters();
            Box::pin(std::future::ready(()))
        })?;
        scheduler.add(job).await?;
    }
    scheduler.start().await?;
    Ok(scheduler)
}

pub(super) async fn stop(scheduler: Option<JobScheduler>) {
    if let Some(mut scheduler) = scheduler
        && let Err(error) = scheduler.shutdown().await
    {
        tracing::debug!(error = &error as &dyn std::error::Error, "the scheduler did not stop by itself");
    }
}

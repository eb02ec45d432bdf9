//! Postings whose last day is over expire, and so do verifications and invitations; each once. Who owes an answer about
//! an advert is reminded.

use crate::JobError;
use sanviec_app::{App, Ctx, hiring, organisations, postings};

const BATCH: u64 = 500;

pub(crate) async fn sweep(app: &App, ctx: &Ctx) -> Result<(), JobError> {
    loop {
        let count = postings::expire_due(app, ctx, BATCH).await?;
        if count > 0 {
            tracing::info!(count, "postings expired");
        }
        if (count as u64) < BATCH {
            return Ok(());
        }
    }
}

/// Moves verifications and invitations whose time is over.
pub(crate) async fn sweep_organisations(app: &App, ctx: &Ctx) -> Result<(), JobError> {
    while organisations::tick_due(app, ctx, BATCH).await? as u64 >= BATCH {}
    Ok(())
}

/// Reminds of adverts that wait for an officer and are due or overdue.
pub(crate) async fn sweep_reviews(app: &App, ctx: &Ctx) -> Result<(), JobError> {
    loop {
        let count = hiring::remind(app, ctx).await?;
        if count == 0 {
            return Ok(());
        }
        tracing::info!(count, "centres were reminded of adverts that wait");
    }
}

//! Postings whose last day is over expire; each once.

use crate::JobError;
use sanviec_app::{App, Ctx, postings};

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

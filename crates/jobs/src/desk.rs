//! Letters of referral lapse and what centres owe becomes overdue, each case once, and so do requests of people about
//! their data; those whom a placement concerns are asked about it.

use crate::JobError;
use sanviec_app::{App, Ctx, desk, placements, requests};

pub(crate) async fn sweep(app: &App, ctx: &Ctx) -> Result<(), JobError> {
    loop {
        let count = desk::tick(app, ctx).await? + requests::tick(app, ctx).await?;
        if count == 0 {
            return Ok(());
        }
        tracing::info!(count, "cases of the desk moved by time");
    }
}

/// Tells placements of successions that touch many of them.
pub(crate) async fn sweep_successions(app: &App, ctx: &Ctx) -> Result<(), JobError> {
    loop {
        let count = placements::tell_successions(app, ctx).await?;
        if count == 0 {
            return Ok(());
        }
        tracing::info!(count, "placements were told of a succession");
    }
}

/// Judges rows of evidence files that are too long to be waited for.
pub(crate) async fn sweep_files(app: &App, ctx: &Ctx) -> Result<(), JobError> {
    loop {
        let count = placements::take_files(app, ctx).await?;
        if count == 0 {
            return Ok(());
        }
        tracing::info!(count, "rows of evidence files were judged");
    }
}

/// Asks about placements that are due to be looked at.
pub(crate) async fn sweep_placements(app: &App, ctx: &Ctx) -> Result<(), JobError> {
    loop {
        let count = placements::tick(app, ctx).await?;
        if count == 0 {
            return Ok(());
        }
        tracing::info!(count, "placements were looked at");
    }
}

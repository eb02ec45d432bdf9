//! Letters of referral lapse and what centres owe becomes overdue, each case once, and so do requests of people about
//! their data; those whom a placement concerns are asked about it.

use crate::JobError;
use crate::recurring::Left;
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

/// For how long one piece of work goes on while more is left; the next occurrence goes on from there. What else is due
/// gets its turn meanwhile, and whoever stops the server does not wait for all of it.
const AT_MOST_US: i64 = 10_000_000;

/// The next turn of a piece of work that may be long, at an instant of its own; nothing once it went on long enough.
fn next_turn(app: &App, begun: &Ctx) -> Option<Ctx> {
    let now = app.clock().now();
    (now.0 - begun.now.0 < AT_MOST_US).then(|| Ctx { now, ..begun.clone() })
}

/// Tells placements of successions that touch many of them.
pub(crate) async fn sweep_successions(app: &App, begun: &Ctx) -> Result<(), JobError> {
    while let Some(ctx) = next_turn(app, begun) {
        let count = placements::tell_successions(app, &ctx).await?;
        if count == 0 {
            break;
        }
        tracing::info!(count, "placements were told of a succession");
    }
    Ok(())
}

/// Judges rows of evidence files and lists that are too long to be waited for. Each is read once for all the time that
/// is left: reading a long one takes as long as judging hundreds of its rows.
pub(crate) async fn sweep_files(app: &App, begun: &Ctx) -> Result<(), JobError> {
    while let Some(ctx) = next_turn(app, begun) {
        let left_us = AT_MOST_US - (ctx.now.0 - begun.now.0);
        let count = placements::take_files(app, &ctx, left_us).await?;
        if count == 0 {
            break;
        }
        tracing::info!(count, "rows of evidence files were judged");
    }
    Ok(())
}

/// Asks about placements that are due to be looked at, one turn of them.
pub(crate) async fn sweep_placements(app: &App, ctx: &Ctx) -> Result<Left, JobError> {
    let count = placements::tick(app, ctx).await?;
    if count > 0 {
        tracing::info!(count, "placements were looked at");
    }
    Ok(Left::after(count, placements::TURN))
}

//! The clock's part: what nobody answered is closed, what nobody agreed to is withdrawn, and data of somebody not hired
//! are deleted when their period ends (Law 91/2025/QH15, Article 25). What was sent for a posting that was taken down
//! is closed too.

use super::desk::Desk;
use crate::app::App;
use crate::ctx::Ctx;
use crate::error::AppError;
use crate::rights::{Action, demand};
use crate::stuck::Round;
use sanviec_domain::application::{Command, Side};
use sanviec_store::application;
use uuid::Uuid;

/// What a turn of the clock did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ticked {
    /// Applications that moved.
    pub moved: usize,
    /// Applications that could not be moved, or that somebody else moved meanwhile; a later turn tries again.
    pub failed: usize,
}

/// Lets time pass for at most `limit` due applications. Run twice at once, each moves once.
pub async fn tick(app: &App, ctx: &Ctx, limit: u64) -> Result<Ticked, AppError> {
    demand(ctx, Action::Tick)?;
    let reader = app.store().reader();
    let due = application::list_due(reader, ctx.now.0, limit).await?.into_iter().map(|row| (row.id, Command::Tick));
    let removed = application::list_of_removed(reader, ctx.now.0, i64::try_from(limit).unwrap_or(i64::MAX)).await?;
    let removed = removed.into_iter().map(|id| (id, Command::RemovePosting));
    let (mut round, mut ticked) = (Round::of(app, ctx, "application").await?, Ticked::default());
    for (id, command) in due.chain(removed).collect::<Vec<_>>() {
        // One that cannot be moved must not hold up the others.
        if round.ended(id, one(app, ctx, id, command).await).await? {
            ticked.moved += 1;
        } else {
            ticked.failed += 1;
        }
    }
    Ok(ticked)
}

/// Each in a transaction of its own: short, and none undoes another.
async fn one(app: &App, ctx: &Ctx, id: Uuid, command: Command) -> Result<(), AppError> {
    let (desk, store) = (Desk::new(app, ctx)?, app.store().clone());
    app.to_the_end(async move {
        let (desk, command) = (&desk, &command);
        store
            .write("tick_application", |tx| {
                Box::pin(async move {
                    let held = match desk.hold(tx, id).await {
                        // Somebody deleted it meanwhile.
                        Err(AppError::NotFound) => return Ok(()),
                        held => held?,
                    };
                    desk.advance(tx, held, command.clone(), Side::System).await?;
                    Ok::<(), AppError>(())
                })
            })
            .await
    })
    .await
}

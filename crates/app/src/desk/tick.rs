//! Time passes at the desk: letters lapse, duties become overdue. Asked by the clock again and again; each effect
//! happens once, on whichever node comes first.

use super::record::move_on;
use crate::app::App;
use crate::ctx::Ctx;
use crate::error::AppError;
use crate::rights::{Action, demand};
use sanviec_domain::referral::{Command, Side};
use sanviec_store::referral;

/// Referrals of one turn.
const BATCH: u64 = 200;

/// Lets time pass for what is due; how many moved. A referral that somebody else moved meanwhile is left for the next
/// turn.
pub async fn tick(app: &App, ctx: &Ctx) -> Result<usize, AppError> {
    demand(ctx, Action::Tick)?;
    let due = referral::list_due(app.store().reader(), ctx.now.0, BATCH).await?;
    let mut moved = 0;
    for row in due {
        let (store, keys, ctx) = (app.store().clone(), app.keys()?.clone(), ctx.clone());
        let ended = app
            .to_the_end(async move {
                let (keys, ctx, row) = (&keys, &ctx, &row);
                let write = store.write("tick_referral", |tx| {
                    Box::pin(
                        async move { move_on(tx, keys, ctx, &mut row.clone(), (Command::Tick, Side::System)).await },
                    )
                });
                write.await
            })
            .await;
        match ended {
            Ok(()) => moved += 1,
            Err(AppError::Conflict) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(moved)
}

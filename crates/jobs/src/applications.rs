//! Applications move by time: unanswered ones close, those without a guardian's word are withdrawn, data of people not
//! hired are deleted. Each application moves once. What nobody answered of what employers asked ends too.

use crate::JobError;
use sanviec_app::{App, Ctx, applications, approaches};

const BATCH: u64 = 200;

pub(crate) async fn sweep(app: &App, ctx: &Ctx) -> Result<(), JobError> {
    loop {
        let ticked = applications::tick(app, ctx, BATCH).await?;
        if ticked.moved > 0 {
            tracing::info!(moved = ticked.moved, "applications moved by time");
        }
        // With failures among them the next turn waits, so that one bad row does not keep a processor busy.
        if (ticked.moved as u64) < BATCH || ticked.failed > 0 {
            break;
        }
    }
    approaches::tick(app, ctx).await?;
    Ok(())
}

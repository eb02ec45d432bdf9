//! Claims whose placement learnt something go to review, or come back from it. Each is looked at once for what was
//! learnt.

use crate::JobError;
use crate::recurring::Left;
use sanviec_app::{App, Ctx, claims};

/// One turn of them.
pub(crate) async fn sweep(app: &App, ctx: &Ctx) -> Result<Left, JobError> {
    let count = claims::tick(app, ctx).await?;
    if count > 0 {
        tracing::info!(count, "claims were looked at again");
    }
    Ok(Left::after(count, claims::TURN))
}

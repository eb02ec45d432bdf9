//! Claims whose placement learnt something go to review, or come back from it. Each is looked at once for what was
//! learnt.

use crate::JobError;
use sanviec_app::{App, Ctx, claims};

pub(crate) async fn sweep(app: &App, ctx: &Ctx) -> Result<(), JobError> {
    loop {
        let count = claims::tick(app, ctx).await?;
        if count == 0 {
            return Ok(());
        }
        tracing::info!(count, "claims were looked at again");
    }
}

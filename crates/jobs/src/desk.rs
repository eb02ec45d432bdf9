//! Letters of referral lapse and what centres owe becomes overdue. Each case moves once.

use crate::JobError;
use sanviec_app::{App, Ctx, desk};

pub(crate) async fn sweep(app: &App, ctx: &Ctx) -> Result<(), JobError> {
    loop {
        let count = desk::tick(app, ctx).await?;
        if count == 0 {
            return Ok(());
        }
        tracing::info!(count, "cases of the desk moved by time");
    }
}

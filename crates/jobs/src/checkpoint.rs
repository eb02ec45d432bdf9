//! Every hour the ends of the audit chains go into the log, and with it to wherever logs are kept: a database that was
//! set back as a whole does not agree with them.

use crate::JobError;
use sanviec_app::{App, Ctx, audit};

pub(crate) async fn tell(app: &App, ctx: &Ctx) -> Result<(), JobError> {
    for head in audit::heads(app, ctx).await? {
        tracing::info!(head, "end of an audit chain");
    }
    Ok(())
}

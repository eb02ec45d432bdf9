//! Between installations: the keyed hashes of those who count as paid for, for another installation that holds the same
//! key. Nothing of a person can be read from them.

use crate::app::App;
use crate::ctx::Ctx;
use crate::error::AppError;
use crate::rights::{Action, demand};
use crate::secrets::hex;
use sanviec_domain::time::day_number;
use sanviec_store::exclusion;

/// Hashes of everybody who is held in a programme today, in order.
pub async fn exclusions(app: &App, ctx: &Ctx, programme: &str) -> Result<Vec<String>, AppError> {
    demand(ctx, Action::ReadAudit)?;
    let keys = exclusion::list_held(app.store().reader(), programme, day_number(ctx.today())).await?;
    Ok(keys.iter().map(|key| hex(key)).collect())
}

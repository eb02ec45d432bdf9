//! What can be claimed for a placement: the groups that its policy knows, and what was claimed before.

use super::id_of;
use super::list::ClaimItem;
use super::view::claims_of_placement;
use crate::app::App;
use crate::ctx::Ctx;
use crate::error::AppError;
use crate::rights::{Action, Thing, demand_of};
use sanviec_store::placement;

/// What can be claimed.
#[derive(Clone, Debug)]
pub struct Offer {
    /// Beneficiary groups by their names in the policy.
    pub groups: Vec<String>,
    /// Claims that were made for it, newest first.
    pub before: Vec<ClaimItem>,
}

/// What can be claimed for a placement of the own centre.
pub async fn offer(app: &App, ctx: &Ctx, code: &str) -> Result<Offer, AppError> {
    let reader = app.store().reader();
    let row = placement::find(reader, id_of(code)?).await?.ok_or(AppError::NotFound)?;
    demand_of(ctx, Action::PrepareClaim, Thing::of_centre(row.centre_id))?;
    let groups = match &row.policy_hash {
        Some(hash) => {
            let kept = app.policies().with_hash(reader, hash).await?;
            kept.policy.money.group_names().into_iter().map(str::to_owned).collect()
        }
        None => Vec::new(),
    };
    Ok(Offer { groups, before: claims_of_placement(app, ctx, code).await? })
}

//! What can be claimed for a placement: the groups that its policy knows, and what was claimed before.

use super::funding::funded_through;
use super::list::ClaimItem;
use super::view::claims_of_placement;
use super::{id_of, own_centre};
use crate::app::App;
use crate::ctx::Ctx;
use crate::error::AppError;
use crate::placements;
use crate::rights::{Action, Thing, demand_of};
use chrono::NaiveDate;
use sanviec_store::placement;

/// What can be claimed.
#[derive(Clone, Debug)]
pub struct Offer {
    /// Beneficiary groups by their names in the policy.
    pub groups: Vec<String>,
    /// Last day on which the money may be claimed; `None`: open.
    pub funded_through: Option<NaiveDate>,
    /// Whether that day is over: nothing can be claimed then.
    pub is_over: bool,
    /// Claims that were made for it, newest first.
    pub before: Vec<ClaimItem>,
}

/// What can be claimed for a placement of the own centre.
pub async fn offer(app: &App, ctx: &Ctx, code: &str) -> Result<Offer, AppError> {
    let reader = app.store().reader();
    let row = placement::find(reader, id_of(code)?).await?.ok_or(AppError::NotFound)?;
    demand_of(ctx, Action::PrepareClaim, Thing::of_centre(row.centre_id))?;
    let (groups, funded_through) = match &row.policy_hash {
        Some(hash) => {
            let kept = app.policies().with_hash(reader, hash).await?;
            let groups = kept.policy.money.group_names().into_iter().map(str::to_owned).collect();
            (groups, funded_through(app, &kept.policy))
        }
        None => (Vec::new(), None),
    };
    let is_over = funded_through.is_some_and(|through| ctx.today() > through);
    Ok(Offer { groups, funded_through, is_over, before: claims_of_placement(app, ctx, code).await? })
}

/// Placements that are confirmed and have no claim, the oldest first.
#[derive(Clone, Debug)]
pub struct Claimable {
    pub items: Vec<placements::Item>,
    /// Whether there are more after this page.
    pub has_more: bool,
}

/// What could be claimed at the own centre now.
pub async fn claimable(app: &App, ctx: &Ctx, page: usize) -> Result<Claimable, AppError> {
    own_centre(ctx, Action::PrepareClaim)?;
    let (items, has_more) = placements::claimable(app, ctx, page).await?;
    Ok(Claimable { items, has_more })
}

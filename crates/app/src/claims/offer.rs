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
    /// Beneficiary groups by their names in the policy, and what would be claimed for each; none where it is not fixed.
    pub groups: Vec<(String, Option<i64>)>,
    /// What would be claimed for somebody in none of them.
    pub dong: Option<i64>,
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
    let (groups, dong, funded_through) = match &row.policy_hash {
        Some(hash) => {
            // Amounts that were filled in since are taken up when the claim is prepared.
            let kept = match placements::to_keep(reader, app.policies(), ctx, &row).await? {
                Some(filled_in) => filled_in,
                None => app.policies().with_hash(reader, hash).await?,
            };
            let (money, through) = (&kept.policy.money, funded_through(app, &kept.policy));
            let dong = |groups: &[&str]| money.amount_through(groups, ctx.today(), through).ok();
            let groups: Vec<_> = money.group_names().into_iter().map(|name| (name.to_owned(), dong(&[name]))).collect();
            (groups, dong(&[]), through)
        }
        None => (Vec::new(), None, None),
    };
    let is_over = funded_through.is_some_and(|through| ctx.today() > through);
    Ok(Offer { groups, dong, funded_through, is_over, before: claims_of_placement(app, ctx, code).await? })
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

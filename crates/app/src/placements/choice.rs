//! Which policy a placement keeps: the one that was valid on its first signature. A frame, which names no amount, gives
//! way to the file in which the amounts were filled in, as soon as that is loaded and would have been chosen then.

use super::case::{case_of, facts_of, policy_of};
use super::entry;
use super::policies::{self, Kept, Key, Policies};
use crate::ctx::Ctx;
use crate::error::AppError;
use sanviec_domain::placement::first_signature;
use sanviec_domain::time::Micros;
use sanviec_store::{Db, Tx, audit, placement};
use std::sync::Arc;

/// The policy that a placement is to keep now, where that is another than the one that it keeps. It stays when later
/// facts leave the first signature within its validity, unless it is a frame: by a frame nothing can be claimed, so no
/// claim holds it, and a policy with amounts that was valid on the same signature takes its place.
pub(crate) async fn to_keep(
    db: &impl Db,
    policies: &Policies,
    ctx: &Ctx,
    row: &placement::Row,
) -> Result<Option<Arc<Kept>>, AppError> {
    let facts = facts_of(&placement::facts(db, row.id, row.last_known_at).await?)?;
    let present = policy_of(db, policies, row, ctx.today()).await?;
    let case = case_of(row, facts, (ctx.today(), Micros(row.last_known_at)), &present)?;
    let is_kept = row.policy_hash.is_some();
    let stays = is_kept && first_signature(&case).is_none_or(|on| present.policy.is_valid_on(on));
    if stays && present.policy.money.dong_max.is_some() {
        return Ok(None);
    }
    let chosen = policies.chosen(Key::of(row), &case);
    let other = chosen.filter(|chosen| !is_kept || chosen.hash != present.hash);
    Ok(other.filter(|chosen| !stays || chosen.policy.money.dong_max.is_some()))
}

/// Keeps that policy in the row, which the caller holds and stores, and says so in the audit. Answers whether it is
/// another one now.
pub(super) async fn choose(
    tx: &Tx<'_>,
    policies: &Policies,
    ctx: &Ctx,
    row: &mut placement::Row,
) -> Result<bool, AppError> {
    let Some(kept) = to_keep(tx, policies, ctx, row).await? else { return Ok(false) };
    keep(tx, &kept, ctx, row).await?;
    Ok(true)
}

/// The same by what the row says now that it did not say before: by a funding task that was chosen. The policy that
/// would have been chosen by it takes the place of the one that is kept, or is kept from now on where none was in force
/// for what the row said before. Answers whether there is one.
pub(super) async fn choose_anew(
    tx: &Tx<'_>,
    policies: &Policies,
    ctx: &Ctx,
    row: &mut placement::Row,
) -> Result<bool, AppError> {
    let Some(expected) = policies.expected(Key::of(row), ctx.today()) else { return Ok(false) };
    let facts = facts_of(&placement::facts(tx, row.id, row.last_known_at).await?)?;
    let present = policy_of(tx, policies, row, ctx.today()).await?;
    let case = case_of(row, facts, (ctx.today(), Micros(row.last_known_at)), &present)?;
    let is_signed = first_signature(&case).is_some();
    if !is_signed && row.policy_hash.is_none() {
        return Ok(true);
    }
    // Where no signature stands any more, what is expected is as good as what was kept.
    let Some(kept) = policies.chosen(Key::of(row), &case).or((!is_signed).then_some(expected)) else {
        return Ok(false);
    };
    if row.policy_hash.as_deref() != Some(kept.hash.as_slice()) {
        keep(tx, &kept, ctx, row).await?;
    }
    Ok(true)
}

async fn keep(tx: &Tx<'_>, kept: &Kept, ctx: &Ctx, row: &mut placement::Row) -> Result<(), AppError> {
    policies::keep(tx, kept, ctx.now.0).await?;
    row.policy_name = Some(kept.policy.name.clone());
    row.policy_version = Some(kept.policy.version.clone());
    row.policy_hash = Some(kept.hash.to_vec());
    let (name, version, hash) = (&kept.policy.name, &kept.policy.version, kept.hash_hex());
    let after = format!(r#"{{"policy":"{name}","version":"{version}","hash":"{hash}"}}"#);
    Ok(audit::append_at(tx, Some(row.centre_id), &[entry(ctx, "keep_policy", row.id, Some(after))]).await?)
}

/// Takes up amounts that were filled in since, for a placement that the caller holds and is about to claim by: nobody
/// has to record a fact for it. The clock looks at it next, for what is at stake and what programs are told.
pub(super) async fn take_up(
    tx: &Tx<'_>,
    policies: &Policies,
    ctx: &Ctx,
    row: &mut placement::Row,
) -> Result<(), AppError> {
    if row.policy_hash.is_none() || !choose(tx, policies, ctx, row).await? {
        return Ok(());
    }
    row.due_at = Some(row.due_at.map_or(ctx.now.0, |due_at| due_at.min(ctx.now.0)));
    row.updated_at = ctx.now.0;
    placement::update_guarded(tx, row).await?;
    row.version += 1;
    Ok(())
}

//! What follows from the facts: as of any day and any state of knowledge for whoever looks, and once for good for
//! whoever pays by it.

use super::case::{Judged, case_of, facts_hash, facts_of, judged};
use super::policies::{Kept, Policies};
use super::{code_of, id_of, thing_for};
use crate::app::App;
use crate::ctx::Ctx;
use crate::error::{AppError, FieldError};
use crate::rights::{Action, Fields, demand_of};
use chrono::NaiveDate;
use sanviec_domain::placement::{Outcome, evaluate, first_contract};
use sanviec_domain::time::Micros;
use sanviec_store::{Db, Tx, placement};
use std::sync::Arc;
use uuid::Uuid;

/// As of when an outcome is asked for. What is left out is now.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AsOf {
    /// Only days before it have happened.
    pub today: Option<NaiveDate>,
    /// Facts recorded later are not seen.
    pub known_at: Option<Micros>,
}

/// A placement as somebody sees it.
#[derive(Clone, Debug)]
pub struct Seen {
    pub row: placement::Row,
    pub judged: Judged,
    /// What of it may be shown.
    pub fields: Fields,
}

/// The outcome of a placement as of a day and a state of knowledge.
pub async fn outcome_of(app: &App, ctx: &Ctx, code: &str, as_of: AsOf) -> Result<Seen, AppError> {
    let reader = app.store().reader();
    let row = placement::find(reader, id_of(code)?).await?.ok_or(AppError::NotFound)?;
    let fields = demand_of(ctx, Action::ReadPlacement, thing_for(ctx, reader, &row).await?)?;
    let times = times(ctx, &row, as_of);
    let judged = judged(reader, app.policies(), &row, times).await?;
    Ok(Seen { row, judged, fields })
}

/// Now is never before what was recorded: a node whose clock is late sees every fact.
pub(crate) fn times(ctx: &Ctx, row: &placement::Row, as_of: AsOf) -> (NaiveDate, Micros) {
    let latest = Micros(ctx.now.0.max(row.last_known_at));
    (as_of.today.unwrap_or_else(|| ctx.today()), as_of.known_at.unwrap_or(latest))
}

/// What was read of a placement for good: evaluating again with these gives the same bytes for ever.
#[derive(Clone, Debug)]
pub struct Reading {
    pub placement_id: Uuid,
    /// SHA-256 of the policy's file.
    pub policy_hash: [u8; 32],
    pub today: NaiveDate,
    pub known_at: Micros,
    /// SHA-256 of the head of the case and of every fact known then.
    pub facts_hash: [u8; 32],
    /// Ids of the facts known then, in the order in which they were learnt.
    pub facts: Vec<Uuid>,
    pub policy: Arc<Kept>,
    pub outcome: Outcome,
    /// Number of the contract by which employment began, and the day on which the second of its parties signed it.
    pub contract: Option<(String, NaiveDate)>,
}

/// Reads a placement for good, inside the write that keeps what this answers. Amounts that were filled in since its
/// contract was signed are taken up first. Its row is held until that write ends; every fact that comes later gets a
/// later instant than `known_at`, also one that was begun before. Whoever calls this has demanded the right to do so.
pub async fn freeze_reading(
    tx: &Tx<'_>,
    policies: &Policies,
    ctx: &Ctx,
    placement_id: Uuid,
) -> Result<Reading, AppError> {
    let mut row = placement::hold(tx, placement_id).await?.ok_or(AppError::NotFound)?;
    super::choice::take_up(tx, policies, ctx, &mut row).await?;
    let Some(hash) = row.policy_hash.clone() else {
        let vi =
            "Chưa có hợp đồng nào được ký khi một chính sách đang có hiệu lực, nên chưa có chính sách nào áp dụng.";
        let en = "No contract was signed while a policy was in force, so none applies.";
        return Err(FieldError::new("placement", "no_policy", vi, en).into());
    };
    let known_at = Micros(ctx.now.0.max(row.last_known_at));
    placement::use_known_at(tx, placement_id, known_at.0).await?;
    reading(tx, policies, &row, (&hash, ctx.today(), known_at)).await
}

/// The same reading again, from what was kept of it. Whoever calls this has demanded the right to do so.
pub async fn replay(
    db: &impl Db,
    policies: &Policies,
    placement_id: Uuid,
    (policy_hash, today, known_at): (&[u8], NaiveDate, Micros),
) -> Result<Reading, AppError> {
    let row = placement::find(db, placement_id).await?.ok_or(AppError::NotFound)?;
    reading(db, policies, &row, (policy_hash, today, known_at)).await
}

async fn reading(
    db: &impl Db,
    policies: &Policies,
    row: &placement::Row,
    (hash, today, known_at): (&[u8], NaiveDate, Micros),
) -> Result<Reading, AppError> {
    let policy = policies.with_hash(db, hash).await?;
    let stored = placement::facts(db, row.id, known_at.0).await?;
    let case = case_of(row, facts_of(&stored)?, (today, known_at), &policy)?;
    Ok(Reading {
        placement_id: row.id,
        policy_hash: policy.hash,
        today,
        known_at,
        facts_hash: facts_hash(row, &stored)?,
        facts: stored.iter().map(|fact| fact.id).collect(),
        outcome: evaluate(&case),
        contract: first_contract(&case).map(|(number, signed_on)| (number.to_owned(), signed_on)),
        policy,
    })
}

impl Seen {
    /// Code of the placement.
    #[must_use]
    pub fn code(&self) -> String {
        code_of(self.row.id)
    }
}

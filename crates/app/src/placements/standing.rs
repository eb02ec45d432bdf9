//! What follows from the facts of a placement as evidence says it. Evidence is written where somebody changed rows too,
//! for it is what shows that; so what cannot be read back is nothing here, and no failure.

use super::case::{case_of, facts_hash, facts_of};
use super::outcome::{AsOf, times};
use super::policies::{Kept, Key, Policies};
use crate::ctx::Ctx;
use crate::error::AppError;
use chrono::NaiveDate;
use sanviec_domain::placement::{Outcome, evaluate};
use sanviec_domain::time::Micros;
use sanviec_store::{Db, placement};
use std::sync::Arc;

/// A placement judged now, by the policy that it keeps, or by the one that is expected of it.
#[derive(Clone, Debug)]
pub(crate) struct Standing {
    /// Only days before it have happened.
    pub(crate) today: NaiveDate,
    /// Facts recorded later are not seen; there are none.
    pub(crate) known_at: Micros,
    /// `None` where the one that is kept is nowhere as its hash says.
    pub(crate) policy: Option<Arc<Kept>>,
    /// SHA-256 over the head of the case and its facts, and the outcome; `None` where facts cannot be read back.
    pub(crate) derived: Option<([u8; 32], Outcome)>,
}

/// What follows from these facts of a placement, all that there are; `None` where no policy is kept and none expected.
pub(crate) async fn standing(
    db: &impl Db,
    policies: &Policies,
    ctx: &Ctx,
    (row, facts): (&placement::Row, &[placement::Fact]),
) -> Result<Option<Standing>, AppError> {
    let (today, known_at) = times(ctx, row, AsOf::default());
    let policy = match &row.policy_hash {
        Some(hash) => policies.find(db, hash).await?,
        None => match policies.expected(Key::of(row), today) {
            Some(expected) => Some(expected),
            None => return Ok(None),
        },
    };
    let known: Vec<placement::Fact> = facts.iter().filter(|fact| fact.recorded_at <= known_at.0).cloned().collect();
    let derived = policy.as_deref().and_then(|policy| derived(row, &known, (today, known_at), policy));
    Ok(Some(Standing { today, known_at, policy, derived }))
}

fn derived(
    row: &placement::Row,
    known: &[placement::Fact],
    times: (NaiveDate, Micros),
    policy: &Kept,
) -> Option<([u8; 32], Outcome)> {
    let case = case_of(row, facts_of(known).ok()?, times, policy).ok()?;
    Some((facts_hash(row, known).ok()?, evaluate(&case)))
}

//! Between the rows and the rule: the stored facts of a placement as the case that the rule is asked. A fact that
//! cannot be read back is corrupt, never left out.

use super::code_of;
use super::policies::{Kept, Key, Policies};
use crate::error::AppError;
use crate::secrets::sha256;
use chrono::NaiveDate;
use sanviec_domain::placement::{Case, Fact, Outcome, evaluate, read_fact};
use sanviec_domain::time::{Micros, day_number, day_of_number};
use sanviec_store::{Db, Error as StoreError, placement};
use std::sync::Arc;

/// A placement as the rule sees it on a day, with one state of knowledge, under one policy.
#[derive(Clone, Debug)]
pub struct Judged {
    pub case: Case,
    pub outcome: Outcome,
    pub policy: Arc<Kept>,
    /// Whether the policy is the one that the first signature chose; before, it is the one expected.
    pub policy_is_kept: bool,
}

/// The rows of facts as the rule reads them.
pub(crate) fn facts_of(rows: &[placement::Fact]) -> Result<Vec<Fact>, AppError> {
    rows.iter().map(fact_of).collect()
}

/// One row as the rule reads it: what stands beside the line must say the same.
pub(crate) fn fact_of(row: &placement::Fact) -> Result<Fact, AppError> {
    let corrupt = || StoreError::corrupt("placement_fact", "body", row.id);
    let fact = read_fact(row.body.as_bytes()).map_err(|_| corrupt())?;
    let (from, through) = fact.says.true_days();
    let same = fact.id == code_of(row.id)
        && fact.recorded_at.0 == row.recorded_at
        && fact.source.code() == row.source
        && fact.says.kind().code() == row.kind
        && from.map(day_number) == row.true_from
        && through.map(day_number) == row.true_through;
    if same { Ok(fact) } else { Err(corrupt().into()) }
}

/// First day of a row that must be a day.
pub(crate) fn placed_on(row: &placement::Row) -> Result<NaiveDate, AppError> {
    let corrupt = || StoreError::corrupt("placement", "placed_on", row.id);
    Ok(day_of_number(row.placed_on).ok_or_else(corrupt)?)
}

/// The placement as the rule sees it, judged by the policy that it keeps, or by the one that is expected.
pub(crate) async fn judged(
    db: &impl Db,
    policies: &Policies,
    row: &placement::Row,
    (today, known_at): (NaiveDate, Micros),
) -> Result<Judged, AppError> {
    let facts = facts_of(&placement::facts(db, row.id, known_at.0).await?)?;
    let policy = policy_of(db, policies, row, today).await?;
    let case = case_of(row, facts, (today, known_at), &policy)?;
    Ok(Judged { outcome: evaluate(&case), case, policy, policy_is_kept: row.policy_hash.is_some() })
}

/// The policy that a placement keeps, or that is expected of it.
pub(crate) async fn policy_of(
    db: &impl Db,
    policies: &Policies,
    row: &placement::Row,
    today: NaiveDate,
) -> Result<Arc<Kept>, AppError> {
    if let Some(hash) = &row.policy_hash {
        return policies.with_hash(db, hash).await;
    }
    policies.expected(Key::of(row), today).ok_or_else(|| {
        AppError::internal(format!("no policy is known for the programme {} of a placement", row.programme))
    })
}

/// The case of a row with these facts.
pub(crate) fn case_of(
    row: &placement::Row,
    facts: Vec<Fact>,
    (today, known_at): (NaiveDate, Micros),
    policy: &Kept,
) -> Result<Case, AppError> {
    Ok(Case {
        id: code_of(row.id),
        employer: row.employer_code.clone(),
        placed_on: placed_on(row)?,
        facts,
        today,
        known_at,
        terms: policy.policy.terms.clone(),
    })
}

/// SHA-256 over everything that an outcome is derived from, save the policy and the two times: the head of the case and
/// then each fact in the order in which it was learnt, one line of JSON each, ending with LF.
pub(crate) fn facts_hash(row: &placement::Row, facts: &[placement::Fact]) -> Result<[u8; 32], AppError> {
    // Written by hand: the order of keys must not depend on how a library was built.
    let employer = serde_json::to_string(&row.employer_code).map_err(AppError::internal)?;
    let (id, on) = (code_of(row.id), placed_on(row)?);
    let mut bytes = format!("{{\"id\":\"{id}\",\"employer\":{employer},\"placed_on\":\"{on}\"}}\n").into_bytes();
    for fact in facts {
        bytes.extend_from_slice(fact.body.as_bytes());
        bytes.push(b'\n');
    }
    Ok(sha256(&bytes))
}

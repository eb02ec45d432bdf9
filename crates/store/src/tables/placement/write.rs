//! Writing placements. Whoever appends a fact or reads for a claim holds the placement's row until the write ends, so
//! that the instants which are given run in one order whatever the nodes' clocks say.

use super::entity::{Column, Entity};
use super::{Fact, Row, fact};
use crate::error::InTable;
use crate::per_backend::{bound, for_update};
use crate::tables::{CHUNK, claim};
use crate::{Error, Result, Tx};
use sea_orm::entity::prelude::*;
use sea_orm::{ConnectionTrait, ExprTrait, FromQueryResult, IntoActiveModel};

/// Adds a placement.
pub async fn insert(tx: &Tx<'_>, row: &Row) -> Result<()> {
    Entity::insert(row.clone().into_active_model()).exec_without_returning(tx).await?;
    add_employer(tx, row.id, &row.employer_code).await
}

/// Adds many placements; of their employers nothing is noted.
pub async fn insert_many(tx: &Tx<'_>, rows: &[Row]) -> Result<()> {
    for part in rows.chunks(CHUNK) {
        let rows = part.iter().cloned().map(IntoActiveModel::into_active_model);
        Entity::insert_many(rows).exec_without_returning(tx).await?;
    }
    Ok(())
}

/// Notes that an employer of this code belongs to a placement.
pub async fn add_employer(tx: &Tx<'_>, placement_id: Uuid, code: &str) -> Result<()> {
    let sql = "INSERT INTO placement_employer (placement_id, code) VALUES ($1, $2)
               ON CONFLICT (placement_id, code) DO NOTHING";
    tx.execute_raw(bound(tx, sql, [placement_id.into(), code.into()])).await?;
    Ok(())
}

/// The placement, held until the write ends: whoever else wants to hold it waits, and then sees what this write did.
pub async fn hold(tx: &Tx<'_>, id: Uuid) -> Result<Option<Row>> {
    let sql = format!("SELECT * FROM placement WHERE id = $1 {}", for_update(tx));
    let row = tx.query_one_raw(bound(tx, &sql, [id.into()])).await?;
    row.map(|row| Row::from_query_result(&row, "")).transpose().in_table("placement")
}

/// Stores a changed row; [`Error::Conflict`] when the stored version is another.
pub async fn update_guarded(tx: &Tx<'_>, row: &Row) -> Result<()> {
    let mut next = row.clone();
    next.version += 1;
    let same = Column::Id.eq(row.id).and(Column::Version.eq(row.version));
    let changed = Entity::update_many().set(next.into_active_model().reset_all()).filter(same).exec(tx).await?;
    if changed.rows_affected == 1 { Ok(()) } else { Err(Error::Conflict) }
}

/// Adds a fact, and has the claims of its placement looked at. Its instant is given by the caller, who holds the
/// placement and stores it there as the last one used.
pub async fn append(tx: &Tx<'_>, fact: &Fact) -> Result<()> {
    fact::Entity::insert(fact.clone().into_active_model()).exec_without_returning(tx).await?;
    claim::look_again_at_all_of(tx, fact.placement_id).await
}

/// Notes that the facts known at an instant were read for good: later facts get later instants. The caller holds the
/// placement; [`Error::Conflict`] when a later instant was used already.
pub async fn use_known_at(tx: &Tx<'_>, id: Uuid, known_at: i64) -> Result<()> {
    let sql = "UPDATE placement SET last_known_at = $1 WHERE id = $2 AND last_known_at <= $1";
    let changed = tx.execute_raw(bound(tx, sql, [known_at.into(), id.into()])).await?.rows_affected();
    if changed == 1 { Ok(()) } else { Err(Error::Conflict) }
}

/// Notes when the clock should look again, and what it saw: since when answers are waited for and what is at stake. It
/// changes nothing that anybody read, so the version stays.
pub async fn set_look(tx: &Tx<'_>, row: &Row) -> Result<()> {
    let sql = "UPDATE placement SET due_at = $1, waits_from = $2, stake_dong = $3, disputed_since = $4 WHERE id = $5";
    let values =
        [row.due_at.into(), row.waits_from.into(), row.stake_dong.into(), row.disputed_since.into(), row.id.into()];
    tx.execute_raw(bound(tx, sql, values)).await?;
    Ok(())
}

/// Gives every placement of an officer at a centre to another; how many.
pub async fn hand_over(tx: &Tx<'_>, centre_id: Uuid, (from, to): (Uuid, Uuid), now: i64) -> Result<u64> {
    let sql = "UPDATE placement SET officer_id = $1, version = version + 1, updated_at = $2
               WHERE centre_id = $3 AND officer_id = $4";
    let values = [to.into(), now.into(), centre_id.into(), from.into()];
    Ok(tx.execute_raw(bound(tx, sql, values)).await?.rows_affected())
}

/// Notes what programs were told of whether it counts. The caller holds the placement; the version stays as well.
pub async fn set_told(tx: &Tx<'_>, row: &Row) -> Result<()> {
    let sql = "UPDATE placement SET outcome_told = $1, outcome_no = $2, outcome_day = $3 WHERE id = $4";
    let values = [row.outcome_told.clone().into(), row.outcome_no.into(), row.outcome_day.into(), row.id.into()];
    tx.execute_raw(bound(tx, sql, values)).await?;
    Ok(())
}

/// Keeps the file of a policy under its hash, once.
pub async fn keep_policy(tx: &Tx<'_>, policy: &super::Policy, now: i64) -> Result<()> {
    let sql = "INSERT INTO placement_policy (hash, name, version, file, created_at) VALUES ($1, $2, $3, $4, $5)
               ON CONFLICT (hash) DO NOTHING";
    let values = [
        policy.hash.clone().into(),
        policy.name.clone().into(),
        policy.version.clone().into(),
        policy.file.clone().into(),
        now.into(),
    ];
    tx.execute_raw(bound(tx, sql, values)).await?;
    Ok(())
}

//! Identities at other providers by which holders of accounts sign in. Issuer and subject are sealed by the caller;
//! they are found by a keyed hash of both.

use crate::error::InTable;
use crate::per_backend::bound;
use crate::{Db, Result, Tx};
use sea_orm::entity::prelude::*;
use sea_orm::{ConnectionTrait, FromQueryResult};

/// One identity as stored.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct Row {
    /// Made by the caller.
    pub id: Uuid,
    /// The account.
    pub account_id: Uuid,
    /// Name of the provider in the settings.
    pub provider: String,
    /// Keyed hash of issuer and subject: 32 bytes, unique.
    pub lookup: Vec<u8>,
    /// Issuer and subject, sealed.
    pub value: Vec<u8>,
    /// When it was linked.
    pub created_at: i64,
    /// When somebody last signed in by it.
    pub used_at: Option<i64>,
}

const COLUMNS: &str = "id, account_id, provider, lookup, value, created_at, used_at";

/// Links an identity. [`crate::Error::Constraint`] `uq_linked_identity_lookup` when an account has it.
pub async fn insert(tx: &Tx<'_>, row: &Row) -> Result<()> {
    let sql = format!("INSERT INTO linked_identity ({COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7)");
    let values = [
        row.id.into(),
        row.account_id.into(),
        row.provider.as_str().into(),
        row.lookup.clone().into(),
        row.value.clone().into(),
        row.created_at.into(),
        row.used_at.into(),
    ];
    tx.execute_raw(bound(tx, &sql, values)).await?;
    Ok(())
}

/// The identity with this keyed hash, if an account has it.
pub async fn find(db: &impl Db, lookup: &[u8]) -> Result<Option<Row>> {
    let sql = format!("SELECT {COLUMNS} FROM linked_identity WHERE lookup = $1");
    let row = db.query_one_raw(bound(db, &sql, [lookup.to_vec().into()])).await?;
    row.map(|row| Row::from_query_result(&row, "")).transpose().in_table("linked_identity")
}

/// Identities of an account, oldest first.
pub async fn list(db: &impl Db, account_id: Uuid) -> Result<Vec<Row>> {
    let sql = format!("SELECT {COLUMNS} FROM linked_identity WHERE account_id = $1 ORDER BY created_at, id LIMIT 50");
    let rows = db.query_all_raw(bound(db, &sql, [account_id.into()])).await?;
    rows.iter().map(|row| Row::from_query_result(row, "")).collect::<Result<_, _>>().in_table("linked_identity")
}

/// Notes that somebody signed in by it.
pub async fn note_use(tx: &Tx<'_>, id: Uuid, now: i64) -> Result<()> {
    let sql = "UPDATE linked_identity SET used_at = $1 WHERE id = $2";
    tx.execute_raw(bound(tx, sql, [now.into(), id.into()])).await?;
    Ok(())
}

/// Unlinks an identity of an account. False when it has no such one.
pub async fn remove(tx: &Tx<'_>, account_id: Uuid, id: Uuid) -> Result<bool> {
    let sql = "DELETE FROM linked_identity WHERE id = $1 AND account_id = $2";
    Ok(tx.execute_raw(bound(tx, sql, [id.into(), account_id.into()])).await?.rows_affected() == 1)
}

/// Unlinks all identities of an account.
pub async fn remove_all(tx: &Tx<'_>, account_id: Uuid) -> Result<()> {
    tx.execute_raw(bound(tx, "DELETE FROM linked_identity WHERE account_id = $1", [account_id.into()])).await?;
    Ok(())
}

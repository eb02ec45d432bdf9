//! Passkeys of accounts. What a key is, the caller seals; here it is bytes, found by a keyed hash of its id.

use crate::error::InTable;
use crate::per_backend::bound;
use crate::{Db, Error, Result, Tx};
use sea_orm::entity::prelude::*;
use sea_orm::{ConnectionTrait, FromQueryResult};

/// One passkey as stored.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct Row {
    /// Made by the caller.
    pub id: Uuid,
    /// The account.
    pub account_id: Uuid,
    /// 1 at first, one more with every use.
    pub version: i64,
    /// Keyed hash of the key's own id: 32 bytes, unique.
    pub lookup: Vec<u8>,
    /// Key, counter and name, sealed.
    pub value: Vec<u8>,
    /// When it was set up.
    pub created_at: i64,
    /// When it was last shown.
    pub used_at: Option<i64>,
}

const COLUMNS: &str = "id, account_id, version, lookup, value, created_at, used_at";

/// Adds a passkey. [`Error::Constraint`] `uq_passkey_lookup` when an account has it.
pub async fn insert(tx: &Tx<'_>, row: &Row) -> Result<()> {
    let sql = format!("INSERT INTO passkey ({COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7)");
    let values = [
        row.id.into(),
        row.account_id.into(),
        row.version.into(),
        row.lookup.clone().into(),
        row.value.clone().into(),
        row.created_at.into(),
        row.used_at.into(),
    ];
    tx.execute_raw(bound(tx, &sql, values)).await?;
    Ok(())
}

/// Passkeys of an account, oldest first.
pub async fn list(db: &impl Db, account_id: Uuid) -> Result<Vec<Row>> {
    let sql = format!("SELECT {COLUMNS} FROM passkey WHERE account_id = $1 ORDER BY created_at, id LIMIT 50");
    let rows = db.query_all_raw(bound(db, &sql, [account_id.into()])).await?;
    rows.iter().map(|row| Row::from_query_result(row, "")).collect::<Result<_, _>>().in_table("passkey")
}

/// Notes that a passkey was shown and what its counter is now. [`Error::Conflict`] when it was shown meanwhile.
pub async fn note_use(tx: &Tx<'_>, row: &Row, value: &[u8], now: i64) -> Result<()> {
    let sql = "UPDATE passkey SET version = version + 1, value = $1, used_at = $2 WHERE id = $3 AND version = $4";
    let values = [value.to_vec().into(), now.into(), row.id.into(), row.version.into()];
    let changed = tx.execute_raw(bound(tx, sql, values)).await?;
    if changed.rows_affected() == 1 { Ok(()) } else { Err(Error::Conflict) }
}

/// Takes one passkey of an account away. False when it has no such one.
pub async fn remove(tx: &Tx<'_>, account_id: Uuid, id: Uuid) -> Result<bool> {
    let sql = "DELETE FROM passkey WHERE id = $1 AND account_id = $2";
    Ok(tx.execute_raw(bound(tx, sql, [id.into(), account_id.into()])).await?.rows_affected() == 1)
}

/// Takes all passkeys of an account away; answers how many.
pub async fn remove_all(tx: &Tx<'_>, account_id: Uuid) -> Result<u64> {
    let sql = "DELETE FROM passkey WHERE account_id = $1";
    Ok(tx.execute_raw(bound(tx, sql, [account_id.into()])).await?.rows_affected())
}

/// Notes that an answer to a challenge was taken. False when it was before: of two requests one is taken.
pub async fn spend_challenge(tx: &Tx<'_>, hash: &[u8], now: i64) -> Result<bool> {
    let sql = "INSERT INTO spent_challenge (hash, spent_at) VALUES ($1, $2) ON CONFLICT (hash) DO NOTHING";
    Ok(tx.execute_raw(bound(tx, sql, [hash.to_vec().into(), now.into()])).await?.rows_affected() == 1)
}

/// Forgets challenges that were answered before `before`, at most `limit`; by then they have run out.
pub async fn prune_challenges(tx: &Tx<'_>, before: i64, limit: i64) -> Result<u64> {
    let sql = "DELETE FROM spent_challenge WHERE hash IN (
               SELECT hash FROM spent_challenge WHERE spent_at < $1 ORDER BY spent_at LIMIT $2)";
    Ok(tx.execute_raw(bound(tx, sql, [before.into(), limit.into()])).await?.rows_affected())
}

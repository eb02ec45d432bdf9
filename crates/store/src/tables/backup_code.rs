//! Codes printed once, for the day when the second factor is lost. Only keyed hashes are here; each counts once.

use crate::per_backend::bound;
use crate::{Db, Result, Tx};
use sea_orm::ConnectionTrait;
use sea_orm::entity::prelude::*;

/// Puts new codes in place of all that the account had: `(id, hash)` each.
pub async fn replace(tx: &Tx<'_>, account_id: Uuid, codes: &[(Uuid, [u8; 32])], now: i64) -> Result<()> {
    remove_all(tx, account_id).await?;
    for (id, hash) in codes {
        let sql = "INSERT INTO backup_code (id, account_id, hash, created_at) VALUES ($1, $2, $3, $4)";
        let values = [(*id).into(), account_id.into(), hash.to_vec().into(), now.into()];
        tx.execute_raw(bound(tx, sql, values)).await?;
    }
    Ok(())
}

/// Uses a code up. False when the account has no such code or it was used: check and note are one statement.
pub async fn take(tx: &Tx<'_>, account_id: Uuid, hash: &[u8], now: i64) -> Result<bool> {
    let sql = "UPDATE backup_code SET used_at = $1 WHERE account_id = $2 AND hash = $3 AND used_at IS NULL";
    let values = [now.into(), account_id.into(), hash.to_vec().into()];
    Ok(tx.execute_raw(bound(tx, sql, values)).await?.rows_affected() == 1)
}

/// How many codes of an account can still be used.
pub async fn count_left(db: &impl Db, account_id: Uuid) -> Result<i64> {
    let sql = "SELECT count(*) AS n FROM backup_code WHERE account_id = $1 AND used_at IS NULL";
    let row = db.query_one_raw(bound(db, sql, [account_id.into()])).await?;
    Ok(row.map(|row| row.try_get("", "n")).transpose()?.unwrap_or(0))
}

/// Takes all codes of an account away.
pub async fn remove_all(tx: &Tx<'_>, account_id: Uuid) -> Result<()> {
    let sql = "DELETE FROM backup_code WHERE account_id = $1";
    tx.execute_raw(bound(tx, sql, [account_id.into()])).await?;
    Ok(())
}

//! Marks of the keys that this database was written with, so that a wrong key file is refused before it does harm.

use crate::per_backend::{bound, statement};
use crate::{Db, Result, Tx};
use sea_orm::ConnectionTrait;

/// Marks by the id of their key.
pub async fn list(db: &impl Db) -> Result<Vec<(String, Vec<u8>)>> {
    let sql = "SELECT key_id, mark FROM key_mark ORDER BY key_id LIMIT 1000";
    let rows = db.query_all_raw(statement(db, sql)).await?;
    rows.iter().map(|row| Ok((row.try_get_by_index(0)?, row.try_get_by_index(1)?))).collect()
}

/// Adds the mark of a key; one that is there stays as it is.
pub async fn add(tx: &Tx<'_>, key_id: &str, mark: &[u8], now: i64) -> Result<()> {
    let sql = "INSERT INTO key_mark (key_id, mark, created_at) VALUES ($1, $2, $3) ON CONFLICT (key_id) DO NOTHING";
    tx.execute_raw(bound(tx, sql, [key_id.into(), mark.to_vec().into(), now.into()])).await?;
    Ok(())
}

/// Removes the mark of a key; nothing happens when there is none.
pub async fn remove(tx: &Tx<'_>, key_id: &str) -> Result<()> {
    tx.execute_raw(bound(tx, "DELETE FROM key_mark WHERE key_id = $1", [key_id.into()])).await?;
    Ok(())
}

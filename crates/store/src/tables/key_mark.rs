//! Marks of the keys that this database was written with, so that a wrong key file is refused before it does harm.

use crate::per_backend::{self, bound, statement};
use crate::{Db, Result, Tx};
use sea_orm::ConnectionTrait;
use std::fmt::Write;

/// Bytes of a sealed empty value. Hashes are shorter.
const SHORTEST_SEALED: usize = 45;

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

/// The first column, as `table.column`, that holds a value which begins with `head` and is long enough to be a sealed
/// one. Every binary column that the schema has is looked at, so that none is forgotten; this reads whole tables.
pub async fn find_sealed(tx: &Tx<'_>, head: &[u8]) -> Result<Option<String>> {
    for column in tx.query_all_raw(statement(tx, per_backend::binary_columns(tx))).await? {
        let (table, column): (String, String) = (column.try_get_by_index(0)?, column.try_get_by_index(1)?);
        let sql = format!(
            r#"SELECT 1 FROM "{table}" WHERE length("{column}") >= {SHORTEST_SEALED}
               AND substr("{column}", 1, {}) = $1 LIMIT 1"#,
            head.len()
        );
        if tx.query_one_raw(bound(tx, &sql, [head.to_vec().into()])).await?.is_some() {
            return Ok(Some(format!("{table}.{column}")));
        }
    }
    find_sealed_in_profiles(tx, head).await
}

/// The same for the one column that holds sealed values as hexadecimal text in a JSON object.
async fn find_sealed_in_profiles(tx: &Tx<'_>, head: &[u8]) -> Result<Option<String>> {
    let mut written = String::new();
    for byte in head {
        let _ = write!(written, "{byte:02x}");
    }
    let pattern = format!("%:\"{written}%");
    let found = tx.query_one_raw(bound(tx, "SELECT 1 FROM profile WHERE sealed LIKE $1 LIMIT 1", [pattern.into()]));
    Ok(found.await?.map(|_| "profile.sealed".to_owned()))
}

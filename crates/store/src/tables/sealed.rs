//! Sealed values wherever they stand, found and replaced without being opened. Which columns hold some, and what a
//! value is bound to, the layer above says.

use crate::per_backend::{self, bound, statement};
use crate::{Db, Result, Tx};
use sea_orm::ConnectionTrait;
use std::fmt::Write;
use uuid::Uuid;

/// Bytes of a sealed empty value. Hashes are shorter.
const SHORTEST_SEALED: usize = 45;
/// How a sealed value begins: its layout, its key, and a number that no other value has.
const HEAD: usize = 29;

/// A column of sealed values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its table.
    pub table: &'static str,
    /// Its name.
    pub column: &'static str,
    /// The column that names the row which a value is bound to.
    pub row: &'static str,
}

/// Where one sealed value stands: the row it is bound to, and how it begins.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Spot {
    /// The row.
    pub row: Uuid,
    /// Its first bytes, which no other value has.
    pub head: Vec<u8>,
}

/// A page of the sealed values of a column behind `after`, in the order of their spots. Values that were wiped are
/// none.
pub async fn list(db: &impl Db, of: Column, after: &Spot, limit: u64) -> Result<Vec<Spot>> {
    let Column { table, column, row } = of;
    let sql = format!(
        r#"SELECT "{row}", substr("{column}", 1, {HEAD}) FROM "{table}"
           WHERE length("{column}") >= {SHORTEST_SEALED}
             AND "{row}" >= $1 AND ("{row}" > $1 OR substr("{column}", 1, {HEAD}) > $2)
           ORDER BY "{row}", substr("{column}", 1, {HEAD}) LIMIT $3"#
    );
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let values = [after.row.into(), after.head.clone().into(), limit.into()];
    let rows = db.query_all_raw(bound(db, &sql, values)).await?;
    rows.iter().map(|row| Ok(Spot { row: row.try_get_by_index(0)?, head: row.try_get_by_index(1)? })).collect()
}

/// The whole value; `None` when another stands there by now, or none.
pub async fn find(db: &impl Db, of: Column, at: &Spot) -> Result<Option<Vec<u8>>> {
    let Column { table, column, row } = of;
    let sql = format!(
        r#"SELECT "{column}" FROM "{table}" WHERE "{row}" = $1 AND substr("{column}", 1, {HEAD}) = $2 LIMIT 1"#
    );
    let found = db.query_one_raw(bound(db, &sql, [at.row.into(), at.head.clone().into()])).await?;
    Ok(found.map(|row| row.try_get_by_index(0)).transpose()?)
}

/// Puts the same value sealed with another key in place of what is there. False when that was changed meanwhile:
/// then nothing happens. The version of the row stays, for nobody sees a change.
pub async fn replace(tx: &Tx<'_>, of: Column, row_id: Uuid, old: &[u8], new: &[u8]) -> Result<bool> {
    let Column { table, column, row } = of;
    let sql = format!(r#"UPDATE "{table}" SET "{column}" = $1 WHERE "{row}" = $2 AND "{column}" = $3"#);
    let values = [new.to_vec().into(), row_id.into(), old.to_vec().into()];
    Ok(tx.execute_raw(bound(tx, &sql, values)).await?.rows_affected() == 1)
}

/// Table and column of every binary column that the schema has.
pub async fn list_binary(db: &impl Db) -> Result<Vec<(String, String)>> {
    let rows = db.query_all_raw(statement(db, per_backend::binary_columns(db))).await?;
    rows.iter().map(|row| Ok((row.try_get_by_index(0)?, row.try_get_by_index(1)?))).collect()
}

/// Table and column of everything that holds a value which begins with `head` and is long enough to be a sealed one.
/// Every binary column that the schema has is looked at, so that none is forgotten; this reads whole tables and may
/// take its time, in a write or a snapshot.
pub async fn list_under(db: &impl Db, head: &[u8]) -> Result<Vec<(String, String)>> {
    per_backend::take_time(db).await?;
    let mut found = Vec::new();
    for (table, column) in list_binary(db).await? {
        let sql = format!(
            r#"SELECT 1 FROM "{table}" WHERE length("{column}") >= {SHORTEST_SEALED}
               AND substr("{column}", 1, {}) = $1 LIMIT 1"#,
            head.len()
        );
        if db.query_one_raw(bound(db, &sql, [head.to_vec().into()])).await?.is_some() {
            found.push((table, column));
        }
    }
    if is_under_in_profiles(db, head).await? {
        found.push(("profile".to_owned(), "sealed".to_owned()));
    }
    Ok(found)
}

/// The same for the one column that holds sealed values as hexadecimal text in a JSON object.
async fn is_under_in_profiles(db: &impl Db, head: &[u8]) -> Result<bool> {
    let mut written = String::new();
    for byte in head {
        let _ = write!(written, "{byte:02x}");
    }
    let pattern = format!("%:\"{written}%");
    let found = db.query_one_raw(bound(db, "SELECT 1 FROM profile WHERE sealed LIKE $1 LIMIT 1", [pattern.into()]));
    Ok(found.await?.is_some())
}

/// Whether servers may add rows to a table and never change or remove one.
#[must_use]
pub fn is_append_only(table: &str) -> bool {
    per_backend::APPEND_ONLY.contains(&table)
}

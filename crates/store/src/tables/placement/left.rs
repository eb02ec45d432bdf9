//! What somebody has to do about rows of the last sending of a file, in the words of both languages. Of sendings before
//! it only the verdicts are kept.

use crate::error::InTable;
use crate::per_backend::bound;
use crate::{Db, Result, Tx};
use sea_orm::ConnectionTrait;
use sea_orm::entity::prelude::*;

const TABLE: &str = "evidence_left";

/// What is left to do about a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Left {
    /// Number of the row as a spreadsheet shows it.
    pub line: i64,
    /// In Vietnamese.
    pub vi: String,
    /// In English.
    pub en: String,
}

/// Notes what is left to do about a row.
pub async fn note(tx: &Tx<'_>, file_id: Uuid, left: &Left) -> Result<()> {
    let sql = "INSERT INTO evidence_left (file_id, line, vi, en) VALUES ($1, $2, $3, $4)
               ON CONFLICT (file_id, line) DO UPDATE SET vi = excluded.vi, en = excluded.en";
    let values = [file_id.into(), left.line.into(), left.vi.clone().into(), left.en.clone().into()];
    tx.execute_raw(bound(tx, sql, values)).await?;
    Ok(())
}

/// Forgets all of it, for a sending that begins at the first row.
pub async fn forget(tx: &Tx<'_>, file_id: Uuid) -> Result<()> {
    let sql = "DELETE FROM evidence_left WHERE file_id = $1";
    tx.execute_raw(bound(tx, sql, [file_id.into()])).await?;
    Ok(())
}

/// How many rows there is something to do about.
pub async fn count(db: &impl Db, file_id: Uuid) -> Result<i64> {
    let sql = "SELECT count(*) FROM evidence_left WHERE file_id = $1";
    let row = db.query_one_raw(bound(db, sql, [file_id.into()])).await?;
    Ok(row.map(|row| row.try_get_by_index(0)).transpose().in_table(TABLE)?.unwrap_or(0))
}

/// All of it, in the order of the rows.
pub async fn list(db: &impl Db, file_id: Uuid) -> Result<Vec<Left>> {
    let sql = "SELECT line, vi, en FROM evidence_left WHERE file_id = $1 ORDER BY line";
    let rows = db.query_all_raw(bound(db, sql, [file_id.into()])).await?;
    let read = |row: &sea_orm::QueryResult| {
        Ok(Left { line: row.try_get_by_index(0)?, vi: row.try_get_by_index(1)?, en: row.try_get_by_index(2)? })
    };
    rows.iter().map(read).collect::<std::result::Result<_, DbErr>>().in_table(TABLE)
}

//! Runs of the import, so that the same file is known again and a broken run is seen.

use crate::per_backend::bound;
use crate::{Db, Error, Result, Tx};
use sea_orm::{ConnectionTrait, FromQueryResult};
use uuid::Uuid;

/// A run as stored.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct Row {
    /// Made by the caller.
    pub id: Uuid,
    /// Name of the source.
    pub source: String,
    /// When it began.
    pub started_at: i64,
    /// When it ended; `None`: under way or killed.
    pub finished_at: Option<i64>,
    /// SHA-256 of the file.
    pub file_hash: Option<Vec<u8>>,
    /// JSON: how many rows with which verdict.
    pub counts: Option<String>,
}

/// Notes that a run begins.
pub async fn start(tx: &Tx<'_>, id: Uuid, source: &str, file_hash: Option<&[u8]>, now: i64) -> Result<()> {
    let sql = "INSERT INTO import_run (id, source, started_at, file_hash) VALUES ($1, $2, $3, $4)";
    let values = [id.into(), source.into(), now.into(), file_hash.map(<[u8]>::to_vec).into()];
    tx.execute_raw(bound(tx, sql, values)).await?;
    Ok(())
}

/// Notes that a run ended.
pub async fn finish(tx: &Tx<'_>, id: Uuid, counts: &str, now: i64) -> Result<()> {
    let sql = "UPDATE import_run SET finished_at = $1, counts = $2 WHERE id = $3 AND finished_at IS NULL";
    let changed = tx.execute_raw(bound(tx, sql, [now.into(), counts.into(), id.into()])).await?.rows_affected();
    if changed == 1 { Ok(()) } else { Err(Error::Conflict) }
}

/// The latest runs of a source, newest first.
pub async fn list_by_source(db: &impl Db, source: &str, limit: i64) -> Result<Vec<Row>> {
    let sql = "SELECT id, source, started_at, finished_at, file_hash, counts FROM import_run
               WHERE source = $1 ORDER BY started_at DESC, id DESC LIMIT $2";
    let rows = db.query_all_raw(bound(db, sql, [source.into(), limit.into()])).await?;
    Ok(rows.iter().map(|row| Row::from_query_result(row, "")).collect::<Result<_, _>>()?)
}

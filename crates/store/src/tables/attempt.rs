//! Counters of attempts within a window of time: wrong passwords, codes asked for. The key is a hash of what is
//! counted, so that no address or account can be read from here.

use crate::per_backend::bound;
use crate::{Db, Result, Tx};
use sea_orm::ConnectionTrait;

/// Counts one more and answers how many there are in the window that is running. A window begins with its first
/// attempt and lasts `window_us`.
pub async fn count(tx: &Tx<'_>, key: &[u8], window_us: i64, now: i64) -> Result<i32> {
    let sql = "INSERT INTO attempt (key, since_at, taken) VALUES ($1, $2, 1)
               ON CONFLICT (key) DO UPDATE SET
                 taken = CASE WHEN attempt.since_at <= $3 THEN 1 ELSE attempt.taken + 1 END,
                 since_at = CASE WHEN attempt.since_at <= $3 THEN excluded.since_at ELSE attempt.since_at END
               RETURNING taken";
    let row = tx.query_one_raw(bound(tx, sql, [key.to_vec().into(), now.into(), (now - window_us).into()])).await?;
    Ok(row.map(|row| row.try_get_by_index(0)).transpose()?.unwrap_or(0))
}

/// How many there are in the window that is running.
pub async fn taken(db: &impl Db, key: &[u8], window_us: i64, now: i64) -> Result<i32> {
    let sql = "SELECT taken FROM attempt WHERE key = $1 AND since_at > $2";
    let row = db.query_one_raw(bound(db, sql, [key.to_vec().into(), (now - window_us).into()])).await?;
    Ok(row.map(|row| row.try_get_by_index(0)).transpose()?.unwrap_or(0))
}

/// Forgets what was counted, after a success.
pub async fn clear(tx: &Tx<'_>, key: &[u8]) -> Result<()> {
    tx.execute_raw(bound(tx, "DELETE FROM attempt WHERE key = $1", [key.to_vec().into()])).await?;
    Ok(())
}

/// Forgets windows that began before `before`, at most `limit`. Answers how many.
pub async fn prune(tx: &Tx<'_>, before: i64, limit: i64) -> Result<u64> {
    let sql = "DELETE FROM attempt WHERE key IN (
               SELECT key FROM attempt WHERE since_at < $1 ORDER BY since_at LIMIT $2)";
    Ok(tx.execute_raw(bound(tx, sql, [before.into(), limit.into()])).await?.rows_affected())
}

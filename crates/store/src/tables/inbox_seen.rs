//! Up to which message somebody has read the inbox. Ids of messages are in the order of writing.

use crate::per_backend::bound;
use crate::{Db, Result, Tx};
use sea_orm::ConnectionTrait;
use uuid::Uuid;

/// How many messages of an account lie after what was seen; counted up to `limit`.
pub async fn count_unread(db: &impl Db, account_id: Uuid, limit: i64) -> Result<i64> {
    let sql = "SELECT count(*) FROM (SELECT 1 FROM message WHERE account_id = $1
               AND id > coalesce((SELECT message_id FROM inbox_seen WHERE account_id = $2), $3) LIMIT $4) AS unread";
    let values = [account_id.into(), account_id.into(), Uuid::nil().into(), limit.into()];
    let row = db.query_one_raw(bound(db, sql, values)).await?;
    Ok(row.map(|row| row.try_get_by_index(0)).transpose()?.unwrap_or(0))
}

/// Up to which message it was read.
pub async fn find(db: &impl Db, account_id: Uuid) -> Result<Option<Uuid>> {
    let sql = "SELECT message_id FROM inbox_seen WHERE account_id = $1";
    let row = db.query_one_raw(bound(db, sql, [account_id.into()])).await?;
    Ok(row.map(|row| row.try_get_by_index(0)).transpose()?)
}

/// Everything up to this message was read; never less than before.
pub async fn advance(tx: &Tx<'_>, account_id: Uuid, message_id: Uuid, now: i64) -> Result<()> {
    let sql = "INSERT INTO inbox_seen (account_id, message_id, seen_at) VALUES ($1, $2, $3)
               ON CONFLICT (account_id) DO UPDATE SET message_id = excluded.message_id, seen_at = excluded.seen_at
               WHERE inbox_seen.message_id < excluded.message_id";
    tx.execute_raw(bound(tx, sql, [account_id.into(), message_id.into(), now.into()])).await?;
    Ok(())
}

/// Forgets how far an account has read.
pub async fn forget(tx: &Tx<'_>, account_id: Uuid) -> Result<()> {
    tx.execute_raw(bound(tx, "DELETE FROM inbox_seen WHERE account_id = $1", [account_id.into()])).await?;
    Ok(())
}

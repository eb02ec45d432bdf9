//! The nodes that serve, each with the outbox position its index has reached.

use crate::per_backend::{self, bound};
use crate::{Db, Result, Tx};
use sea_orm::{ConnectionTrait, FromQueryResult};
use uuid::Uuid;

/// A node as stored.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct Row {
    /// Chosen by the node.
    pub id: Uuid,
    /// Last sign of life, by the clock of the database.
    pub seen_at: i64,
    /// The history its index follows.
    pub index_epoch: Option<Uuid>,
    /// The outbox position its index has reached.
    pub index_pos: i64,
}

/// A sign of life.
pub async fn beat(tx: &Tx<'_>, id: Uuid, index_epoch: Option<Uuid>, index_pos: i64) -> Result<()> {
    let sql = format!(
        "INSERT INTO node (id, seen_at, index_epoch, index_pos) VALUES ($1, {clock}, $2, $3)
         ON CONFLICT (id) DO UPDATE SET seen_at = excluded.seen_at, index_epoch = excluded.index_epoch,
         index_pos = excluded.index_pos",
        clock = per_backend::clock(tx)
    );
    tx.execute_raw(bound(tx, &sql, [id.into(), index_epoch.into(), index_pos.into()])).await?;
    Ok(())
}

/// Nodes seen within the last `within_us` microseconds, by id.
pub async fn list(db: &impl Db, within_us: i64) -> Result<Vec<Row>> {
    let sql = format!(
        "SELECT id, seen_at, index_epoch, index_pos FROM node WHERE seen_at >= {} - $1 ORDER BY id LIMIT 1000",
        per_backend::clock(db)
    );
    let rows = db.query_all_raw(bound(db, &sql, [within_us.into()])).await?;
    Ok(rows.iter().map(|row| Row::from_query_result(row, "")).collect::<Result<_, _>>()?)
}

/// Up to where every living node has read: the outbox may be pruned below. `None` without any node.
pub async fn lowest_index_pos(db: &impl Db, within_us: i64) -> Result<Option<i64>> {
    Ok(list(db, within_us).await?.into_iter().map(|node| node.index_pos).min())
}

/// Forgets nodes not seen for `older_than_us` microseconds.
pub async fn forget(tx: &Tx<'_>, older_than_us: i64) -> Result<u64> {
    let sql = format!("DELETE FROM node WHERE seen_at < {} - $1", per_backend::clock(tx));
    Ok(tx.execute_raw(bound(tx, &sql, [older_than_us.into()])).await?.rows_affected())
}

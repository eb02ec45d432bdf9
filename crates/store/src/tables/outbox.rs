//! The outbox: what changed, in an order in which nothing that commits late can be skipped. Rows are written in the
//! transaction of the change, after the guarded update, so that the versions of one thing are in order too.
//!
//! On SQLite a row has its position at once: one writer, so row ids are the commit order. On PostgreSQL [`sequence`]
//! gives committed rows a gap-free position; consumers never look at row ids.

use crate::per_backend::{self, bound};
use crate::{Db, Result, Tx};
use sea_orm::entity::prelude::*;
use sea_orm::{ActiveValue, ExprTrait, QueryOrder, QuerySelect};

pub use entity::Model as Row;
use entity::{ActiveModel, Column, Entity};

pub(crate) mod entity {
    //! The table `outbox` for sea-orm.

    use sea_orm::entity::prelude::*;

    /// One change as stored.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "outbox")]
    pub struct Model {
        /// Row id, in the order of writing, which on PostgreSQL is not the order of committing.
        #[sea_orm(primary_key)]
        pub id: i64,
        /// Safe position; `None` until it is given one.
        pub pos: Option<i64>,
        /// What kind of thing (`posting`).
        pub entity: String,
        /// Which one.
        pub entity_id: Uuid,
        /// Its version after the change.
        pub version: i64,
        /// What happened (`published`, `changed`, …).
        pub kind: String,
        /// When, by the clock of the writer.
        pub created_at: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// A change to announce.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What kind of thing (`posting`).
    pub entity: &'static str,
    /// Which one.
    pub entity_id: Uuid,
    /// Its version after the change.
    pub version: i64,
    /// What happened (`published`, `changed`, …).
    pub kind: &'static str,
}

/// Announces changes. Answers with the row id of the last one (0 without any), for [`position_of`].
pub async fn append(tx: &Tx<'_>, changes: &[Change], now: i64) -> Result<i64> {
    let mut last = 0;
    for part in changes.chunks(crate::tables::CHUNK) {
        let rows = part.iter().map(|change| ActiveModel {
            id: ActiveValue::NotSet,
            pos: ActiveValue::NotSet,
            entity: ActiveValue::Set(change.entity.to_owned()),
            entity_id: ActiveValue::Set(change.entity_id),
            version: ActiveValue::Set(change.version),
            kind: ActiveValue::Set(change.kind.to_owned()),
            created_at: ActiveValue::Set(now),
        });
        last = Entity::insert_many(rows).exec(tx).await?.last_insert_id.unwrap_or(last);
    }
    Ok(last)
}

/// Gives committed rows without a position the next ones, at most `limit`, and answers how many. Any node may call it
/// at any time; a lock on the head row keeps two from numbering at once. On SQLite there is nothing to do.
pub async fn sequence(tx: &Tx<'_>, limit: i64) -> Result<u64> {
    if !per_backend::is_postgres(tx) {
        return Ok(0);
    }
    let sql = format!("{} {}", per_backend::outbox_head(tx), per_backend::for_update(tx));
    let last = number(tx, &sql).await?;
    let numbered = tx.execute_raw(bound(tx, per_backend::SEQUENCE, [last.into(), limit.into()])).await?.rows_affected();
    if numbered > 0 {
        let head = "UPDATE outbox_head SET last_pos = last_pos + $1 WHERE only_row = 1";
        tx.execute_raw(bound(tx, head, [(numbered as i64).into()])).await?;
    }
    Ok(numbered)
}

/// Changes after a position, in order, at most `limit`.
pub async fn read_after(db: &impl Db, pos: i64, limit: u64) -> Result<Vec<Row>> {
    let position = Expr::col(per_backend::outbox_position(db));
    let page = Entity::find().filter(position.clone().gt(pos)).order_by(position, sea_orm::Order::Asc).limit(limit);
    Ok(page.all(db).await?)
}

/// The highest position given so far; 0 in a new database.
pub async fn head(db: &impl Db) -> Result<i64> {
    number(db, per_backend::outbox_head(db)).await
}

/// The position of a row, once it has one.
pub async fn position_of(db: &impl Db, row_id: i64) -> Result<Option<i64>> {
    Ok(Entity::find_by_id(row_id).one(db).await?.and_then(|row| row.pos))
}

/// When the oldest row without a position was written: a long transaction or a sequencer that stands still.
pub async fn oldest_unsequenced(db: &impl Db) -> Result<Option<i64>> {
    if !per_backend::is_postgres(db) {
        return Ok(None);
    }
    let oldest = Entity::find().filter(Column::Pos.is_null()).order_by_asc(Column::Id).one(db).await?;
    Ok(oldest.map(|row| row.created_at))
}

/// The lowest position still kept; a consumer whose cursor is below it minus one has to start over.
pub async fn oldest_kept(db: &impl Db) -> Result<Option<i64>> {
    Ok(read_after(db, 0, 1).await?.first().and_then(|row| row.pos))
}

/// Removes rows at or below a position, at most `limit`. Answers how many.
pub async fn prune(tx: &Tx<'_>, up_to: i64, limit: i64) -> Result<u64> {
    let position = per_backend::outbox_position(tx);
    let sql = format!(
        "DELETE FROM outbox WHERE id IN (SELECT id FROM outbox WHERE {position} <= $1 ORDER BY {position} LIMIT $2)"
    );
    Ok(tx.execute_raw(bound(tx, &sql, [up_to.into(), limit.into()])).await?.rows_affected())
}

/// The random name of this database's history. It changes when a backup is restored, so that an index or a reader of
/// the stream that followed another history knows that its positions mean nothing here.
pub async fn epoch(db: &impl Db) -> Result<Uuid> {
    let row = db.query_one_raw(per_backend::statement(db, "SELECT epoch FROM outbox_head WHERE only_row = 1")).await?;
    row.ok_or(crate::Error::Missing("epoch"))?.try_get_by_index(0).map_err(Into::into)
}

/// Starts a new history. Restoring an archive does it by itself; call it after any other way back in time (a copied
/// file, point-in-time recovery).
pub async fn renew_epoch(tx: &Tx<'_>) -> Result<()> {
    let sql = format!("UPDATE outbox_head SET epoch = {} WHERE only_row = 1", per_backend::random_uuid(tx));
    tx.execute_raw(per_backend::statement(tx, &sql)).await?;
    Ok(())
}

async fn number(db: &impl Db, sql: &str) -> Result<i64> {
    let row = db.query_one_raw(per_backend::statement(db, sql)).await?;
    Ok(row.map(|row| row.try_get_by_index(0)).transpose()?.unwrap_or(0))
}

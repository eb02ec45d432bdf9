//! Rows that a clock could not move. Lists of what is due leave out those whose next try is still to come.

use crate::error::InTable;
use crate::per_backend::bound;
use crate::{Db, Result, Tx};
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::Query;
use sea_orm::{ConnectionTrait, QueryOrder, QuerySelect};

pub use entity::Model as Row;
use entity::{Column, Entity};

pub(crate) mod entity {
    //! The table `stuck` for sea-orm.

    use sea_orm::entity::prelude::*;

    /// One row that could not be moved.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "stuck")]
    pub struct Model {
        /// What it is: the name of its table.
        #[sea_orm(primary_key, auto_increment = false)]
        pub kind: String,
        /// Its id.
        #[sea_orm(primary_key, auto_increment = false)]
        pub thing_id: Uuid,
        /// When it failed first.
        pub since: i64,
        /// How often it was tried.
        pub times: i32,
        /// When it is tried next.
        pub retry_at: i64,
        /// What the program said the last time, without personal data.
        pub error: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Of rows of a kind, those that are not waiting for a next try.
pub(crate) fn is_free(kind: &'static str, id: impl ColumnTrait, now: i64) -> sea_orm::sea_query::SimpleExpr {
    let waiting = Query::select()
        .column(Column::ThingId)
        .from(Entity)
        .and_where(Column::Kind.eq(kind))
        .and_where(Column::RetryAt.gt(now))
        .to_owned();
    id.not_in_subquery(waiting)
}

/// Notes that a row could not be moved. Noted before, the first time stays and the tries are counted.
pub async fn note(tx: &Tx<'_>, row: &Row) -> Result<()> {
    let sql = "INSERT INTO stuck (kind, thing_id, since, times, retry_at, error) VALUES ($1, $2, $3, $4, $5, $6)
               ON CONFLICT (kind, thing_id) DO UPDATE SET times = excluded.times, retry_at = excluded.retry_at,
                 error = excluded.error";
    let values = [
        row.kind.as_str().into(),
        row.thing_id.into(),
        row.since.into(),
        row.times.into(),
        row.retry_at.into(),
        row.error.as_str().into(),
    ];
    tx.execute_raw(bound(tx, sql, values)).await?;
    Ok(())
}

/// Notes that a row was moved after all.
pub async fn forget(tx: &Tx<'_>, kind: &str, thing_id: Uuid) -> Result<()> {
    let sql = "DELETE FROM stuck WHERE kind = $1 AND thing_id = $2";
    tx.execute_raw(bound(tx, sql, [kind.into(), thing_id.into()])).await?;
    Ok(())
}

/// Rows of a kind that could not be moved.
pub async fn list_of_kind(db: &impl Db, kind: &str) -> Result<Vec<Row>> {
    Entity::find().filter(Column::Kind.eq(kind)).limit(10_000).all(db).await.in_table("stuck")
}

/// Rows that could not be moved, the longest first.
pub async fn list(db: &impl Db, limit: u64) -> Result<Vec<Row>> {
    let page = Entity::find().order_by_asc(Column::Since).order_by_asc(Column::ThingId).limit(limit);
    page.all(db).await.in_table("stuck")
}

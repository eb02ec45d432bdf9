//! Placements whose person deleted their data, and when the clock looks again whether their papers have to be kept.

use crate::error::InTable;
use crate::per_backend::bound;
use crate::tables::stuck::is_free;
use crate::{Db, Result, Tx};
use sea_orm::entity::prelude::*;
use sea_orm::{ConnectionTrait, QueryOrder, QuerySelect};

pub use table::Model as Erasure;

pub(crate) mod table {
    //! The table `placement_erasure` for sea-orm.

    use sea_orm::entity::prelude::*;

    /// One placement whose person is gone.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "placement_erasure")]
    pub struct Model {
        /// The placement.
        #[sea_orm(primary_key, auto_increment = false)]
        pub placement_id: Uuid,
        /// When the person deleted their data, or was forgotten after long disuse.
        pub forgotten_at: i64,
        /// When to look again; nothing when everything that goes is gone.
        pub look_at: Option<i64>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Notes that the person of a placement is gone; noted before, the first time stays. It is to be looked at now.
pub async fn begin(tx: &Tx<'_>, placement_id: Uuid, now: i64) -> Result<()> {
    let sql = "INSERT INTO placement_erasure (placement_id, forgotten_at, look_at) VALUES ($1, $2, $2)
               ON CONFLICT (placement_id) DO NOTHING";
    tx.execute_raw(bound(tx, sql, [placement_id.into(), now.into()])).await?;
    Ok(())
}

/// What is noted of a placement; nothing while its person is there.
pub async fn find(db: &impl Db, placement_id: Uuid) -> Result<Option<Erasure>> {
    table::Entity::find_by_id(placement_id).one(db).await.in_table("placement_erasure")
}

/// Those that are to be looked at, the longest due first; without those that could not be and wait for a next try.
pub async fn list_due(db: &impl Db, now: i64, limit: u64) -> Result<Vec<Erasure>> {
    let due = table::Entity::find().filter(table::Column::LookAt.lte(now));
    let due = due.filter(is_free("placement_erasure", table::Column::PlacementId, now));
    let due = due.order_by_asc(table::Column::LookAt).order_by_asc(table::Column::PlacementId).limit(limit);
    due.all(db).await.in_table("placement_erasure")
}

/// Notes when to look again; with nothing, everything that goes is gone.
pub async fn set_look(tx: &Tx<'_>, placement_id: Uuid, look_at: Option<i64>) -> Result<()> {
    let sql = "UPDATE placement_erasure SET look_at = $1 WHERE placement_id = $2";
    tx.execute_raw(bound(tx, sql, [look_at.into(), placement_id.into()])).await?;
    Ok(())
}

/// Something was said about a placement whose person is gone: it is to be looked at again, and not later than at an
/// instant. Of anybody else nothing is noted.
pub async fn look_again(tx: &Tx<'_>, placement_id: Uuid, at: i64) -> Result<()> {
    let sql = "UPDATE placement_erasure SET look_at = $1 WHERE placement_id = $2 AND (look_at IS NULL OR look_at > $1)";
    tx.execute_raw(bound(tx, sql, [at.into(), placement_id.into()])).await?;
    Ok(())
}

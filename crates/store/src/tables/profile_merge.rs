//! Profiles made into one, and pairs found to be two people.

use crate::error::InTable;
use crate::per_backend::bound;
use crate::{Db, Error, Result, Tx};
use sea_orm::entity::prelude::*;
use sea_orm::{ConnectionTrait, ExprTrait, IntoActiveModel, QueryOrder, QuerySelect};

pub use entity::Model as Row;
use entity::{Column, Entity};

pub(crate) mod entity {
    //! The table `profile_merge` for sea-orm.

    use sea_orm::entity::prelude::*;

    /// One merge as stored.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "profile_merge")]
    pub struct Model {
        /// Made by the caller, version 7.
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        /// The profile that stayed.
        pub kept_id: Uuid,
        /// The profile that became part of it.
        pub gone_id: Uuid,
        /// Version of the kept one after the merge.
        pub kept_version: i64,
        /// What both rows were before, sealed; empty once the person was deleted.
        pub before: Vec<u8>,
        /// Who did it.
        pub merged_by: Option<Uuid>,
        /// When.
        pub merged_at: i64,
        /// When it was undone.
        pub undone_at: Option<i64>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Notes a merge. [`Error::Constraint`] `uq_profile_merge_gone_id` when the profile is part of another already.
pub async fn insert(tx: &Tx<'_>, row: &Row) -> Result<()> {
    Entity::insert(row.clone().into_active_model()).exec_without_returning(tx).await?;
    Ok(())
}

/// The merge, if there was one.
pub async fn find(db: &impl Db, id: Uuid) -> Result<Option<Row>> {
    Entity::find_by_id(id).one(db).await.in_table("profile_merge")
}

/// Merges into a profile or of it, newest first.
pub async fn list_of(db: &impl Db, profile_id: Uuid) -> Result<Vec<Row>> {
    let either = Column::KeptId.eq(profile_id).or(Column::GoneId.eq(profile_id));
    Entity::find().filter(either).order_by_desc(Column::Id).limit(100).all(db).await.in_table("profile_merge")
}

/// Notes that a merge was undone, and forgets what was before. [`Error::Conflict`] when it was undone already.
pub async fn undo(tx: &Tx<'_>, id: Uuid, now: i64) -> Result<()> {
    let undone = Entity::update_many()
        .col_expr(Column::UndoneAt, Expr::value(now))
        .col_expr(Column::Before, Expr::value(Vec::<u8>::new()))
        .filter(Column::Id.eq(id))
        .filter(Column::UndoneAt.is_null())
        .exec(tx)
        .await?;
    if undone.rows_affected == 1 { Ok(()) } else { Err(Error::Conflict) }
}

/// Forgets what the rows of a profile's merges were before: they can be undone no more.
pub async fn forget(tx: &Tx<'_>, profile_id: Uuid) -> Result<()> {
    let either = Column::KeptId.eq(profile_id).or(Column::GoneId.eq(profile_id));
    Entity::update_many().col_expr(Column::Before, Expr::value(Vec::<u8>::new())).filter(either).exec(tx).await?;
    Ok(())
}

/// Notes that two profiles are two people. Saying it twice changes nothing.
pub async fn set_distinct(tx: &Tx<'_>, pair: (Uuid, Uuid), said_by: Option<Uuid>, now: i64) -> Result<()> {
    let (lower, upper) = if pair.0 < pair.1 { pair } else { (pair.1, pair.0) };
    let sql = "INSERT INTO profile_distinct (lower_id, upper_id, said_by, said_at) VALUES ($1, $2, $3, $4)
               ON CONFLICT (lower_id, upper_id) DO NOTHING";
    tx.execute_raw(bound(tx, sql, [lower.into(), upper.into(), said_by.into(), now.into()])).await?;
    Ok(())
}

/// The profiles that were found to be other people than this one.
pub async fn list_distinct(db: &impl Db, id: Uuid) -> Result<Vec<Uuid>> {
    let sql = "SELECT upper_id FROM profile_distinct WHERE lower_id = $1
               UNION SELECT lower_id FROM profile_distinct WHERE upper_id = $1 LIMIT 1000";
    let rows = db.query_all_raw(bound(db, sql, [id.into()])).await?;
    Ok(rows.iter().map(|row| row.try_get_by_index(0)).collect::<Result<_, DbErr>>()?)
}

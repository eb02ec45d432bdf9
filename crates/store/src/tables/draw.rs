//! Samples for control: the seed and what was drawn from. What was drawn follows from these and is not stored.

use crate::error::InTable;
use crate::{Db, Result, Tx};
use sea_orm::entity::prelude::*;
use sea_orm::{IntoActiveModel, QueryOrder, QuerySelect};

pub use entity::Model as Row;
use entity::{Column, Entity};

pub(crate) mod entity {
    //! The table `draw` for sea-orm.

    use sea_orm::entity::prelude::*;

    /// One sample as stored.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "draw")]
    pub struct Model {
        /// Made by the caller, version 7.
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        /// The centre.
        pub centre_id: Uuid,
        /// First day of payment that is drawn from.
        pub from_on: i32,
        /// First day that is not.
        pub until_on: i32,
        /// How many were wanted.
        pub wanted: i32,
        /// The seed, as written.
        pub seed: String,
        /// How many there were to draw from.
        pub population: i32,
        /// SHA-256 of their ids in order.
        pub population_hash: Vec<u8>,
        /// Who drew.
        pub drawn_by: Uuid,
        /// When.
        pub created_at: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Adds a sample.
pub async fn insert(tx: &Tx<'_>, row: &Row) -> Result<()> {
    Entity::insert(row.clone().into_active_model()).exec_without_returning(tx).await?;
    Ok(())
}

/// The sample, if there is one.
pub async fn find(db: &impl Db, id: Uuid) -> Result<Option<Row>> {
    Entity::find_by_id(id).one(db).await.in_table("draw")
}

/// Samples of a centre behind the first `skip`, newest first.
pub async fn list(db: &impl Db, centre_id: Uuid, skip: u64, limit: u64) -> Result<Vec<Row>> {
    let page = Entity::find().filter(Column::CentreId.eq(centre_id)).order_by_desc(Column::Id);
    page.offset(skip).limit(limit).all(db).await.in_table("draw")
}

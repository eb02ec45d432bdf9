//! Who did what to what. Rows are only ever added; triggers refuse everything else.

use crate::tables::CHUNK;
use crate::{Db, Result, Tx};
use sea_orm::entity::prelude::*;
use sea_orm::{ActiveValue, QueryOrder, QuerySelect};

pub use entity::Model as Row;
use entity::{ActiveModel, Column, Entity};

pub(crate) mod entity {
    //! The table `audit` for sea-orm.

    use sea_orm::entity::prelude::*;

    /// One entry as stored.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "audit")]
    pub struct Model {
        /// Row id.
        #[sea_orm(primary_key)]
        pub id: i64,
        /// When.
        pub at: i64,
        /// Who: an account, a command, the clock.
        pub actor: String,
        /// In which role.
        pub role: String,
        /// The use case (`publish_posting`).
        pub action: String,
        /// What kind of thing.
        pub entity: String,
        /// Which one.
        pub entity_id: Uuid,
        /// JSON of the changed fields before.
        pub before: Option<String>,
        /// JSON of the changed fields after.
        pub after: Option<String>,
        /// The request.
        pub request_id: Option<String>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Adds entries; the `id` of the rows given does not count.
pub async fn append(tx: &Tx<'_>, entries: &[Row]) -> Result<()> {
    for part in entries.chunks(CHUNK) {
        let rows = part.iter().map(|entry| {
            let mut row = ActiveModel::from(entry.clone());
            row.id = ActiveValue::NotSet;
            row
        });
        Entity::insert_many(rows).exec_without_returning(tx).await?;
    }
    Ok(())
}

/// Entries about one thing, oldest first, after a row id.
pub async fn list_of(db: &impl Db, entity_id: Uuid, after: i64, limit: u64) -> Result<Vec<Row>> {
    let page = Entity::find().filter(Column::EntityId.eq(entity_id)).filter(Column::Id.gt(after));
    Ok(page.order_by_asc(Column::Id).limit(limit).all(db).await?)
}

//! Who looked at a person's data.

use crate::error::InTable;
use crate::tables::CHUNK;
use crate::{Db, Result, Tx};
use sea_orm::IntoActiveModel;
use sea_orm::entity::prelude::*;
use sea_orm::{QueryOrder, QuerySelect};

pub use entity::Model as Row;
use entity::{Column, Entity};

pub(crate) mod entity {
    //! The table `look` for sea-orm.

    use sea_orm::entity::prelude::*;

    /// One look as stored.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "look")]
    pub struct Model {
        /// Made by the caller, version 7.
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        /// Whose data.
        pub profile_id: Uuid,
        /// When.
        pub at: i64,
        /// The account that looked; none for the clock and the command line.
        pub account_id: Option<Uuid>,
        /// In which role.
        pub role: String,
        /// The centre it looked for.
        pub centre_id: Option<Uuid>,
        /// The employer it looked for.
        pub employer_id: Option<Uuid>,
        /// Code of the occasion.
        pub why: String,
        /// Codes of the fields or groups of fields that were seen, with blanks between.
        pub fields: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Notes looks.
pub async fn append(tx: &Tx<'_>, rows: &[Row]) -> Result<()> {
    for part in rows.chunks(CHUNK) {
        let rows = part.iter().cloned().map(IntoActiveModel::into_active_model);
        Entity::insert_many(rows).exec_without_returning(tx).await?;
    }
    Ok(())
}

/// A page of the looks at these profiles of one person, newest first; `before` is the last id of the page before.
pub async fn list_of(db: &impl Db, profiles: &[Uuid], before: Option<Uuid>, limit: u64) -> Result<Vec<Row>> {
    let mut page = Entity::find().filter(Column::ProfileId.is_in(profiles.iter().copied()));
    if let Some(before) = before {
        page = page.filter(Column::Id.lt(before));
    }
    page.order_by_desc(Column::Id).limit(limit).all(db).await.in_table("look")
}

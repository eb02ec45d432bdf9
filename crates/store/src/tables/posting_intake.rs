//! How postings of organisations came in.

use crate::error::InTable;
use crate::{Db, Result, Tx};
use sea_orm::IntoActiveModel;
use sea_orm::entity::prelude::*;

use entity::Entity;
pub use entity::Model as Row;

pub(crate) mod entity {
    //! The table `posting_intake` for sea-orm.

    use sea_orm::entity::prelude::*;

    /// The way of one posting as stored.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "posting_intake")]
    pub struct Model {
        /// The posting.
        #[sea_orm(primary_key, auto_increment = false)]
        pub posting_id: Uuid,
        /// `form`, `officer` or `file`.
        pub way: String,
        /// The centre whose officer entered it.
        pub centre_id: Option<Uuid>,
        /// Whose account it was.
        pub account_id: Option<Uuid>,
        /// When.
        pub at: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Notes how a new posting came in.
pub async fn insert(tx: &Tx<'_>, row: &Row) -> Result<()> {
    Entity::insert(row.clone().into_active_model()).exec_without_returning(tx).await?;
    Ok(())
}

/// How a posting came in; nothing for one taken in by an operator.
pub async fn find(db: &impl Db, posting_id: Uuid) -> Result<Option<Row>> {
    Entity::find_by_id(posting_id).one(db).await.in_table("posting_intake")
}

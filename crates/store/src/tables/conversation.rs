//! What the two sides of an application write to each other, and each look of an employer at how to reach a person.
//! Words are sealed by the caller.

use crate::error::InTable;
use crate::{Db, Result, Tx};
use sea_orm::entity::prelude::*;
use sea_orm::{IntoActiveModel, QueryOrder, QuerySelect};

pub use line::Model as Line;
pub use reveal::Model as Reveal;

/// The most rows that are read of one application.
const MOST: u64 = 500;

pub(crate) mod line {
    //! The table `conversation_line` for sea-orm.

    use sea_orm::entity::prelude::*;

    /// One message as stored.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "conversation_line")]
    pub struct Model {
        /// Made by the caller, version 7.
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        /// The application.
        pub application_id: Uuid,
        /// `applicant` or `employer`.
        pub side: String,
        /// The account that wrote it, where there is one.
        pub author_id: Option<Uuid>,
        /// What was written, sealed.
        pub words: Vec<u8>,
        /// When.
        pub at: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod reveal {
    //! The table `reveal` for sea-orm.

    use sea_orm::entity::prelude::*;

    /// One look at how to reach a person, as stored.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "reveal")]
    pub struct Model {
        /// Made by the caller, version 7.
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        /// The application.
        pub application_id: Uuid,
        /// The employer that looked.
        pub employer_id: Uuid,
        /// The account that looked.
        pub member_id: Uuid,
        /// When.
        pub at: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Adds a message.
pub async fn add(tx: &Tx<'_>, row: &Line) -> Result<()> {
    line::Entity::insert(row.clone().into_active_model()).exec_without_returning(tx).await?;
    Ok(())
}

/// The messages about an application, oldest first.
pub async fn list(db: &impl Db, application_id: Uuid) -> Result<Vec<Line>> {
    let page = line::Entity::find().filter(line::Column::ApplicationId.eq(application_id));
    page.order_by_asc(line::Column::Id).limit(MOST).all(db).await.in_table("conversation_line")
}

/// Notes a look.
pub async fn add_reveal(tx: &Tx<'_>, row: &Reveal) -> Result<()> {
    reveal::Entity::insert(row.clone().into_active_model()).exec_without_returning(tx).await?;
    Ok(())
}

/// The looks of an application, oldest first.
pub async fn list_reveals(db: &impl Db, application_id: Uuid) -> Result<Vec<Reveal>> {
    let page = reveal::Entity::find().filter(reveal::Column::ApplicationId.eq(application_id));
    page.order_by_asc(reveal::Column::Id).limit(MOST).all(db).await.in_table("reveal")
}

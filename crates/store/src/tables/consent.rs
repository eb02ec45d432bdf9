//! What people agreed to and took back, act by act. What holds is the rules' business.

use crate::error::InTable;
use crate::{Db, Result, Tx};
use sea_orm::IntoActiveModel;
use sea_orm::QueryOrder;
use sea_orm::entity::prelude::*;

pub use entity::Model as Row;
use entity::{Column, Entity};

pub(crate) mod entity {
    //! The table `consent` for sea-orm.

    use sea_orm::entity::prelude::*;

    /// One act as stored.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "consent")]
    pub struct Model {
        /// Made by the caller, version 7.
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        /// Whose it is.
        pub profile_id: Uuid,
        /// Code of the purpose.
        pub purpose: String,
        /// The employer it is about.
        pub employer_id: Option<Uuid>,
        /// The channel it is about.
        pub channel: Option<String>,
        /// `given` or `withdrawn`.
        pub act: String,
        /// When.
        pub at: i64,
        /// Number of the text that was read.
        pub wording_version: i32,
        /// Its language.
        pub lang: String,
        /// How it was done.
        pub way: String,
        /// `person` or `guardian`.
        pub giver: String,
        /// Where the paper is found.
        pub evidence: Option<String>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Adds an act.
pub async fn insert(tx: &Tx<'_>, row: &Row) -> Result<()> {
    Entity::insert(row.clone().into_active_model()).exec_without_returning(tx).await?;
    Ok(())
}

/// Everything that these people agreed to and took back, as it was recorded.
pub async fn list_of_many(db: &impl Db, profile_ids: &[Uuid]) -> Result<Vec<Row>> {
    let acts = Entity::find().filter(Column::ProfileId.is_in(profile_ids.iter().copied()));
    acts.order_by_asc(Column::Id).all(db).await.in_table("consent")
}

/// Takes the places of papers out of a person's acts: they may name somebody.
pub async fn blank_evidence(tx: &Tx<'_>, profile_id: Uuid) -> Result<()> {
    let blank = Entity::update_many().col_expr(Column::Evidence, Expr::value(None::<String>));
    blank.filter(Column::ProfileId.eq(profile_id)).exec(tx).await?;
    Ok(())
}

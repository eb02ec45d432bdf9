//! Words that an employer keeps for answering applicants.

use crate::error::InTable;
use crate::per_backend::bound;
use crate::{Db, Result, Tx};
use sea_orm::entity::prelude::*;
use sea_orm::{ConnectionTrait, IntoActiveModel, QueryOrder, QuerySelect};

pub use entity::Model as Row;
use entity::{Column, Entity};

/// The most templates that are read of one employer.
const MOST: u64 = 100;

pub(crate) mod entity {
    //! The table `answer_template` for sea-orm.

    use sea_orm::entity::prelude::*;

    /// One template as stored.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "answer_template")]
    pub struct Model {
        /// Made by the caller.
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        /// The employer.
        pub employer_id: Uuid,
        /// What it is called; unique with its employer.
        pub title: String,
        /// What it says.
        pub words: String,
        /// When it was made.
        pub created_at: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Adds a template. [`crate::Error::Constraint`] `uq_answer_template_employer_id_title` when the employer has one of
/// the name.
pub async fn insert(tx: &Tx<'_>, row: &Row) -> Result<()> {
    Entity::insert(row.clone().into_active_model()).exec_without_returning(tx).await?;
    Ok(())
}

/// The templates of an employer, oldest first.
pub async fn list(db: &impl Db, employer_id: Uuid) -> Result<Vec<Row>> {
    let page = Entity::find().filter(Column::EmployerId.eq(employer_id));
    page.order_by_asc(Column::Id).limit(MOST).all(db).await.in_table("answer_template")
}

/// Deletes a template of an employer. False when it is not there.
pub async fn delete(tx: &Tx<'_>, employer_id: Uuid, id: Uuid) -> Result<bool> {
    let sql = "DELETE FROM answer_template WHERE id = $1 AND employer_id = $2";
    Ok(tx.execute_raw(bound(tx, sql, [id.into(), employer_id.into()])).await?.rows_affected() == 1)
}

//! What stands on a centre's letters: the body above it, the place, the sign of the paper, who signs.

use crate::error::InTable;
use crate::{Db, Error, Result, Tx};
use sea_orm::entity::prelude::*;
use sea_orm::{ActiveModelTrait, ExprTrait, IntoActiveModel};

pub use entity::Model as Row;
use entity::{Column, Entity};

pub(crate) mod entity {
    //! The table `letterhead` for sea-orm.

    use sea_orm::entity::prelude::*;

    /// The letterhead of one centre as stored.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "letterhead")]
    pub struct Model {
        /// The centre.
        #[sea_orm(primary_key, auto_increment = false)]
        pub centre_id: Uuid,
        /// 1 at first, one more with every change.
        pub version: i64,
        /// The body above the centre, as written.
        pub parent_body: String,
        /// The place beside the date.
        pub place: String,
        /// What follows the number (`GTVL-TTDVVL`).
        pub sign: String,
        /// Where the centre is.
        pub address: Option<String>,
        /// Its telephone, as read out.
        pub phone: Option<String>,
        /// The post of who signs.
        pub signer_post: String,
        /// The name of who signs.
        pub signer_name: Option<String>,
        /// Working days in which a letter is sent.
        pub send_days: i32,
        /// Working days in which an employer answers.
        pub answer_days: i32,
        /// When it was last changed.
        pub updated_at: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The letterhead of a centre, if it has one.
pub async fn find(db: &impl Db, centre_id: Uuid) -> Result<Option<Row>> {
    Entity::find_by_id(centre_id).one(db).await.in_table("letterhead")
}

/// Stores a letterhead: version 0 for the first one, else the version it was loaded with. [`Error::Conflict`] when
/// another stands there.
pub async fn save(tx: &Tx<'_>, row: &Row) -> Result<()> {
    let mut next = row.clone();
    next.version += 1;
    let next = next.into_active_model().reset_all();
    if row.version == 0 {
        let taken = sea_orm::sea_query::OnConflict::column(Column::CentreId).do_nothing().to_owned();
        let insert = Entity::insert_many([next]).on_conflict(taken).try_insert().exec_without_returning(tx).await?;
        return if matches!(insert, sea_orm::TryInsertResult::Inserted(1)) { Ok(()) } else { Err(Error::Conflict) };
    }
    let same = Column::CentreId.eq(row.centre_id).and(Column::Version.eq(row.version));
    let changed = Entity::update_many().set(next).filter(same).exec(tx).await?;
    if changed.rows_affected == 1 { Ok(()) } else { Err(Error::Conflict) }
}

//! The accounts of a centre: which one pays, and which one is paid. Numbers are sealed by the caller.

use crate::error::InTable;
use crate::per_backend::bound;
use crate::{Db, Error, Result, Tx};
use sea_orm::entity::prelude::*;
use sea_orm::{ActiveModelTrait, ConnectionTrait, ExprTrait, IntoActiveModel};

pub use entity::Model as Row;
use entity::{Column, Entity};

pub(crate) mod entity {
    //! The table `paying` for sea-orm.

    use sea_orm::entity::prelude::*;

    /// The accounts of one centre as stored.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "paying")]
    pub struct Model {
        /// The centre.
        #[sea_orm(primary_key, auto_increment = false)]
        pub centre_id: Uuid,
        /// 1 at first, one more with every change.
        pub version: i64,
        /// Name of who pays.
        pub payer_name: String,
        /// Code of the paying bank (BIC, or the number of the national switch).
        pub payer_bank: String,
        /// Number of the paying account, sealed.
        pub payer_account: Vec<u8>,
        /// Name of who is paid.
        pub payee_name: String,
        /// Code of its bank.
        pub payee_bank: String,
        /// Number of its account, sealed.
        pub payee_account: Vec<u8>,
        /// When it was last changed.
        pub updated_at: i64,
        /// Who wrote the account that is paid.
        pub payee_by: Option<Uuid>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The accounts of a centre, if it has any.
pub async fn find(db: &impl Db, centre_id: Uuid) -> Result<Option<Row>> {
    Entity::find_by_id(centre_id).one(db).await.in_table("paying")
}

/// Stores the accounts: version 0 for the first time, else the version they were loaded with. [`Error::Conflict`] when
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

/// Holds the accounts of a centre until the write ends: lists of a centre are made one after the other, so that their
/// numbers have no doubles. `false` when there are none.
pub async fn hold(tx: &Tx<'_>, centre_id: Uuid) -> Result<bool> {
    let sql = "UPDATE paying SET version = version WHERE centre_id = $1";
    Ok(tx.execute_raw(bound(tx, sql, [centre_id.into()])).await?.rows_affected() == 1)
}

//! Codes by which people take over the profile that was made for them at a counter. Of a code only its keyed hash is
//! kept.

use crate::error::InTable;
use crate::per_backend::bound;
use crate::{Db, Result, Tx};
use sea_orm::entity::prelude::*;
use sea_orm::{ConnectionTrait, IntoActiveModel, QueryOrder};

pub use entity::Model as Row;
use entity::{Column, Entity};

pub(crate) mod entity {
    //! The table `claim_code` for sea-orm.

    use sea_orm::entity::prelude::*;

    /// One code as stored.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "claim_code")]
    pub struct Model {
        /// Made by the caller, version 7.
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        /// The profile.
        pub profile_id: Uuid,
        /// Keyed hash of the code: 32 bytes, unique.
        pub lookup: Vec<u8>,
        /// The officer who printed it.
        pub issued_by: Uuid,
        /// When.
        pub created_at: i64,
        /// It works until then.
        pub expires_at: i64,
        /// When it was used or replaced.
        pub ended_at: Option<i64>,
        /// The account that used it.
        pub account_id: Option<Uuid>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Keeps a code.
pub async fn insert(tx: &Tx<'_>, row: &Row) -> Result<()> {
    Entity::insert(row.clone().into_active_model()).exec_without_returning(tx).await?;
    Ok(())
}

/// The code with this keyed hash, whatever became of it.
pub async fn find_by_lookup(db: &impl Db, lookup: &[u8]) -> Result<Option<Row>> {
    Entity::find().filter(Column::Lookup.eq(lookup.to_vec())).one(db).await.in_table("claim_code")
}

/// The code of a profile that works now.
pub async fn find_open(db: &impl Db, profile_id: Uuid, now: i64) -> Result<Option<Row>> {
    let open = Entity::find()
        .filter(Column::ProfileId.eq(profile_id))
        .filter(Column::EndedAt.is_null())
        .filter(Column::ExpiresAt.gt(now));
    open.order_by_desc(Column::Id).one(db).await.in_table("claim_code")
}

/// Ends all codes of a profile that were not used.
pub async fn end_open(tx: &Tx<'_>, profile_id: Uuid, now: i64) -> Result<()> {
    let sql = "UPDATE claim_code SET ended_at = $1 WHERE profile_id = $2 AND ended_at IS NULL";
    tx.execute_raw(bound(tx, sql, [now.into(), profile_id.into()])).await?;
    Ok(())
}

/// Uses a code for an account. False when it had ended: of two who use one code one comes too late.
pub async fn take(tx: &Tx<'_>, id: Uuid, account_id: Uuid, now: i64) -> Result<bool> {
    let sql = "UPDATE claim_code SET ended_at = $1, account_id = $2 WHERE id = $3 AND ended_at IS NULL";
    Ok(tx.execute_raw(bound(tx, sql, [now.into(), account_id.into(), id.into()])).await?.rows_affected() == 1)
}

//! Keys of programs. What a key is stays with its holder; here is its hash.

use crate::error::InTable;
use crate::per_backend::bound;
use crate::{Db, Result, Tx};
use sea_orm::entity::prelude::*;
use sea_orm::{ConnectionTrait, IntoActiveModel, QueryOrder, QuerySelect};

pub use entity::Model as Row;
use entity::{Column, Entity};

pub(crate) mod entity {
    //! The table `api_key` for sea-orm.

    use sea_orm::entity::prelude::*;

    /// One key as stored.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "api_key")]
    pub struct Model {
        /// Made by the caller; part of the key.
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        /// The organisation that it acts for.
        pub organisation_id: Uuid,
        /// What its people call it.
        pub name: String,
        /// What it may do: `read`, `write`, or of older keys `postings`, which is the same as `write`.
        pub scope: String,
        /// SHA-256 of the secret part: 32 bytes.
        pub hash: Vec<u8>,
        /// The account that made it.
        pub created_by: Uuid,
        /// When.
        pub created_at: i64,
        /// First instant at which it is of no use.
        pub expires_at: i64,
        /// When it was last used, within an hour.
        pub used_at: Option<i64>,
        /// When it was taken out of use.
        pub revoked_at: Option<i64>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Adds a key.
pub async fn insert(tx: &Tx<'_>, row: &Row) -> Result<()> {
    Entity::insert(row.clone().into_active_model()).exec_without_returning(tx).await?;
    Ok(())
}

/// The key, whatever became of it.
pub async fn find(db: &impl Db, id: Uuid) -> Result<Option<Row>> {
    Entity::find_by_id(id).one(db).await.in_table("api_key")
}

/// Keys of an organisation, newest first.
pub async fn list(db: &impl Db, organisation: Uuid) -> Result<Vec<Row>> {
    let keys = Entity::find().filter(Column::OrganisationId.eq(organisation)).order_by_desc(Column::Id);
    keys.limit(200).all(db).await.in_table("api_key")
}

/// Takes a key of an organisation out of use. False when it was, or is another's.
pub async fn revoke(tx: &Tx<'_>, organisation: Uuid, id: Uuid, now: i64) -> Result<bool> {
    let sql = "UPDATE api_key SET revoked_at = $1 WHERE id = $2 AND organisation_id = $3 AND revoked_at IS NULL";
    Ok(tx.execute_raw(bound(tx, sql, [now.into(), id.into(), organisation.into()])).await?.rows_affected() == 1)
}

/// Lets a key in use end earlier. False when it is out of use, is another's, or ends earlier still.
pub async fn shorten(tx: &Tx<'_>, organisation: Uuid, id: Uuid, until: i64, now: i64) -> Result<bool> {
    let sql = "UPDATE api_key SET expires_at = $1 WHERE id = $2 AND organisation_id = $3 AND revoked_at IS NULL
               AND expires_at > $1 AND expires_at > $4";
    let values = [until.into(), id.into(), organisation.into(), now.into()];
    Ok(tx.execute_raw(bound(tx, sql, values)).await?.rows_affected() == 1)
}

/// Notes that a key is in use.
pub async fn touch(tx: &Tx<'_>, id: Uuid, now: i64) -> Result<()> {
    let sql = "UPDATE api_key SET used_at = $1 WHERE id = $2 AND (used_at IS NULL OR used_at < $1)";
    tx.execute_raw(bound(tx, sql, [now.into(), id.into()])).await?;
    Ok(())
}

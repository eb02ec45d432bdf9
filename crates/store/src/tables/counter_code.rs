//! Short codes that people read out at a counter. Of a code only its keyed hash is kept, for a day.

use crate::error::InTable;
use crate::per_backend::bound;
use crate::{Db, Result, Tx};
use sea_orm::entity::prelude::*;
use sea_orm::{ConnectionTrait, IntoActiveModel};

pub use entity::Model as Row;
use entity::{Column, Entity};

pub(crate) mod entity {
    //! The table `counter_code` for sea-orm.

    use sea_orm::entity::prelude::*;

    /// One code as stored.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "counter_code")]
    pub struct Model {
        /// Made by the caller, version 7.
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        /// The profile of whoever reads it out.
        pub profile_id: Uuid,
        /// Keyed hash of the code: 32 bytes, unique.
        pub lookup: Vec<u8>,
        /// Version of the consent that was read when the code was made.
        pub wording_version: i32,
        /// Language of that text: `vi` or `en`.
        pub lang: String,
        /// When it was made.
        pub created_at: i64,
        /// It works until then.
        pub expires_at: i64,
        /// When it was used or replaced.
        pub ended_at: Option<i64>,
        /// The officer who used it.
        pub taken_by: Option<Uuid>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Keeps a code, ends those that the profile had, and forgets ended ones of the same hash.
/// [`crate::Error::Constraint`] `uq_counter_code_lookup` when somebody else holds the same code now.
pub async fn insert(tx: &Tx<'_>, row: &Row) -> Result<()> {
    end_open(tx, row.profile_id, row.created_at).await?;
    let sql = "DELETE FROM counter_code WHERE lookup = $1 AND (ended_at IS NOT NULL OR expires_at <= $2)";
    tx.execute_raw(bound(tx, sql, [row.lookup.clone().into(), row.created_at.into()])).await?;
    Entity::insert(row.clone().into_active_model()).exec_without_returning(tx).await?;
    Ok(())
}

/// The code with this keyed hash, whatever became of it.
pub async fn find_by_lookup(db: &impl Db, lookup: &[u8]) -> Result<Option<Row>> {
    Entity::find().filter(Column::Lookup.eq(lookup.to_vec())).one(db).await.in_table("counter_code")
}

/// Ends all codes of a profile that were not used.
pub async fn end_open(tx: &Tx<'_>, profile_id: Uuid, now: i64) -> Result<()> {
    let sql = "UPDATE counter_code SET ended_at = $1 WHERE profile_id = $2 AND ended_at IS NULL";
    tx.execute_raw(bound(tx, sql, [now.into(), profile_id.into()])).await?;
    Ok(())
}

/// Uses a code for an officer. False when it had ended: of two who use one code one comes too late.
pub async fn take(tx: &Tx<'_>, id: Uuid, officer_id: Uuid, now: i64) -> Result<bool> {
    let sql = "UPDATE counter_code SET ended_at = $1, taken_by = $2 WHERE id = $3 AND ended_at IS NULL";
    Ok(tx.execute_raw(bound(tx, sql, [now.into(), officer_id.into(), id.into()])).await?.rows_affected() == 1)
}

/// Forgets codes that ran out before `before`, at most `limit`. Answers how many.
pub async fn prune(tx: &Tx<'_>, before: i64, limit: i64) -> Result<u64> {
    let sql = "DELETE FROM counter_code WHERE id IN (
               SELECT id FROM counter_code WHERE expires_at < $1 ORDER BY expires_at LIMIT $2)";
    Ok(tx.execute_raw(bound(tx, sql, [before.into(), limit.into()])).await?.rows_affected())
}

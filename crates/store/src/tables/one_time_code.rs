//! One-time codes and links. Only a keyed hash of a code is here. A code ends when it is used, when it is replaced,
//! after too many wrong ones, or by time, whichever comes first.

use crate::error::InTable;
use crate::per_backend::{self, bound};
use crate::{Db, Result, Tx};
use sea_orm::entity::prelude::*;
use sea_orm::{ConnectionTrait, IntoActiveModel};

use entity::Entity;
pub use entity::Model as Row;

pub(crate) mod entity {
    //! The table `one_time_code` for sea-orm.

    use sea_orm::entity::prelude::*;

    /// One code as stored.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "one_time_code")]
    pub struct Model {
        /// Made by the caller.
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        /// What it is for (`sign_up`, `recover`, `set_up`).
        pub purpose: String,
        /// Keyed hash of the address it was sent to.
        pub lookup: Option<Vec<u8>>,
        /// The account, where one has the address.
        pub account_id: Option<Uuid>,
        /// Kind of the address.
        pub kind: String,
        /// The address, sealed.
        pub recipient: Option<Vec<u8>>,
        /// Keyed hash of the code: 32 bytes.
        pub hash: Vec<u8>,
        /// Wrong codes shown so far.
        pub attempts: i32,
        /// When it was made.
        pub created_at: i64,
        /// Until when it can be used.
        pub expires_at: i64,
        /// When it was used or replaced.
        pub ended_at: Option<i64>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Adds a code and ends those of the same purpose that were sent to the same address before.
pub async fn insert(tx: &Tx<'_>, row: &Row) -> Result<()> {
    let sql = "UPDATE one_time_code SET ended_at = $1 WHERE purpose = $2 AND ended_at IS NULL
               AND (lookup = $3 OR (lookup IS NULL AND $3 IS NULL AND purpose = 'set_up'))";
    let values = [row.created_at.into(), row.purpose.as_str().into(), row.lookup.clone().into()];
    tx.execute_raw(bound(tx, sql, values)).await?;
    Entity::insert(row.clone().into_active_model()).exec_without_returning(tx).await?;
    Ok(())
}

/// The code, whatever became of it.
pub async fn find(db: &impl Db, id: Uuid) -> Result<Option<Row>> {
    Entity::find_by_id(id).one(db).await.in_table("one_time_code")
}

/// The code, held until the write ends: of two requests that show it at once one sees what the other did.
pub async fn find_for_update(tx: &Tx<'_>, id: Uuid) -> Result<Option<Row>> {
    let sql = format!("SELECT id FROM one_time_code WHERE id = $1 {}", per_backend::for_update(tx));
    tx.query_one_raw(bound(tx, &sql, [id.into()])).await?;
    find(tx, id).await
}

/// Ends a code that was shown. False when it had ended.
pub async fn end(tx: &Tx<'_>, id: Uuid, now: i64) -> Result<bool> {
    let sql = "UPDATE one_time_code SET ended_at = $1 WHERE id = $2 AND ended_at IS NULL";
    Ok(tx.execute_raw(bound(tx, sql, [now.into(), id.into()])).await?.rows_affected() == 1)
}

/// Notes a wrong code.
pub async fn note_wrong(tx: &Tx<'_>, id: Uuid) -> Result<()> {
    let sql = "UPDATE one_time_code SET attempts = attempts + 1 WHERE id = $1";
    tx.execute_raw(bound(tx, sql, [id.into()])).await?;
    Ok(())
}

/// Forgets codes that ran out before `before`, at most `limit`. Answers how many.
pub async fn prune(tx: &Tx<'_>, before: i64, limit: i64) -> Result<u64> {
    let sql = "DELETE FROM one_time_code WHERE id IN (
               SELECT id FROM one_time_code WHERE expires_at < $1 ORDER BY expires_at LIMIT $2)";
    Ok(tx.execute_raw(bound(tx, sql, [before.into(), limit.into()])).await?.rows_affected())
}

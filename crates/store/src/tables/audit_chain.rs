//! The chain of audit rows: a link for each row, in one order for each centre and for the platform, and the heads. What
//! a hash is made of and how a head is signed belongs to the caller.

use super::audit::{Stored, entity as audit};
use crate::per_backend::{self, bound};
use crate::tables::CHUNK;
use crate::{Db, Result, Tx};
use sea_orm::entity::prelude::*;
use sea_orm::{ConnectionTrait, FromQueryResult, IntoActiveModel, QueryOrder, QuerySelect};
use std::collections::HashMap;

pub use entity::Model as Link;
use entity::{Column, Entity};

/// Links that came back with a restored copy and are put aside in one turn.
const LINKED_BEFORE: i64 = 5_000;

pub(crate) mod entity {
    //! The table `audit_link` for sea-orm.

    use sea_orm::entity::prelude::*;

    /// Where an audit row stands in its chain.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "audit_link")]
    pub struct Model {
        /// The row.
        #[sea_orm(primary_key, auto_increment = false)]
        pub audit_id: i64,
        /// The centre; nil for the platform.
        pub chain: Uuid,
        /// Its place, from 1 on, without a gap.
        pub seq: i64,
        /// When it was linked.
        pub linked_at: i64,
        /// What binds the values of the row without holding them.
        pub commitment: Option<Vec<u8>>,
        /// Over the hash before and everything of this row.
        pub hash: Vec<u8>,
        /// Over chain, place and hash; on the last link of a turn.
        pub signature: Option<Vec<u8>>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The end of a chain, signed.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct Head {
    /// The centre; nil for the platform.
    pub chain: Uuid,
    /// Place of the last link.
    pub seq: i64,
    /// When it was signed.
    pub signed_at: i64,
    /// Its hash.
    pub hash: Vec<u8>,
    /// Over all of these.
    pub signature: Vec<u8>,
}

/// Keeps others from linking until this write ends.
pub async fn lock(tx: &Tx<'_>) -> Result<()> {
    Ok(per_backend::lock_audit_chain(tx).await?)
}

/// Whether any row waits for its link.
pub async fn is_any_waiting(db: &impl Db) -> Result<bool> {
    let sql = "SELECT audit_id FROM audit_waiting ORDER BY audit_id LIMIT 1";
    Ok(db.query_one_raw(per_backend::statement(db, sql)).await?.is_some())
}

/// Rows that wait, the oldest `limit`. What is linked already, because a copy was restored, is put aside.
pub async fn take_waiting(tx: &Tx<'_>, limit: u64) -> Result<Vec<Stored>> {
    let linked = "DELETE FROM audit_waiting WHERE audit_id IN (
        SELECT audit_link.audit_id FROM audit_waiting JOIN audit_link ON audit_link.audit_id = audit_waiting.audit_id
        LIMIT $1)";
    tx.execute_raw(bound(tx, linked, [LINKED_BEFORE.into()])).await?;
    let sql = "SELECT audit_id FROM audit_waiting ORDER BY audit_id LIMIT $1";
    let rows = tx.query_all_raw(bound(tx, sql, [(limit as i64).into()])).await?;
    let ids = rows.iter().map(|row| row.try_get_by_index(0)).collect::<Result<Vec<i64>, _>>()?;
    let mut waiting = Vec::with_capacity(ids.len());
    for part in ids.chunks(CHUNK) {
        let found = audit::Entity::find().filter(audit::Column::Id.is_in(part.iter().copied()));
        waiting.extend(found.order_by_asc(audit::Column::Id).all(tx).await?);
    }
    Ok(waiting)
}

/// Adds links, and ends the waiting of their rows.
pub async fn append(tx: &Tx<'_>, links: &[Link]) -> Result<()> {
    for part in links.chunks(CHUNK) {
        let rows = part.iter().map(|link| link.clone().into_active_model());
        Entity::insert_many(rows).exec_without_returning(tx).await?;
        let marks: Vec<String> = (1..=part.len()).map(|n| format!("${n}")).collect();
        let sql = format!("DELETE FROM audit_waiting WHERE audit_id IN ({})", marks.join(", "));
        let ids = part.iter().map(|link| link.audit_id.into());
        tx.execute_raw(sea_orm::Statement::from_sql_and_values(tx.get_database_backend(), &sql, ids)).await?;
    }
    Ok(())
}

/// The head of a chain, once it has one.
pub async fn find_head(db: &impl Db, chain: Uuid) -> Result<Option<Head>> {
    let sql = "SELECT chain, seq, signed_at, hash, signature FROM audit_head WHERE chain = $1";
    let row = db.query_one_raw(bound(db, sql, [chain.into()])).await?;
    Ok(row.map(|row| Head::from_query_result(&row, "")).transpose()?)
}

/// Moves the head of a chain.
pub async fn set_head(tx: &Tx<'_>, head: &Head) -> Result<()> {
    let sql = "INSERT INTO audit_head (chain, seq, signed_at, hash, signature) VALUES ($1, $2, $3, $4, $5)
               ON CONFLICT (chain) DO UPDATE SET seq = excluded.seq, signed_at = excluded.signed_at,
               hash = excluded.hash, signature = excluded.signature";
    let (hash, signature) = (head.hash.clone(), head.signature.clone());
    let values = [head.chain.into(), head.seq.into(), head.signed_at.into(), hash.into(), signature.into()];
    tx.execute_raw(bound(tx, sql, values)).await?;
    Ok(())
}

/// All chains that have a link or a head (as many as there are centres), in the order of their ids.
pub async fn list_chains(db: &impl Db) -> Result<Vec<Uuid>> {
    let sql = "SELECT chain FROM audit_head UNION SELECT DISTINCT chain FROM audit_link";
    let rows = db.query_all_raw(per_backend::statement(db, sql)).await?;
    let mut chains = rows.iter().map(|row| row.try_get_by_index(0)).collect::<Result<Vec<Uuid>, _>>()?;
    chains.sort_unstable();
    Ok(chains)
}

/// Links of a chain after a place, in order, each with its row if that is still there.
pub async fn list_linked(db: &impl Db, chain: Uuid, after: i64, limit: u64) -> Result<Vec<(Link, Option<Stored>)>> {
    let links = Entity::find().filter(Column::Chain.eq(chain)).filter(Column::Seq.gt(after));
    let links = links.order_by_asc(Column::Seq).limit(limit.min(CHUNK as u64)).all(db).await?;
    let ids = links.iter().map(|link| link.audit_id);
    let rows = audit::Entity::find().filter(audit::Column::Id.is_in(ids)).all(db).await?;
    let mut rows: HashMap<i64, Stored> = rows.into_iter().map(|row| (row.id, row)).collect();
    Ok(links
        .into_iter()
        .map(|link| {
            let row = rows.remove(&link.audit_id);
            (link, row)
        })
        .collect())
}

/// Ids and instants of rows without a link after an id, in order. Looks at every row.
pub async fn list_unlinked(db: &impl Db, after: i64, limit: i64) -> Result<Vec<(i64, i64)>> {
    let sql = "SELECT id, at FROM audit WHERE id > $1
               AND NOT EXISTS (SELECT 1 FROM audit_link WHERE audit_link.audit_id = audit.id) ORDER BY id LIMIT $2";
    let rows = db.query_all_raw(bound(db, sql, [after.into(), limit.into()])).await?;
    rows.iter().map(|row| Ok((row.try_get_by_index(0)?, row.try_get_by_index(1)?))).collect()
}

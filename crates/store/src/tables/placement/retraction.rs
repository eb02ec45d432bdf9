//! Retractions that wait for a second person. A fact has one that waits at most: the database says so.

use crate::error::InTable;
use crate::per_backend::bound;
use crate::{Db, Error, Result, Tx};
use sea_orm::entity::prelude::*;
use sea_orm::{ConnectionTrait, IntoActiveModel, QueryOrder, QuerySelect};

pub use table::Model as Retraction;
use table::{Column, Entity};

/// The most that are listed at once.
const MOST: u64 = 200;

pub(crate) mod table {
    //! The table `placement_retraction` for sea-orm.

    use sea_orm::entity::prelude::*;

    /// One retraction that was proposed.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "placement_retraction")]
    pub struct Model {
        /// Made by the caller, version 7; the fact that it becomes has the same.
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        /// The placement.
        pub placement_id: Uuid,
        /// The fact that is to be retracted.
        pub fact_id: Uuid,
        /// Why it is wrong.
        pub why: String,
        /// Code of who spoke.
        pub source: String,
        /// Code of the way by which it came.
        pub channel: String,
        /// SHA-256 of the paper that it rests on: 32 bytes.
        pub document_hash: Option<Vec<u8>>,
        /// Number of an electronic contract, or of a row of a file.
        pub reference: Option<String>,
        /// The account that proposed it.
        pub proposed_by: Option<Uuid>,
        /// When.
        pub proposed_at: i64,
        /// `waiting`, `confirmed` or `declined`.
        pub state: String,
        /// 1 while it waits, else nothing.
        pub is_waiting: Option<i32>,
        /// The account that decided.
        pub decided_by: Option<Uuid>,
        /// When.
        pub decided_at: Option<i64>,
        /// What was said of the decision.
        pub note: Option<String>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Adds one that waits. [`Error::Constraint`] `uq_placement_retraction_fact_id_is_waiting` when one does for the fact.
pub async fn propose(tx: &Tx<'_>, row: &Retraction) -> Result<()> {
    Entity::insert(row.clone().into_active_model()).exec_without_returning(tx).await?;
    Ok(())
}

/// The retraction, if there is one.
pub async fn find(db: &impl Db, id: Uuid) -> Result<Option<Retraction>> {
    Entity::find_by_id(id).one(db).await.in_table("placement_retraction")
}

/// The one that waits for a fact.
pub async fn find_waiting(db: &impl Db, fact_id: Uuid) -> Result<Option<Retraction>> {
    let same = Entity::find().filter(Column::FactId.eq(fact_id)).filter(Column::IsWaiting.eq(1));
    same.one(db).await.in_table("placement_retraction")
}

/// Those of a placement that wait, oldest first.
pub async fn list_waiting(db: &impl Db, placement_id: Uuid) -> Result<Vec<Retraction>> {
    let page = Entity::find().filter(Column::PlacementId.eq(placement_id)).filter(Column::IsWaiting.eq(1));
    page.order_by_asc(Column::Id).limit(MOST).all(db).await.in_table("placement_retraction")
}

/// Placements of a centre with one that waits, and since when the first of them does, behind the first `skip`; the
/// longest waiting first.
pub async fn list_waiting_at(db: &impl Db, centre_id: Uuid, skip: u64, limit: u64) -> Result<Vec<(Uuid, i64)>> {
    let sql = "SELECT placement.id, min(placement_retraction.proposed_at) FROM placement_retraction
               JOIN placement ON placement.id = placement_retraction.placement_id
               WHERE placement_retraction.is_waiting = 1 AND placement.centre_id = $1
               GROUP BY placement.id ORDER BY 2, 1 LIMIT $2 OFFSET $3";
    let [limit, skip] = [limit, skip].map(|count| i64::try_from(count).unwrap_or(i64::MAX));
    let rows = db.query_all_raw(bound(db, sql, [centre_id.into(), limit.into(), skip.into()])).await?;
    let waiting = rows.iter().map(|row| Ok((row.try_get_by_index(0)?, row.try_get_by_index(1)?)));
    waiting.collect::<std::result::Result<_, DbErr>>().in_table("placement_retraction")
}

/// Ends one that waits, as the row says; [`Error::Conflict`] when it does not wait any more.
pub async fn decide(tx: &Tx<'_>, row: &Retraction) -> Result<()> {
    let sql = "UPDATE placement_retraction SET state = $1, is_waiting = NULL, decided_by = $2, decided_at = $3,
               note = $4 WHERE id = $5 AND is_waiting = 1";
    let values = [
        row.state.as_str().into(),
        row.decided_by.into(),
        row.decided_at.into(),
        row.note.clone().into(),
        row.id.into(),
    ];
    if tx.execute_raw(bound(tx, sql, values)).await?.rows_affected() == 1 { Ok(()) } else { Err(Error::Conflict) }
}

/// Forgets what people wrote of the retractions of a placement that are decided.
pub async fn forget_words(tx: &Tx<'_>, placement_id: Uuid) -> Result<()> {
    let sql = "UPDATE placement_retraction SET why = '', note = NULL
               WHERE placement_id = $1 AND is_waiting IS NULL";
    tx.execute_raw(bound(tx, sql, [placement_id.into()])).await?;
    Ok(())
}

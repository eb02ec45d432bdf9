//! Papers that facts rest on, in chunks. Names and bytes are sealed by the caller.

use crate::error::InTable;
use crate::per_backend::bound;
use crate::tables::stuck::is_free;
use crate::{Db, Result, Tx};
use sea_orm::entity::prelude::*;
use sea_orm::{ConnectionTrait, IntoActiveModel, QueryOrder, QuerySelect};

pub use chunk::Model as Chunk;
pub use paper::Model as Document;

/// The most papers that are read of one placement.
const MOST: u64 = 200;

pub(crate) mod paper {
    //! The table `placement_document` for sea-orm.

    use sea_orm::entity::prelude::*;

    /// One paper as stored.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "placement_document")]
    pub struct Model {
        /// Made by the caller, version 7.
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        /// The placement.
        pub placement_id: Uuid,
        /// Code of its kind, read from the content.
        pub media: String,
        /// Bytes.
        pub size: i64,
        /// SHA-256 of the bytes: 32 bytes.
        pub hash: Vec<u8>,
        /// What it was called, sealed.
        pub name: Vec<u8>,
        /// `waiting`, `clean`, `unscanned` or `infected`.
        pub state: String,
        /// What the scanner found.
        pub found: Option<String>,
        /// The account that sent it.
        pub entered_by: Option<Uuid>,
        /// When it came.
        pub created_at: i64,
        /// When the scanner looked at it.
        pub scanned_at: Option<i64>,
        /// When its bytes and its name went; the rest stays, so that what rests on it can still be checked.
        pub erased_at: Option<i64>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod chunk {
    //! The table `placement_chunk` for sea-orm.

    use sea_orm::entity::prelude::*;

    /// One part of a paper as stored.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "placement_chunk")]
    pub struct Model {
        /// Made by the caller.
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        /// The paper.
        pub document_id: Uuid,
        /// Counted from 0.
        pub number: i32,
        /// The bytes, sealed.
        pub bytes: Vec<u8>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Adds a paper with its chunks.
pub async fn insert(tx: &Tx<'_>, paper: &Document, chunks: &[Chunk]) -> Result<()> {
    paper::Entity::insert(paper.clone().into_active_model()).exec_without_returning(tx).await?;
    for chunk in chunks {
        chunk::Entity::insert(chunk.clone().into_active_model()).exec_without_returning(tx).await?;
    }
    Ok(())
}

/// The paper, if there is one.
pub async fn find(db: &impl Db, id: Uuid) -> Result<Option<Document>> {
    paper::Entity::find_by_id(id).one(db).await.in_table("placement_document")
}

/// The paper of a placement with this hash, unless it was erased.
pub async fn find_by_hash(db: &impl Db, placement_id: Uuid, hash: &[u8]) -> Result<Option<Document>> {
    let same = paper::Entity::find()
        .filter(paper::Column::PlacementId.eq(placement_id))
        .filter(paper::Column::Hash.eq(hash.to_vec()))
        .filter(paper::Column::ErasedAt.is_null());
    same.one(db).await.in_table("placement_document")
}

/// The papers of a placement, newest first; those that were erased too.
pub async fn list(db: &impl Db, placement_id: Uuid) -> Result<Vec<Document>> {
    let page = paper::Entity::find().filter(paper::Column::PlacementId.eq(placement_id));
    page.order_by_desc(paper::Column::Id).limit(MOST).all(db).await.in_table("placement_document")
}

/// Papers that wait for the scanner, oldest first; without those that it could not read and that wait for a next try.
pub async fn list_waiting(db: &impl Db, now: i64, limit: u64) -> Result<Vec<Document>> {
    let page = paper::Entity::find().filter(paper::Column::State.eq("waiting"));
    let page = page.filter(paper::Column::ErasedAt.is_null());
    let page = page.filter(is_free("placement_document", paper::Column::Id, now));
    page.order_by_asc(paper::Column::Id).limit(limit).all(db).await.in_table("placement_document")
}

/// The chunks of a paper in order.
pub async fn list_chunks(db: &impl Db, document_id: Uuid) -> Result<Vec<Chunk>> {
    let page = chunk::Entity::find().filter(chunk::Column::DocumentId.eq(document_id));
    page.order_by_asc(chunk::Column::Number).all(db).await.in_table("placement_chunk")
}

/// Notes what the scanner said of a paper that waits. False when somebody else did.
pub async fn settle(tx: &Tx<'_>, id: Uuid, state: &str, found: Option<&str>, now: i64) -> Result<bool> {
    let sql = "UPDATE placement_document SET state = $1, found = $2, scanned_at = $3
               WHERE id = $4 AND state = 'waiting'";
    let values = [state.into(), found.map(str::to_owned).into(), now.into(), id.into()];
    Ok(tx.execute_raw(bound(tx, sql, values)).await?.rows_affected() == 1)
}

/// Some papers of a placement that were not erased yet, oldest first.
pub async fn list_unerased(db: &impl Db, placement_id: Uuid) -> Result<Vec<Document>> {
    let page = paper::Entity::find().filter(paper::Column::PlacementId.eq(placement_id));
    let page = page.filter(paper::Column::ErasedAt.is_null()).order_by_asc(paper::Column::Id);
    page.limit(MOST).all(db).await.in_table("placement_document")
}

/// Erases a paper: its bytes, its name, and what was read of its signatures. False when that was done before.
pub async fn erase(tx: &Tx<'_>, id: Uuid, now: i64) -> Result<bool> {
    // The row of the paper first: whoever keeps what was read of it holds that row too.
    let paper = "UPDATE placement_document SET name = substr(name, 1, 0), found = NULL, erased_at = $1
                 WHERE id = $2 AND erased_at IS NULL";
    let is_done = tx.execute_raw(bound(tx, paper, [now.into(), id.into()])).await?.rows_affected() == 1;
    for gone in
        ["DELETE FROM placement_chunk WHERE document_id = $1", "DELETE FROM placement_signature WHERE document_id = $1"]
    {
        tx.execute_raw(bound(tx, gone, [id.into()])).await?;
    }
    Ok(is_done)
}

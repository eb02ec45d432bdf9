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

/// The paper of a placement with this hash.
pub async fn find_by_hash(db: &impl Db, placement_id: Uuid, hash: &[u8]) -> Result<Option<Document>> {
    let same = paper::Entity::find()
        .filter(paper::Column::PlacementId.eq(placement_id))
        .filter(paper::Column::Hash.eq(hash.to_vec()));
    same.one(db).await.in_table("placement_document")
}

/// The papers of a placement, newest first.
pub async fn list(db: &impl Db, placement_id: Uuid) -> Result<Vec<Document>> {
    let page = paper::Entity::find().filter(paper::Column::PlacementId.eq(placement_id));
    page.order_by_desc(paper::Column::Id).limit(MOST).all(db).await.in_table("placement_document")
}

/// Papers that wait for the scanner, oldest first; without those that it could not read and that wait for a next try.
pub async fn list_waiting(db: &impl Db, now: i64, limit: u64) -> Result<Vec<Document>> {
    let page = paper::Entity::find().filter(paper::Column::State.eq("waiting"));
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

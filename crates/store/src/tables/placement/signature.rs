//! What was read of the signatures in papers. It follows from the bytes; what was read is sealed by the caller.

use super::document::{self, Document};
use crate::error::InTable;
use crate::per_backend::{bound, for_update};
use crate::{Db, Result, Tx};
use sea_orm::ConnectionTrait;
use sea_orm::entity::prelude::*;

pub use table::Model as Signatures;

pub(crate) mod table {
    //! The table `placement_signature` for sea-orm.

    use sea_orm::entity::prelude::*;

    /// What was read of one paper.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "placement_signature")]
    pub struct Model {
        /// The paper.
        #[sea_orm(primary_key, auto_increment = false)]
        pub document_id: Uuid,
        /// `waiting` or `read`.
        pub state: String,
        /// SHA-256 of the list of roots it was read by: 32 bytes.
        pub trust: Option<Vec<u8>>,
        /// What was read, sealed.
        pub answer: Option<Vec<u8>>,
        /// When.
        pub read_at: Option<i64>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Notes that a paper waits to be read.
pub async fn wait(tx: &Tx<'_>, document_id: Uuid) -> Result<()> {
    let sql = "INSERT INTO placement_signature (document_id, state) VALUES ($1, 'waiting')
               ON CONFLICT (document_id) DO NOTHING";
    tx.execute_raw(bound(tx, sql, [document_id.into()])).await?;
    Ok(())
}

/// Lets papers wait that were never noted, and those that were read by another list of roots.
pub async fn renew(tx: &Tx<'_>, trust: &[u8]) -> Result<()> {
    let never = "INSERT INTO placement_signature (document_id, state)
                 SELECT placement_document.id, 'waiting' FROM placement_document
                 WHERE placement_document.media = $1 AND placement_document.erased_at IS NULL AND NOT EXISTS (
                   SELECT 1 FROM placement_signature WHERE placement_signature.document_id = placement_document.id)
                 ON CONFLICT (document_id) DO NOTHING";
    tx.execute_raw(bound(tx, never, ["pdf".into()])).await?;
    let by_another = "UPDATE placement_signature SET state = 'waiting' WHERE state = 'read' AND trust <> $1";
    tx.execute_raw(bound(tx, by_another, [trust.to_vec().into()])).await?;
    Ok(())
}

/// What was read of a paper, if it was noted.
pub async fn find(db: &impl Db, document_id: Uuid) -> Result<Option<Signatures>> {
    table::Entity::find_by_id(document_id).one(db).await.in_table("placement_signature")
}

/// Papers that wait and may be opened, oldest first.
pub async fn list_waiting(db: &impl Db, limit: u64) -> Result<Vec<Document>> {
    let sql = "SELECT placement_signature.document_id FROM placement_signature
               JOIN placement_document ON placement_document.id = placement_signature.document_id
               WHERE placement_signature.state = 'waiting' AND placement_document.state IN ('clean', 'unscanned')
                 AND placement_document.erased_at IS NULL
               ORDER BY placement_signature.document_id LIMIT $1";
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let mut papers = Vec::new();
    for row in db.query_all_raw(bound(db, sql, [limit.into()])).await? {
        papers.extend(document::find(db, row.try_get_by_index(0)?).await?);
    }
    Ok(papers)
}

/// Keeps what was read of a paper, by which list and when; of one that was erased meanwhile nothing.
pub async fn keep(tx: &Tx<'_>, row: &Signatures) -> Result<()> {
    let there = format!("SELECT id FROM placement_document WHERE id = $1 AND erased_at IS NULL {}", for_update(tx));
    if tx.query_one_raw(bound(tx, &there, [row.document_id.into()])).await?.is_none() {
        return Ok(());
    }
    let sql = "INSERT INTO placement_signature (document_id, state, trust, answer, read_at)
               VALUES ($1, $2, $3, $4, $5)
               ON CONFLICT (document_id) DO UPDATE SET
                 state = excluded.state, trust = excluded.trust, answer = excluded.answer, read_at = excluded.read_at";
    let Signatures { document_id, state, trust, answer, read_at } = row.clone();
    let values = [document_id.into(), state.into(), trust.into(), answer.into(), read_at.into()];
    tx.execute_raw(bound(tx, sql, values)).await?;
    Ok(())
}

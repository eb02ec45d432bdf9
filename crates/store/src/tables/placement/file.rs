//! Files of the insurer, of a payroll or of a centre that facts were taken from, kept whole in chunks, and what was
//! said of each row on each sending. Files and verdicts are only added; bytes are sealed by the caller.

use crate::error::InTable;
use crate::per_backend::{bound, for_update};
use crate::{Db, Result, Tx};
use sea_orm::entity::prelude::*;
use sea_orm::{ConnectionTrait, IntoActiveModel, QueryOrder, QuerySelect};

pub use chunk::Model as Chunk;
pub use kept::Model as File;
pub use row::Model as Verdict;

pub(crate) mod kept {
    //! The table `evidence_file` for sea-orm.

    use sea_orm::entity::prelude::*;

    /// One file as stored. Triggers refuse every change of one.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "evidence_file")]
    pub struct Model {
        /// Made by the caller, version 7.
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        /// The centre that brought it in.
        pub centre_id: Uuid,
        /// Code of who speaks by it: `insurer`, `payroll` or `centre`.
        pub source: String,
        /// `csv` or `xlsx`.
        pub media: String,
        /// Bytes.
        pub size: i64,
        /// SHA-256 of the bytes: 32 bytes.
        pub hash: Vec<u8>,
        /// The account that brought it in first.
        pub entered_by: Option<Uuid>,
        /// When it came first.
        pub created_at: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod chunk {
    //! The table `evidence_chunk` for sea-orm.

    use sea_orm::entity::prelude::*;

    /// One part of a file as stored.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "evidence_chunk")]
    pub struct Model {
        /// Made by the caller.
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        /// The file.
        pub file_id: Uuid,
        /// Counted from 0.
        pub number: i32,
        /// The bytes, sealed.
        pub bytes: Vec<u8>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod row {
    //! The table `evidence_row` for sea-orm.

    use sea_orm::entity::prelude::*;

    /// What was said of one row on one sending. Triggers refuse every change of one.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "evidence_row")]
    pub struct Model {
        /// The file.
        #[sea_orm(primary_key, auto_increment = false)]
        pub file_id: Uuid,
        /// The sending, counted from 1; one that said the same as the last is not kept.
        #[sea_orm(primary_key, auto_increment = false)]
        pub run: i32,
        /// Number of the row as a spreadsheet shows it.
        #[sea_orm(primary_key, auto_increment = false)]
        pub line: i64,
        /// `taken`, or the code of what is to be mended.
        pub verdict: String,
        /// The placement in which it was recorded.
        pub placement_id: Option<Uuid>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Keeps a file with its chunks. False when the centre has it from this source already: nothing is written then.
pub async fn keep(tx: &Tx<'_>, file: &File, chunks: &[Chunk]) -> Result<bool> {
    let sql = "INSERT INTO evidence_file (id, centre_id, source, media, size, hash, entered_by, created_at)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (centre_id, source, hash) DO NOTHING";
    let values = [
        file.id.into(),
        file.centre_id.into(),
        file.source.clone().into(),
        file.media.clone().into(),
        file.size.into(),
        file.hash.clone().into(),
        file.entered_by.into(),
        file.created_at.into(),
    ];
    let is_new = tx.execute_raw(bound(tx, sql, values)).await?.rows_affected() == 1;
    for chunk in chunks.iter().filter(|_| is_new) {
        chunk::Entity::insert(chunk.clone().into_active_model()).exec_without_returning(tx).await?;
    }
    Ok(is_new)
}

/// The file, if there is one.
pub async fn find(db: &impl Db, id: Uuid) -> Result<Option<File>> {
    kept::Entity::find_by_id(id).one(db).await.in_table("evidence_file")
}

/// The file of a centre from a source with this hash.
pub async fn find_by_hash(db: &impl Db, centre_id: Uuid, source: &str, hash: &[u8]) -> Result<Option<File>> {
    let same = kept::Entity::find()
        .filter(kept::Column::CentreId.eq(centre_id))
        .filter(kept::Column::Source.eq(source))
        .filter(kept::Column::Hash.eq(hash.to_vec()));
    same.one(db).await.in_table("evidence_file")
}

/// The file, held until the write ends.
pub async fn hold(tx: &Tx<'_>, id: Uuid) -> Result<Option<File>> {
    let sql = format!("SELECT id FROM evidence_file WHERE id = $1 {}", for_update(tx));
    tx.query_one_raw(bound(tx, &sql, [id.into()])).await?;
    find(tx, id).await
}

/// Files of a centre, newest first; `before` is the last id of the page before.
pub async fn list(db: &impl Db, centre_id: Uuid, before: Option<Uuid>, limit: u64) -> Result<Vec<File>> {
    let mut page = kept::Entity::find().filter(kept::Column::CentreId.eq(centre_id));
    if let Some(before) = before {
        page = page.filter(kept::Column::Id.lt(before));
    }
    page.order_by_desc(kept::Column::Id).limit(limit).all(db).await.in_table("evidence_file")
}

/// The chunks of a file in order.
pub async fn list_chunks(db: &impl Db, file_id: Uuid) -> Result<Vec<Chunk>> {
    let page = chunk::Entity::find().filter(chunk::Column::FileId.eq(file_id));
    page.order_by_asc(chunk::Column::Number).all(db).await.in_table("evidence_chunk")
}

/// What was said of the rows of a file: by sending, then by row.
pub async fn list_verdicts(db: &impl Db, file_id: Uuid) -> Result<Vec<Verdict>> {
    let page = row::Entity::find().filter(row::Column::FileId.eq(file_id));
    let page = page.order_by_asc(row::Column::Run).order_by_asc(row::Column::Line);
    page.all(db).await.in_table("evidence_row")
}

/// Adds what was said of rows.
pub async fn add_verdicts(tx: &Tx<'_>, verdicts: &[Verdict]) -> Result<()> {
    for part in verdicts.chunks(crate::tables::CHUNK) {
        let rows = part.iter().cloned().map(IntoActiveModel::into_active_model);
        row::Entity::insert_many(rows).exec_without_returning(tx).await?;
    }
    Ok(())
}

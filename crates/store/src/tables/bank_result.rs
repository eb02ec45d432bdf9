//! What a bank answered to a batch: the file by its hash and in pieces, and a verdict for each row of it. Notes and
//! pieces are sealed.

use crate::error::InTable;
use crate::{Db, Result, Tx};
use sea_orm::entity::prelude::*;
use sea_orm::{IntoActiveModel, QueryOrder};

pub use chunk::Model as Chunk;
pub use file::Model as File;
pub use row::Model as Row;

pub(crate) mod file {
    //! The table `bank_result` for sea-orm.

    use sea_orm::entity::prelude::*;

    /// One file as stored.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "bank_result")]
    pub struct Model {
        /// Made by the caller, version 7.
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        /// The batch.
        pub batch_id: Uuid,
        /// SHA-256 of the file: a file is taken in once for a batch.
        pub hash: Vec<u8>,
        /// `csv` or `pain002`.
        pub format: String,
        /// How many rows it has.
        pub rows: i32,
        /// Who brought it.
        pub brought_by: Uuid,
        /// When.
        pub created_at: i64,
        /// Bytes; `None` of a file of which only the hash was kept.
        pub size: Option<i64>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod row {
    //! The table `bank_row` for sea-orm.

    use sea_orm::entity::prelude::*;

    /// One row of a file and what came of it.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "bank_row")]
    pub struct Model {
        /// The file.
        #[sea_orm(primary_key, auto_increment = false)]
        pub bank_result_id: Uuid,
        /// Its place, from 1 on.
        #[sea_orm(primary_key, auto_increment = false)]
        pub line: i32,
        /// Code of what came of it.
        pub verdict: String,
        /// The attempt that it names.
        pub payout_code: String,
        /// Day of the bank.
        pub paid_on: Option<i32>,
        /// The amount that it names.
        pub dong: Option<i64>,
        /// The bank's words, sealed.
        pub note: Option<Vec<u8>>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod chunk {
    //! The table `bank_chunk` for sea-orm.

    use sea_orm::entity::prelude::*;

    /// One piece of a file as stored.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "bank_chunk")]
    pub struct Model {
        /// Made by the caller.
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        /// The file.
        pub bank_result_id: Uuid,
        /// Counted from 0.
        pub number: i32,
        /// The bytes, sealed.
        pub bytes: Vec<u8>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The file, if there is one.
pub async fn find_by_id(db: &impl Db, id: Uuid) -> Result<Option<File>> {
    file::Entity::find_by_id(id).one(db).await.in_table("bank_result")
}

/// Files of a batch, oldest first.
pub async fn list_files(db: &impl Db, batch_id: Uuid) -> Result<Vec<File>> {
    let page = file::Entity::find().filter(file::Column::BatchId.eq(batch_id));
    page.order_by_asc(file::Column::Id).all(db).await.in_table("bank_result")
}

/// The pieces of a file in order.
pub async fn list_chunks(db: &impl Db, file_id: Uuid) -> Result<Vec<Chunk>> {
    let page = chunk::Entity::find().filter(chunk::Column::BankResultId.eq(file_id));
    page.order_by_asc(chunk::Column::Number).all(db).await.in_table("bank_chunk")
}

/// Whether words of the bank are left beside a row of a file.
pub async fn has_notes(db: &impl Db, file_id: Uuid) -> Result<bool> {
    let noted = row::Entity::find().filter(row::Column::BankResultId.eq(file_id));
    let noted = noted.filter(row::Column::Note.is_not_null()).one(db).await.in_table("bank_row")?;
    Ok(noted.is_some())
}

/// The file with this hash, if it was taken in for a batch before.
pub async fn find(db: &impl Db, batch_id: Uuid, hash: &[u8]) -> Result<Option<File>> {
    let found =
        file::Entity::find().filter(file::Column::BatchId.eq(batch_id)).filter(file::Column::Hash.eq(hash.to_vec()));
    found.one(db).await.in_table("bank_result")
}

/// Adds a file with its rows and its pieces.
pub async fn insert(tx: &Tx<'_>, file: &File, rows: &[Row], chunks: &[Chunk]) -> Result<()> {
    file::Entity::insert(file.clone().into_active_model()).exec_without_returning(tx).await?;
    for chunk in chunks {
        chunk::Entity::insert(chunk.clone().into_active_model()).exec_without_returning(tx).await?;
    }
    for chunk in rows.chunks(super::CHUNK) {
        let rows = chunk.iter().cloned().map(IntoActiveModel::into_active_model);
        row::Entity::insert_many::<row::ActiveModel, _>(rows).exec_without_returning(tx).await?;
    }
    Ok(())
}

/// Files of a batch, oldest first, each with its rows.
pub async fn list_of_batch(db: &impl Db, batch_id: Uuid) -> Result<Vec<(File, Vec<Row>)>> {
    let mut all = Vec::new();
    for file in list_files(db, batch_id).await? {
        let rows = row::Entity::find().filter(row::Column::BankResultId.eq(file.id)).order_by_asc(row::Column::Line);
        let rows = rows.all(db).await.in_table("bank_row")?;
        all.push((file, rows));
    }
    Ok(all)
}

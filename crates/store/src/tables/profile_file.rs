//! Files that are kept with a profile, in chunks. Names and bytes are sealed by the caller.

use crate::error::InTable;
use crate::per_backend::bound;
use crate::tables::stuck::is_free;
use crate::{Db, Result, Tx};
use sea_orm::entity::prelude::*;
use sea_orm::{ConnectionTrait, IntoActiveModel, QueryOrder, QuerySelect};

pub use chunk::Model as Chunk;
pub use file::Model as File;

/// The most files that are read of one person.
const MOST: u64 = 50;

pub(crate) mod file {
    //! The table `profile_file` for sea-orm.

    use sea_orm::entity::prelude::*;

    /// One file as stored.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "profile_file")]
    pub struct Model {
        /// Made by the caller, version 7.
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        /// The profile.
        pub profile_id: Uuid,
        /// Code of its kind, read from the content (`pdf`, `docx`, `jpeg`, `png`).
        pub media: String,
        /// Bytes.
        pub size: i64,
        /// SHA-256 of the bytes: 32 bytes.
        pub hash: Vec<u8>,
        /// What it is called, sealed.
        pub name: Vec<u8>,
        /// `waiting`, `clean`, `unscanned` or `infected`.
        pub state: String,
        /// What the scanner found.
        pub found: Option<String>,
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
    //! The table `profile_chunk` for sea-orm.

    use sea_orm::entity::prelude::*;

    /// One part of a file as stored.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "profile_chunk")]
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

/// Adds a file with its chunks.
pub async fn insert(tx: &Tx<'_>, file: &File, chunks: &[Chunk]) -> Result<()> {
    file::Entity::insert(file.clone().into_active_model()).exec_without_returning(tx).await?;
    for chunk in chunks {
        chunk::Entity::insert(chunk.clone().into_active_model()).exec_without_returning(tx).await?;
    }
    Ok(())
}

/// The file, if there is one.
pub async fn find(db: &impl Db, id: Uuid) -> Result<Option<File>> {
    file::Entity::find_by_id(id).one(db).await.in_table("profile_file")
}

/// The files of these profiles of one person, oldest first.
pub async fn list(db: &impl Db, profiles: &[Uuid]) -> Result<Vec<File>> {
    let page = file::Entity::find().filter(file::Column::ProfileId.is_in(profiles.iter().copied()));
    page.order_by_asc(file::Column::Id).limit(MOST).all(db).await.in_table("profile_file")
}

/// Files that wait for the scanner, oldest first; without those that it could not read and that wait for a next try.
pub async fn list_waiting(db: &impl Db, now: i64, limit: u64) -> Result<Vec<File>> {
    let page = file::Entity::find().filter(file::Column::State.eq("waiting"));
    let page = page.filter(is_free("profile_file", file::Column::Id, now));
    page.order_by_asc(file::Column::Id).limit(limit).all(db).await.in_table("profile_file")
}

/// The chunks of a file in order.
pub async fn list_chunks(db: &impl Db, file_id: Uuid) -> Result<Vec<Chunk>> {
    let page = chunk::Entity::find().filter(chunk::Column::FileId.eq(file_id));
    page.order_by_asc(chunk::Column::Number).all(db).await.in_table("profile_chunk")
}

/// Notes what the scanner said of a file that waits. False when somebody else did.
pub async fn settle(tx: &Tx<'_>, id: Uuid, state: &str, found: Option<&str>, now: i64) -> Result<bool> {
    let sql = "UPDATE profile_file SET state = $1, found = $2, scanned_at = $3
               WHERE id = $4 AND state = 'waiting'";
    let values = [state.into(), found.map(str::to_owned).into(), now.into(), id.into()];
    Ok(tx.execute_raw(bound(tx, sql, values)).await?.rows_affected() == 1)
}

/// Deletes a file. False when it is not there.
pub async fn delete(tx: &Tx<'_>, id: Uuid) -> Result<bool> {
    let chunks = "DELETE FROM profile_chunk WHERE file_id = $1";
    tx.execute_raw(bound(tx, chunks, [id.into()])).await?;
    let stuck = "DELETE FROM stuck WHERE kind = 'profile_file' AND thing_id = $1";
    tx.execute_raw(bound(tx, stuck, [id.into()])).await?;
    let file = "DELETE FROM profile_file WHERE id = $1";
    Ok(tx.execute_raw(bound(tx, file, [id.into()])).await?.rows_affected() == 1)
}

/// Deletes every file of a profile.
pub async fn delete_all(tx: &Tx<'_>, profile_id: Uuid) -> Result<()> {
    for sql in [
        "DELETE FROM profile_chunk WHERE file_id IN (SELECT id FROM profile_file WHERE profile_id = $1)",
        "DELETE FROM stuck WHERE kind = 'profile_file' AND thing_id IN (
         SELECT id FROM profile_file WHERE profile_id = $1)",
        "DELETE FROM profile_file WHERE profile_id = $1",
    ] {
        tx.execute_raw(bound(tx, sql, [profile_id.into()])).await?;
    }
    Ok(())
}

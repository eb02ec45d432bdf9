//! Employment service centres and their branches.

use crate::error::InTable;
use crate::per_backend::bound;
use crate::{Db, Result, Tx};
use sea_orm::entity::prelude::*;
use sea_orm::{ConnectionTrait, FromQueryResult, IntoActiveModel, QueryOrder, QuerySelect};

pub use entity::Model as Row;
use entity::{Column, Entity};

pub(crate) mod entity {
    //! The table `centre` for sea-orm.

    use sea_orm::entity::prelude::*;

    /// One centre as stored.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "centre")]
    pub struct Model {
        /// Made by the caller, version 7.
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        /// 1 at first, one more with every change.
        pub version: i64,
        /// As written.
        pub name: String,
        /// Sort key of the name, made by us.
        pub name_sort: Vec<u8>,
        /// Code of the province.
        pub province_code: String,
        /// When the row was made.
        pub created_at: i64,
        /// When it was last changed.
        pub updated_at: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// A branch of a centre.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct Branch {
    /// Made by the caller, version 7.
    pub id: Uuid,
    /// The centre.
    pub centre_id: Uuid,
    /// As written.
    pub name: String,
    /// Where it is.
    pub address: Option<String>,
}

/// Adds a centre.
pub async fn insert(tx: &Tx<'_>, row: &Row) -> Result<()> {
    Entity::insert(row.clone().into_active_model()).exec_without_returning(tx).await?;
    Ok(())
}

/// The centre, if there is one.
pub async fn find(db: &impl Db, id: Uuid) -> Result<Option<Row>> {
    Entity::find_by_id(id).one(db).await.in_table("centre")
}

/// Centres by name; there are one or two for each province.
pub async fn list(db: &impl Db) -> Result<Vec<Row>> {
    let all = Entity::find().order_by_asc(Column::NameSort).order_by_asc(Column::Id);
    all.limit(1000).all(db).await.in_table("centre")
}

/// Adds a branch.
pub async fn insert_branch(tx: &Tx<'_>, branch: &Branch, now: i64) -> Result<()> {
    let sql = "INSERT INTO branch (id, version, centre_id, name, address, created_at, updated_at)
               VALUES ($1, 1, $2, $3, $4, $5, $5)";
    let values = [
        branch.id.into(),
        branch.centre_id.into(),
        branch.name.as_str().into(),
        branch.address.clone().into(),
        now.into(),
    ];
    tx.execute_raw(bound(tx, sql, values)).await?;
    Ok(())
}

/// Branches of a centre, oldest first.
pub async fn list_branches(db: &impl Db, centre_id: Uuid) -> Result<Vec<Branch>> {
    let sql = "SELECT id, centre_id, name, address FROM branch WHERE centre_id = $1 ORDER BY id LIMIT 500";
    let rows = db.query_all_raw(bound(db, sql, [centre_id.into()])).await?;
    let rows = rows.iter().map(|row| Branch::from_query_result(row, ""));
    rows.collect::<std::result::Result<_, _>>().in_table("branch")
}

/// Stores name and address of a branch. False when the centre has no such branch.
pub async fn update_branch(tx: &Tx<'_>, branch: &Branch, now: i64) -> Result<bool> {
    let sql = "UPDATE branch SET name = $1, address = $2, version = version + 1, updated_at = $3
               WHERE id = $4 AND centre_id = $5";
    let values = [
        branch.name.as_str().into(),
        branch.address.clone().into(),
        now.into(),
        branch.id.into(),
        branch.centre_id.into(),
    ];
    Ok(tx.execute_raw(bound(tx, sql, values)).await?.rows_affected() == 1)
}

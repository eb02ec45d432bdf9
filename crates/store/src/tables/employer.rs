//! Employers: one row per normal form of a name. The normal form is the domain's business.

use crate::error::InTable;
use crate::tables::{CHUNK, IN_LIST};
use crate::{Db, Error, Result, Tx};
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ExprTrait, IntoActiveModel, QueryOrder, QuerySelect};

pub use entity::Model as Row;
use entity::{Column, Entity};

pub(crate) mod entity {
    //! The table `employer` for sea-orm.

    use sea_orm::entity::prelude::*;

    /// One employer as stored.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "employer")]
    pub struct Model {
        /// Made by the caller, version 7.
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        /// 1 at first, one more with every change.
        pub version: i64,
        /// As written.
        pub name: String,
        /// Normal form, unique.
        pub name_key: String,
        /// Sort key of the name, made by us, never by a database.
        pub name_sort: Vec<u8>,
        /// Tax code (MST), 10 or 13 digits.
        pub tax_code: Option<String>,
        /// Code of the kind of employer.
        pub kind: Option<String>,
        /// When somebody checked that it exists.
        pub verified_at: Option<i64>,
        /// When the row was made.
        pub created_at: i64,
        /// When it was last changed.
        pub updated_at: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Adds those of the employers whose name key is new and answers with the stored rows for all the keys, old or new.
/// The ids of the answer count: a row that was there keeps its own.
pub async fn upsert_by_name_key(tx: &Tx<'_>, rows: &[Row]) -> Result<Vec<Row>> {
    let taken = OnConflict::column(Column::NameKey).do_nothing().to_owned();
    for part in rows.chunks(CHUNK) {
        let rows = part.iter().cloned().map(IntoActiveModel::into_active_model);
        Entity::insert_many(rows).on_conflict(taken.clone()).try_insert().exec_without_returning(tx).await?;
    }
    let keys: Vec<String> = rows.iter().map(|row| row.name_key.clone()).collect();
    find_by_name_key(tx, &keys).await
}

/// Adds an employer. [`Error::Constraint`] `uq_employer_name_key` when another has its key.
pub async fn insert(tx: &Tx<'_>, row: &Row) -> Result<()> {
    Entity::insert(row.clone().into_active_model()).exec_without_returning(tx).await?;
    Ok(())
}

/// The employers with these name keys, in no order.
pub async fn find_by_name_key(db: &impl Db, keys: &[String]) -> Result<Vec<Row>> {
    let mut rows = Vec::with_capacity(keys.len());
    for part in keys.chunks(IN_LIST) {
        let found = Entity::find().filter(Column::NameKey.is_in(part.iter().map(String::as_str))).all(db).await;
        rows.extend(found.in_table("employer")?);
    }
    Ok(rows)
}

/// The employer, if there is one.
pub async fn find(db: &impl Db, id: Uuid) -> Result<Option<Row>> {
    Entity::find_by_id(id).one(db).await.in_table("employer")
}

/// The employer, or [`Error::Missing`].
pub async fn load(db: &impl Db, id: Uuid) -> Result<Row> {
    find(db, id).await?.ok_or(Error::Missing("employer"))
}

/// The employers among these ids that exist, in no order.
pub async fn find_many(db: &impl Db, ids: &[Uuid]) -> Result<Vec<Row>> {
    let mut rows = Vec::with_capacity(ids.len());
    for part in ids.chunks(IN_LIST) {
        let found = Entity::find().filter(Column::Id.is_in(part.iter().copied())).all(db).await;
        rows.extend(found.in_table("employer")?);
    }
    Ok(rows)
}

/// A page of employers in the order of their names; `after` is the sort key and the id of the last one seen.
pub async fn list_by_name(db: &impl Db, after: Option<(&[u8], Uuid)>, limit: u64) -> Result<Vec<Row>> {
    let mut page = Entity::find();
    if let Some((sort, id)) = after {
        let further = Column::NameSort.gt(sort.to_vec());
        page = page.filter(further.or(Column::NameSort.eq(sort.to_vec()).and(Column::Id.gt(id))));
    }
    let page = page.order_by_asc(Column::NameSort).order_by_asc(Column::Id).limit(limit);
    page.all(db).await.in_table("employer")
}

/// Stores a changed row, guarded as in [`crate::posting::update_guarded`]. The name key cannot change.
pub async fn update_guarded(tx: &Tx<'_>, row: &Row) -> Result<i64> {
    let changed = Entity::update_many()
        .col_expr(Column::Version, Expr::value(row.version + 1))
        .col_expr(Column::Name, Expr::value(row.name.clone()))
        .col_expr(Column::NameSort, Expr::value(row.name_sort.clone()))
        .col_expr(Column::TaxCode, Expr::value(row.tax_code.clone()))
        .col_expr(Column::Kind, Expr::value(row.kind.clone()))
        .col_expr(Column::VerifiedAt, Expr::value(row.verified_at))
        .col_expr(Column::UpdatedAt, Expr::value(row.updated_at))
        .filter(Column::Id.eq(row.id))
        .filter(Column::Version.eq(row.version))
        .exec(tx)
        .await?;
    if changed.rows_affected == 1 { Ok(row.version + 1) } else { Err(Error::Conflict) }
}

//! Organisations: employers that people act for. The row is also the guard of its members, who are changed as one unit
//! under its version.

use crate::error::InTable;
use crate::per_backend::{self, bound};
use crate::tables::stuck::is_free;
use crate::{Db, Error, Result, Tx};
use sea_orm::entity::prelude::*;
use sea_orm::{ConnectionTrait, ExprTrait, FromQueryResult, IntoActiveModel, QueryOrder, QuerySelect};

pub use entity::Model as Row;
use entity::{Column, Entity};

pub(crate) mod entity {
    //! The table `organisation` for sea-orm.

    use sea_orm::entity::prelude::*;

    /// One organisation as stored.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "organisation")]
    pub struct Model {
        /// The employer's id.
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        /// 1 at first, one more with every change of it or of its members.
        pub version: i64,
        /// `enterprise`, `household` or `person`.
        pub kind: String,
        /// The centre that serves it.
        pub centre_id: Uuid,
        /// Tax code, for enterprises; unique.
        pub tax_code: Option<String>,
        /// Personal number of a household's head or a person, sealed.
        pub number: Option<Vec<u8>>,
        /// Keyed hash of it; unique.
        pub number_lookup: Option<Vec<u8>>,
        /// Kind of employer of form 03.
        pub employer_type: String,
        /// Section of VSIC.
        pub industry_code: String,
        /// Size band of form 03.
        pub size: String,
        /// Address, phone, e-mail and representative, sealed JSON.
        pub details: Vec<u8>,
        /// The officer who entered it for an employer who telephoned.
        pub entered_by: Option<Uuid>,
        /// When the clock should look at its members next.
        pub due_at: Option<i64>,
        /// When the row was made.
        pub created_at: i64,
        /// When it was last changed.
        pub updated_at: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Adds an organisation. [`Error::Constraint`] `uq_organisation_tax_code` or `uq_organisation_number_lookup` when
/// another one has its number.
pub async fn insert(tx: &Tx<'_>, row: &Row) -> Result<()> {
    Entity::insert(row.clone().into_active_model()).exec_without_returning(tx).await?;
    Ok(())
}

/// The organisation, if there is one.
pub async fn find(db: &impl Db, id: Uuid) -> Result<Option<Row>> {
    Entity::find_by_id(id).one(db).await.in_table("organisation")
}

/// Whether the organisation is in the book and nobody acts for it in an account in use: nobody reads what is sent.
/// An employer that is in no book is not one.
pub async fn has_nobody(db: &impl Db, id: Uuid) -> Result<bool> {
    let sql = "SELECT organisation.id FROM organisation WHERE organisation.id = $1 AND NOT EXISTS (
                   SELECT 1 FROM membership JOIN account ON account.id = membership.account_id
                   WHERE membership.employer_id = organisation.id AND membership.ended_at IS NULL
                     AND account.state = 'live')";
    Ok(db.query_one_raw(bound(db, sql, [id.into()])).await?.is_some())
}

/// Those among these ids that exist, in no order.
pub async fn find_many(db: &impl Db, ids: &[Uuid]) -> Result<Vec<Row>> {
    let mut rows = Vec::with_capacity(ids.len());
    for part in ids.chunks(crate::tables::IN_LIST) {
        let found = Entity::find().filter(Column::Id.is_in(part.iter().copied())).all(db).await;
        rows.extend(found.in_table("organisation")?);
    }
    Ok(rows)
}

/// The organisation, held until the write ends: of two writes that change its members at once one sees what the other
/// did.
pub async fn find_for_update(tx: &Tx<'_>, id: Uuid) -> Result<Option<Row>> {
    let sql = format!("SELECT id FROM organisation WHERE id = $1 {}", per_backend::for_update(tx));
    tx.query_one_raw(bound(tx, &sql, [id.into()])).await?;
    find(tx, id).await
}

/// The organisation with this tax code.
pub async fn find_by_tax_code(db: &impl Db, tax_code: &str) -> Result<Option<Row>> {
    Entity::find().filter(Column::TaxCode.eq(tax_code)).one(db).await.in_table("organisation")
}

/// The organisation of the holder of a personal number. The empty hash is nobody's.
pub async fn find_by_number(db: &impl Db, lookup: &[u8]) -> Result<Option<Row>> {
    if lookup.is_empty() {
        return Ok(None);
    }
    Entity::find().filter(Column::NumberLookup.eq(lookup.to_vec())).one(db).await.in_table("organisation")
}

/// An organisation by what a list says of it and finds it by.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct Named {
    /// The employer's id.
    pub id: Uuid,
    /// Its name.
    pub name: String,
    /// Tax code, for enterprises.
    pub tax_code: Option<String>,
}

/// A page of the organisations that a centre serves, newest first; `before` is the last id of the page before.
pub async fn list_by_centre(db: &impl Db, centre: Uuid, before: Option<Uuid>, limit: i64) -> Result<Vec<Named>> {
    let sql = "SELECT organisation.id, employer.name, organisation.tax_code
               FROM organisation JOIN employer ON employer.id = organisation.id
               WHERE organisation.centre_id = $1 AND organisation.id < $2
               ORDER BY organisation.id DESC LIMIT $3";
    let values = [centre.into(), before.unwrap_or(Uuid::max()).into(), limit.into()];
    let rows = db.query_all_raw(bound(db, sql, values)).await?;
    rows.iter().map(|row| Named::from_query_result(row, "")).collect::<Result<_, _>>().in_table("organisation")
}

/// Organisations with an invitation that runs out at or before `now`.
pub async fn list_due(db: &impl Db, now: i64, limit: u64) -> Result<Vec<Row>> {
    let due = Entity::find().filter(Column::DueAt.lte(now)).filter(is_free("organisation", Column::Id, now));
    let due = due.order_by_asc(Column::DueAt).order_by_asc(Column::Id).limit(limit);
    due.all(db).await.in_table("organisation")
}

/// Stores a changed row and answers with the new version. [`Error::Conflict`] when its version is another,
/// [`Error::Constraint`] as of [`insert`] when another one has its number.
pub async fn update_guarded(tx: &Tx<'_>, row: &Row) -> Result<i64> {
    let changed = Entity::update_many()
        .col_expr(Column::Version, Expr::col(Column::Version).add(1))
        .col_expr(Column::Kind, Expr::value(row.kind.clone()))
        .col_expr(Column::TaxCode, Expr::value(row.tax_code.clone()))
        .col_expr(Column::Number, Expr::value(row.number.clone()))
        .col_expr(Column::NumberLookup, Expr::value(row.number_lookup.clone()))
        .col_expr(Column::EmployerType, Expr::value(row.employer_type.clone()))
        .col_expr(Column::IndustryCode, Expr::value(row.industry_code.clone()))
        .col_expr(Column::Size, Expr::value(row.size.clone()))
        .col_expr(Column::Details, Expr::value(row.details.clone()))
        .col_expr(Column::CentreId, Expr::value(row.centre_id))
        .col_expr(Column::DueAt, Expr::value(row.due_at))
        .col_expr(Column::UpdatedAt, Expr::value(row.updated_at))
        .filter(Column::Id.eq(row.id))
        .filter(Column::Version.eq(row.version))
        .exec(tx)
        .await?;
    if changed.rows_affected == 1 { Ok(row.version + 1) } else { Err(Error::Conflict) }
}

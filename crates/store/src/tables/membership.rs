//! Which role an account has where. A role that ended stays as a row with its end.

use crate::error::InTable;
use crate::per_backend::bound;
use crate::{Db, Result, Tx};
use sea_orm::entity::prelude::*;
use sea_orm::{ConnectionTrait, IntoActiveModel, QueryOrder, QuerySelect};

pub use entity::Model as Row;
use entity::{Column, Entity};

pub(crate) mod entity {
    //! The table `membership` for sea-orm.

    use sea_orm::entity::prelude::*;

    /// One role of one account at one place.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "membership")]
    pub struct Model {
        /// Made by the caller, version 7.
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        /// 1 at first, one more with every change.
        pub version: i64,
        /// The account.
        pub account_id: Uuid,
        /// Code of the role (`officer`, `employer_administrator`, …).
        pub role: String,
        /// The centre, for staff.
        pub centre_id: Option<Uuid>,
        /// The branch, for staff who work at one.
        pub branch_id: Option<Uuid>,
        /// The employer, for its members.
        pub employer_id: Option<Uuid>,
        /// Since when.
        pub since_at: i64,
        /// Until when; none while it is held.
        pub ended_at: Option<i64>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Gives a role.
pub async fn insert(tx: &Tx<'_>, row: &Row) -> Result<()> {
    Entity::insert(row.clone().into_active_model()).exec_without_returning(tx).await?;
    Ok(())
}

/// Roles that an account holds now, oldest first.
pub async fn list_held(db: &impl Db, account_id: Uuid) -> Result<Vec<Row>> {
    let held = Entity::find().filter(Column::AccountId.eq(account_id)).filter(Column::EndedAt.is_null());
    held.order_by_asc(Column::SinceAt).order_by_asc(Column::Id).limit(100).all(db).await.in_table("membership")
}

/// Roles that are held at an employer now, oldest first.
pub async fn list_at_employer(db: &impl Db, employer_id: Uuid) -> Result<Vec<Row>> {
    let held = Entity::find().filter(Column::EmployerId.eq(employer_id)).filter(Column::EndedAt.is_null());
    held.order_by_asc(Column::SinceAt).order_by_asc(Column::Id).limit(100).all(db).await.in_table("membership")
}

/// Roles that are held at a centre now, oldest first.
pub async fn list_at_centre(db: &impl Db, centre_id: Uuid) -> Result<Vec<Row>> {
    let held = Entity::find().filter(Column::CentreId.eq(centre_id)).filter(Column::EndedAt.is_null());
    held.order_by_asc(Column::SinceAt).order_by_asc(Column::Id).limit(500).all(db).await.in_table("membership")
}

/// Those who hold a role for the whole exchange now, oldest first.
pub async fn list_of_role(db: &impl Db, role: &str) -> Result<Vec<Row>> {
    let held = Entity::find().filter(Column::Role.eq(role)).filter(Column::EndedAt.is_null());
    let held = held.filter(Column::CentreId.is_null()).filter(Column::EmployerId.is_null());
    held.order_by_asc(Column::SinceAt).order_by_asc(Column::Id).limit(100).all(db).await.in_table("membership")
}

/// How many accounts in use hold a role for the whole exchange.
pub async fn count_live(db: &impl Db, role: &str) -> Result<i64> {
    let sql = "SELECT count(*) FROM membership JOIN account ON account.id = membership.account_id
               WHERE membership.role = $1 AND membership.ended_at IS NULL AND account.state = 'live'";
    let row = db.query_one_raw(bound(db, sql, [role.into()])).await?;
    Ok(row.map(|row| row.try_get_by_index(0)).transpose()?.unwrap_or(0))
}

/// Ends a role. False when it had ended.
pub async fn end(tx: &Tx<'_>, id: Uuid, now: i64) -> Result<bool> {
    let sql = "UPDATE membership SET ended_at = $1, version = version + 1 WHERE id = $2 AND ended_at IS NULL";
    Ok(tx.execute_raw(bound(tx, sql, [now.into(), id.into()])).await?.rows_affected() == 1)
}

/// The role, held or not.
pub async fn find(db: &impl Db, id: Uuid) -> Result<Option<Row>> {
    Entity::find_by_id(id).one(db).await.in_table("membership")
}

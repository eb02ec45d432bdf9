//! Members of organisations, the invited included. What a member may act as now stands in `membership`; both change in
//! one write.

use crate::error::InTable;
use crate::{Db, Result, Tx};
use sea_orm::entity::prelude::*;
use sea_orm::{IntoActiveModel, QueryOrder, QuerySelect};

pub use entity::Model as Row;
use entity::{Column, Entity};

pub(crate) mod entity {
    //! The table `organisation_member` for sea-orm.

    use sea_orm::entity::prelude::*;

    /// One member as stored.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "organisation_member")]
    pub struct Model {
        /// The organisation.
        #[sea_orm(primary_key, auto_increment = false)]
        pub organisation_id: Uuid,
        /// The account.
        #[sea_orm(primary_key, auto_increment = false)]
        pub account_id: Uuid,
        /// `administrator`, `recruiter` or `reader`.
        pub role: String,
        /// `invited`, `active` or `suspended`.
        pub state: String,
        /// First instant at which the invitation is over.
        pub invited_until: Option<i64>,
        /// The membership by which an active member acts.
        pub membership_id: Option<Uuid>,
        /// What whoever invited them calls them, sealed.
        pub label: Option<Vec<u8>>,
        /// Since when in this role and state.
        pub since_at: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Members of an organisation, by account. There are at most 200.
pub async fn list(db: &impl Db, organisation_id: Uuid) -> Result<Vec<Row>> {
    let members = Entity::find().filter(Column::OrganisationId.eq(organisation_id));
    members.order_by_asc(Column::AccountId).limit(1000).all(db).await.in_table("organisation_member")
}

/// Organisations that an account belongs to or is invited to.
pub async fn list_of_account(db: &impl Db, account_id: Uuid) -> Result<Vec<Row>> {
    let members = Entity::find().filter(Column::AccountId.eq(account_id));
    members.order_by_asc(Column::OrganisationId).limit(100).all(db).await.in_table("organisation_member")
}

/// Adds a member.
pub async fn insert(tx: &Tx<'_>, row: &Row) -> Result<()> {
    Entity::insert(row.clone().into_active_model()).exec_without_returning(tx).await?;
    Ok(())
}

/// Puts a member in place of what is stored; nothing stored is nothing done. Call it under the organisation's guard.
pub async fn update(tx: &Tx<'_>, row: &Row) -> Result<()> {
    Entity::update_many()
        .col_expr(Column::Role, Expr::value(row.role.clone()))
        .col_expr(Column::State, Expr::value(row.state.clone()))
        .col_expr(Column::InvitedUntil, Expr::value(row.invited_until))
        .col_expr(Column::MembershipId, Expr::value(row.membership_id))
        .col_expr(Column::SinceAt, Expr::value(row.since_at))
        .filter(Column::OrganisationId.eq(row.organisation_id))
        .filter(Column::AccountId.eq(row.account_id))
        .exec(tx)
        .await?;
    Ok(())
}

/// Takes a member out. Call it under the organisation's guard.
pub async fn delete(tx: &Tx<'_>, organisation_id: Uuid, account_id: Uuid) -> Result<()> {
    Entity::delete_many()
        .filter(Column::OrganisationId.eq(organisation_id))
        .filter(Column::AccountId.eq(account_id))
        .exec(tx)
        .await?;
    Ok(())
}

//! Employers who ask people to apply for a vacancy. Of one vacancy a person is asked once.

use crate::error::InTable;
use crate::tables::IN_LIST;
use crate::tables::stuck::is_free;
use crate::{Db, Error, Result, Tx};
use sea_orm::entity::prelude::*;
use sea_orm::{IntoActiveModel, QueryOrder, QuerySelect};

pub use entity::Model as Row;
use entity::{Column, Entity};

pub(crate) mod entity {
    //! The table `approach` for sea-orm.

    use sea_orm::entity::prelude::*;

    /// One approach as stored.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "approach")]
    pub struct Model {
        /// Made by the caller, version 7.
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        /// 1 at first, one more with every change.
        pub version: i64,
        /// The profile that was found.
        pub profile_id: Uuid,
        /// The account of its person.
        pub account_id: Uuid,
        /// Who asks.
        pub employer_id: Uuid,
        /// For which vacancy.
        pub posting_id: Uuid,
        /// State: code of the rules.
        pub state: String,
        /// The member who sent it.
        pub sent_by: Uuid,
        /// When.
        pub sent_at: i64,
        /// When the clock calls.
        pub due_at: Option<i64>,
        /// When it ended.
        pub ended_at: Option<i64>,
        /// What the person sent.
        pub application_id: Option<Uuid>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Adds one. [`Error::Constraint`] `uq_approach_posting_id_account_id` when the person was asked before.
pub async fn insert(tx: &Tx<'_>, row: &Row) -> Result<()> {
    Entity::insert(row.clone().into_active_model()).exec_without_returning(tx).await?;
    Ok(())
}

/// The approach, if there is one.
pub async fn find(db: &impl Db, id: Uuid) -> Result<Option<Row>> {
    Entity::find_by_id(id).one(db).await.in_table("approach")
}

/// The one that asks an account for a posting.
pub async fn find_once(db: &impl Db, posting_id: Uuid, account_id: Uuid) -> Result<Option<Row>> {
    let one = Entity::find().filter(Column::PostingId.eq(posting_id)).filter(Column::AccountId.eq(account_id));
    one.one(db).await.in_table("approach")
}

/// Those to an account, newest first.
pub async fn list_of_account(db: &impl Db, account_id: Uuid, limit: u64) -> Result<Vec<Row>> {
    let all = Entity::find().filter(Column::AccountId.eq(account_id)).order_by_desc(Column::Id);
    all.limit(limit).all(db).await.in_table("approach")
}

/// Those about a profile that wait for an answer.
pub async fn list_open_of(db: &impl Db, profile_id: Uuid) -> Result<Vec<Row>> {
    let open = Entity::find().filter(Column::ProfileId.eq(profile_id)).filter(Column::State.eq("open"));
    open.order_by_asc(Column::Id).all(db).await.in_table("approach")
}

/// Those for a posting that went to these profiles.
pub async fn list_of_posting(db: &impl Db, posting_id: Uuid, profile_ids: &[Uuid]) -> Result<Vec<Row>> {
    let mut rows = Vec::new();
    for part in profile_ids.chunks(IN_LIST) {
        let some = Entity::find().filter(Column::PostingId.eq(posting_id));
        let some = some.filter(Column::ProfileId.is_in(part.iter().copied()));
        rows.extend(some.all(db).await.in_table("approach")?);
    }
    Ok(rows)
}

/// Those that the clock is to call, the longest due first.
pub async fn list_due(db: &impl Db, now: i64, limit: u64) -> Result<Vec<Row>> {
    let due = Entity::find().filter(Column::DueAt.lte(now)).filter(is_free("approach", Column::Id, now));
    let due = due.order_by_asc(Column::DueAt).order_by_asc(Column::Id);
    due.limit(limit).all(db).await.in_table("approach")
}

/// Stores where one stands. `row.version` is the version it was loaded with; [`Error::Conflict`] when it is another.
pub async fn update_guarded(tx: &Tx<'_>, row: &Row) -> Result<()> {
    let changed = Entity::update_many()
        .col_expr(Column::Version, Expr::value(row.version + 1))
        .col_expr(Column::State, Expr::value(row.state.clone()))
        .col_expr(Column::DueAt, Expr::value(row.due_at))
        .col_expr(Column::EndedAt, Expr::value(row.ended_at))
        .col_expr(Column::ApplicationId, Expr::value(row.application_id))
        .filter(Column::Id.eq(row.id))
        .filter(Column::Version.eq(row.version))
        .exec(tx)
        .await?;
    if changed.rows_affected == 1 { Ok(()) } else { Err(Error::Conflict) }
}

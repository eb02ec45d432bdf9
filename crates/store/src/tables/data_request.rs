//! Requests of people about their own data. What was asked and what was replied is sealed by the caller.

use crate::error::InTable;
use crate::per_backend::bound;
use crate::tables::stuck::is_free;
use crate::tables::waiting::Count;
use crate::{Db, Error, Result, Tx};
use sea_orm::entity::prelude::*;
use sea_orm::{ConnectionTrait, IntoActiveModel, QueryOrder, QuerySelect};

pub use entity::Model as Row;
use entity::{Column, Entity};

pub(crate) mod entity {
    //! The table `data_request` for sea-orm.

    use sea_orm::entity::prelude::*;

    /// One request as stored.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "data_request")]
    pub struct Model {
        /// Made by the caller, version 7.
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        /// 1 at first, one more with every change.
        pub version: i64,
        /// Who asks.
        pub account_id: Uuid,
        /// The centre that has to answer; without one, who runs the platform.
        pub centre_id: Option<Uuid>,
        /// What is asked for: code of the rules.
        pub kind: String,
        /// What was written, sealed.
        pub words: Vec<u8>,
        /// What was replied, sealed.
        pub reply: Option<Vec<u8>>,
        /// State of the answer.
        pub answer_state: String,
        /// Its last day, days since 1970-01-01.
        pub answer_due_on: i32,
        /// Day on which it was given.
        pub answer_done_on: Option<i32>,
        /// State of carrying it out.
        pub settle_state: String,
        /// Its last day.
        pub settle_due_on: i32,
        /// Day on which it was done.
        pub settle_done_on: Option<i32>,
        /// What came of it.
        pub outcome: Option<String>,
        /// Last day of what is owed next; none when it is over.
        pub next_due_on: Option<i32>,
        /// When the clock calls.
        pub due_at: Option<i64>,
        /// When whoever has to answer is reminded.
        pub remind_at: Option<i64>,
        /// Who answered last.
        pub handled_by: Option<Uuid>,
        /// When it came.
        pub asked_at: i64,
        /// When it was last changed.
        pub updated_at: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Adds one.
pub async fn insert(tx: &Tx<'_>, row: &Row) -> Result<()> {
    Entity::insert(row.clone().into_active_model()).exec_without_returning(tx).await?;
    Ok(())
}

/// The request, if there is one.
pub async fn find(db: &impl Db, id: Uuid) -> Result<Option<Row>> {
    Entity::find_by_id(id).one(db).await.in_table("data_request")
}

/// Stores a changed row; [`Error::Conflict`] when the stored version is another.
pub async fn update_guarded(tx: &Tx<'_>, row: &Row) -> Result<()> {
    let mut next = row.clone();
    next.version += 1;
    let changed = Entity::update_many()
        .set(next.into_active_model().reset_all())
        .filter(Column::Id.eq(row.id))
        .filter(Column::Version.eq(row.version))
        .exec(tx)
        .await?;
    if changed.rows_affected == 1 { Ok(()) } else { Err(Error::Conflict) }
}

/// Requests of an account, newest first.
pub async fn list_of_account(db: &impl Db, account_id: Uuid, limit: u64) -> Result<Vec<Row>> {
    let all = Entity::find().filter(Column::AccountId.eq(account_id)).order_by_desc(Column::Id);
    all.limit(limit).all(db).await.in_table("data_request")
}

/// Open requests that a centre has to answer, or who runs the platform, the one due first at the top, behind the first
/// `skip`.
pub async fn list_open(db: &impl Db, centre_id: Option<Uuid>, skip: u64, limit: u64) -> Result<Vec<Row>> {
    let whose = match centre_id {
        Some(id) => Column::CentreId.eq(id),
        None => Column::CentreId.is_null(),
    };
    let open = Entity::find().filter(whose).filter(Column::NextDueOn.is_not_null());
    let open = open.order_by_asc(Column::NextDueOn).order_by_asc(Column::Id);
    open.offset(skip).limit(limit).all(db).await.in_table("data_request")
}

/// How many a centre has to answer, or who runs the platform, and the first last day among them.
pub async fn count_open(db: &impl Db, centre_id: Option<Uuid>) -> Result<Count> {
    let of_centre = "SELECT count(*), CAST(min(next_due_on) AS BIGINT) FROM data_request
                     WHERE centre_id = $1 AND next_due_on IS NOT NULL";
    let of_nobody = "SELECT count(*), CAST(min(next_due_on) AS BIGINT) FROM data_request
                     WHERE centre_id IS NULL AND next_due_on IS NOT NULL";
    let counted = match centre_id {
        Some(id) => bound(db, of_centre, [id.into()]),
        None => bound(db, of_nobody, []),
    };
    let row = db.query_one_raw(counted).await?;
    let Some(row) = row else { return Ok(Count::default()) };
    Ok(Count { waiting: row.try_get_by_index(0)?, oldest: row.try_get_by_index(1)? })
}

/// Those that the clock is to call, the longest due first.
pub async fn list_due(db: &impl Db, now: i64, limit: u64) -> Result<Vec<Row>> {
    let due = Entity::find().filter(Column::DueAt.lte(now)).filter(is_free("data_request", Column::Id, now));
    let due = due.order_by_asc(Column::DueAt).order_by_asc(Column::Id);
    due.limit(limit).all(db).await.in_table("data_request")
}

/// Those of which somebody is to be reminded.
pub async fn list_to_remind(db: &impl Db, now: i64, limit: u64) -> Result<Vec<Row>> {
    let due = Entity::find().filter(Column::RemindAt.lte(now)).filter(is_free("data_request", Column::Id, now));
    let due = due.order_by_asc(Column::RemindAt).order_by_asc(Column::Id);
    due.limit(limit).all(db).await.in_table("data_request")
}

/// Takes out what was written in the requests of an account, which is gone.
pub async fn forget(tx: &Tx<'_>, account_id: Uuid) -> Result<()> {
    let sql = "DELETE FROM data_request WHERE account_id = $1";
    tx.execute_raw(bound(tx, sql, [account_id.into()])).await?;
    Ok(())
}

//! Reports of adverts by anybody, waiting for a moderator.

use crate::error::InTable;
use crate::per_backend::bound;
use crate::{Db, Result, Tx};
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ConnectionTrait, IntoActiveModel, QueryOrder, QuerySelect};

pub use entity::Model as Row;
use entity::{Column, Entity};

pub(crate) mod entity {
    //! The table `report` for sea-orm.

    use sea_orm::entity::prelude::*;

    /// One report as stored.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "report")]
    pub struct Model {
        /// Made by the caller, version 7.
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        /// The posting.
        pub posting_id: Uuid,
        /// Its employer.
        pub employer_id: Uuid,
        /// The account that reported, where there is one.
        pub account_id: Option<Uuid>,
        /// Keyed hash of the account or the network: one reporter counts once.
        pub reporter_key: Vec<u8>,
        /// Code of the reason.
        pub reason: String,
        /// What was written, sealed.
        pub words: Option<Vec<u8>>,
        /// `open` or `closed`.
        pub state: String,
        /// What the moderator decided.
        pub outcome: Option<String>,
        /// When it came.
        pub created_at: i64,
        /// When it was decided.
        pub closed_at: Option<i64>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Adds a report. False when the reporter has reported the posting before.
pub async fn insert(tx: &Tx<'_>, row: &Row) -> Result<bool> {
    let before = OnConflict::columns([Column::PostingId, Column::ReporterKey]).do_nothing().to_owned();
    let added = Entity::insert_many([row.clone().into_active_model()]).on_conflict(before).try_insert();
    added.exec_without_returning(tx).await?;
    Ok(Entity::find_by_id(row.id).one(tx).await.in_table("report")?.is_some())
}

/// Reports that wait, oldest first, after an id: of employers that the centre serves, and of those that are in no book
/// of organisations.
pub async fn list_open(db: &impl Db, centre_id: Uuid, after: Option<Uuid>, limit: u64) -> Result<Vec<Row>> {
    use crate::tables::organisation::entity as served;
    let theirs = sea_orm::sea_query::Query::select()
        .column(served::Column::Id)
        .from(served::Entity)
        .and_where(served::Column::CentreId.ne(centre_id))
        .to_owned();
    let mut page = Entity::find().filter(Column::State.eq("open"));
    page = page.filter(Column::EmployerId.not_in_subquery(theirs));
    if let Some(after) = after {
        page = page.filter(Column::Id.gt(after));
    }
    page.order_by_asc(Column::Id).limit(limit).all(db).await.in_table("report")
}

/// Reports of one posting that wait, oldest first.
pub async fn list_of_posting(db: &impl Db, posting_id: Uuid, limit: u64) -> Result<Vec<Row>> {
    let page = Entity::find().filter(Column::State.eq("open")).filter(Column::PostingId.eq(posting_id));
    page.order_by_asc(Column::Id).limit(limit).all(db).await.in_table("report")
}

/// Reports of an account, oldest first.
pub async fn list_of_account(db: &impl Db, account_id: Uuid) -> Result<Vec<Row>> {
    let all = Entity::find().filter(Column::AccountId.eq(account_id)).order_by_asc(Column::Id);
    all.all(db).await.in_table("report")
}

/// Closes every open report of a posting. Answers how many.
pub async fn close(tx: &Tx<'_>, posting_id: Uuid, outcome: &str, now: i64) -> Result<u64> {
    let sql = "UPDATE report SET state = 'closed', outcome = $1, closed_at = $2
               WHERE posting_id = $3 AND state = 'open'";
    let values = [outcome.into(), now.into(), posting_id.into()];
    Ok(tx.execute_raw(bound(tx, sql, values)).await?.rows_affected())
}

/// Takes the words and the account out of what an account reported, which is gone. That something was reported, and
/// why, stays for whoever has to answer.
pub async fn forget(tx: &Tx<'_>, account_id: Uuid) -> Result<()> {
    let sql = "UPDATE report SET words = NULL, account_id = NULL WHERE account_id = $1";
    tx.execute_raw(bound(tx, sql, [account_id.into()])).await?;
    Ok(())
}

/// Deletes what was written in reports closed before `closed`, and in those that came before `came` and that nobody
/// answered, at most `limit`. Answers how many.
pub async fn wipe(tx: &Tx<'_>, (closed, came): (i64, i64), limit: i64) -> Result<u64> {
    let sql = "UPDATE report SET words = NULL, account_id = NULL WHERE id IN (
               SELECT id FROM report WHERE (words IS NOT NULL OR account_id IS NOT NULL)
               AND ((state = 'closed' AND closed_at < $1) OR (state = 'open' AND created_at < $2))
               ORDER BY id LIMIT $3)";
    Ok(tx.execute_raw(bound(tx, sql, [closed.into(), came.into(), limit.into()])).await?.rows_affected())
}

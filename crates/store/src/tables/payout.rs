//! Attempts to pay a claim. A claim has one under way at most: the database says so.

use crate::error::InTable;
use crate::per_backend::bound;
use crate::{Db, Error, Result, Tx};
use sea_orm::entity::prelude::*;
use sea_orm::{ConnectionTrait, IntoActiveModel, QueryOrder};

pub use entity::Model as Row;
use entity::{Column, Entity};

pub(crate) mod entity {
    //! The table `payout` for sea-orm.

    use sea_orm::entity::prelude::*;

    /// One attempt as stored.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "payout")]
    pub struct Model {
        /// Made by the caller, version 7.
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        /// The claim.
        pub claim_id: Uuid,
        /// The batch.
        pub batch_id: Uuid,
        /// 1 for the first attempt of the claim, one more for each further one.
        pub attempt: i32,
        /// The name by which the bank speaks of it; unique.
        pub code: String,
        /// How much.
        pub dong: i64,
        /// `waiting`, `sent`, `paid`, `bounced`, `brought_back` or `dropped`.
        pub state: String,
        /// 1 while it is waiting or sent, else 0.
        pub is_open: i32,
        /// Day of the bank's answer.
        pub result_on: Option<i32>,
        /// The bank's word for it.
        pub result_code: Option<String>,
        /// When the row was made.
        pub created_at: i64,
        /// When it was last changed.
        pub updated_at: i64,
        /// Who recorded the bank's answer.
        pub result_by: Option<Uuid>,
        /// When the bank said otherwise than before: that it paid after all, or, of one that is paid, that it brought
        /// the money back; `None` once that is settled.
        pub disputed_at: Option<i64>,
        /// Who brought that word.
        pub disputed_by: Option<Uuid>,
        /// Day of the bank in it, where it can be.
        pub disputed_on: Option<i32>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Adds an attempt.
pub async fn insert(tx: &Tx<'_>, row: &Row) -> Result<()> {
    Entity::insert(row.clone().into_active_model()).exec_without_returning(tx).await?;
    Ok(())
}

/// The attempt that the bank speaks of.
pub async fn find_by_code(db: &impl Db, code: &str) -> Result<Option<Row>> {
    Entity::find().filter(Column::Code.eq(code)).one(db).await.in_table("payout")
}

/// The attempt of a claim in a batch that is under way.
pub async fn find_open(db: &impl Db, claim_id: Uuid) -> Result<Option<Row>> {
    Entity::find().filter(Column::ClaimId.eq(claim_id)).filter(Column::IsOpen.eq(1)).one(db).await.in_table("payout")
}

/// Attempts of a claim, oldest first.
pub async fn list_of_claim(db: &impl Db, claim_id: Uuid) -> Result<Vec<Row>> {
    Entity::find().filter(Column::ClaimId.eq(claim_id)).order_by_asc(Column::Attempt).all(db).await.in_table("payout")
}

/// Attempts of a batch that were not dropped, in order.
pub async fn list_of_batch(db: &impl Db, batch_id: Uuid) -> Result<Vec<Row>> {
    let page = Entity::find().filter(Column::BatchId.eq(batch_id)).filter(Column::State.ne("dropped"));
    page.order_by_asc(Column::Id).all(db).await.in_table("payout")
}

/// An attempt of a claim of which the bank said one thing and then another, if there is one.
pub async fn find_disputed(db: &impl Db, claim_id: Uuid) -> Result<Option<Row>> {
    let found = Entity::find().filter(Column::ClaimId.eq(claim_id)).filter(Column::DisputedAt.is_not_null());
    found.order_by_asc(Column::Attempt).one(db).await.in_table("payout")
}

/// Such attempts of the claims of a centre, the longest waiting first.
pub async fn list_disputed(db: &impl Db, centre_id: Uuid) -> Result<Vec<Row>> {
    use crate::tables::claim::entity as claims;
    let own = sea_orm::sea_query::Query::select()
        .column(claims::Column::Id)
        .from(claims::Entity)
        .and_where(claims::Column::CentreId.eq(centre_id))
        .to_owned();
    let found = Entity::find().filter(Column::DisputedAt.is_not_null()).filter(Column::ClaimId.in_subquery(own));
    found.order_by_asc(Column::DisputedAt).order_by_asc(Column::Id).all(db).await.in_table("payout")
}

/// An attempt of another claim for a person in a programme of which the bank said that it paid after it had said it did
/// not, until that is settled: by their keyed hash, and by these profiles.
pub async fn find_disputed_of_person(
    db: &impl Db,
    (programme, person_key): (&str, &[u8]),
    (profiles, claim_id): (&[Uuid], Uuid),
) -> Result<Option<Row>> {
    use crate::tables::claim::entity as claims;
    let theirs = sea_orm::Condition::any()
        .add(claims::Column::PersonKey.eq(person_key.to_vec()))
        .add(claims::Column::ProfileId.is_in(profiles.iter().copied()));
    let others = sea_orm::sea_query::Query::select()
        .column(claims::Column::Id)
        .from(claims::Entity)
        .and_where(claims::Column::Programme.eq(programme))
        .and_where(claims::Column::Id.ne(claim_id))
        .cond_where(theirs)
        .to_owned();
    let found = Entity::find().filter(Column::DisputedAt.is_not_null()).filter(Column::State.ne("paid"));
    let found = found.filter(Column::ClaimId.in_subquery(others)).order_by_asc(Column::Id);
    found.one(db).await.in_table("payout")
}

/// Moves an attempt from one state to another; [`Error::Conflict`] when it is not in the first one.
pub async fn move_on(tx: &Tx<'_>, row: &Row, from: &str) -> Result<()> {
    let sql =
        "UPDATE payout SET state = $1, is_open = $2, result_on = $3, result_code = $4, updated_at = $5, result_by = $6,
                 disputed_at = $7, disputed_by = $8, disputed_on = $9
               WHERE id = $10 AND state = $11";
    let values = [
        row.state.as_str().into(),
        row.is_open.into(),
        row.result_on.into(),
        row.result_code.clone().into(),
        row.updated_at.into(),
        row.result_by.into(),
        row.disputed_at.into(),
        row.disputed_by.into(),
        row.disputed_on.into(),
        row.id.into(),
        from.into(),
    ];
    if tx.execute_raw(bound(tx, sql, values)).await?.rows_affected() == 1 { Ok(()) } else { Err(Error::Conflict) }
}

//! Verifications of organisations with their evidence, and the queue of those that wait for an officer.

use crate::error::InTable;
use crate::per_backend::bound;
use crate::tables::stuck::is_free;
use crate::{Db, Error, Result, Tx};
use sea_orm::entity::prelude::*;
use sea_orm::{ExprTrait, FromQueryResult, IntoActiveModel, QueryOrder, QuerySelect};

pub use entity::Model as Row;
use entity::{Column, Entity};
pub use evidence::Model as Evidence;

pub(crate) mod entity {
    //! The table `verification` for sea-orm.

    use sea_orm::entity::prelude::*;

    /// One verification as stored.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "verification")]
    pub struct Model {
        /// The organisation.
        #[sea_orm(primary_key, auto_increment = false)]
        pub organisation_id: Uuid,
        /// 1 at first, one more with every change.
        pub version: i64,
        /// Code of the state.
        pub state: String,
        /// Since when it stands so.
        pub since_at: Option<i64>,
        /// First instant at which it no longer holds.
        pub until_at: Option<i64>,
        /// What the officer's answer has come to.
        pub answer_state: Option<String>,
        /// Last day on which the answer is in time.
        pub answer_due_on: Option<i32>,
        /// Day of the answer.
        pub answer_done_on: Option<i32>,
        /// State of the no that stands, or stands behind.
        pub closed_state: Option<String>,
        /// When it was said.
        pub closed_at: Option<i64>,
        /// Why: code, or code and note.
        pub closed_reason: Option<String>,
        /// When the clock should call next.
        pub due_at: Option<i64>,
        /// When it was last changed.
        pub updated_at: i64,
        /// When a verification that holds was handed in again and waits for an answer.
        pub renewal_at: Option<i64>,
        /// Place of the first piece of evidence that was handed in again.
        pub renewal_from: Option<i32>,
        /// Code of what was told of its end last.
        pub told: Option<String>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod evidence {
    //! The table `verification_evidence` for sea-orm.

    use sea_orm::entity::prelude::*;

    /// One piece of evidence as stored.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "verification_evidence")]
    pub struct Model {
        /// The organisation.
        #[sea_orm(primary_key, auto_increment = false)]
        pub organisation_id: Uuid,
        /// Its place among the others.
        #[sea_orm(primary_key, auto_increment = false)]
        pub place: i32,
        /// Code of what it is.
        pub kind: String,
        /// Where it is found, sealed.
        pub reference: Vec<u8>,
        /// Day on which it was seen, in days since 1970-01-01.
        pub seen_on: i32,
        /// Whose account brought it.
        pub given_by: Option<Uuid>,
        /// When.
        pub given_at: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Adds the verification of a new organisation.
pub async fn insert(tx: &Tx<'_>, row: &Row) -> Result<()> {
    Entity::insert(row.clone().into_active_model()).exec_without_returning(tx).await?;
    Ok(())
}

/// The verification of an organisation, if it is one.
pub async fn find(db: &impl Db, organisation_id: Uuid) -> Result<Option<Row>> {
    Entity::find_by_id(organisation_id).one(db).await.in_table("verification")
}

/// Those of these organisations that exist, in no order.
pub async fn find_many(db: &impl Db, ids: &[Uuid]) -> Result<Vec<Row>> {
    let mut rows = Vec::with_capacity(ids.len());
    for part in ids.chunks(crate::tables::IN_LIST) {
        let found = Entity::find().filter(Column::OrganisationId.is_in(part.iter().copied())).all(db).await;
        rows.extend(found.in_table("verification")?);
    }
    Ok(rows)
}

/// The evidence of an organisation in its order.
pub async fn list_evidence(db: &impl Db, organisation_id: Uuid) -> Result<Vec<Evidence>> {
    let pieces = evidence::Entity::find().filter(evidence::Column::OrganisationId.eq(organisation_id));
    pieces.order_by_asc(evidence::Column::Place).limit(100).all(db).await.in_table("verification_evidence")
}

/// Stores a changed verification with the evidence that it rests on now. [`Error::Conflict`] when its version is
/// another.
pub async fn update_guarded(tx: &Tx<'_>, row: &Row, pieces: &[Evidence]) -> Result<i64> {
    let changed = Entity::update_many()
        .col_expr(Column::Version, Expr::col(Column::Version).add(1))
        .col_expr(Column::State, Expr::value(row.state.clone()))
        .col_expr(Column::SinceAt, Expr::value(row.since_at))
        .col_expr(Column::UntilAt, Expr::value(row.until_at))
        .col_expr(Column::AnswerState, Expr::value(row.answer_state.clone()))
        .col_expr(Column::AnswerDueOn, Expr::value(row.answer_due_on))
        .col_expr(Column::AnswerDoneOn, Expr::value(row.answer_done_on))
        .col_expr(Column::ClosedState, Expr::value(row.closed_state.clone()))
        .col_expr(Column::ClosedAt, Expr::value(row.closed_at))
        .col_expr(Column::ClosedReason, Expr::value(row.closed_reason.clone()))
        .col_expr(Column::DueAt, Expr::value(row.due_at))
        .col_expr(Column::UpdatedAt, Expr::value(row.updated_at))
        .col_expr(Column::RenewalAt, Expr::value(row.renewal_at))
        .col_expr(Column::RenewalFrom, Expr::value(row.renewal_from))
        .col_expr(Column::Told, Expr::value(row.told.clone()))
        .filter(Column::OrganisationId.eq(row.organisation_id))
        .filter(Column::Version.eq(row.version))
        .exec(tx)
        .await?;
    if changed.rows_affected != 1 {
        return Err(Error::Conflict);
    }
    let old = evidence::Entity::delete_many().filter(evidence::Column::OrganisationId.eq(row.organisation_id));
    old.exec(tx).await?;
    if !pieces.is_empty() {
        let rows = pieces.iter().cloned().map(IntoActiveModel::into_active_model);
        evidence::Entity::insert_many(rows).exec_without_returning(tx).await?;
    }
    Ok(row.version + 1)
}

/// Verifications whose `due_at` is at or before `now`, oldest first.
pub async fn list_due(db: &impl Db, now: i64, limit: u64) -> Result<Vec<Row>> {
    let due =
        Entity::find().filter(Column::DueAt.lte(now)).filter(is_free("organisation", Column::OrganisationId, now));
    due.order_by_asc(Column::DueAt)
        .order_by_asc(Column::OrganisationId)
        .limit(limit)
        .all(db)
        .await
        .in_table("verification")
}

/// An organisation in the queue of its centre.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct Waiting {
    /// The organisation.
    pub organisation_id: Uuid,
    /// Its name.
    pub name: String,
    /// `enterprise`, `household` or `person`.
    pub kind: String,
    /// Code of the state.
    pub state: String,
    /// Since when it stands so, or when it was handed in again.
    pub since_at: Option<i64>,
    /// Last day on which the answer is in time.
    pub answer_due_on: Option<i32>,
    /// First instant at which it no longer holds.
    pub until_at: Option<i64>,
    /// When it was handed in again.
    pub renewal_at: Option<i64>,
}

/// Organisations of a centre whose verification is in a state, oldest first; `after` is what the last one of the page
/// before had. Those that were handed in again wait among those that were handed in.
pub async fn list_by_centre(
    db: &impl Db,
    centre: Uuid,
    state: &str,
    after: Option<(i64, Uuid)>,
    limit: i64,
) -> Result<Vec<Waiting>> {
    let sql = "SELECT verification.organisation_id, employer.name, organisation.kind, verification.state,
                      coalesce(verification.renewal_at, verification.since_at) AS since_at,
                      verification.answer_due_on, verification.until_at, verification.renewal_at
               FROM verification JOIN organisation ON organisation.id = verification.organisation_id
               JOIN employer ON employer.id = organisation.id
               WHERE organisation.centre_id = $1
                 AND (verification.state = $2 OR ($2 = 'submitted' AND verification.renewal_at IS NOT NULL))
                 AND (coalesce(verification.renewal_at, verification.since_at, 0), verification.organisation_id)
                     > ($3, $4)
               ORDER BY coalesce(verification.renewal_at, verification.since_at, 0), verification.organisation_id
               LIMIT $5";
    let (since, id) = after.unwrap_or((i64::MIN, Uuid::nil()));
    let values = [centre.into(), state.into(), since.into(), id.into(), limit.into()];
    let rows = db.query_all_raw(bound(db, sql, values)).await?;
    rows.iter().map(|row| Waiting::from_query_result(row, "")).collect::<Result<_, _>>().in_table("verification")
}

/// Verified organisations of a centre whose time is over before `until` and that handed in nothing again, whose end is
/// nearest first; `after` is the end and the id of the last one of the page before.
pub async fn list_ending(
    db: &impl Db,
    centre: Uuid,
    (now, until): (i64, i64),
    after: Option<(i64, Uuid)>,
    limit: i64,
) -> Result<Vec<Waiting>> {
    let sql = "SELECT verification.organisation_id, employer.name, organisation.kind, verification.state,
                      verification.since_at, verification.answer_due_on, verification.until_at,
                      verification.renewal_at
               FROM verification JOIN organisation ON organisation.id = verification.organisation_id
               JOIN employer ON employer.id = organisation.id
               WHERE organisation.centre_id = $1 AND verification.state = 'verified'
                 AND verification.renewal_at IS NULL AND verification.until_at > $2 AND verification.until_at <= $3
                 AND (verification.until_at, verification.organisation_id) > ($4, $5)
               ORDER BY verification.until_at, verification.organisation_id LIMIT $6";
    let (ends, id) = after.unwrap_or((i64::MIN, Uuid::nil()));
    let values = [centre.into(), now.into(), until.into(), ends.into(), id.into(), limit.into()];
    let rows = db.query_all_raw(bound(db, sql, values)).await?;
    rows.iter().map(|row| Waiting::from_query_result(row, "")).collect::<Result<_, _>>().in_table("verification")
}

/// How many organisations of a centre handed in again.
pub async fn count_renewals(db: &impl Db, centre: Uuid) -> Result<i64> {
    let sql = "SELECT count(*) FROM verification
               JOIN organisation ON organisation.id = verification.organisation_id
               WHERE organisation.centre_id = $1 AND verification.renewal_at IS NOT NULL";
    let row = db.query_one_raw(bound(db, sql, [centre.into()])).await?;
    Ok(row.map_or(Ok(0), |row| row.try_get_by_index(0))?)
}

/// How many organisations of a centre are in each state.
pub async fn count_by_state(db: &impl Db, centre: Uuid) -> Result<Vec<(String, i64)>> {
    let sql = "SELECT verification.state, count(*) FROM verification
               JOIN organisation ON organisation.id = verification.organisation_id
               WHERE organisation.centre_id = $1 GROUP BY verification.state ORDER BY verification.state";
    let rows = db.query_all_raw(bound(db, sql, [centre.into()])).await?;
    rows.iter().map(|row| Ok((row.try_get_by_index(0)?, row.try_get_by_index(1)?))).collect()
}

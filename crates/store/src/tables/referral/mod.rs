//! Referrals of centres, and the numbers of their letters. What the letter says is sealed by the caller; where a
//! referral stands is flat values that the rules read back.

mod entity;

use crate::error::InTable;
use crate::per_backend::bound;
use crate::tables::stuck::is_free;
use crate::{Db, Error, Result, Tx};
use sea_orm::entity::prelude::*;
use sea_orm::{ActiveModelTrait, ConnectionTrait, ExprTrait, IntoActiveModel, QueryOrder, QuerySelect};

pub use entity::Model as Row;
use entity::{Column, Entity};

/// Which referrals of a centre a list shows.
#[derive(Clone, Copy, Debug, Default)]
pub struct Chosen<'a> {
    /// Only those of this officer.
    pub officer_id: Option<Uuid>,
    /// Only those in this stage.
    pub state: Option<&'a str>,
    /// Only those where somebody still has to do something.
    pub only_open: bool,
}

/// The last number given in a year of a centre, 0 before the first. The row is held until the write ends: numbers
/// have no gaps, because a write that fails gives its number back, and no doubles, because two writes wait for each
/// other.
pub async fn last_serial_held(tx: &Tx<'_>, centre_id: Uuid, year: i32) -> Result<i32> {
    let first = "INSERT INTO letter_serial (centre_id, year, last) VALUES ($1, $2, 0)
                 ON CONFLICT (centre_id, year) DO NOTHING";
    tx.execute_raw(bound(tx, first, [centre_id.into(), year.into()])).await?;
    let sql = "UPDATE letter_serial SET last = last WHERE centre_id = $1 AND year = $2 RETURNING last";
    let row = tx.query_one_raw(bound(tx, sql, [centre_id.into(), year.into()])).await?;
    Ok(row.map(|row| row.try_get_by_index(0)).transpose()?.unwrap_or(0))
}

/// Notes the number that was given; the row is held by [`last_serial_held`].
pub async fn set_last_serial(tx: &Tx<'_>, centre_id: Uuid, year: i32, last: i32) -> Result<()> {
    let sql = "UPDATE letter_serial SET last = $1 WHERE centre_id = $2 AND year = $3";
    tx.execute_raw(bound(tx, sql, [last.into(), centre_id.into(), year.into()])).await?;
    Ok(())
}

/// Adds a referral.
pub async fn insert(tx: &Tx<'_>, row: &Row) -> Result<()> {
    Entity::insert(row.clone().into_active_model()).exec_without_returning(tx).await?;
    Ok(())
}

/// The referral, if there is one.
pub async fn find(db: &impl Db, id: Uuid) -> Result<Option<Row>> {
    Entity::find_by_id(id).one(db).await.in_table("referral")
}

/// The referral that a letter's code proves.
pub async fn find_by_proof(db: &impl Db, proof: &str) -> Result<Option<Row>> {
    Entity::find().filter(Column::Proof.eq(proof)).one(db).await.in_table("referral")
}

/// Stores a changed row; [`Error::Conflict`] when the stored version is another.
pub async fn update_guarded(tx: &Tx<'_>, row: &Row) -> Result<()> {
    let mut next = row.clone();
    next.version += 1;
    let same = Column::Id.eq(row.id).and(Column::Version.eq(row.version));
    let changed = Entity::update_many().set(next.into_active_model().reset_all()).filter(same).exec(tx).await?;
    if changed.rows_affected == 1 { Ok(()) } else { Err(Error::Conflict) }
}

/// Referrals of a centre: those that are due first come first, those that nothing is due of last, newest first.
pub async fn list(db: &impl Db, centre_id: Uuid, chosen: Chosen<'_>, skip: u64, limit: u64) -> Result<Vec<Row>> {
    let mut page = Entity::find().filter(Column::CentreId.eq(centre_id));
    if let Some(officer_id) = chosen.officer_id {
        page = page.filter(Column::OfficerId.eq(officer_id));
    }
    if let Some(state) = chosen.state {
        page = page.filter(Column::State.eq(state));
    }
    if chosen.only_open {
        page = page.filter(Column::IsOpen.eq(1));
    }
    let page = page.order_by_desc(Column::IsOpen).order_by_asc(Column::DueOn).order_by_desc(Column::Id);
    page.offset(skip).limit(limit).all(db).await.in_table("referral")
}

/// How many referrals of a centre are in each stage.
pub async fn count_by_state(db: &impl Db, centre_id: Uuid, officer_id: Option<Uuid>) -> Result<Vec<(String, i64)>> {
    let whose = if officer_id.is_some() { "AND officer_id = $2" } else { "AND $2 = $2" };
    let sql = format!("SELECT state, count(*) FROM referral WHERE centre_id = $1 {whose} GROUP BY state");
    let values = [centre_id.into(), officer_id.unwrap_or_default().into()];
    let rows = db.query_all_raw(bound(db, &sql, values)).await?;
    let pairs = rows.iter().map(|row| Ok((row.try_get_by_index(0)?, row.try_get_by_index(1)?)));
    pairs.collect::<std::result::Result<_, DbErr>>().in_table("referral")
}

/// How many open referrals of a centre were due before a day, and how many are due on it.
pub async fn count_due(db: &impl Db, centre_id: Uuid, officer_id: Option<Uuid>, day: i32) -> Result<(i64, i64)> {
    let whose = if officer_id.is_some() { "AND officer_id = $2" } else { "AND $2 = $2" };
    let sql = format!(
        "SELECT count(CASE WHEN due_on < $3 THEN 1 END), count(CASE WHEN due_on = $3 THEN 1 END)
         FROM referral WHERE centre_id = $1 {whose} AND is_open = 1 AND due_on <= $3"
    );
    let values = [centre_id.into(), officer_id.unwrap_or_default().into(), day.into()];
    let Some(row) = db.query_one_raw(bound(db, &sql, values)).await? else { return Ok((0, 0)) };
    Ok((row.try_get_by_index(0)?, row.try_get_by_index(1)?))
}

/// Referrals of a person, newest first.
pub async fn list_of_profile(db: &impl Db, profile_id: Uuid) -> Result<Vec<Row>> {
    let page = Entity::find().filter(Column::ProfileId.eq(profile_id)).order_by_desc(Column::Id);
    page.limit(500).all(db).await.in_table("referral")
}

/// Referrals to a vacancy, newest first.
pub async fn list_of_posting(db: &impl Db, posting_id: Uuid) -> Result<Vec<Row>> {
    let page = Entity::find().filter(Column::PostingId.eq(posting_id)).order_by_desc(Column::Id);
    page.limit(500).all(db).await.in_table("referral")
}

/// Whether somebody, by any of these profiles, was hired for a vacancy by another letter.
pub async fn is_hired(db: &impl Db, posting_id: Uuid, profile_ids: &[Uuid], other_than: Uuid) -> Result<bool> {
    let hired = Entity::find().filter(Column::PostingId.eq(posting_id)).filter(Column::State.eq("hired"));
    let theirs = hired.filter(Column::ProfileId.is_in(profile_ids.iter().copied()));
    Ok(theirs.filter(Column::Id.ne(other_than)).one(db).await.in_table("referral")?.is_some())
}

/// Letters that were sent to an employer through the exchange, newest first, from behind one of them on.
pub async fn list_to_employer(db: &impl Db, employer_id: Uuid, before: Option<Uuid>, limit: u64) -> Result<Vec<Row>> {
    let mut page = Entity::find().filter(Column::EmployerId.eq(employer_id)).filter(Column::ExchangeAt.is_not_null());
    if let Some(before) = before {
        page = page.filter(Column::Id.lt(before));
    }
    page.order_by_desc(Column::Id).limit(limit).all(db).await.in_table("referral")
}

/// Referrals of a centre whose first day of work lies between two days, the last one excluded, by number.
pub async fn list_started(db: &impl Db, centre_id: Uuid, (from, until): (i32, i32)) -> Result<Vec<Row>> {
    let page = Entity::find()
        .filter(Column::CentreId.eq(centre_id))
        .filter(Column::State.eq("hired"))
        .filter(Column::StartsOn.gte(from))
        .filter(Column::StartsOn.lt(until));
    let page = page.order_by_asc(Column::StartsOn).order_by_asc(Column::Year).order_by_asc(Column::Serial);
    page.limit(50_000).all(db).await.in_table("referral")
}

/// Referrals that the clock is to call, the longest due first.
pub async fn list_due(db: &impl Db, now: i64, limit: u64) -> Result<Vec<Row>> {
    let due = Entity::find().filter(Column::DueAt.lte(now)).filter(is_free("referral", Column::Id, now));
    let due = due.order_by_asc(Column::DueAt).order_by_asc(Column::Id).limit(limit);
    due.all(db).await.in_table("referral")
}

/// Gives the open referrals of one officer at a centre to another. Answers how many.
pub async fn hand_over(tx: &Tx<'_>, centre_id: Uuid, (from, to): (Uuid, Uuid), now: i64) -> Result<u64> {
    let sql = "UPDATE referral SET officer_id = $1, version = version + 1, updated_at = $2
               WHERE centre_id = $3 AND officer_id = $4 AND is_open = 1";
    let values = [to.into(), now.into(), centre_id.into(), from.into()];
    Ok(tx.execute_raw(bound(tx, sql, values)).await?.rows_affected())
}

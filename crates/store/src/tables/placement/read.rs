//! Reading placements, their facts and the policies that were used.

use super::entity::{Column, Entity};
use super::{Fact, Row, fact};
use crate::error::InTable;
use crate::per_backend::bound;
use crate::tables::IN_LIST;
use crate::tables::stuck::is_free;
use crate::{Db, Result};
use sea_orm::entity::prelude::*;
use sea_orm::{FromQueryResult, QueryOrder, QuerySelect, Statement, Value};

/// Most rows of one list.
const MOST: u64 = 5_000;

/// Which placements of a centre a list shows.
#[derive(Clone, Copy, Debug, Default)]
pub struct Chosen {
    /// Only those of this officer.
    pub officer_id: Option<Uuid>,
    /// Only those before this one.
    pub before: Option<Uuid>,
}

/// A policy as it was when it was first used.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct Policy {
    /// SHA-256 of the file.
    pub hash: Vec<u8>,
    /// The programme.
    pub name: String,
    /// The version.
    pub version: String,
    /// The whole file.
    pub file: String,
}

/// The placement, if there is one.
pub async fn find(db: &impl Db, id: Uuid) -> Result<Option<Row>> {
    Entity::find_by_id(id).one(db).await.in_table("placement")
}

/// The placement that a hired application became.
pub async fn find_by_application(db: &impl Db, application_id: Uuid) -> Result<Option<Row>> {
    Entity::find().filter(Column::ApplicationId.eq(application_id)).one(db).await.in_table("placement")
}

/// The placement that the result of a letter became.
pub async fn find_by_referral(db: &impl Db, referral_id: Uuid) -> Result<Option<Row>> {
    Entity::find().filter(Column::ReferralId.eq(referral_id)).one(db).await.in_table("placement")
}

/// Placements of a centre, newest first.
pub async fn list(db: &impl Db, centre_id: Uuid, chosen: Chosen, limit: u64) -> Result<Vec<Row>> {
    of_centre(centre_id, chosen).order_by_desc(Column::Id).limit(limit.min(MOST)).all(db).await.in_table("placement")
}

/// How many placements of a centre there are, of those that are chosen.
pub async fn count(db: &impl Db, centre_id: Uuid, chosen: Chosen) -> Result<u64> {
    of_centre(centre_id, chosen).count(db).await.in_table("placement")
}

fn of_centre(centre_id: Uuid, chosen: Chosen) -> Select<Entity> {
    let mut all = Entity::find().filter(Column::CentreId.eq(centre_id));
    if let Some(officer_id) = chosen.officer_id {
        all = all.filter(Column::OfficerId.eq(officer_id));
    }
    if let Some(before) = chosen.before {
        all = all.filter(Column::Id.lt(before));
    }
    all
}

/// Whether an officer of a centre has a placement that the clock still looks at.
pub async fn has_open(db: &impl Db, centre_id: Uuid, officer_id: Uuid) -> Result<bool> {
    let open = Entity::find()
        .filter(Column::OfficerId.eq(officer_id))
        .filter(Column::CentreId.eq(centre_id))
        .filter(Column::DueAt.is_not_null());
    Ok(open.one(db).await.in_table("placement")?.is_some())
}

/// Placements of a person, newest first.
pub async fn list_of_profile(db: &impl Db, profile_id: Uuid) -> Result<Vec<Row>> {
    let page = Entity::find().filter(Column::ProfileId.eq(profile_id)).order_by_desc(Column::Id);
    page.limit(MOST).all(db).await.in_table("placement")
}

/// Some placements of a person, newest first: those before one of them (`before`), or the newest.
pub async fn page_of_profile(db: &impl Db, profile_id: Uuid, before: Option<Uuid>, limit: u64) -> Result<Vec<Row>> {
    page_of(db, Entity::find().filter(Column::ProfileId.eq(profile_id)), before, limit).await
}

/// Some placements with an employer, in the same way.
pub async fn page_of_employer(db: &impl Db, employer_id: Uuid, before: Option<Uuid>, limit: u64) -> Result<Vec<Row>> {
    page_of(db, Entity::find().filter(Column::EmployerId.eq(employer_id)), before, limit).await
}

async fn page_of(db: &impl Db, mut all: Select<Entity>, before: Option<Uuid>, limit: u64) -> Result<Vec<Row>> {
    if let Some(before) = before {
        all = all.filter(Column::Id.lt(before));
    }
    all.order_by_desc(Column::Id).limit(limit.min(MOST)).all(db).await.in_table("placement")
}

/// Placements of a centre with an employer of this code, whether the first or one that followed it, oldest first.
pub async fn list_employed_by(db: &impl Db, centre_id: Uuid, code: &str, limit: usize) -> Result<Vec<Uuid>> {
    let sql = "SELECT placement_id FROM placement_employer JOIN placement ON placement.id = placement_id
               WHERE code = $1 AND centre_id = $2 ORDER BY placement_id LIMIT $3";
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let rows = db.query_all_raw(bound(db, sql, [code.into(), centre_id.into(), limit.into()])).await?;
    rows.iter().map(|row| Ok(row.try_get_by_index(0)?)).collect()
}

/// The newest placement of a centre of one of these people with an employer of this code, whether the first or one that
/// followed it, that began on a day (`placed_by`) or before.
pub async fn find_newest_at(
    db: &impl Db,
    (centre_id, code): (Uuid, &str),
    profile_ids: &[Uuid],
    placed_by: i32,
) -> Result<Option<Uuid>> {
    let mut newest: Option<Uuid> = None;
    for part in profile_ids.chunks(IN_LIST) {
        let places: Vec<String> = (0..part.len()).map(|n| format!("${}", n + 4)).collect();
        let sql = format!(
            "SELECT id FROM placement WHERE centre_id = $1 AND placed_on <= $3 AND profile_id IN ({}) AND EXISTS
             (SELECT 1 FROM placement_employer WHERE placement_id = placement.id AND code = $2)
             ORDER BY id DESC LIMIT 1",
            places.join(", ")
        );
        let head: [Value; 3] = [centre_id.into(), code.into(), placed_by.into()];
        let values = head.into_iter().chain(part.iter().map(|id| (*id).into()));
        let row = db.query_one_raw(Statement::from_sql_and_values(db.get_database_backend(), &sql, values)).await?;
        let found: Option<Uuid> = row.map(|row| row.try_get_by_index(0)).transpose()?;
        newest = newest.max(found);
    }
    Ok(newest)
}

/// Placements that the clock is to look at, the longest due first.
pub async fn list_due(db: &impl Db, now: i64, limit: u64) -> Result<Vec<Row>> {
    let due = Entity::find().filter(Column::DueAt.lte(now)).filter(is_free("placement", Column::Id, now));
    let due = due.order_by_asc(Column::DueAt).order_by_asc(Column::Id).limit(limit);
    due.all(db).await.in_table("placement")
}

/// The facts of a placement that were known at an instant, in the order in which they were learnt.
pub async fn facts(db: &impl Db, placement_id: Uuid, known_at: i64) -> Result<Vec<Fact>> {
    let page = fact::Entity::find()
        .filter(fact::Column::PlacementId.eq(placement_id))
        .filter(fact::Column::RecordedAt.lte(known_at))
        .order_by_asc(fact::Column::RecordedAt);
    page.all(db).await.in_table("placement_fact")
}

/// When the last fact of a placement was recorded; `None` when there is none.
pub async fn last_recorded_at(db: &impl Db, placement_id: Uuid) -> Result<Option<i64>> {
    let last = fact::Entity::find().filter(fact::Column::PlacementId.eq(placement_id));
    let last = last.order_by_desc(fact::Column::RecordedAt).one(db).await.in_table("placement_fact")?;
    Ok(last.map(|fact| fact.recorded_at))
}

/// All facts of several placements, those of each in the order in which they were learnt.
pub async fn facts_of_many(db: &impl Db, placements: &[Uuid]) -> Result<Vec<Fact>> {
    let mut found = Vec::new();
    for part in placements.chunks(IN_LIST) {
        let page = fact::Entity::find()
            .filter(fact::Column::PlacementId.is_in(part.iter().copied()))
            .order_by_asc(fact::Column::PlacementId)
            .order_by_asc(fact::Column::RecordedAt);
        found.extend(page.all(db).await.in_table("placement_fact")?);
    }
    Ok(found)
}

/// One fact, if there is such a one.
pub async fn find_fact(db: &impl Db, id: Uuid) -> Result<Option<Fact>> {
    fact::Entity::find_by_id(id).one(db).await.in_table("placement_fact")
}

/// The policy with this hash, if it was ever used.
pub async fn find_policy(db: &impl Db, hash: &[u8]) -> Result<Option<Policy>> {
    let sql = "SELECT hash, name, version, file FROM placement_policy WHERE hash = $1";
    let row = db.query_one_raw(bound(db, sql, [hash.to_vec().into()])).await?;
    row.map(|row| Policy::from_query_result(&row, "")).transpose().in_table("placement_policy")
}

/// Every policy that was ever used.
pub async fn policies(db: &impl Db) -> Result<Vec<Policy>> {
    let sql = "SELECT hash, name, version, file FROM placement_policy ORDER BY created_at, hash LIMIT 5000";
    let rows = db.query_all_raw(bound(db, sql, [])).await?;
    let policies = rows.iter().map(|row| Policy::from_query_result(row, ""));
    policies.collect::<std::result::Result<_, DbErr>>().in_table("placement_policy")
}

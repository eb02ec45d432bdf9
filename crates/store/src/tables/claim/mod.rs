//! Claims of centres. What a claim read (policy, day, state of knowledge, facts, outcome) is written once and never
//! changed: a trigger refuses it. Where a claim stands is flat values that the rules read back.

pub(crate) mod entity;

use crate::error::InTable;
use crate::per_backend::{bound, for_update};
use crate::tables::IN_LIST;
use crate::{Db, Error, Result, Tx};
use sea_orm::ActiveValue::NotSet;
use sea_orm::entity::prelude::*;
use sea_orm::{ActiveModelTrait, Condition, ConnectionTrait, ExprTrait, IntoActiveModel, QueryOrder, QuerySelect};

pub use entity::Model as Row;
use entity::{Column, Entity};

/// Which claims of a centre a list shows.
#[derive(Clone, Copy, Debug, Default)]
pub struct Chosen<'a> {
    /// Only those in this stage.
    pub state: Option<&'a str>,
    /// Only those where somebody still has to do something.
    pub only_open: bool,
    /// The largest first instead of the oldest.
    pub by_money: bool,
}

/// How many claims of a centre are in a stage, and of how much.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sum {
    /// Code of the stage.
    pub state: String,
    /// How many.
    pub claims: i64,
    /// Of how much.
    pub dong: i64,
}

/// Adds a claim; the exclusion of its person must be held for it by then.
pub async fn insert(tx: &Tx<'_>, row: &Row) -> Result<()> {
    Entity::insert(row.clone().into_active_model()).exec_without_returning(tx).await?;
    Ok(())
}

/// The claim, if there is one.
pub async fn find(db: &impl Db, id: Uuid) -> Result<Option<Row>> {
    Entity::find_by_id(id).one(db).await.in_table("claim")
}

/// The claim, held until the write ends, so that what is decided about it is decided one after the other.
pub async fn find_held(tx: &Tx<'_>, id: Uuid) -> Result<Option<Row>> {
    let sql = format!("SELECT id FROM claim WHERE id = $1 {}", for_update(tx));
    tx.query_one_raw(bound(tx, &sql, [id.into()])).await?;
    find(tx, id).await
}

/// Claims for a placement, newest first.
pub async fn list_of_placement(db: &impl Db, placement_id: Uuid) -> Result<Vec<Row>> {
    let page = Entity::find().filter(Column::PlacementId.eq(placement_id)).order_by_desc(Column::Id);
    page.limit(100).all(db).await.in_table("claim")
}

/// Placement and stage of every claim for these placements, the oldest claim of each first.
pub async fn states_of_many(db: &impl Db, placements: &[Uuid]) -> Result<Vec<(Uuid, String)>> {
    let mut found = Vec::new();
    for part in placements.chunks(IN_LIST) {
        let page = Entity::find()
            .select_only()
            .column(Column::PlacementId)
            .column(Column::State)
            .filter(Column::PlacementId.is_in(part.iter().copied()))
            .order_by_asc(Column::Id);
        found.extend(page.into_tuple::<(Uuid, String)>().all(db).await.in_table("claim")?);
    }
    Ok(found)
}

/// Whether a claim for the placement that was paid, or whose money is with the bank, read what was recorded at an
/// instant, or was approved with it.
pub async fn is_paid_by(db: &impl Db, placement_id: Uuid, recorded_at: i64) -> Result<bool> {
    let sql = "SELECT 1 FROM claim WHERE placement_id = $1 AND (known_at >= $2 OR approved_known_at >= $2)
               AND (paid_dong > 0 OR EXISTS (SELECT 1 FROM payout WHERE payout.claim_id = claim.id
                                             AND payout.state = 'sent')) LIMIT 1";
    let found = db.query_one_raw(bound(db, sql, [placement_id.into(), recorded_at.into()])).await?;
    Ok(found.is_some())
}

/// Another claim for a person in a programme that was paid beside the one that holds them, and not given back: by their
/// keyed hash, and by these profiles.
pub async fn find_double(
    db: &impl Db,
    (programme, person_key): (&str, &[u8]),
    (profiles, claim_id): (&[Uuid], Uuid),
) -> Result<Option<Row>> {
    let found = Entity::find().filter(doubles((programme, person_key), (profiles, claim_id)));
    found.order_by_asc(Column::Id).one(db).await.in_table("claim")
}

/// Has a claim looked at once more.
pub async fn look_again(tx: &Tx<'_>, id: Uuid) -> Result<()> {
    let sql = "UPDATE claim SET seen_known_at = 0 WHERE id = $1";
    tx.execute_raw(bound(tx, sql, [id.into()])).await?;
    Ok(())
}

/// Has every claim for a placement looked at once more. The caller holds the placement.
pub(crate) async fn look_again_at_all_of(tx: &Tx<'_>, placement_id: Uuid) -> Result<()> {
    let sql = "UPDATE claim SET seen_known_at = 0 WHERE placement_id = $1 AND seen_known_at > 0";
    tx.execute_raw(bound(tx, sql, [placement_id.into()])).await?;
    Ok(())
}

fn doubles((programme, person_key): (&str, &[u8]), (profiles, claim_id): (&[Uuid], Uuid)) -> Condition {
    let theirs = Condition::any()
        .add(Column::PersonKey.eq(person_key.to_vec()))
        .add(Column::ProfileId.is_in(profiles.iter().copied()));
    Condition::all()
        .add(Column::Programme.eq(programme))
        .add(Expr::cust("is_live = 0 AND paid_dong > returned_dong"))
        .add(Column::Id.ne(claim_id))
        .add(theirs)
}

/// Has such claims looked at once more: the one that held their person lets go.
pub async fn look_again_at_doubles(
    tx: &Tx<'_>,
    (programme, person_key): (&str, &[u8]),
    (profiles, claim_id): (&[Uuid], Uuid),
) -> Result<()> {
    let theirs = doubles((programme, person_key), (profiles, claim_id));
    let changed = Entity::update_many().col_expr(Column::SeenKnownAt, Expr::value(0_i64)).filter(theirs);
    changed.exec(tx).await?;
    Ok(())
}

/// Claims of a batch, in the order in which they were made.
pub async fn list_of_batch(db: &impl Db, batch_id: Uuid) -> Result<Vec<Row>> {
    Entity::find().filter(Column::BatchId.eq(batch_id)).order_by_asc(Column::Id).all(db).await.in_table("claim")
}

/// Claims of a centre in one of these states whose placement learnt a fact since somebody approved them, the oldest
/// first, after one of them.
pub async fn list_outdated(
    db: &impl Db,
    centre_id: Uuid,
    states: &[&str],
    after: Option<Uuid>,
    limit: u64,
) -> Result<Vec<Row>> {
    let learnt = "EXISTS (SELECT 1 FROM placement_fact WHERE placement_fact.placement_id = claim.placement_id
                          AND placement_fact.recorded_at > COALESCE(claim.approved_known_at, claim.known_at))";
    let found = Entity::find().filter(Column::CentreId.eq(centre_id)).filter(Column::IsOpen.eq(1));
    let mut found = found.filter(Column::State.is_in(states.iter().copied())).filter(Expr::cust(learnt));
    if let Some(after) = after {
        found = found.filter(Column::Id.gt(after));
    }
    found.order_by_asc(Column::Id).limit(limit).all(db).await.in_table("claim")
}

/// Stores a changed row; [`Error::Conflict`] when the stored version is another. Whether something is to be looked at
/// stays as it is: that is said without a new version ([`look_again`], [`mark_seen`]).
pub async fn update_guarded(tx: &Tx<'_>, row: &Row) -> Result<()> {
    let mut next = row.clone();
    next.version += 1;
    let mut next = next.into_active_model().reset_all();
    next.seen_known_at = NotSet;
    let same = Column::Id.eq(row.id).and(Column::Version.eq(row.version));
    let changed = Entity::update_many().set(next).filter(same).exec(tx).await?;
    if changed.rows_affected == 1 { Ok(()) } else { Err(Error::Conflict) }
}

/// Claims of a centre: the oldest first, or the largest.
pub async fn list(db: &impl Db, centre_id: Uuid, chosen: Chosen<'_>, skip: u64, limit: u64) -> Result<Vec<Row>> {
    let mut page = Entity::find().filter(Column::CentreId.eq(centre_id));
    if let Some(state) = chosen.state {
        page = page.filter(Column::State.eq(state));
    }
    if chosen.only_open {
        page = page.filter(Column::IsOpen.eq(1));
    }
    if chosen.by_money {
        page = page.order_by_desc(Column::Dong);
    }
    page.order_by_asc(Column::Id).offset(skip).limit(limit).all(db).await.in_table("claim")
}

/// How many claims of a centre are in each stage, and of how much.
pub async fn sums(db: &impl Db, centre_id: Uuid) -> Result<Vec<Sum>> {
    let sql = "SELECT state, count(*), CAST(sum(dong) AS bigint) FROM claim WHERE centre_id = $1
               GROUP BY state ORDER BY state";
    let rows = db.query_all_raw(bound(db, sql, [centre_id.into()])).await?;
    let sums = rows.iter().map(|row| {
        Ok(Sum { state: row.try_get_by_index(0)?, claims: row.try_get_by_index(1)?, dong: row.try_get_by_index(2)? })
    });
    sums.collect::<std::result::Result<_, DbErr>>().in_table("claim")
}

/// Claims of a budget year at a centre, by id.
pub async fn list_of_year(db: &impl Db, centre_id: Uuid, year: i32) -> Result<Vec<Row>> {
    let page = Entity::find().filter(Column::CentreId.eq(centre_id)).filter(Column::BudgetYear.eq(year));
    page.order_by_asc(Column::Id).limit(100_000).all(db).await.in_table("claim")
}

/// Ids of claims whose placement learnt something since they were looked at, the longest waiting first. Those that
/// could not be looked at wait for their next try.
pub async fn list_unseen(db: &impl Db, now: i64, limit: u64) -> Result<Vec<Uuid>> {
    let sql = "SELECT id FROM claim WHERE seen_known_at = 0 AND is_live = 1
                 AND id NOT IN (SELECT thing_id FROM stuck WHERE kind = 'claim' AND retry_at > $1)
               ORDER BY id LIMIT $2";
    unseen(db, sql, (now, limit)).await
}

/// The same of claims that were paid beside the one that holds their person, and not given back.
pub async fn list_unseen_doubles(db: &impl Db, now: i64, limit: u64) -> Result<Vec<Uuid>> {
    let sql = "SELECT id FROM claim WHERE seen_known_at = 0 AND is_live = 0 AND paid_dong > returned_dong
                 AND id NOT IN (SELECT thing_id FROM stuck WHERE kind = 'claim' AND retry_at > $1)
               ORDER BY id LIMIT $2";
    unseen(db, sql, (now, limit)).await
}

async fn unseen(db: &impl Db, sql: &str, (now, limit): (i64, u64)) -> Result<Vec<Uuid>> {
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let rows = db.query_all_raw(bound(db, sql, [now.into(), limit.into()])).await?;
    let ids = rows.iter().map(|row| row.try_get_by_index(0));
    ids.collect::<std::result::Result<_, DbErr>>().in_table("claim")
}

/// Notes up to where later facts were looked at. The caller holds the placement: what it learns later is looked at
/// then.
pub async fn mark_seen(tx: &Tx<'_>, id: Uuid, seen_known_at: i64) -> Result<()> {
    let sql = "UPDATE claim SET seen_known_at = $1 WHERE id = $2";
    tx.execute_raw(bound(tx, sql, [seen_known_at.into(), id.into()])).await?;
    Ok(())
}

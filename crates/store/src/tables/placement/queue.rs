//! What waits at a centre, each queue by a column of its own with an index of its own: a page is read from where the
//! one before ended, so that the last page costs what the first does.

use super::Row;
use super::entity::{Column, Entity};
use crate::error::InTable;
use crate::{Db, Result};
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{ExprTrait, Value};
use sea_orm::{QueryOrder, QuerySelect};

/// Whose work: of a centre, or of one officer there.
pub type Whose = (Uuid, Option<Uuid>);

/// A placement that no claim stands for.
pub(crate) const UNCLAIMED: &str =
    "NOT EXISTS (SELECT 1 FROM claim WHERE claim.placement_id = placement.id AND claim.is_live = 1)";

/// Placements whose askings are unanswered, the longest waiting first; `after` is the day and the id of the last one of
/// the page before.
pub async fn list_waiting(db: &impl Db, whose: Whose, after: Option<(i32, Uuid)>, limit: u64) -> Result<Vec<Row>> {
    since(db, whose, (Column::WaitsFrom, after.map(|(day, id)| (day.into(), id))), limit).await
}

/// Placements whose facts contradict each other, the longest first; `after` is the instant and the id of the last one
/// of the page before.
pub async fn list_disputed(db: &impl Db, whose: Whose, after: Option<(i64, Uuid)>, limit: u64) -> Result<Vec<Row>> {
    since(db, whose, (Column::DisputedSince, after.map(|(at, id)| (at.into(), id))), limit).await
}

/// Placements with money at stake that no claim stands for, the most money first and of equal ones the oldest; `after`
/// is the amount and the id of the last one of the page before.
pub async fn list_at_stake(db: &impl Db, whose: Whose, after: Option<(i64, Uuid)>, limit: u64) -> Result<Vec<Row>> {
    let all = || {
        let all = of(whose).filter(Column::StakeDong.is_not_null()).filter(Expr::cust(UNCLAIMED));
        all.order_by_desc(Column::StakeDong).order_by_asc(Column::Id)
    };
    let Some((dong, id)) = after else { return all().limit(limit).all(db).await.in_table("placement") };
    // In two steps, each a stretch of the index: one condition for both would read everything before it.
    let same = all().filter(Column::StakeDong.eq(dong)).filter(Column::Id.gt(id));
    let mut rows = same.limit(limit).all(db).await.in_table("placement")?;
    let rest = limit.saturating_sub(rows.len() as u64);
    if rest > 0 {
        let less = all().filter(Column::StakeDong.lt(dong)).limit(rest);
        rows.extend(less.all(db).await.in_table("placement")?);
    }
    Ok(rows)
}

/// Placements of a centre of which it was told that they are confirmed, and that no claim stands for: the oldest first.
pub async fn list_claimable(db: &impl Db, centre_id: Uuid, skip: u64, limit: u64) -> Result<Vec<Row>> {
    let told = Entity::find()
        .filter(Column::CentreId.eq(centre_id))
        .filter(Expr::cust("outcome_told = 'confirmed'"))
        .filter(Expr::cust(UNCLAIMED));
    told.order_by_asc(Column::Id).offset(skip).limit(limit).all(db).await.in_table("placement")
}

fn of((centre_id, officer_id): Whose) -> Select<Entity> {
    let all = Entity::find().filter(Column::CentreId.eq(centre_id));
    match officer_id {
        Some(officer_id) => all.filter(Column::OfficerId.eq(officer_id)),
        None => all,
    }
}

async fn since(
    db: &impl Db,
    whose: Whose,
    (by, after): (Column, Option<(Value, Uuid)>),
    limit: u64,
) -> Result<Vec<Row>> {
    let mut page = of(whose).filter(by.is_not_null());
    if let Some((value, id)) = after {
        let place = Expr::tuple([Expr::col(by), Expr::col(Column::Id)]);
        page = page.filter(place.gt(Expr::tuple([Expr::val(value), Expr::val(id)])));
    }
    page.order_by_asc(by).order_by_asc(Column::Id).limit(limit).all(db).await.in_table("placement")
}

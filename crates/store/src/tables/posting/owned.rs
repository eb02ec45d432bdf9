//! Postings as their employer and its centre list them, and as somebody names them by a part of their code.

use super::Row;
use super::entity::{Column, Entity};
use crate::error::InTable;
use crate::per_backend::{bound, counted, hex_of_id};
use crate::{Db, Result};
use sea_orm::entity::prelude::*;
use sea_orm::{FromQueryResult, QueryOrder, QuerySelect};

/// How many postings of an employer are in each state.
pub async fn count_of_employer(db: &impl Db, employer: Uuid) -> Result<Vec<(String, i64)>> {
    let counts = Entity::find().select_only().column(Column::State).column_as(counted(), "n");
    let counts = counts.filter(Column::EmployerId.eq(employer)).group_by(Column::State).order_by_asc(Column::State);
    counts.into_tuple().all(db).await.in_table("posting")
}

/// A page of an employer's postings in some states, newest first; `before` is the last id of the page before.
pub async fn list_of_employer(
    db: &impl Db,
    employer: Uuid,
    states: &[&str],
    before: Option<Uuid>,
    limit: u64,
) -> Result<Vec<Row>> {
    let mut page = Entity::find().filter(Column::EmployerId.eq(employer));
    page = page.filter(Column::State.is_in(states.iter().copied()));
    if let Some(before) = before {
        page = page.filter(Column::Id.lt(before));
    }
    page.order_by_desc(Column::Id).limit(limit).all(db).await.in_table("posting")
}

/// Whether a posting of this employer has ever been before the public.
pub async fn was_any_published(db: &impl Db, employer: Uuid) -> Result<bool> {
    let published = Entity::find().filter(Column::EmployerId.eq(employer)).filter(Column::PublishedAt.is_not_null());
    let first = published.select_only().column(Column::Id).limit(1).into_tuple::<Uuid>().one(db).await;
    Ok(first.in_table("posting")?.is_some())
}

/// A posting in the queue of a centre.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct Queued {
    /// The posting.
    pub id: Uuid,
    /// Its title.
    pub title: String,
    /// Name of its employer.
    pub employer: String,
    /// Since when it waits.
    pub state_at: i64,
}

/// Ids from one to another, newest first.
pub async fn list_between(db: &impl Db, (first, last): (Uuid, Uuid), limit: u64) -> Result<Vec<Uuid>> {
    let ids = Entity::find().select_only().column(Column::Id).filter(Column::Id.between(first, last));
    ids.order_by_desc(Column::Id).limit(limit).into_tuple().all(db).await.in_table("posting")
}

/// Ids that end with these hexadecimal digits, newest first. It walks through the index of ids, and no further.
pub async fn list_by_ending(db: &impl Db, hex_end: &str, limit: i64) -> Result<Vec<Uuid>> {
    let sql = format!("SELECT id FROM posting WHERE {} LIKE $1 ORDER BY id DESC LIMIT $2", hex_of_id(db));
    let rows = db.query_all_raw(bound(db, &sql, [format!("%{hex_end}").into(), limit.into()])).await?;
    rows.iter().map(|row| Ok(row.try_get_by_index(0)?)).collect()
}

/// Postings in a state whose employer a centre serves, oldest first; `after` is what the last one of the page before
/// had.
pub async fn list_of_centre(
    db: &impl Db,
    (centre, state): (Uuid, &str),
    after: Option<(i64, Uuid)>,
    limit: i64,
) -> Result<Vec<Queued>> {
    let sql = "SELECT posting.id, posting.title, employer.name AS employer, posting.state_at
               FROM posting JOIN organisation ON organisation.id = posting.employer_id
               JOIN employer ON employer.id = posting.employer_id
               WHERE posting.state = $1 AND organisation.centre_id = $2
                 AND (posting.state_at, posting.id) > ($3, $4)
               ORDER BY posting.state_at, posting.id LIMIT $5";
    let (since, id) = after.unwrap_or((i64::MIN, Uuid::nil()));
    let values = [state.into(), centre.into(), since.into(), id.into(), limit.into()];
    let rows = db.query_all_raw(bound(db, sql, values)).await?;
    rows.iter().map(|row| Queued::from_query_result(row, "")).collect::<Result<_, _>>().in_table("posting")
}

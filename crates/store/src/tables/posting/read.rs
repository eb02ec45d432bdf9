//! Reading postings.

use super::entity::{Column, Entity};
use super::{Row, entity};
use crate::error::InTable;
use crate::per_backend::counted;
use crate::tables::IN_LIST;
use crate::tables::stuck::is_free;
use crate::{Db, Error, Result, outbox};
use sea_orm::entity::prelude::*;
use sea_orm::{ExprTrait, FromQueryResult, QueryOrder, QuerySelect};
use std::collections::BTreeMap;

/// The posting, if there is one.
pub async fn find(db: &impl Db, id: Uuid) -> Result<Option<Row>> {
    Entity::find_by_id(id).one(db).await.in_table("posting")
}

/// The posting, or [`Error::Missing`].
pub async fn load(db: &impl Db, id: Uuid) -> Result<Row> {
    find(db, id).await?.ok_or(Error::Missing("posting"))
}

/// The postings among these ids that exist, in no order. For the index follower.
pub async fn find_many(db: &impl Db, ids: &[Uuid]) -> Result<Vec<Row>> {
    let mut rows = Vec::with_capacity(ids.len());
    for part in ids.chunks(IN_LIST) {
        let found = Entity::find().filter(Column::Id.is_in(part.iter().copied())).all(db).await;
        rows.extend(found.in_table("posting")?);
    }
    Ok(rows)
}

/// Titles of these postings, by their ids.
pub async fn titles(db: &impl Db, ids: &[Uuid]) -> Result<BTreeMap<Uuid, String>> {
    let mut titles = BTreeMap::new();
    for part in ids.chunks(IN_LIST) {
        let pairs = Entity::find().select_only().column(Column::Id).column(Column::Title);
        let found = pairs.filter(Column::Id.is_in(part.iter().copied())).into_tuple::<(Uuid, String)>().all(db).await;
        titles.extend(found.in_table("posting")?);
    }
    Ok(titles)
}

/// The postings of a source among these of its ids, in no order.
pub async fn find_by_source(db: &impl Db, source: &str, source_ids: &[String]) -> Result<Vec<Row>> {
    let mut rows = Vec::with_capacity(source_ids.len());
    for part in source_ids.chunks(IN_LIST) {
        let ours = Column::Source.eq(source).and(Column::SourceId.is_in(part.iter().map(String::as_str)));
        rows.extend(Entity::find().filter(ours).all(db).await.in_table("posting")?);
    }
    Ok(rows)
}

/// What an import needs to know of a posting it may have seen before.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct Known {
    /// The posting.
    pub id: Uuid,
    /// Its version.
    pub version: i64,
    /// Its id at the source.
    pub source_id: String,
    /// SHA-256 of what the source sent last.
    pub content_hash: Vec<u8>,
    /// Its state.
    pub state: String,
}

/// As [`find_by_source`], but only what tells changed from unchanged.
pub async fn find_known(db: &impl Db, source: &str, source_ids: &[String]) -> Result<Vec<Known>> {
    let mut rows = Vec::with_capacity(source_ids.len());
    for part in source_ids.chunks(IN_LIST) {
        let found = known(source).filter(Column::SourceId.is_in(part.iter().map(String::as_str)));
        rows.extend(found.into_model().all(db).await.in_table("posting")?);
    }
    Ok(rows)
}

/// A page of all a source has, by its own ids after `after` (an order that only this walk may rely on). For finding
/// what the source dropped.
pub async fn list_known(db: &impl Db, source: &str, after: Option<&str>, limit: u64) -> Result<Vec<Known>> {
    let mut page = known(source);
    if let Some(after) = after {
        page = page.filter(Column::SourceId.gt(after));
    }
    page.order_by_asc(Column::SourceId).limit(limit).into_model().all(db).await.in_table("posting")
}

fn known(source: &str) -> Select<Entity> {
    let columns = [Column::Id, Column::Version, Column::SourceId, Column::ContentHash, Column::State];
    Entity::find().select_only().columns(columns).filter(Column::Source.eq(source))
}

/// A page of the postings in one of these states, by id after `after`.
pub async fn list_by_state(db: &impl Db, states: &[&str], after: Option<Uuid>, limit: u64) -> Result<Vec<Row>> {
    let page = Entity::find().filter(Column::State.is_in(states.iter().copied()));
    by_key(page, after, limit).all(db).await.in_table("posting")
}

/// A page of all postings, by id after `after`.
pub async fn list_all(db: &impl Db, after: Option<Uuid>, limit: u64) -> Result<Vec<Row>> {
    by_key(Entity::find(), after, limit).all(db).await.in_table("posting")
}

/// A page of an employer's postings, newest first; `before` is the last id of the page before.
pub async fn list_by_employer(db: &impl Db, employer: Uuid, before: Option<Uuid>, limit: u64) -> Result<Vec<Row>> {
    let mut page = Entity::find().filter(Column::EmployerId.eq(employer));
    if let Some(before) = before {
        page = page.filter(Column::Id.lt(before));
    }
    page.order_by_desc(Column::Id).limit(limit).all(db).await.in_table("posting")
}

/// Postings whose `due_at` is at or before `now`, oldest first.
pub async fn list_due(db: &impl Db, now: i64, limit: u64) -> Result<Vec<Row>> {
    let due = Entity::find().filter(Column::DueAt.lte(now)).filter(is_free("posting", Column::Id, now));
    due.order_by_asc(Column::DueAt).order_by_asc(Column::Id).limit(limit).all(db).await.in_table("posting")
}

/// How many postings are in each state, by state.
pub async fn count_by_state(db: &impl Db) -> Result<Vec<(String, i64)>> {
    let counts = Entity::find().select_only().column(Column::State).column_as(counted(), "n");
    let counts = counts.group_by(Column::State).order_by_asc(Column::State);
    counts.into_tuple().all(db).await.in_table("posting")
}

/// A walk over all postings in some states, page by page, with the outbox position from which to follow on: the
/// position is read before the first page, so that nothing changed meanwhile is missed (it may be seen twice).
#[derive(Debug)]
pub struct Scan {
    /// Follow the outbox from here once the scan is done.
    pub outbox_pos: i64,
    states: Vec<String>,
    after: Option<Uuid>,
    page: u64,
    done: bool,
}

/// Starts a walk with pages of `page` rows. It holds no transaction open.
pub async fn scan(db: &impl Db, states: &[&str], page: u64) -> Result<Scan> {
    let outbox_pos = outbox::head(db).await?;
    let states = states.iter().map(|state| (*state).to_owned()).collect();
    Ok(Scan { outbox_pos, states, after: None, page, done: false })
}

impl Scan {
    /// The next page; empty at the end.
    pub async fn next(&mut self, db: &impl Db) -> Result<Vec<Row>> {
        if self.done {
            return Ok(Vec::new());
        }
        let mut rows = list_all(db, self.after, self.page).await?;
        self.done = (rows.len() as u64) < self.page;
        self.after = rows.last().map(|row| row.id).or(self.after);
        rows.retain(|row| self.states.contains(&row.state));
        // A page of rows in other states is no end.
        if rows.is_empty() && !self.done { Box::pin(self.next(db)).await } else { Ok(rows) }
    }
}

fn by_key(mut page: Select<entity::Entity>, after: Option<Uuid>, limit: u64) -> Select<entity::Entity> {
    if let Some(after) = after {
        page = page.filter(Column::Id.gt(after));
    }
    page.order_by_asc(Column::Id).limit(limit)
}

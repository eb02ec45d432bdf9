//! Reading applications.

use super::Row;
use super::entity::{Column, Entity};
use crate::error::InTable;
use crate::per_backend::{self, bound, counted};
use crate::tables::IN_LIST;
use crate::tables::stuck::is_free;
use crate::{Db, Result, Tx};
use sea_orm::entity::prelude::*;
use sea_orm::{ConnectionTrait, ExprTrait, QueryOrder, QuerySelect};

/// The application, if there is one.
pub async fn find(db: &impl Db, id: Uuid) -> Result<Option<Row>> {
    Entity::find_by_id(id).one(db).await.in_table("application")
}

/// The application, held until the write ends: of two that move it at once, one sees what the other did.
pub async fn find_for_update(tx: &Tx<'_>, id: Uuid) -> Result<Option<Row>> {
    let sql = format!("SELECT id FROM application WHERE id = $1 {}", per_backend::for_update(tx));
    tx.query_one_raw(bound(tx, &sql, [id.into()])).await?;
    find(tx, id).await
}

/// The one application of a person for a posting, by telephone or by account.
pub async fn find_once(
    db: &impl Db,
    posting_id: Uuid,
    person_key: &[u8],
    account_id: Option<Uuid>,
) -> Result<Option<Row>> {
    let mut person = Column::PersonKey.eq(person_key.to_vec());
    if let Some(account_id) = account_id {
        person = person.or(Column::AccountOnce.eq(account_id));
    }
    let found = Entity::find().filter(Column::PostingId.eq(posting_id)).filter(person);
    found.order_by_asc(Column::Id).one(db).await.in_table("application")
}

/// Whether somebody, by any of these profiles or by the account, was hired for a posting by another application.
pub async fn is_hired(
    db: &impl Db,
    posting_id: Uuid,
    (profile_ids, account_id): (&[Uuid], Option<Uuid>),
    other_than: Uuid,
) -> Result<bool> {
    let mut person = Column::ProfileId.is_in(profile_ids.iter().copied());
    if let Some(account_id) = account_id {
        person = person.or(Column::AccountId.eq(account_id));
    }
    let hired = Entity::find().filter(Column::PostingId.eq(posting_id)).filter(Column::State.eq("hired"));
    let found = hired.filter(person).filter(Column::Id.ne(other_than)).one(db).await.in_table("application")?;
    Ok(found.is_some())
}

/// Which applications of an employer are asked for.
#[derive(Clone, Copy, Debug, Default)]
pub struct Filter<'a> {
    /// In this state only.
    pub state: Option<&'a str>,
    /// For this posting only.
    pub posting_id: Option<Uuid>,
    /// Older than this one.
    pub before: Option<Uuid>,
}

/// A page of what was sent to an employer, newest first.
pub async fn list_by_employer(db: &impl Db, employer_id: Uuid, filter: Filter<'_>, limit: u64) -> Result<Vec<Row>> {
    let mut page = Entity::find().filter(Column::EmployerId.eq(employer_id)).filter(Column::SentAt.is_not_null());
    // What was sent has a state that is shown; an erased one has lost the day. With a list of states here all of an
    // employer's applications would be read and put in order.
    if let Some(state) = filter.state {
        page = page.filter(Column::State.eq(state));
    }
    if let Some(posting_id) = filter.posting_id {
        page = page.filter(Column::PostingId.eq(posting_id));
    }
    if let Some(before) = filter.before {
        page = page.filter(Column::Id.lt(before));
    }
    page.order_by_desc(Column::Id).limit(limit).all(db).await.in_table("application")
}

/// How many were sent to an employer, by state; for one posting when it is named.
pub async fn count_by_state(db: &impl Db, employer_id: Uuid, posting_id: Option<Uuid>) -> Result<Vec<(String, i64)>> {
    let mut counts = Entity::find().select_only().column(Column::State).column_as(counted(), "n");
    counts = counts.filter(Column::EmployerId.eq(employer_id)).filter(Column::SentAt.is_not_null());
    if let Some(posting_id) = posting_id {
        counts = counts.filter(Column::PostingId.eq(posting_id));
    }
    counts.group_by(Column::State).into_tuple().all(db).await.in_table("application")
}

/// Postings of an employer that were applied for, each with its title and how often, newest first.
pub async fn posting_counts(db: &impl Db, employer_id: Uuid, limit: i64) -> Result<Vec<(Uuid, String, i64)>> {
    // Counted first: an index holds all of that, and a title is looked for once for each posting.
    let sql = "SELECT posting.id, posting.title, counted.n FROM
               (SELECT posting_id, count(*) AS n FROM application
               WHERE employer_id = $1 AND sent_at IS NOT NULL AND state <> 'erased'
               GROUP BY posting_id ORDER BY posting_id DESC LIMIT $2) AS counted
               JOIN posting ON posting.id = counted.posting_id ORDER BY posting.id DESC";
    let rows = db.query_all_raw(bound(db, sql, [employer_id.into(), limit.into()])).await?;
    rows.iter().map(|row| Ok((row.try_get_by_index(0)?, row.try_get_by_index(1)?, row.try_get_by_index(2)?))).collect()
}

/// A page of an account's applications, newest first.
pub async fn list_of_account(db: &impl Db, account_id: Uuid, before: Option<Uuid>, limit: u64) -> Result<Vec<Row>> {
    let mut page = Entity::find().filter(Column::AccountId.eq(account_id));
    if let Some(before) = before {
        page = page.filter(Column::Id.lt(before));
    }
    page.order_by_desc(Column::Id).limit(limit).all(db).await.in_table("application")
}

/// The full application that an account is writing for a posting, if there is one.
pub async fn find_draft(db: &impl Db, posting_id: Uuid, account_id: Uuid) -> Result<Option<Row>> {
    let mine = Entity::find().filter(Column::AccountId.eq(account_id)).filter(Column::PostingId.eq(posting_id));
    let drafts = mine.filter(Column::State.eq("draft")).filter(Column::Kind.eq("full"));
    drafts.order_by_desc(Column::Id).one(db).await.in_table("application")
}

/// Everything that was sent from these profiles, and what is being written from them.
pub async fn list_of_profiles(db: &impl Db, profile_ids: &[Uuid]) -> Result<Vec<Row>> {
    let mut rows = Vec::new();
    for part in profile_ids.chunks(IN_LIST) {
        let found = Entity::find().filter(Column::ProfileId.is_in(part.iter().copied()));
        rows.extend(found.order_by_asc(Column::Id).all(db).await.in_table("application")?);
    }
    Ok(rows)
}

/// Applications whose `due_at` is at or before `now`, oldest first.
pub async fn list_due(db: &impl Db, now: i64, limit: u64) -> Result<Vec<Row>> {
    let due = Entity::find().filter(Column::DueAt.lte(now)).filter(is_free("application", Column::Id, now));
    due.order_by_asc(Column::DueAt).order_by_asc(Column::Id).limit(limit).all(db).await.in_table("application")
}

/// Ids of applications that wait although their posting was taken down for good.
pub async fn list_of_removed(db: &impl Db, now: i64, limit: i64) -> Result<Vec<Uuid>> {
    let sql = "SELECT application.id FROM application JOIN posting ON posting.id = application.posting_id
               WHERE posting.state = 'removed'
               AND application.state IN ('awaiting_guardian', 'sent', 'seen', 'shortlisted', 'interview')
               AND application.id NOT IN (SELECT thing_id FROM stuck WHERE kind = 'application' AND retry_at > $1)
               ORDER BY application.id LIMIT $2";
    let rows = db.query_all_raw(bound(db, sql, [now.into(), limit.into()])).await?;
    rows.iter().map(|row| Ok(row.try_get_by_index(0)?)).collect()
}

/// How many applications of an employer count what for the response rate.
pub async fn count_responses(db: &impl Db, employer_id: Uuid) -> Result<Vec<(String, i64)>> {
    let counts = Entity::find().select_only().column(Column::Response).column_as(counted(), "n");
    let counts = counts.filter(Column::EmployerId.eq(employer_id)).group_by(Column::Response);
    counts.into_tuple().all(db).await.in_table("application")
}

/// Applications of one posting that stand alike, counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counted {
    /// The posting.
    pub posting_id: Uuid,
    /// Its title.
    pub title: String,
    /// Its state.
    pub state: String,
    /// Code of the status, of erased ones the last; empty for a posting that nobody applied for.
    pub status: String,
    /// What they count for the response rate.
    pub response: String,
    /// How many there are.
    pub count: i64,
    /// How many of them were answered.
    pub answered: i64,
    /// Of how many it is still known when.
    pub timed: i64,
    /// Microseconds between sending and the first answer, of those.
    pub waited: i64,
}

/// What was sent to an employer in `[from, until)`, by posting (newest first), status and response; postings that were
/// never handed in are left out, those that nobody applied for stand with a count of 0. Of an erased one the day on
/// which it was begun stands for that of sending, which is gone.
pub async fn count_of_postings(db: &impl Db, employer_id: Uuid, (from, until): (i64, i64)) -> Result<Vec<Counted>> {
    let sql = "SELECT posting.id, posting.title, posting.state,
               coalesce(CASE application.state WHEN 'erased' THEN application.last_status ELSE application.state END,
               '') AS status,
               coalesce(application.response, '') AS response, count(application.id),
               count(CASE WHEN application.answered_at IS NOT NULL
                   OR application.state = 'erased' AND application.response = 'answered' THEN 1 END),
               count(application.answered_at),
               CAST(coalesce(sum(application.answered_at - application.sent_at), 0) AS BIGINT)
               FROM posting LEFT JOIN application ON application.posting_id = posting.id
               AND (application.sent_at IS NOT NULL OR application.state = 'erased' AND application.last_status <> '')
               AND coalesce(application.sent_at, application.created_at) >= $2
               AND coalesce(application.sent_at, application.created_at) < $3
               WHERE posting.employer_id = $1 AND posting.state <> 'draft'
               GROUP BY posting.id, posting.title, posting.state, status, application.response
               ORDER BY posting.id DESC, status, response";
    let rows = db.query_all_raw(bound(db, sql, [employer_id.into(), from.into(), until.into()])).await?;
    let counted = |row: &sea_orm::QueryResult| {
        Ok(Counted {
            posting_id: row.try_get_by_index(0)?,
            title: row.try_get_by_index(1)?,
            state: row.try_get_by_index(2)?,
            status: row.try_get_by_index(3)?,
            response: row.try_get_by_index(4)?,
            count: row.try_get_by_index(5)?,
            answered: row.try_get_by_index(6)?,
            timed: row.try_get_by_index(7)?,
            waited: row.try_get_by_index(8)?,
        })
    };
    rows.iter().map(counted).collect()
}

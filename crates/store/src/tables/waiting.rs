//! What waits at a centre, counted: one question for each kind, over the tables that hold it, with the oldest of them.

use crate::per_backend::bound;
use crate::{Db, Result};
use sea_orm::{FromQueryResult, Statement, Value};
use uuid::Uuid;

/// How many wait, and since when the oldest does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// How many.
    pub waiting: i64,
    /// An instant, or a day since 1970-01-01, as the question says.
    pub oldest: Option<i64>,
}

async fn count(db: &impl Db, sql: &str, values: impl IntoIterator<Item = Value>) -> Result<Count> {
    let asked = Statement::from_sql_and_values(db.get_database_backend(), sql, values);
    let row = db.query_one_raw(asked).await?;
    let Some(row) = row else { return Ok(Count::default()) };
    Ok(Count { waiting: row.try_get_by_index(0)?, oldest: row.try_get_by_index(1)? })
}

/// Organisations that handed in evidence, for the first time or again; instants.
pub async fn employers(db: &impl Db, centre_id: Uuid) -> Result<Count> {
    let sql = "SELECT count(*), min(coalesce(verification.renewal_at, verification.since_at)) FROM verification
               JOIN organisation ON organisation.id = verification.organisation_id
               WHERE organisation.centre_id = $1
                 AND (verification.state = 'submitted' OR verification.renewal_at IS NOT NULL)";
    count(db, sql, [centre_id.into()]).await
}

/// Adverts that were handed in; instants.
pub async fn postings(db: &impl Db, centre_id: Uuid) -> Result<Count> {
    let sql = "SELECT count(*), min(posting.state_at) FROM posting
               JOIN organisation ON organisation.id = posting.employer_id
               WHERE organisation.centre_id = $1 AND posting.state = 'submitted'";
    count(db, sql, [centre_id.into()]).await
}

/// Adverts that somebody reported, of employers that the centre serves or that are in no book; instants.
pub async fn reports(db: &impl Db, centre_id: Uuid) -> Result<Count> {
    let sql = "SELECT count(DISTINCT posting_id), min(created_at) FROM report
               WHERE state = 'open'
               AND employer_id NOT IN (SELECT id FROM organisation WHERE centre_id <> $1)";
    count(db, sql, [centre_id.into()]).await
}

/// Letters that somebody at the centre still has something to do about, as its list shows them: to send, to learn the
/// result of, or to enter it; last days in time, as days.
pub async fn referrals(db: &impl Db, centre_id: Uuid) -> Result<Count> {
    let sql = "SELECT count(*), CAST(min(due_on) AS BIGINT) FROM referral
               WHERE centre_id = $1 AND is_open = 1";
    count(db, sql, [centre_id.into()]).await
}

/// Placements whose askings are unanswered; days.
pub async fn placements(db: &impl Db, centre_id: Uuid) -> Result<Count> {
    let sql = "SELECT count(*), CAST(min(waits_from) AS BIGINT) FROM placement
               WHERE centre_id = $1 AND waits_from IS NOT NULL";
    count(db, sql, [centre_id.into()]).await
}

/// Placements whose facts contradict each other; instants.
pub async fn contradictions(db: &impl Db, centre_id: Uuid) -> Result<Count> {
    let sql = "SELECT count(*), min(disputed_since) FROM placement
               WHERE centre_id = $1 AND disputed_since IS NOT NULL";
    count(db, sql, [centre_id.into()]).await
}

/// Appointments that begin between two instants and stand, of one officer or of all; instants.
pub async fn appointments(
    db: &impl Db,
    centre_id: Uuid,
    officer_id: Option<Uuid>,
    (from, until): (i64, i64),
) -> Result<Count> {
    let (whose, mut values) = ("", vec![Value::from(centre_id), from.into(), until.into()]);
    let whose = officer_id.map_or(whose, |id| {
        values.push(id.into());
        "AND officer_id = $4"
    });
    let sql = format!(
        "SELECT count(*), min(from_at) FROM appointment
         WHERE centre_id = $1 AND from_at >= $2 AND from_at < $3 AND is_taken = 1 {whose}"
    );
    count(db, &sql, values).await
}

/// An application of somebody whom a centre serves that the employer let run out.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct Unanswered {
    /// The application.
    pub id: Uuid,
    /// The person.
    pub profile_id: Uuid,
    /// The vacancy.
    pub posting_id: Uuid,
    /// Its employer.
    pub employer_id: Uuid,
    /// When the clock ran out.
    pub ended_at: i64,
}

/// Applications of a centre's people that ran out unanswered since an instant; instants.
///
/// A cross join, because SQLite keeps its order: it would begin with the people of the centre, and those are a million.
pub async fn unanswered(db: &impl Db, centre_id: Uuid, since: i64) -> Result<Count> {
    let sql = "SELECT count(*), min(application.ended_at) FROM application CROSS JOIN profile
               WHERE application.response = 'unanswered' AND application.ended_at >= $2
               AND profile.id = application.profile_id AND profile.centre_id = $1";
    count(db, sql, [centre_id.into(), since.into()]).await
}

const LIST_UNANSWERED: &str = "
    SELECT application.id, application.profile_id, application.posting_id, application.employer_id,
    application.ended_at FROM application CROSS JOIN profile
    WHERE application.response = 'unanswered' AND (application.ended_at, application.id) > ($2, $3)
    AND profile.id = application.profile_id AND profile.centre_id = $1
    ORDER BY application.ended_at, application.id LIMIT $4";

/// The same one by one, oldest first; `after` is instant and id of the last one of the part before. A part is read in
/// the order of its index and no further than to its end.
pub async fn list_unanswered(
    db: &impl Db,
    centre_id: Uuid,
    since: i64,
    after: Option<(i64, Uuid)>,
    limit: u64,
) -> Result<Vec<Unanswered>> {
    let begin = (since, Uuid::nil());
    let (at, id) = after.map_or(begin, |last| last.max(begin));
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let values = [centre_id.into(), at.into(), id.into(), limit.into()];
    let rows = db.query_all_raw(bound(db, LIST_UNANSWERED, values)).await?;
    Ok(rows.iter().map(|row| Unanswered::from_query_result(row, "")).collect::<std::result::Result<_, _>>()?)
}

#[cfg(test)]
mod tests {
    use super::{LIST_UNANSWERED, bound};
    use crate::testing::on_sqlite;
    use sea_orm::ConnectionTrait;
    use uuid::Uuid;

    #[tokio::test(flavor = "multi_thread")]
    async fn a_part_of_the_unanswered_is_read_in_order_and_nothing_is_sorted() {
        on_sqlite(|fresh| async move {
            let (db, sql) = (fresh.store.reader(), format!("EXPLAIN QUERY PLAN {LIST_UNANSWERED}"));
            let values = [Uuid::nil().into(), 0_i64.into(), Uuid::nil().into(), 101_i64.into()];
            let rows = db.query_all_raw(bound(db, &sql, values)).await.unwrap();
            let steps: Vec<String> = rows.iter().map(|row| row.try_get("", "detail").unwrap()).collect();
            assert!(steps[0].contains("ix_application_unanswered ((ended_at,id)>(?,?))"), "{steps:?}");
            assert!(!steps.iter().any(|step| step.contains("TEMP B-TREE")), "{steps:?}");
        })
        .await;
    }
}

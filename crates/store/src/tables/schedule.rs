//! Schedules: occurrences become jobs exactly once, however many nodes tick however often. When they occur is
//! computed by the caller; here only the last one stored moves on, together with the jobs it made.

use crate::per_backend::{self, bound};
use crate::{Db, Result, Tx, job};
use sea_orm::{ConnectionTrait, FromQueryResult};

/// A schedule as stored.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct Row {
    /// Unique name, also the kind of its jobs.
    pub name: String,
    /// Cron pattern.
    pub cron: String,
    /// Time zone of the pattern.
    pub zone: String,
    /// The last occurrence that was made into a job or skipped.
    pub last_occurrence: i64,
    /// What to do about missed ones: `all`, `last` or `none`.
    pub catch_up: String,
}

/// Makes the schedule, or changes its pattern; the last occurrence of an old one stays.
pub async fn ensure(tx: &Tx<'_>, row: &Row) -> Result<()> {
    let sql = "INSERT INTO schedule (name, cron, zone, last_occurrence, catch_up) VALUES ($1, $2, $3, $4, $5)
               ON CONFLICT (name) DO UPDATE
               SET cron = excluded.cron, zone = excluded.zone, catch_up = excluded.catch_up";
    let values = [
        row.name.as_str().into(),
        row.cron.as_str().into(),
        row.zone.as_str().into(),
        row.last_occurrence.into(),
        row.catch_up.as_str().into(),
    ];
    tx.execute_raw(bound(tx, sql, values)).await?;
    Ok(())
}

/// All schedules (a program has a few dozen) by name.
pub async fn list(db: &impl Db) -> Result<Vec<Row>> {
    let sql = "SELECT name, cron, zone, last_occurrence, catch_up FROM schedule ORDER BY name LIMIT 1000";
    let rows = db.query_all_raw(per_backend::statement(db, sql)).await?;
    Ok(rows.iter().map(|row| Row::from_query_result(row, "")).collect::<Result<_, _>>()?)
}

/// Makes jobs of the occurrences and moves the schedule from `from` to `to`. False, and nothing done, when another
/// node was first. A job's key is `name@occurrence` (µs), so that even a repeated occurrence makes no second job.
pub async fn advance(
    tx: &Tx<'_>,
    schedule: &Row,
    to: i64,
    occurrences: &[i64],
    max_attempts: i32,
    now: i64,
) -> Result<bool> {
    let sql = "UPDATE schedule SET last_occurrence = $1 WHERE name = $2 AND last_occurrence = $3";
    let values = [to.into(), schedule.name.as_str().into(), schedule.last_occurrence.into()];
    if tx.execute_raw(bound(tx, sql, values)).await?.rows_affected() != 1 {
        return Ok(false);
    }
    for &occurrence in occurrences {
        let key = format!("{}@{occurrence}", schedule.name);
        let payload = format!("{{\"occurrence\":{occurrence}}}");
        let new = job::New {
            kind: &schedule.name,
            dedup_key: Some(&key),
            payload: &payload,
            run_at: occurrence,
            max_attempts,
        };
        job::enqueue(tx, &new, now).await?;
    }
    Ok(true)
}

//! Durable jobs. A job is claimed by a lease with a fencing token; its effects and its end commit together, so that a
//! job whose lease was lost has no effect at all. Leases go by the clock of the database, `run_at` by the caller's.

use crate::per_backend::{self, bound};
use crate::{Db, Error, Result, Tx};
use sea_orm::{ConnectionTrait, FromQueryResult, Statement};
use uuid::Uuid;

/// The longest wait between two attempts: one hour.
const LONGEST_WAIT_US: i64 = 3_600_000_000;

/// A job to be done.
#[derive(Clone, Debug)]
pub struct New<'a> {
    /// Which worker does it.
    pub kind: &'a str,
    /// A second job with the same key is not taken, as long as the first is kept.
    pub dedup_key: Option<&'a str>,
    /// JSON for the worker.
    pub payload: &'a str,
    /// Not before this.
    pub run_at: i64,
    /// After so many attempts it is dead.
    pub max_attempts: i32,
}

/// A job as stored.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct Row {
    /// Row id.
    pub id: i64,
    /// Which worker does it.
    pub kind: String,
    /// Unique key.
    pub dedup_key: Option<String>,
    /// JSON for the worker.
    pub payload: String,
    /// `queued`, `running`, `done` or `dead`.
    pub state: String,
    /// Not before this.
    pub run_at: i64,
    /// Attempts begun.
    pub attempts: i32,
    /// After so many it is dead.
    pub max_attempts: i32,
    /// The fencing token of the running attempt.
    pub lease_token: Option<Uuid>,
    /// Until when the attempt has the job, by the clock of the database.
    pub lease_until: Option<i64>,
    /// What the last attempt failed with.
    pub last_error: Option<String>,
    /// When it was queued.
    pub created_at: i64,
    /// When it was done or dead.
    pub finished_at: Option<i64>,
}

/// What became of a failed attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AfterFailure {
    /// It will be tried again at this time.
    Retry {
        /// When.
        run_at: i64,
    },
    /// It is dead: a person has to look.
    Dead,
}

/// Queues a job. False when its key is taken.
pub async fn enqueue(tx: &Tx<'_>, new: &New<'_>, now: i64) -> Result<bool> {
    let sql = "INSERT INTO job (kind, dedup_key, payload, state, run_at, attempts, max_attempts, created_at)
               VALUES ($1, $2, $3, 'queued', $4, 0, $5, $6) ON CONFLICT (dedup_key) DO NOTHING";
    let dedup_key = new.dedup_key.map(ToOwned::to_owned);
    let values =
        [new.kind.into(), dedup_key.into(), new.payload.into(), new.run_at.into(), new.max_attempts.into(), now.into()];
    Ok(tx.execute_raw(bound(tx, sql, values)).await?.rows_affected() == 1)
}

/// Takes up to `limit` due jobs of these kinds for `lease_us` microseconds: queued ones, and running ones whose lease
/// ran out. Begin the work after the commit. A job that had its last attempt and lost its lease is put to the dead
/// ones.
pub async fn claim(tx: &Tx<'_>, kinds: &[&str], now: i64, lease_us: i64, limit: i64) -> Result<Vec<Row>> {
    bury_lost(tx, now).await?;
    if kinds.is_empty() {
        return Ok(Vec::new());
    }
    let marks: Vec<String> = (0..kinds.len()).map(|n| format!("${}", n + 4)).collect();
    let sql = format!(
        // Materialised: a plan may run a plain subselect more than once, and each run would lock other rows.
        "WITH due AS MATERIALIZED (SELECT id FROM job WHERE kind IN ({kinds}) AND (
             (state = 'queued' AND run_at <= $1) OR (state = 'running' AND lease_until < {clock}))
             ORDER BY run_at, id LIMIT $3 {lock})
         UPDATE job SET state = 'running', attempts = attempts + 1, lease_token = {token}, lease_until = {clock} + $2
         WHERE id IN (SELECT id FROM due) RETURNING *",
        token = per_backend::random_uuid(tx),
        clock = per_backend::clock(tx),
        kinds = marks.join(", "),
        lock = per_backend::skip_locked(tx),
    );
    let head = [now.into(), lease_us.into(), limit.into()];
    let values = head.into_iter().chain(kinds.iter().map(|kind| (*kind).into()));
    let rows = tx.query_all_raw(Statement::from_sql_and_values(tx.get_database_backend(), &sql, values)).await?;
    let mut jobs = rows.iter().map(|row| Row::from_query_result(row, "")).collect::<Result<Vec<_>, _>>()?;
    jobs.sort_by_key(|job| (job.run_at, job.id));
    Ok(jobs)
}

/// Whether any job may be claimed: a look before [`claim`], which writes.
pub async fn is_any_due(db: &impl Db, now: i64) -> Result<bool> {
    let sql = format!(
        "SELECT 1 FROM job WHERE (state = 'queued' AND run_at <= $1) OR (state = 'running' AND lease_until < {}) LIMIT 1",
        per_backend::clock(db)
    );
    Ok(db.query_one_raw(bound(db, &sql, [now.into()])).await?.is_some())
}

/// The job, if it is kept.
pub async fn find(db: &impl Db, id: i64) -> Result<Option<Row>> {
    let row = db.query_one_raw(bound(db, "SELECT * FROM job WHERE id = $1", [id.into()])).await?;
    Ok(row.map(|row| Row::from_query_result(&row, "")).transpose()?)
}

/// A job that kills its process counts as an attempt; after the last one nobody takes it again.
async fn bury_lost(tx: &Tx<'_>, now: i64) -> Result<()> {
    let sql = format!(
        "UPDATE job SET state = 'dead', finished_at = $1, last_error = coalesce(last_error, 'the lease ran out')
         WHERE id IN (SELECT id FROM job WHERE state = 'running' AND attempts >= max_attempts AND lease_until < {} {})",
        per_backend::clock(tx),
        per_backend::skip_locked(tx),
    );
    tx.execute_raw(bound(tx, &sql, [now.into()])).await?;
    Ok(())
}

/// Ends a job, in the write of its effects. [`Error::Conflict`] when the lease was lost: let it roll everything back.
pub async fn finish(tx: &Tx<'_>, id: i64, token: Uuid, now: i64) -> Result<()> {
    let sql = "UPDATE job SET state = 'done', finished_at = $1, lease_token = NULL, lease_until = NULL
               WHERE id = $2 AND lease_token = $3 AND state = 'running'";
    one(tx, bound(tx, sql, [now.into(), id.into(), token.into()])).await
}

/// Keeps a job for `lease_us` more from now on. [`Error::Conflict`] when the lease was lost.
pub async fn extend(tx: &Tx<'_>, id: i64, token: Uuid, lease_us: i64) -> Result<()> {
    let sql = format!(
        "UPDATE job SET lease_until = {} + $1 WHERE id = $2 AND lease_token = $3 AND state = 'running'",
        per_backend::clock(tx)
    );
    one(tx, bound(tx, &sql, [lease_us.into(), id.into(), token.into()])).await
}

/// Gives a job back at once, as at a graceful stop; the attempt does not count.
pub async fn release(tx: &Tx<'_>, id: i64, token: Uuid) -> Result<()> {
    let sql = "UPDATE job SET state = 'queued', attempts = attempts - 1, lease_token = NULL, lease_until = NULL
               WHERE id = $1 AND lease_token = $2 AND state = 'running'";
    one(tx, bound(tx, sql, [id.into(), token.into()])).await
}

/// Queues a job whose work is not over behind what is due by `now`, with all its attempts: this one did its part. When
/// another job of its kind is due as well, that one goes on and this one is done, so that a long backlog does not pile
/// jobs up. [`Error::Conflict`] when the lease was lost.
pub async fn come_again(tx: &Tx<'_>, id: i64, token: Uuid, now: i64) -> Result<()> {
    let sql = "SELECT 1 FROM job AS other JOIN job AS own ON own.kind = other.kind
               WHERE own.id = $1 AND other.id <> $1 AND other.state = 'queued' AND other.run_at <= $2 LIMIT 1";
    if tx.query_one_raw(bound(tx, sql, [id.into(), now.into()])).await?.is_some() {
        return finish(tx, id, token, now).await;
    }
    let sql = "UPDATE job SET state = 'queued', run_at = $1, attempts = 0, lease_token = NULL, lease_until = NULL
               WHERE id = $2 AND lease_token = $3 AND state = 'running'";
    one(tx, bound(tx, sql, [now.into(), id.into(), token.into()])).await
}

/// Notes a failed attempt: the next one comes after 1 s, 2 s, 4 s, … up to an hour, plus up to a quarter more (by the
/// token, so that jobs that failed together do not come back together), or the job is dead.
pub async fn fail(tx: &Tx<'_>, job: &Row, error: &str, now: i64) -> Result<AfterFailure> {
    let token = job.lease_token.ok_or(Error::Conflict)?;
    if job.attempts >= job.max_attempts {
        let sql = "UPDATE job SET state = 'dead', last_error = $1, finished_at = $2, lease_token = NULL,
                   lease_until = NULL WHERE id = $3 AND lease_token = $4 AND state = 'running'";
        one(tx, bound(tx, sql, [error.into(), now.into(), job.id.into(), token.into()])).await?;
        return Ok(AfterFailure::Dead);
    }
    let wait = (1_000_000_i64 << job.attempts.clamp(1, 12).saturating_sub(1)).min(LONGEST_WAIT_US);
    let run_at = now + wait + i64::from(token.as_bytes()[15]) * wait / 1024;
    let sql = "UPDATE job SET state = 'queued', last_error = $1, run_at = $2, lease_token = NULL, lease_until = NULL
               WHERE id = $3 AND lease_token = $4 AND state = 'running'";
    one(tx, bound(tx, sql, [error.into(), run_at.into(), job.id.into(), token.into()])).await?;
    Ok(AfterFailure::Retry { run_at })
}

/// Queues a dead job again with all its attempts.
pub async fn requeue(tx: &Tx<'_>, id: i64, now: i64) -> Result<()> {
    let sql = "UPDATE job SET state = 'queued', attempts = 0, run_at = $1, finished_at = NULL
               WHERE id = $2 AND state = 'dead'";
    one(tx, bound(tx, sql, [now.into(), id.into()])).await
}

/// Jobs in a state by id after `after`.
pub async fn list_by_state(db: &impl Db, state: &str, after: i64, limit: i64) -> Result<Vec<Row>> {
    let sql = "SELECT * FROM job WHERE state = $1 AND id > $2 ORDER BY id LIMIT $3";
    let rows = db.query_all_raw(bound(db, sql, [state.into(), after.into(), limit.into()])).await?;
    Ok(rows.iter().map(|row| Row::from_query_result(row, "")).collect::<Result<_, _>>()?)
}

/// How many jobs are in each state.
pub async fn count_by_state(db: &impl Db) -> Result<Vec<(String, i64)>> {
    let sql = "SELECT state, count(*) FROM job GROUP BY state ORDER BY state";
    let rows = db.query_all_raw(per_backend::statement(db, sql)).await?;
    rows.iter().map(|row| Ok((row.try_get_by_index(0)?, row.try_get_by_index(1)?))).collect()
}

/// Forgets jobs done before `before`, at most `limit`; dead ones stay. Answers how many.
pub async fn prune(tx: &Tx<'_>, before: i64, limit: i64) -> Result<u64> {
    let sql = "DELETE FROM job WHERE id IN (
               SELECT id FROM job WHERE state = 'done' AND finished_at < $1 ORDER BY id LIMIT $2)";
    Ok(tx.execute_raw(bound(tx, sql, [before.into(), limit.into()])).await?.rows_affected())
}

async fn one(tx: &Tx<'_>, statement: Statement) -> Result<()> {
    if tx.execute_raw(statement).await?.rows_affected() == 1 { Ok(()) } else { Err(Error::Conflict) }
}

//! Idempotency keys: a repeated request gets the stored answer instead of a second effect. Key and change commit
//! together.

use crate::per_backend::{self, bound};
use crate::{Db, Error, Result, Tx};
use sea_orm::ConnectionTrait;

/// A request that carries a key.
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    /// The key, chosen by the caller.
    pub key: &'a str,
    /// Who calls: keys of different callers never meet.
    pub caller: &'a str,
    /// Hash of what is asked.
    pub fingerprint: &'a [u8],
}

/// What is known about a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Begun {
    /// Never seen: do the work, then [`finish`] in the same write.
    Fresh,
    /// Done before: give this answer again.
    Answered {
        /// Status of the answer.
        status: i32,
        /// Body of the answer.
        answer: Vec<u8>,
    },
    /// The key was used for another request (422).
    Other,
    /// The first request is still under way (409).
    Running,
}

/// A key as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stored {
    /// Hash of what was asked.
    pub fingerprint: Vec<u8>,
    /// Status and body, once finished.
    pub answer: Option<(i32, Vec<u8>)>,
    /// When it was first seen.
    pub created_at: i64,
}

/// Takes the key, or says what became of it. Never waits for another request with the same key.
pub async fn begin(tx: &Tx<'_>, request: &Request<'_>, now: i64) -> Result<Begun> {
    if !per_backend::try_lock_key(tx, request.key, request.caller).await? {
        return Ok(Begun::Running);
    }
    let take = "INSERT INTO idempotency (key, caller, fingerprint, created_at) VALUES ($1, $2, $3, $4)
                ON CONFLICT (key, caller) DO NOTHING";
    let values = [request.key.into(), request.caller.into(), request.fingerprint.to_vec().into(), now.into()];
    if tx.execute_raw(bound(tx, take, values)).await?.rows_affected() == 1 {
        return Ok(Begun::Fresh);
    }
    let Some(stored) = find(tx, request.key, request.caller).await? else { return Ok(Begun::Running) };
    Ok(match stored.answer {
        _ if stored.fingerprint != request.fingerprint => Begun::Other,
        Some((status, answer)) => Begun::Answered { status, answer },
        None => Begun::Running,
    })
}

/// Stores the answer. [`Error::Conflict`] when the key was not begun or is finished.
pub async fn finish(tx: &Tx<'_>, key: &str, caller: &str, status: i32, answer: &[u8]) -> Result<()> {
    let sql = "UPDATE idempotency SET status = $1, answer = $2 WHERE key = $3 AND caller = $4 AND status IS NULL";
    let values = [status.into(), answer.to_vec().into(), key.into(), caller.into()];
    let changed = tx.execute_raw(bound(tx, sql, values)).await?.rows_affected();
    if changed == 1 { Ok(()) } else { Err(Error::Conflict) }
}

/// What became of a request whose answer never came.
pub async fn find(db: &impl Db, key: &str, caller: &str) -> Result<Option<Stored>> {
    let sql = "SELECT fingerprint, status, answer, created_at FROM idempotency WHERE key = $1 AND caller = $2";
    let Some(row) = db.query_one_raw(bound(db, sql, [key.into(), caller.into()])).await? else { return Ok(None) };
    let (status, answer): (Option<i32>, Option<Vec<u8>>) = (row.try_get_by_index(1)?, row.try_get_by_index(2)?);
    let answer = status.map(|status| (status, answer.unwrap_or_default()));
    Ok(Some(Stored { fingerprint: row.try_get_by_index(0)?, answer, created_at: row.try_get_by_index(3)? }))
}

/// Forgets keys first seen before `older_than` (30 days ago is the promise), at most `limit`. Answers how many.
pub async fn prune(tx: &Tx<'_>, older_than: i64, limit: i64) -> Result<u64> {
    let sql = "DELETE FROM idempotency WHERE (key, caller) IN (
               SELECT key, caller FROM idempotency WHERE created_at < $1 ORDER BY created_at LIMIT $2)";
    Ok(tx.execute_raw(bound(tx, sql, [older_than.into(), limit.into()])).await?.rows_affected())
}

/// Forgets the keys of a caller that are answered; the one that is under way in this write stays.
pub async fn forget_answered(tx: &Tx<'_>, caller: &str) -> Result<u64> {
    let sql = "DELETE FROM idempotency WHERE caller = $1 AND status IS NOT NULL";
    Ok(tx.execute_raw(bound(tx, sql, [caller.into()])).await?.rows_affected())
}

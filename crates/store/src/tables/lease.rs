//! Named leases: one holder at a time, by the clock of the database, with a fencing token that only grows. A holder
//! that stalls loses the lease; [`guard`] in the write of an effect makes sure that it then has no effect.

use crate::per_backend::{self, bound};
use crate::{Error, Result, Tx};
use sea_orm::ConnectionTrait;

/// Takes the lease for `ttl_us` microseconds if it is free, ran out, or is ours already. Answers the fencing token.
pub async fn acquire(tx: &Tx<'_>, name: &str, holder: &str, ttl_us: i64) -> Result<Option<i64>> {
    let sql = format!(
        "INSERT INTO lease (name, holder, token, lease_until) VALUES ($1, $2, 1, {clock} + $3)
         ON CONFLICT (name) DO UPDATE
         SET holder = excluded.holder, token = lease.token + 1, lease_until = excluded.lease_until
         WHERE lease.lease_until < {clock} OR lease.holder = excluded.holder RETURNING token",
        clock = per_backend::clock(tx)
    );
    let row = tx.query_one_raw(bound(tx, &sql, [name.into(), holder.into(), ttl_us.into()])).await?;
    Ok(row.map(|row| row.try_get_by_index(0)).transpose()?)
}

/// Keeps the lease for `ttl_us` more from now on. False when it was lost.
pub async fn renew(tx: &Tx<'_>, name: &str, token: i64, ttl_us: i64) -> Result<bool> {
    let clock = per_backend::clock(tx);
    let sql = format!(
        "UPDATE lease SET lease_until = {clock} + $1 WHERE name = $2 AND token = $3 AND lease_until >= {clock}"
    );
    Ok(tx.execute_raw(bound(tx, &sql, [ttl_us.into(), name.into(), token.into()])).await?.rows_affected() == 1)
}

/// [`Error::Conflict`] unless the lease is still held by this token; nobody can take it before this write ends.
pub async fn guard(tx: &Tx<'_>, name: &str, token: i64) -> Result<()> {
    let sql = format!("SELECT token FROM lease WHERE name = $1 AND token = $2 {}", per_backend::for_update(tx));
    let row = tx.query_one_raw(bound(tx, &sql, [name.into(), token.into()])).await?;
    row.map(|_| ()).ok_or(Error::Conflict)
}

/// Gives the lease up. Nothing happens when it was lost.
pub async fn release(tx: &Tx<'_>, name: &str, token: i64) -> Result<()> {
    let sql = "UPDATE lease SET lease_until = 0, holder = '' WHERE name = $1 AND token = $2";
    tx.execute_raw(bound(tx, sql, [name.into(), token.into()])).await?;
    Ok(())
}

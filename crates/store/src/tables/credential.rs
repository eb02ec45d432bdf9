//! Passwords (as a hash that only the holder's password gives) and second factors of accounts.

use crate::error::InTable;
use crate::per_backend::bound;
use crate::{Db, Error, Result, Tx};
use sea_orm::entity::prelude::*;
use sea_orm::{ConnectionTrait, FromQueryResult};

/// The password of an account.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct Row {
    /// The account.
    pub account_id: Uuid,
    /// 1 at first, one more with every change.
    pub version: i64,
    /// PHC string.
    pub hash: String,
    /// When it was last changed.
    pub changed_at: i64,
}

/// The second factor of an account: a secret shared with an app that tells codes by the time.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct SecondFactor {
    /// The account.
    pub account_id: Uuid,
    /// 1 at first, one more with every new secret.
    pub version: i64,
    /// The secret, sealed.
    pub secret: Vec<u8>,
    /// Time step of the last code taken: no code of this step or an earlier one is taken again.
    pub last_step: Option<i64>,
    /// When the holder first showed a code; before that it protects nothing.
    pub confirmed_at: Option<i64>,
    /// When the secret was made.
    pub created_at: i64,
}

/// The password of an account, if it has one.
pub async fn find(db: &impl Db, account_id: Uuid) -> Result<Option<Row>> {
    let sql = "SELECT account_id, version, hash, changed_at FROM credential WHERE account_id = $1";
    let row = db.query_one_raw(bound(db, sql, [account_id.into()])).await?;
    row.map(|row| Row::from_query_result(&row, "")).transpose().in_table("credential")
}

/// Sets the password of an account, the first or a new one.
pub async fn set(tx: &Tx<'_>, account_id: Uuid, hash: &str, now: i64) -> Result<()> {
    let sql = "INSERT INTO credential (account_id, version, hash, changed_at) VALUES ($1, 1, $2, $3)
               ON CONFLICT (account_id) DO UPDATE
               SET version = credential.version + 1, hash = excluded.hash, changed_at = excluded.changed_at";
    tx.execute_raw(bound(tx, sql, [account_id.into(), hash.into(), now.into()])).await?;
    Ok(())
}

/// The second factor of an account, confirmed or not.
pub async fn find_second_factor(db: &impl Db, account_id: Uuid) -> Result<Option<SecondFactor>> {
    let sql = "SELECT account_id, version, secret, last_step, confirmed_at, created_at
               FROM second_factor WHERE account_id = $1";
    let row = db.query_one_raw(bound(db, sql, [account_id.into()])).await?;
    row.map(|row| SecondFactor::from_query_result(&row, "")).transpose().in_table("second_factor")
}

/// Gives an account a secret that waits for its first code. [`Error::Conflict`] when it has a confirmed one: that has
/// to be taken away first.
pub async fn offer_second_factor(tx: &Tx<'_>, account_id: Uuid, secret: &[u8], now: i64) -> Result<()> {
    let sql = "INSERT INTO second_factor (account_id, version, secret, created_at) VALUES ($1, 1, $2, $3)
               ON CONFLICT (account_id) DO UPDATE
               SET version = second_factor.version + 1, secret = excluded.secret, last_step = NULL,
                   created_at = excluded.created_at
               WHERE second_factor.confirmed_at IS NULL";
    one(&tx.execute_raw(bound(tx, sql, [account_id.into(), secret.to_vec().into(), now.into()])).await?)
}

/// Notes that the code of a time step was shown. False when a code of this step or a later one was taken before, or
/// the secret is another by now: check and note are one statement, so that of two requests with one code one is taken.
pub async fn take_step(tx: &Tx<'_>, account_id: Uuid, version: i64, step: i64, now: i64) -> Result<bool> {
    let sql = "UPDATE second_factor SET last_step = $1, confirmed_at = coalesce(confirmed_at, $2)
               WHERE account_id = $3 AND version = $4 AND (last_step IS NULL OR last_step < $1)";
    let values = [step.into(), now.into(), account_id.into(), version.into()];
    Ok(tx.execute_raw(bound(tx, sql, values)).await?.rows_affected() == 1)
}

/// Takes the second factor away. False when there was none.
pub async fn remove_second_factor(tx: &Tx<'_>, account_id: Uuid) -> Result<bool> {
    let sql = "DELETE FROM second_factor WHERE account_id = $1";
    Ok(tx.execute_raw(bound(tx, sql, [account_id.into()])).await?.rows_affected() == 1)
}

/// Forgets password and second factor: nobody gets in by them any more.
pub async fn forget(tx: &Tx<'_>, account_id: Uuid) -> Result<()> {
    for sql in ["DELETE FROM credential WHERE account_id = $1", "DELETE FROM second_factor WHERE account_id = $1"] {
        tx.execute_raw(bound(tx, sql, [account_id.into()])).await?;
    }
    Ok(())
}

fn one(result: &sea_orm::ExecResult) -> Result<()> {
    if result.rows_affected() == 1 { Ok(()) } else { Err(Error::Conflict) }
}

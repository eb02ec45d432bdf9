//! Messages to people, waiting to be sent or sent. They are written in the transaction of what they tell, and sent
//! afterwards by whoever claims them. Recipient and parameters are sealed by the caller. Words and transports do not
//! belong here.

use crate::error::InTable;
use crate::per_backend::{self, bound};
use crate::{Db, Error, Result, Tx};
use sea_orm::entity::prelude::*;
use sea_orm::{ConnectionTrait, ExecResult, FromQueryResult, IntoActiveModel, QueryOrder, QuerySelect};

pub use entity::Model as Row;
use entity::{Column, Entity};

pub(crate) mod entity {
    //! The table `message` for sea-orm.

    use sea_orm::entity::prelude::*;

    /// One message as stored.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "message")]
    pub struct Model {
        /// Made by the caller, version 7; a `Message-ID` is made from it.
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        /// The account in whose inbox it stands, where there is one.
        pub account_id: Option<Uuid>,
        /// `email`, `sms` or `zalo`.
        pub channel: String,
        /// The address, sealed.
        pub recipient: Vec<u8>,
        /// Code of the template.
        pub template: String,
        /// JSON object of the template's values, sealed; empty once they were wiped.
        pub params: Vec<u8>,
        /// `vi` or `en`.
        pub locale: String,
        /// `queued`, `sending`, `sent`, `failed` or `expired`.
        pub state: String,
        /// Times it was claimed.
        pub attempts: i32,
        /// When it was written.
        pub created_at: i64,
        /// Not before this instant.
        pub send_after: i64,
        /// Of no use from this instant on.
        pub expires_at: Option<i64>,
        /// Who is sending it.
        pub lease_token: Option<Uuid>,
        /// Until when, by the clock of the database.
        pub lease_until: Option<i64>,
        /// What the provider calls it.
        pub provider_id: Option<String>,
        /// What went wrong last.
        pub last_error: Option<String>,
        /// When it was sent or given up.
        pub done_at: Option<i64>,
        /// The profile of whom it is for, where nobody has an account yet.
        pub profile_id: Option<Uuid>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// How sending ended.
#[derive(Clone, Copy, Debug)]
pub enum Outcome<'a> {
    /// The provider took it.
    Sent {
        /// What it calls the message.
        provider_id: Option<&'a str>,
    },
    /// It will never be taken.
    Failed {
        /// Why.
        error: &'a str,
    },
    /// Not taken, or not known whether it was: try again with the same id.
    Retry {
        /// Why.
        error: &'a str,
        /// When.
        send_after: i64,
    },
    /// Nothing was tried: it comes again, and the attempt does not count.
    Later {
        /// When.
        send_after: i64,
    },
}

/// Queues a message.
pub async fn enqueue(tx: &Tx<'_>, row: &Row) -> Result<()> {
    Entity::insert(row.clone().into_active_model()).exec_without_returning(tx).await?;
    Ok(())
}

/// Takes up to `limit` due messages for `lease_us` microseconds: queued ones, and those whose sender's lease ran out.
/// Those of no use any more are put aside first. Begin sending after the commit.
pub async fn claim(tx: &Tx<'_>, now: i64, lease_us: i64, limit: i64) -> Result<Vec<Row>> {
    take(tx, "1 = 1", now, lease_us, limit).await
}

/// The same for one channel.
pub async fn claim_by_channel(tx: &Tx<'_>, channel: &str, now: i64, lease_us: i64, limit: i64) -> Result<Vec<Row>> {
    let known = ["email", "sms", "zalo"].into_iter().find(|known| *known == channel);
    let Some(channel) = known else { return Ok(Vec::new()) };
    take(tx, &format!("channel = '{channel}'"), now, lease_us, limit).await
}

/// What is of no use soonest goes first: a code does not wait behind a thousand notices.
async fn take(tx: &Tx<'_>, which: &str, now: i64, lease_us: i64, limit: i64) -> Result<Vec<Row>> {
    put_expired_aside(tx, now).await?;
    let sql = format!(
        "WITH due AS MATERIALIZED (SELECT id FROM message
             WHERE {which} AND ((state = 'queued' AND send_after <= $1)
                OR (state = 'sending' AND lease_until < {clock}))
             ORDER BY coalesce(expires_at, 9223372036854775807), send_after, id LIMIT $3 {lock})
         UPDATE message SET state = 'sending', attempts = attempts + 1, lease_token = {token},
                lease_until = {clock} + $2
         WHERE id IN (SELECT id FROM due) RETURNING *",
        token = per_backend::random_uuid(tx),
        clock = per_backend::clock(tx),
        lock = per_backend::skip_locked(tx),
    );
    let rows = tx.query_all_raw(bound(tx, &sql, [now.into(), lease_us.into(), limit.into()])).await?;
    let rows = rows.iter().map(|row| Row::from_query_result(row, "")).collect::<Result<Vec<_>, _>>();
    let mut messages = rows.in_table("message")?;
    messages.sort_by_key(|message| (message.expires_at.unwrap_or(i64::MAX), message.send_after, message.id));
    Ok(messages)
}

async fn put_expired_aside(tx: &Tx<'_>, now: i64) -> Result<()> {
    let sql = format!(
        "UPDATE message SET state = 'expired', done_at = $1, lease_token = NULL, lease_until = NULL
         WHERE expires_at <= $1 AND (state = 'queued' OR (state = 'sending' AND lease_until < {}))",
        per_backend::clock(tx)
    );
    tx.execute_raw(bound(tx, &sql, [now.into()])).await?;
    Ok(())
}

/// Notes how sending ended. [`Error::Conflict`] when the lease was lost to somebody else.
pub async fn settle(tx: &Tx<'_>, id: Uuid, token: Uuid, outcome: Outcome<'_>, now: i64) -> Result<()> {
    let (state, error, provider_id, send_after, done_at) = match outcome {
        Outcome::Sent { provider_id } => ("sent", None, provider_id, None, Some(now)),
        Outcome::Failed { error } => ("failed", Some(error), None, None, Some(now)),
        Outcome::Retry { error, send_after } => ("queued", Some(error), None, Some(send_after), None),
        Outcome::Later { send_after } => return put_off(tx, id, token, send_after).await,
    };
    let sql = "UPDATE message SET state = $1, last_error = $2, provider_id = $3,
                      send_after = coalesce($4, send_after), done_at = $5, lease_token = NULL, lease_until = NULL
               WHERE id = $6 AND lease_token = $7 AND state = 'sending'";
    let values = [
        state.into(),
        error.map(str::to_owned).into(),
        provider_id.map(str::to_owned).into(),
        send_after.into(),
        done_at.into(),
        id.into(),
        token.into(),
    ];
    one(&tx.execute_raw(bound(tx, sql, values)).await?)
}

async fn put_off(tx: &Tx<'_>, id: Uuid, token: Uuid, send_after: i64) -> Result<()> {
    let sql = "UPDATE message SET state = 'queued', attempts = attempts - 1, send_after = $1, lease_token = NULL,
                      lease_until = NULL
               WHERE id = $2 AND lease_token = $3 AND state = 'sending'";
    one(&tx.execute_raw(bound(tx, sql, [send_after.into(), id.into(), token.into()])).await?)
}

/// Puts a held message (its id and lease) over to another channel, as if it had just been tried for the first time.
pub async fn go_over(
    tx: &Tx<'_>,
    (id, token): (Uuid, Uuid),
    channel: &str,
    recipient: Option<&[u8]>,
    error: &str,
    now: i64,
) -> Result<()> {
    let sql = "UPDATE message SET channel = $1, recipient = coalesce($2, recipient), last_error = $3, send_after = $4,
                      state = 'queued', attempts = 1, lease_token = NULL, lease_until = NULL
               WHERE id = $5 AND lease_token = $6 AND state = 'sending'";
    let recipient = recipient.map(<[u8]>::to_vec);
    let values = [channel.into(), recipient.into(), error.into(), now.into(), id.into(), token.into()];
    one(&tx.execute_raw(bound(tx, sql, values)).await?)
}

/// Whether the same was written to the account over this channel at the same moment.
pub async fn has_twin(db: &impl Db, row: &Row, channel: &str) -> Result<bool> {
    let sql = "SELECT 1 FROM message WHERE account_id = $1 AND template = $2 AND created_at = $3 AND channel = $4
               AND id <> $5 LIMIT 1";
    let values =
        [row.account_id.into(), row.template.as_str().into(), row.created_at.into(), channel.into(), row.id.into()];
    Ok(db.query_one_raw(bound(db, sql, values)).await?.is_some())
}

/// Template and instant of what was sent on a channel since `after`, the latest `limit`: to an account, or to somebody
/// of a profile without one.
pub async fn list_sent_since(
    db: &impl Db,
    holder_id: Uuid,
    channel: &str,
    after: i64,
    limit: i64,
) -> Result<Vec<(String, i64)>> {
    let sql = "SELECT template, done_at FROM message
               WHERE (account_id = $1 OR profile_id = $1) AND channel = $2 AND state = 'sent' AND done_at > $3
               ORDER BY done_at DESC LIMIT $4";
    let values = [holder_id.into(), channel.into(), after.into(), limit.into()];
    let rows = db.query_all_raw(bound(db, sql, values)).await?;
    rows.iter().map(|row| Ok((row.try_get_by_index(0)?, row.try_get_by_index(1)?))).collect()
}

/// Wipes the parameters of messages that are done and of no use since `before`, at most `limit`: a code that was sent
/// need not be kept, nor where it went when it stands in nobody's inbox. What still waited by then is put aside first,
/// whether or not anybody sends on its channel. Answers how many were wiped.
pub async fn wipe(tx: &Tx<'_>, before: i64, limit: i64) -> Result<u64> {
    put_expired_aside(tx, before).await?;
    let sql = "UPDATE message SET params = $1,
               recipient = CASE WHEN account_id IS NULL THEN $1 ELSE recipient END WHERE id IN (
               SELECT id FROM message WHERE state IN ('sent', 'failed', 'expired') AND expires_at <= $2
               AND length(params) > 0 ORDER BY id LIMIT $3)";
    let values = [Vec::<u8>::new().into(), before.into(), limit.into()];
    Ok(tx.execute_raw(bound(tx, sql, values)).await?.rows_affected())
}

/// Forgets what the messages of an account said and where they went; those that wait are not sent any more.
pub async fn forget(tx: &Tx<'_>, account_id: Uuid, now: i64) -> Result<()> {
    forget_where(tx, "account_id", account_id, now).await
}

/// The same of messages to somebody of a profile without an account.
pub async fn forget_profile(tx: &Tx<'_>, profile_id: Uuid, now: i64) -> Result<()> {
    forget_where(tx, "profile_id", profile_id, now).await
}

async fn forget_where(tx: &Tx<'_>, column: &str, id: Uuid, now: i64) -> Result<()> {
    let sql = format!(
        "UPDATE message SET params = $1, recipient = $1, provider_id = NULL, last_error = NULL,
                done_at = coalesce(done_at, $2), lease_token = NULL, lease_until = NULL,
                state = CASE WHEN state IN ('queued', 'sending') THEN 'expired' ELSE state END
         WHERE {column} = $3"
    );
    tx.execute_raw(bound(tx, &sql, [Vec::<u8>::new().into(), now.into(), id.into()])).await?;
    Ok(())
}

/// Whether one of the messages since an instant to somebody of a profile without an account did not arrive.
pub async fn has_failed(db: &impl Db, profile_id: Uuid, since: i64) -> Result<bool> {
    let sql = "SELECT 1 FROM message WHERE profile_id = $1 AND state IN ('failed', 'expired') AND created_at >= $2
               LIMIT 1";
    Ok(db.query_one_raw(bound(db, sql, [profile_id.into(), since.into()])).await?.is_some())
}

/// The message, if there is one.
pub async fn find(db: &impl Db, id: Uuid) -> Result<Option<Row>> {
    Entity::find_by_id(id).one(db).await.in_table("message")
}

/// Messages of an account, newest first; `before` is the last id of the page before.
pub async fn list_of(db: &impl Db, account_id: Uuid, before: Option<Uuid>, limit: u64) -> Result<Vec<Row>> {
    let mut page = Entity::find().filter(Column::AccountId.eq(account_id));
    if let Some(before) = before {
        page = page.filter(Column::Id.lt(before));
    }
    page.order_by_desc(Column::Id).limit(limit).all(db).await.in_table("message")
}

/// Messages to somebody of a profile from before there was an account, newest first.
pub async fn list_of_profile(db: &impl Db, profile_id: Uuid, limit: u64) -> Result<Vec<Row>> {
    let page = Entity::find().filter(Column::ProfileId.eq(profile_id)).order_by_desc(Column::Id);
    page.limit(limit).all(db).await.in_table("message")
}

/// How many messages are in each state.
pub async fn count_by_state(db: &impl Db) -> Result<Vec<(String, i64)>> {
    let sql = "SELECT state, count(*) FROM message GROUP BY state ORDER BY state";
    let rows = db.query_all_raw(per_backend::statement(db, sql)).await?;
    rows.iter().map(|row| Ok((row.try_get_by_index(0)?, row.try_get_by_index(1)?))).collect()
}

fn one(result: &ExecResult) -> Result<()> {
    if result.rows_affected() == 1 { Ok(()) } else { Err(Error::Conflict) }
}

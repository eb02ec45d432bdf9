//! Sessions: who is signed in with which token. Only the hash of a token is here; how long a session lives is the
//! caller's business, but a row that ran out or was ended is never found.

use crate::error::InTable;
use crate::per_backend::bound;
use crate::{Db, Error, Result, Tx};
use sea_orm::entity::prelude::*;
use sea_orm::{ConnectionTrait, ExprTrait, FromQueryResult, IntoActiveModel, QueryOrder, QuerySelect};

pub use entity::Model as Row;
use entity::{Column, Entity};

pub(crate) mod entity {
    //! The table `session` for sea-orm.

    use sea_orm::entity::prelude::*;

    /// One session as stored.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "session")]
    pub struct Model {
        /// Made by the caller, version 7.
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        /// SHA-256 of the token.
        pub token_hash: Vec<u8>,
        /// The account.
        pub account_id: Uuid,
        /// How far signing in has come (`second_factor`, `enrol`, `live`).
        pub stage: String,
        /// Code of the role in which the person acts.
        pub role: String,
        /// The membership that gives the role; none for seekers.
        pub membership_id: Option<Uuid>,
        /// What the browser calls itself, shortened.
        pub device: String,
        /// When it began.
        pub created_at: i64,
        /// When it was last used, to the minute.
        pub seen_at: i64,
        /// When the person last proved who they are.
        pub proved_at: i64,
        /// Without use it ends after this many microseconds.
        pub idle_us: i64,
        /// It ends then whatever happens.
        pub expires_at: i64,
        /// When somebody ended it.
        pub revoked_at: Option<i64>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// A session with what decides whether its role still holds.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct Live {
    /// The session.
    pub id: Uuid,
    /// The account.
    pub account_id: Uuid,
    /// How far signing in has come.
    pub stage: String,
    /// Code of the role.
    pub role: String,
    /// The membership that gives the role.
    pub membership_id: Option<Uuid>,
    /// The centre of the membership.
    pub centre_id: Option<Uuid>,
    /// The employer of the membership.
    pub employer_id: Option<Uuid>,
    /// When it began.
    pub created_at: i64,
    /// When it was last used.
    pub seen_at: i64,
    /// When the person last proved who they are.
    pub proved_at: i64,
    /// It ends then whatever happens.
    pub expires_at: i64,
}

/// Begins a session.
pub async fn insert(tx: &Tx<'_>, row: &Row) -> Result<()> {
    Entity::insert(row.clone().into_active_model()).exec_without_returning(tx).await?;
    Ok(())
}

/// The session, whatever became of it.
pub async fn find(db: &impl Db, id: Uuid) -> Result<Option<Row>> {
    Entity::find_by_id(id).one(db).await.in_table("session")
}

/// The session of a token, whatever became of it.
pub async fn find_by_token(db: &impl Db, token_hash: &[u8]) -> Result<Option<Row>> {
    Entity::find().filter(Column::TokenHash.eq(token_hash.to_vec())).one(db).await.in_table("session")
}

/// The session of a token at an instant. Nothing when it ran out, was ended, its account is not in use, or the role it
/// was begun for is no longer held: each of these works on the next request, on every node.
pub async fn find_live(db: &impl Db, token_hash: &[u8], now: i64) -> Result<Option<Live>> {
    let sql = "SELECT session.id, session.account_id, session.stage, session.role, session.membership_id,
                      membership.centre_id, membership.employer_id, session.created_at, session.seen_at,
                      session.proved_at, session.expires_at
               FROM session JOIN account ON account.id = session.account_id
               LEFT JOIN membership ON membership.id = session.membership_id
               WHERE session.token_hash = $1 AND session.revoked_at IS NULL AND session.expires_at > $2
                 AND session.seen_at + session.idle_us > $2 AND account.state = 'live'
                 AND (session.membership_id IS NULL OR membership.ended_at IS NULL)";
    let row = db.query_one_raw(bound(db, sql, [token_hash.to_vec().into(), now.into()])).await?;
    row.map(|row| Live::from_query_result(&row, "")).transpose().in_table("session")
}

/// Sessions of an account that have not ended, newest first.
pub async fn list_live(db: &impl Db, account_id: Uuid, now: i64) -> Result<Vec<Row>> {
    let live = Entity::find()
        .filter(Column::AccountId.eq(account_id))
        .filter(Column::RevokedAt.is_null())
        .filter(Column::ExpiresAt.gt(now))
        .filter(Expr::col(Column::SeenAt).add(Expr::col(Column::IdleUs)).gt(now));
    live.order_by_desc(Column::Id).limit(100).all(db).await.in_table("session")
}

/// Notes that a session is in use. A session that ended meanwhile stays ended.
pub async fn touch(tx: &Tx<'_>, id: Uuid, now: i64) -> Result<()> {
    let sql = "UPDATE session SET seen_at = $1 WHERE id = $2 AND revoked_at IS NULL AND seen_at < $1";
    tx.execute_raw(bound(tx, sql, [now.into(), id.into()])).await?;
    Ok(())
}

/// Ends one session of an account. False when it had ended or is another account's.
pub async fn revoke(tx: &Tx<'_>, account_id: Uuid, id: Uuid, now: i64) -> Result<bool> {
    let sql = "UPDATE session SET revoked_at = $1 WHERE id = $2 AND account_id = $3 AND revoked_at IS NULL";
    Ok(tx.execute_raw(bound(tx, sql, [now.into(), id.into(), account_id.into()])).await?.rows_affected() == 1)
}

/// Ends one session that must still be there; [`Error::Conflict`] otherwise, so that of two requests that renew one
/// token one is refused.
pub async fn replace(tx: &Tx<'_>, account_id: Uuid, id: Uuid, now: i64) -> Result<()> {
    if revoke(tx, account_id, id, now).await? { Ok(()) } else { Err(Error::Conflict) }
}

/// Ends all sessions of an account but one. Answers how many.
pub async fn revoke_others(tx: &Tx<'_>, account_id: Uuid, kept: Option<Uuid>, now: i64) -> Result<u64> {
    let sql = "UPDATE session SET revoked_at = $1 WHERE account_id = $2 AND id <> $3 AND revoked_at IS NULL";
    let values = [now.into(), account_id.into(), kept.unwrap_or_default().into()];
    Ok(tx.execute_raw(bound(tx, sql, values)).await?.rows_affected())
}

/// Forgets what the browsers of an account called themselves.
pub async fn forget_devices(tx: &Tx<'_>, account_id: Uuid) -> Result<()> {
    let sql = "UPDATE session SET device = '' WHERE account_id = $1";
    tx.execute_raw(bound(tx, sql, [account_id.into()])).await?;
    Ok(())
}

/// Forgets sessions that ran out before `before`, at most `limit`. Answers how many.
pub async fn prune(tx: &Tx<'_>, before: i64, limit: i64) -> Result<u64> {
    let sql = "DELETE FROM session WHERE id IN (
               SELECT id FROM session WHERE expires_at < $1 ORDER BY expires_at LIMIT $2)";
    Ok(tx.execute_raw(bound(tx, sql, [before.into(), limit.into()])).await?.rows_affected())
}

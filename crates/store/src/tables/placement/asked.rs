//! What was asked about placements, and the links by which it is answered.

use crate::error::InTable;
use crate::per_backend::bound;
use crate::{Db, Result, Tx};
use sea_orm::entity::prelude::*;
use sea_orm::{FromQueryResult, IntoActiveModel};

pub use link::Model as Link;

pub(crate) mod link {
    //! The table `placement_link` for sea-orm.

    use sea_orm::entity::prelude::*;

    /// One link as stored.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "placement_link")]
    pub struct Model {
        /// Made by the caller, version 7.
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        /// The placement.
        pub placement_id: Uuid,
        /// Whose contact it was sent to: `employer` or `worker`.
        pub party: String,
        /// SHA-256 of the token: 32 bytes.
        pub token_hash: Vec<u8>,
        /// First day that is asked about.
        pub from_on: i32,
        /// Last day that is asked about.
        pub through_on: i32,
        /// When it was made.
        pub created_at: i64,
        /// Of no use from then on.
        pub expires_at: i64,
        /// When it was answered.
        pub used_at: Option<i64>,
        /// The fact that the answer became.
        pub fact_id: Option<Uuid>,
        /// The account whose confirmed address it was sent to; none for links from before that was kept.
        pub account_id: Option<Uuid>,
        /// The address: its row is gone once it is taken away.
        pub contact_id: Option<Uuid>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// What was asked of one side on one occasion.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct Ask {
    /// Made by the caller.
    pub id: Uuid,
    /// The placement.
    pub placement_id: Uuid,
    /// Code of the occasion.
    pub occasion: String,
    /// The day from which the occasion counts.
    pub since_on: i32,
    /// Whom it went to: `employer`, `worker` or `officer`.
    pub party: String,
    /// How many messages went out; 0 when nobody could be reached.
    pub messages: i32,
    /// When.
    pub asked_at: i64,
}

/// Adds a link.
pub async fn add_link(tx: &Tx<'_>, row: &Link) -> Result<()> {
    link::Entity::insert(row.clone().into_active_model()).exec_without_returning(tx).await?;
    Ok(())
}

/// The link of a token.
pub async fn find_link(db: &impl Db, token_hash: &[u8]) -> Result<Option<Link>> {
    let same = link::Entity::find().filter(link::Column::TokenHash.eq(token_hash.to_vec()));
    same.one(db).await.in_table("placement_link")
}

/// Uses a link. False when it was used.
pub async fn use_link(tx: &Tx<'_>, id: Uuid, fact_id: Uuid, now: i64) -> Result<bool> {
    let sql = "UPDATE placement_link SET used_at = $1, fact_id = $2 WHERE id = $3 AND used_at IS NULL";
    let used = tx.execute_raw(bound(tx, sql, [now.into(), fact_id.into(), id.into()])).await?.rows_affected();
    Ok(used == 1)
}

/// Closes every link that asks a side about nothing but these days (`from` through `through`): it spoke of them by the
/// fact. A link that was sent before says nothing new, and cannot unsay it later.
pub async fn close_links(
    tx: &Tx<'_>,
    (placement_id, party): (Uuid, &str),
    (from, through): (i32, i32),
    (fact_id, now): (Uuid, i64),
) -> Result<()> {
    let sql = "UPDATE placement_link SET used_at = $1, fact_id = $2
               WHERE placement_id = $3 AND party = $4 AND from_on >= $5 AND through_on <= $6 AND used_at IS NULL";
    let values = [now.into(), fact_id.into(), placement_id.into(), party.into(), from.into(), through.into()];
    tx.execute_raw(bound(tx, sql, values)).await?;
    Ok(())
}

/// Notes that something was asked. False when the same was asked before: nothing is to be sent.
pub async fn note_ask(tx: &Tx<'_>, ask: &Ask) -> Result<bool> {
    let sql = "INSERT INTO placement_ask (id, placement_id, occasion, since_on, party, messages, asked_at)
               VALUES ($1, $2, $3, $4, $5, $6, $7)
               ON CONFLICT (placement_id, occasion, since_on, party) DO NOTHING";
    let values = [
        ask.id.into(),
        ask.placement_id.into(),
        ask.occasion.clone().into(),
        ask.since_on.into(),
        ask.party.clone().into(),
        ask.messages.into(),
        ask.asked_at.into(),
    ];
    Ok(tx.execute_raw(bound(tx, sql, values)).await?.rows_affected() == 1)
}

/// Notes how many messages an asking became.
pub async fn set_messages(tx: &Tx<'_>, id: Uuid, messages: i32) -> Result<()> {
    let sql = "UPDATE placement_ask SET messages = $1 WHERE id = $2";
    tx.execute_raw(bound(tx, sql, [messages.into(), id.into()])).await?;
    Ok(())
}

/// What was asked about a placement, newest first.
pub async fn list_asks(db: &impl Db, placement_id: Uuid) -> Result<Vec<Ask>> {
    let sql = "SELECT id, placement_id, occasion, since_on, party, messages, asked_at FROM placement_ask
               WHERE placement_id = $1 ORDER BY asked_at DESC, id DESC LIMIT 500";
    let rows = db.query_all_raw(bound(db, sql, [placement_id.into()])).await?;
    let asks = rows.iter().map(|row| Ask::from_query_result(row, ""));
    asks.collect::<std::result::Result<_, DbErr>>().in_table("placement_ask")
}

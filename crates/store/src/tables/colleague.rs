//! Who works at a centre: the names that go with roles, and invitations to take one. Addresses are sealed by the
//! caller.

use crate::error::InTable;
use crate::per_backend::{self, bound};
use crate::{Db, Result, Tx};
use sea_orm::entity::prelude::*;
use sea_orm::{ConnectionTrait, FromQueryResult, IntoActiveModel, QueryOrder, QuerySelect};

pub use invitation::Model as Invitation;

pub(crate) mod invitation {
    //! The table `invitation` for sea-orm.

    use sea_orm::entity::prelude::*;

    /// One invitation as stored.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "invitation")]
    pub struct Model {
        /// Made by the caller, version 7.
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        /// The centre.
        pub centre_id: Uuid,
        /// The branch, where there is one.
        pub branch_id: Option<Uuid>,
        /// Code of the role.
        pub role: String,
        /// Name of the colleague.
        pub name: String,
        /// `phone` or `email`.
        pub kind: String,
        /// The address, sealed.
        pub recipient: Vec<u8>,
        /// Keyed hash of the link's secret.
        pub hash: Vec<u8>,
        /// Who invited.
        pub invited_by: Uuid,
        /// When.
        pub created_at: i64,
        /// The link works until then.
        pub expires_at: i64,
        /// When it was taken or taken back.
        pub ended_at: Option<i64>,
        /// Whose it became.
        pub account_id: Option<Uuid>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// One role held at a centre, with the name that goes with it.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct Row {
    /// The membership.
    pub membership_id: Uuid,
    /// The account.
    pub account_id: Uuid,
    /// Code of the role.
    pub role: String,
    /// The branch, where there is one.
    pub branch_id: Option<Uuid>,
    /// Since when.
    pub since_at: i64,
    /// The name, where one was given.
    pub name: Option<String>,
}

/// Roles held at a centre now, oldest first.
pub async fn list(db: &impl Db, centre_id: Uuid) -> Result<Vec<Row>> {
    let sql = "SELECT membership.id AS membership_id, membership.account_id, membership.role, membership.branch_id,
                      membership.since_at, colleague.name
               FROM membership JOIN account ON account.id = membership.account_id
               LEFT JOIN colleague ON colleague.membership_id = membership.id
               WHERE membership.centre_id = $1 AND membership.ended_at IS NULL AND account.state = 'live'
               ORDER BY membership.since_at, membership.id LIMIT 2000";
    let rows = db.query_all_raw(bound(db, sql, [centre_id.into()])).await?;
    rows.iter().map(|row| Row::from_query_result(row, "")).collect::<std::result::Result<_, _>>().in_table("membership")
}

/// Names that accounts have or had at a centre, for what they did there.
pub async fn names(db: &impl Db, centre_id: Uuid) -> Result<Vec<(Uuid, String)>> {
    let sql = "SELECT membership.account_id, colleague.name FROM colleague
               JOIN membership ON membership.id = colleague.membership_id
               WHERE membership.centre_id = $1 ORDER BY membership.since_at, membership.id LIMIT 5000";
    let rows = db.query_all_raw(bound(db, sql, [centre_id.into()])).await?;
    let pairs = rows.iter().map(|row| Ok((row.try_get_by_index(0)?, row.try_get_by_index(1)?)));
    pairs.collect::<std::result::Result<_, DbErr>>().in_table("colleague")
}

/// Holds the row of a role until the write ends, so that of two writes about one colleague's time or end one waits.
/// False when the role is not held any more.
pub async fn hold(tx: &Tx<'_>, membership_id: Uuid) -> Result<bool> {
    let sql = format!("SELECT ended_at FROM membership WHERE id = $1 {}", per_backend::for_update(tx));
    let row = tx.query_one_raw(bound(tx, &sql, [membership_id.into()])).await?;
    let ended: Option<Option<i64>> = row.map(|row| row.try_get_by_index(0)).transpose()?;
    Ok(ended == Some(None))
}

/// Gives a role its name.
pub async fn set_name(tx: &Tx<'_>, membership_id: Uuid, name: &str, now: i64) -> Result<()> {
    let sql = "INSERT INTO colleague (membership_id, name, updated_at) VALUES ($1, $2, $3)
               ON CONFLICT (membership_id) DO UPDATE SET name = excluded.name, updated_at = excluded.updated_at";
    tx.execute_raw(bound(tx, sql, [membership_id.into(), name.into(), now.into()])).await?;
    Ok(())
}

/// Keeps an invitation.
pub async fn invite(tx: &Tx<'_>, row: &Invitation) -> Result<()> {
    invitation::Entity::insert(row.clone().into_active_model()).exec_without_returning(tx).await?;
    Ok(())
}

/// Invitations of a centre that wait, newest first.
pub async fn list_invitations(db: &impl Db, centre_id: Uuid, now: i64) -> Result<Vec<Invitation>> {
    use invitation::Column;
    let waiting = invitation::Entity::find()
        .filter(Column::CentreId.eq(centre_id))
        .filter(Column::EndedAt.is_null())
        .filter(Column::ExpiresAt.gt(now));
    waiting.order_by_desc(Column::Id).limit(500).all(db).await.in_table("invitation")
}

/// The invitation, whatever became of it.
pub async fn find_invitation(db: &impl Db, id: Uuid) -> Result<Option<Invitation>> {
    invitation::Entity::find_by_id(id).one(db).await.in_table("invitation")
}

/// Ends an invitation that was taken (by whom) or taken back. False when it had ended: of two who use one link one
/// comes too late.
pub async fn end_invitation(tx: &Tx<'_>, id: Uuid, account_id: Option<Uuid>, now: i64) -> Result<bool> {
    let sql = "UPDATE invitation SET ended_at = $1, account_id = $2 WHERE id = $3 AND ended_at IS NULL";
    let values = [now.into(), account_id.into(), id.into()];
    Ok(tx.execute_raw(bound(tx, sql, values)).await?.rows_affected() == 1)
}

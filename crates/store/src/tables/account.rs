//! Accounts, and the addresses by which their holders are reached and known. What an address says is sealed by the
//! caller; here it is bytes, and equality is equality of keyed hashes.

use crate::error::InTable;
use crate::per_backend::{self, bound};
use crate::{Db, Error, Result, Tx};
use sea_orm::entity::prelude::*;
use sea_orm::{ConnectionTrait, IntoActiveModel};
use sea_orm::{ExprTrait, QueryOrder, QuerySelect};

pub use contact_point::Model as ContactPoint;
pub use entity::Model as Row;
use entity::{Column, Entity};

pub(crate) mod entity {
    //! The table `account` for sea-orm.

    use sea_orm::entity::prelude::*;

    /// One account as stored.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "account")]
    pub struct Model {
        /// Made by the caller, version 7.
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        /// 1 at first, one more with every change.
        pub version: i64,
        /// `person`.
        pub kind: String,
        /// `live`, `disabled` or `deleted`.
        pub state: String,
        /// When the row was made.
        pub created_at: i64,
        /// When it was last changed.
        pub updated_at: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod contact_point {
    //! The table `contact_point` for sea-orm.

    use sea_orm::entity::prelude::*;

    /// A phone number or an e-mail address whose holder has shown a code sent to it.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "contact_point")]
    pub struct Model {
        /// Made by the caller, version 7.
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        /// The account.
        pub account_id: Uuid,
        /// `phone` or `email`.
        pub kind: String,
        /// Keyed hash of the normal form: 32 bytes, unique.
        pub lookup: Vec<u8>,
        /// The normal form, sealed.
        pub value: Vec<u8>,
        /// When the holder showed the code.
        pub verified_at: i64,
        /// When the row was made.
        pub created_at: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Adds an account with its first address. [`Error::Constraint`] `uq_contact_point_lookup` when the address belongs to
/// another account.
pub async fn insert(tx: &Tx<'_>, row: &Row, contact: &ContactPoint) -> Result<()> {
    Entity::insert(row.clone().into_active_model()).exec_without_returning(tx).await?;
    insert_contact(tx, contact).await
}

/// Adds an address to an account.
pub async fn insert_contact(tx: &Tx<'_>, contact: &ContactPoint) -> Result<()> {
    contact_point::Entity::insert(contact.clone().into_active_model()).exec_without_returning(tx).await?;
    Ok(())
}

/// Takes an address away from its account, but never the last one. False when it is not the account's or is the last:
/// check and removal are one statement, under the lock on the account's row that the caller holds.
pub async fn remove_contact(tx: &Tx<'_>, account_id: Uuid, id: Uuid) -> Result<bool> {
    let sql = "DELETE FROM contact_point WHERE id = $1 AND account_id = $2
               AND EXISTS (SELECT 1 FROM contact_point AS kept WHERE kept.account_id = $2 AND kept.id <> $1)";
    Ok(tx.execute_raw(bound(tx, sql, [id.into(), account_id.into()])).await?.rows_affected() == 1)
}

/// Holds the account's row until the write ends: of two requests that change its addresses one sees what the other did.
pub async fn hold(tx: &Tx<'_>, id: Uuid) -> Result<()> {
    let sql = format!("SELECT id FROM account WHERE id = $1 {}", per_backend::for_update(tx));
    tx.query_one_raw(bound(tx, &sql, [id.into()])).await?;
    Ok(())
}

/// Takes part in what an account does until the write ends. `false` when the account was deleted: a form of it that was
/// under way leaves nothing behind.
pub async fn take_part(tx: &Tx<'_>, id: Uuid) -> Result<bool> {
    per_backend::share_account(tx, id).await?;
    Ok(find(tx, id).await?.is_none_or(|row| row.state != "deleted"))
}

/// Waits for all that the account is doing and lets nothing begin until the write ends: for its deletion.
pub async fn hold_alone(tx: &Tx<'_>, id: Uuid) -> Result<()> {
    per_backend::hold_account_alone(tx, id).await?;
    hold(tx, id).await
}

/// The account, if there is one.
pub async fn find(db: &impl Db, id: Uuid) -> Result<Option<Row>> {
    Entity::find_by_id(id).one(db).await.in_table("account")
}

/// The address with this keyed hash, if an account has it. The empty hash is nobody's.
pub async fn find_contact(db: &impl Db, lookup: &[u8]) -> Result<Option<ContactPoint>> {
    let found = contact_point::Entity::find().filter(contact_point::Column::Lookup.eq(lookup.to_vec()));
    found.one(db).await.in_table("contact_point")
}

/// Addresses of an account, oldest first.
pub async fn list_contacts(db: &impl Db, account_id: Uuid) -> Result<Vec<ContactPoint>> {
    let page = contact_point::Entity::find().filter(contact_point::Column::AccountId.eq(account_id));
    let page = page.order_by_asc(contact_point::Column::CreatedAt).order_by_asc(contact_point::Column::Id);
    page.limit(50).all(db).await.in_table("contact_point")
}

/// Forgets the addresses of an account, and codes that were sent to them.
pub async fn forget_contacts(tx: &Tx<'_>, account_id: Uuid) -> Result<()> {
    let sql = "DELETE FROM one_time_code WHERE account_id = $1
               OR lookup IN (SELECT lookup FROM contact_point WHERE account_id = $1)";
    tx.execute_raw(bound(tx, sql, [account_id.into()])).await?;
    contact_point::Entity::delete_many().filter(contact_point::Column::AccountId.eq(account_id)).exec(tx).await?;
    Ok(())
}

/// Puts an account into another state. [`Error::Conflict`] when its version is another.
pub async fn set_state(tx: &Tx<'_>, row: &Row, state: &str, now: i64) -> Result<()> {
    let changed = Entity::update_many()
        .col_expr(Column::State, Expr::value(state))
        .col_expr(Column::Version, Expr::col(Column::Version).add(1))
        .col_expr(Column::UpdatedAt, Expr::value(now))
        .filter(Column::Id.eq(row.id))
        .filter(Column::Version.eq(row.version))
        .exec(tx)
        .await?;
    if changed.rows_affected == 1 { Ok(()) } else { Err(Error::Conflict) }
}

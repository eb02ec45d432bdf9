//! Who counts as paid for in a programme, and until when. The person is a keyed hash. One row, unique; taking it is the
//! only way to a claim, and whoever loses is told which centre holds it.

use crate::error::InTable;
use crate::per_backend::{bound, for_update};
use crate::{Db, Result, Tx};
use sea_orm::entity::prelude::*;
use sea_orm::{ConnectionTrait, QueryOrder};

pub use entity::Model as Row;
use entity::{Column, Entity};

pub(crate) mod entity {
    //! The table `exclusion` for sea-orm.

    use sea_orm::entity::prelude::*;

    /// One person in one programme.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "exclusion")]
    pub struct Model {
        /// The programme.
        #[sea_orm(primary_key, auto_increment = false)]
        pub programme: String,
        /// Keyed hash of who it is: 32 bytes.
        #[sea_orm(primary_key, auto_increment = false)]
        pub person_key: Vec<u8>,
        /// The claim that holds it.
        pub claim_id: Uuid,
        /// Its centre.
        pub centre_id: Uuid,
        /// Day on which it was taken.
        pub taken_on: i32,
        /// First day on which another claim may take it.
        pub until_on: i32,
        /// When it was last changed.
        pub updated_at: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Takes the person for a claim. `false`: another claim holds it, and nothing was changed. Two writes that come at the
/// same time wait for each other, and the second one loses.
pub async fn take(tx: &Tx<'_>, row: &Row) -> Result<bool> {
    let sql = "INSERT INTO exclusion (programme, person_key, claim_id, centre_id, taken_on, until_on, updated_at)
               VALUES ($1, $2, $3, $4, $5, $6, $7)
               ON CONFLICT (programme, person_key) DO UPDATE SET claim_id = excluded.claim_id,
                 centre_id = excluded.centre_id, taken_on = excluded.taken_on, until_on = excluded.until_on,
                 updated_at = excluded.updated_at
               WHERE exclusion.until_on <= excluded.taken_on OR exclusion.claim_id = excluded.claim_id";
    let values = [
        row.programme.as_str().into(),
        row.person_key.clone().into(),
        row.claim_id.into(),
        row.centre_id.into(),
        row.taken_on.into(),
        row.until_on.into(),
        row.updated_at.into(),
    ];
    Ok(tx.execute_raw(bound(tx, sql, values)).await?.rows_affected() == 1)
}

/// Holds the row of a person until the write ends, whichever claim has it: whoever else wants to hold it waits, and
/// then sees what this write did.
pub async fn hold(tx: &Tx<'_>, programme: &str, person_key: &[u8]) -> Result<()> {
    let sql = format!("SELECT until_on FROM exclusion WHERE programme = $1 AND person_key = $2 {}", for_update(tx));
    tx.query_one_raw(bound(tx, &sql, [programme.into(), person_key.to_vec().into()])).await?;
    Ok(())
}

/// Says until when a claim that holds the person holds it. `false` when it does not hold it any more.
pub async fn set_until(tx: &Tx<'_>, row: &Row) -> Result<bool> {
    let sql = "UPDATE exclusion SET until_on = $1, updated_at = $2
               WHERE programme = $3 AND person_key = $4 AND claim_id = $5";
    let values = [
        row.until_on.into(),
        row.updated_at.into(),
        row.programme.as_str().into(),
        row.person_key.clone().into(),
        row.claim_id.into(),
    ];
    Ok(tx.execute_raw(bound(tx, sql, values)).await?.rows_affected() == 1)
}

/// Who holds a person, if anybody ever did.
pub async fn find(db: &impl Db, programme: &str, person_key: &[u8]) -> Result<Option<Row>> {
    let found =
        Entity::find().filter(Column::Programme.eq(programme)).filter(Column::PersonKey.eq(person_key.to_vec()));
    found.one(db).await.in_table("exclusion")
}

/// Those who are held on a day, in the order of their keyed hashes.
pub async fn list_held(db: &impl Db, programme: &str, on: i32) -> Result<Vec<Row>> {
    let held = Entity::find().filter(Column::Programme.eq(programme)).filter(Column::UntilOn.gt(on));
    held.order_by_asc(Column::PersonKey).all(db).await.in_table("exclusion")
}

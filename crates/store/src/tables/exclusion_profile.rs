//! Who counts as paid for in a programme, by profile: the second lock beside the personal number, for whoever's number
//! was corrected or typed otherwise. A claim holds the row of its profile; profiles that were made part of another one
//! are asked for with it.

use crate::error::InTable;
use crate::per_backend::{bound, for_update};
use crate::{Db, Result, Tx};
use sea_orm::entity::prelude::*;
use sea_orm::{ConnectionTrait, QueryOrder};

pub use entity::Model as Row;
use entity::{Column, Entity};

pub(crate) mod entity {
    //! The table `exclusion_profile` for sea-orm.

    use sea_orm::entity::prelude::*;

    /// One profile in one programme.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "exclusion_profile")]
    pub struct Model {
        /// The programme.
        #[sea_orm(primary_key, auto_increment = false)]
        pub programme: String,
        /// The profile, as it was kept when the claim was prepared.
        #[sea_orm(primary_key, auto_increment = false)]
        pub profile_id: Uuid,
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

/// Takes the profile for a claim. `false`: another claim holds it, and nothing was changed. Two writes that come at the
/// same time wait for each other, and the second one loses.
pub async fn take(tx: &Tx<'_>, row: &Row) -> Result<bool> {
    let sql = "INSERT INTO exclusion_profile
                 (programme, profile_id, claim_id, centre_id, taken_on, until_on, updated_at)
               VALUES ($1, $2, $3, $4, $5, $6, $7)
               ON CONFLICT (programme, profile_id) DO UPDATE SET claim_id = excluded.claim_id,
                 centre_id = excluded.centre_id, taken_on = excluded.taken_on, until_on = excluded.until_on,
                 updated_at = excluded.updated_at
               WHERE exclusion_profile.until_on <= excluded.taken_on
                 OR exclusion_profile.claim_id = excluded.claim_id";
    let values = [
        row.programme.as_str().into(),
        row.profile_id.into(),
        row.claim_id.into(),
        row.centre_id.into(),
        row.taken_on.into(),
        row.until_on.into(),
        row.updated_at.into(),
    ];
    Ok(tx.execute_raw(bound(tx, sql, values)).await?.rows_affected() == 1)
}

/// Holds the row of a profile until the write ends, as that of a number is held.
pub async fn hold(tx: &Tx<'_>, programme: &str, profile_id: Uuid) -> Result<()> {
    let sql =
        format!("SELECT until_on FROM exclusion_profile WHERE programme = $1 AND profile_id = $2 {}", for_update(tx));
    tx.query_one_raw(bound(tx, &sql, [programme.into(), profile_id.into()])).await?;
    Ok(())
}

/// Says until when a claim that holds the profile holds it. `false` when it does not hold it any more.
pub async fn set_until(tx: &Tx<'_>, row: &Row) -> Result<bool> {
    let sql = "UPDATE exclusion_profile SET until_on = $1, updated_at = $2
               WHERE programme = $3 AND profile_id = $4 AND claim_id = $5";
    let values = [
        row.until_on.into(),
        row.updated_at.into(),
        row.programme.as_str().into(),
        row.profile_id.into(),
        row.claim_id.into(),
    ];
    Ok(tx.execute_raw(bound(tx, sql, values)).await?.rows_affected() == 1)
}

/// Who holds a profile, if anybody ever did.
pub async fn find(db: &impl Db, programme: &str, profile_id: Uuid) -> Result<Option<Row>> {
    let found = Entity::find().filter(Column::Programme.eq(programme)).filter(Column::ProfileId.eq(profile_id));
    found.one(db).await.in_table("exclusion_profile")
}

/// Whoever else than a claim holds one of these profiles on a day.
pub async fn list_others(
    db: &impl Db,
    programme: &str,
    (profiles, claim_id): (&[Uuid], Uuid),
    on: i32,
) -> Result<Vec<Row>> {
    let held = Entity::find()
        .filter(Column::Programme.eq(programme))
        .filter(Column::ProfileId.is_in(profiles.iter().copied()))
        .filter(Column::ClaimId.ne(claim_id))
        .filter(Column::UntilOn.gt(on));
    held.order_by_asc(Column::ProfileId).all(db).await.in_table("exclusion_profile")
}

/// Who else than a claim holds one of these profiles on a day; the one that holds it longest.
pub async fn find_other(
    db: &impl Db,
    programme: &str,
    (profiles, claim_id): (&[Uuid], Uuid),
    on: i32,
) -> Result<Option<Row>> {
    let held = Entity::find()
        .filter(Column::Programme.eq(programme))
        .filter(Column::ProfileId.is_in(profiles.iter().copied()))
        .filter(Column::ClaimId.ne(claim_id))
        .filter(Column::UntilOn.gt(on));
    held.order_by_desc(Column::UntilOn).order_by_asc(Column::ClaimId).one(db).await.in_table("exclusion_profile")
}

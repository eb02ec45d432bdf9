//! Batches of claims that are paid together. What stands on the list when it is sent is sealed by the caller.

use crate::error::InTable;
use crate::per_backend::bound;
use crate::{Db, Error, Result, Tx};
use sea_orm::entity::prelude::*;
use sea_orm::{ActiveModelTrait, ConnectionTrait, ExprTrait, IntoActiveModel, QueryOrder, QuerySelect};

pub use entity::Model as Row;
use entity::{Column, Entity};

pub(crate) mod entity {
    //! The table `batch` for sea-orm.

    use sea_orm::entity::prelude::*;

    /// One batch as stored.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "batch")]
    pub struct Model {
        /// Made by the caller, version 7.
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        /// 1 at first, one more with every change.
        pub version: i64,
        /// The centre.
        pub centre_id: Uuid,
        /// Year of its number.
        pub year: i32,
        /// The number in that year, from 1.
        pub serial: i32,
        /// `open`, `sent` or `settled`.
        pub state: String,
        /// The programme that pays.
        pub programme: String,
        /// Who made it.
        pub made_by: Uuid,
        /// How many claims are on it.
        pub claims: i32,
        /// Of how much.
        pub dong: i64,
        /// Who pays whom from which account, as a sealed JSON document; there from the sending on.
        pub head: Option<Vec<u8>>,
        /// Day on which the bank is to pay.
        pub pay_on: Option<i32>,
        /// When it was sent.
        pub sent_at: Option<i64>,
        /// When the row was made.
        pub created_at: i64,
        /// When it was last changed.
        pub updated_at: i64,
        /// Who sent it.
        pub sent_by: Option<Uuid>,
        /// The funding task; `None` of one from before that mixed them.
        pub task: Option<String>,
        /// The budget year; `None` of one from before that mixed them.
        pub budget_year: Option<i32>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Adds a batch.
pub async fn insert(tx: &Tx<'_>, row: &Row) -> Result<()> {
    Entity::insert(row.clone().into_active_model()).exec_without_returning(tx).await?;
    Ok(())
}

/// The batch, if there is one.
pub async fn find(db: &impl Db, id: Uuid) -> Result<Option<Row>> {
    Entity::find_by_id(id).one(db).await.in_table("batch")
}

/// Batches of a centre, newest first.
pub async fn list(db: &impl Db, centre_id: Uuid, skip: u64, limit: u64) -> Result<Vec<Row>> {
    let page = Entity::find().filter(Column::CentreId.eq(centre_id)).order_by_desc(Column::Id);
    page.offset(skip).limit(limit).all(db).await.in_table("batch")
}

/// Who had a hand in what is on a batch.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hands {
    /// Who prepared its claims, those included whose claim somebody else has prepared anew since.
    pub prepared_by: Vec<Uuid>,
    /// Who recorded that the bank did not pay one of them, or brought the money back.
    pub bounced_by: Vec<Uuid>,
}

/// Who had a hand in what is on a batch, each once.
pub async fn hands(db: &impl Db, id: Uuid) -> Result<Hands> {
    let prepared = "SELECT DISTINCT claim.prepared_by FROM payout JOIN claim ON claim.id = payout.claim_id
                    WHERE payout.batch_id = $1 AND payout.state <> 'dropped'";
    let bounced = "SELECT DISTINCT earlier.result_by FROM payout
                   JOIN payout AS earlier ON earlier.claim_id = payout.claim_id
                   WHERE payout.batch_id = $1 AND payout.state <> 'dropped' AND earlier.result_by IS NOT NULL
                     AND earlier.state IN ('bounced', 'brought_back')";
    let mut found = [Vec::new(), Vec::new()];
    for (sql, people) in [prepared, bounced].into_iter().zip(&mut found) {
        let rows = db.query_all_raw(bound(db, sql, [id.into()])).await?;
        let read = rows.iter().map(|row| row.try_get_by_index(0));
        *people = read.collect::<std::result::Result<_, DbErr>>().in_table("batch")?;
    }
    let [mut prepared_by, bounced_by] = found;
    // The claim says who prepared it last, the audit who ever did.
    let prepared = "SELECT DISTINCT audit.actor FROM payout JOIN audit ON audit.entity_id = payout.claim_id
                    WHERE payout.batch_id = $1 AND payout.state <> 'dropped'
                      AND audit.action IN ('claim_prepare', 'claim_prepare_again')";
    for row in db.query_all_raw(bound(db, prepared, [id.into()])).await? {
        let actor: String = row.try_get_by_index(0).in_table("batch")?;
        let earlier = actor.parse::<Uuid>().ok().filter(|one| !prepared_by.contains(one));
        prepared_by.extend(earlier);
    }
    Ok(Hands { prepared_by, bounced_by })
}

/// The last number of a year at a centre, 0 before the first. The unique index refuses a number that two writes took at
/// the same time; the loser runs again.
pub async fn last_serial(tx: &Tx<'_>, centre_id: Uuid, year: i32) -> Result<i32> {
    let sql = "SELECT coalesce(max(serial), 0) FROM batch WHERE centre_id = $1 AND year = $2";
    let row = tx.query_one_raw(bound(tx, sql, [centre_id.into(), year.into()])).await?;
    Ok(row.map(|row| row.try_get_by_index(0)).transpose()?.unwrap_or(0))
}

/// Stores a changed row; [`Error::Conflict`] when the stored version is another.
pub async fn update_guarded(tx: &Tx<'_>, row: &Row) -> Result<()> {
    let mut next = row.clone();
    next.version += 1;
    let same = Column::Id.eq(row.id).and(Column::Version.eq(row.version));
    let changed = Entity::update_many().set(next.into_active_model().reset_all()).filter(same).exec(tx).await?;
    if changed.rows_affected == 1 { Ok(()) } else { Err(Error::Conflict) }
}

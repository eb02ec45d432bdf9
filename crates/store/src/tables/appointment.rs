//! Appointments of centres. What they are about is sealed by the caller; where one stands is flat values that the rules
//! read back.

use crate::error::InTable;
use crate::per_backend::bound;
use crate::tables::stuck::is_free;
use crate::{Db, Error, Result, Tx};
use sea_orm::entity::prelude::*;
use sea_orm::{ActiveModelTrait, ConnectionTrait, ExprTrait, IntoActiveModel, QueryOrder, QuerySelect};

pub use entity::Model as Row;
use entity::{Column, Entity};

pub(crate) mod entity {
    //! The table `appointment` for sea-orm.

    use sea_orm::entity::prelude::*;

    /// One appointment as stored.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "appointment")]
    pub struct Model {
        /// Made by the caller, version 7; the same in every calendar.
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        /// 1 at first, one more with every change.
        pub version: i64,
        /// The centre.
        pub centre_id: Uuid,
        /// The account of the officer who meets the person.
        pub officer_id: Uuid,
        /// The person.
        pub profile_id: Uuid,
        /// The referral that it belongs to, where there is one.
        pub referral_id: Option<Uuid>,
        /// Code of what it is for.
        pub kind: String,
        /// What it is about, sealed; empty once the person is gone.
        pub subject: Vec<u8>,
        /// Where.
        pub place: String,
        /// When it begins.
        pub from_at: i64,
        /// How long it is.
        pub minutes: i32,
        /// Counts changes for calendars.
        pub sequence: i32,
        /// How often it was moved.
        pub moves: i32,
        /// Code of the stage.
        pub state: String,
        /// 1 while nobody else can have the time, else 0.
        pub is_taken: i32,
        /// Who proposes, wants another time, or called it off.
        pub by_side: Option<String>,
        /// When it would have begun before it was moved.
        pub moved_from_at: Option<i64>,
        /// How long it would have been.
        pub moved_minutes: Option<i32>,
        /// First instant at which an answer is too late.
        pub reply_by: Option<i64>,
        /// When it was called off or recorded.
        pub ended_at: Option<i64>,
        /// Who did not come.
        pub absent: Option<String>,
        /// Why it was called off, sealed.
        pub reason: Option<Vec<u8>>,
        /// When the clock should call next.
        pub due_at: Option<i64>,
        /// When both are reminded.
        pub remind_at: Option<i64>,
        /// When the row was made.
        pub created_at: i64,
        /// When it was last changed.
        pub updated_at: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Adds an appointment. Whether its time is free was asked in the same write, with the officer's role held.
pub async fn insert(tx: &Tx<'_>, row: &Row) -> Result<()> {
    Entity::insert(row.clone().into_active_model()).exec_without_returning(tx).await?;
    Ok(())
}

/// The appointment, if there is one.
pub async fn find(db: &impl Db, id: Uuid) -> Result<Option<Row>> {
    Entity::find_by_id(id).one(db).await.in_table("appointment")
}

/// Stores a changed row; [`Error::Conflict`] when the stored version is another.
pub async fn update_guarded(tx: &Tx<'_>, row: &Row) -> Result<()> {
    let mut next = row.clone();
    next.version += 1;
    let same = Column::Id.eq(row.id).and(Column::Version.eq(row.version));
    let changed = Entity::update_many().set(next.into_active_model().reset_all()).filter(same).exec(tx).await?;
    if changed.rows_affected == 1 { Ok(()) } else { Err(Error::Conflict) }
}

/// Appointments of an officer or a person whose times are taken and that touch a stretch of time, half-open. `but` is
/// left out: an appointment does not stand in its own way.
pub async fn list_taken(
    db: &impl Db,
    officer_id: Uuid,
    profile_id: Option<Uuid>,
    (from, until): (i64, i64),
    but: Option<Uuid>,
) -> Result<Vec<Row>> {
    let whose = Column::OfficerId.eq(officer_id);
    let whose = match profile_id {
        Some(profile_id) => whose.or(Column::ProfileId.eq(profile_id)),
        None => whose,
    };
    let ends = Expr::col(Column::FromAt).add(Expr::col(Column::Minutes).mul(60_000_000_i64));
    let mut page = Entity::find()
        .filter(whose)
        .filter(Column::IsTaken.eq(1))
        .filter(Column::FromAt.lt(until))
        .filter(ends.gt(from));
    if let Some(but) = but {
        page = page.filter(Column::Id.ne(but));
    }
    page.order_by_asc(Column::FromAt).order_by_asc(Column::Id).limit(500).all(db).await.in_table("appointment")
}

/// Appointments of a centre that begin between two instants, the last one excluded, in the order of time.
pub async fn list(
    db: &impl Db,
    centre_id: Uuid,
    officer_id: Option<Uuid>,
    (from, until): (i64, i64),
) -> Result<Vec<Row>> {
    let mut page = Entity::find()
        .filter(Column::CentreId.eq(centre_id))
        .filter(Column::FromAt.gte(from))
        .filter(Column::FromAt.lt(until));
    if let Some(officer_id) = officer_id {
        page = page.filter(Column::OfficerId.eq(officer_id));
    }
    page.order_by_asc(Column::FromAt).order_by_asc(Column::Id).limit(1_000).all(db).await.in_table("appointment")
}

/// Appointments of a person, newest first.
pub async fn list_of_profile(db: &impl Db, profile_id: Uuid) -> Result<Vec<Row>> {
    let page = Entity::find().filter(Column::ProfileId.eq(profile_id)).order_by_desc(Column::FromAt);
    page.limit(500).all(db).await.in_table("appointment")
}

/// Appointments that the clock is to call, the longest due first.
pub async fn list_due(db: &impl Db, now: i64, limit: u64) -> Result<Vec<Row>> {
    let due = Entity::find().filter(Column::DueAt.lte(now)).filter(is_free("appointment", Column::Id, now));
    let due = due.order_by_asc(Column::DueAt).order_by_asc(Column::Id).limit(limit);
    due.all(db).await.in_table("appointment")
}

/// Appointments of an officer that lie ahead and are taken, in the order of time.
pub async fn list_ahead(db: &impl Db, centre_id: Uuid, officer_id: Uuid) -> Result<Vec<Row>> {
    let ahead = Entity::find()
        .filter(Column::CentreId.eq(centre_id))
        .filter(Column::OfficerId.eq(officer_id))
        .filter(Column::IsTaken.eq(1));
    ahead.order_by_asc(Column::FromAt).order_by_asc(Column::Id).limit(5_000).all(db).await.in_table("appointment")
}

/// Gives the appointments of one officer whose times are taken to another. Answers how many.
pub async fn hand_over(tx: &Tx<'_>, centre_id: Uuid, (from, to): (Uuid, Uuid), now: i64) -> Result<u64> {
    let sql = "UPDATE appointment SET officer_id = $1, version = version + 1, updated_at = $2
               WHERE centre_id = $3 AND officer_id = $4 AND is_taken = 1";
    let values = [to.into(), now.into(), centre_id.into(), from.into()];
    Ok(tx.execute_raw(bound(tx, sql, values)).await?.rows_affected())
}

/// Appointments both sides are to be reminded of, the soonest first.
pub async fn list_to_remind(db: &impl Db, now: i64, limit: u64) -> Result<Vec<Row>> {
    let due = Entity::find().filter(Column::RemindAt.lte(now)).filter(is_free("appointment", Column::Id, now));
    let due = due.order_by_asc(Column::FromAt).order_by_asc(Column::Id).limit(limit);
    due.all(db).await.in_table("appointment")
}

/// Notes that both were reminded. False when somebody else did it first, or the appointment was changed meanwhile.
pub async fn reminded(tx: &Tx<'_>, id: Uuid, version: i64) -> Result<bool> {
    let sql = "UPDATE appointment SET remind_at = NULL WHERE id = $1 AND version = $2 AND remind_at IS NOT NULL";
    Ok(tx.execute_raw(bound(tx, sql, [id.into(), version.into()])).await?.rows_affected() == 1)
}

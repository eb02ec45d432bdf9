//! The table `application` for sea-orm.

use sea_orm::entity::prelude::*;

/// One application as stored.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "application")]
pub struct Model {
    /// Made by the caller, version 7.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// 1 at first, one more with every change.
    pub version: i64,
    /// The posting.
    pub posting_id: Uuid,
    /// The employer of the posting when it was applied for.
    pub employer_id: Uuid,
    /// The account of the person, where there is one.
    pub account_id: Option<Uuid>,
    /// The profile that was sent, where there is one.
    pub profile_id: Option<Uuid>,
    /// Keyed hash of the telephone while it counts as the person's one application: 32 bytes.
    pub person_key: Option<Vec<u8>>,
    /// The account while it counts as the person's one application.
    pub account_once: Option<Uuid>,
    /// `quick` or `full`.
    pub kind: String,
    /// 1 when the person is under 18.
    pub needs_guardian: i32,
    /// Days for the employer's answer, as promised.
    pub answer_days: i32,
    /// Days for which data of somebody not hired are kept, as promised.
    pub keep_days: i32,
    /// Code of the stage (`sent`, `withdrawn`, …).
    pub state: String,
    /// When the employer could first see it.
    pub sent_at: Option<i64>,
    /// When the employer first did more than look.
    pub answered_at: Option<i64>,
    /// When the clock should call next.
    pub due_at: Option<i64>,
    /// When the interview is.
    pub interview_at: Option<i64>,
    /// First day of work, in days since 1970-01-01.
    pub starts_on: Option<i32>,
    /// When it was hired, not suitable or withdrawn.
    pub ended_at: Option<i64>,
    /// Code of the reason of the end.
    pub reason: Option<String>,
    /// Words beside the reason, sealed.
    pub note: Option<Vec<u8>>,
    /// Last status of an erased one.
    pub last_status: Option<String>,
    /// What it counts for the employer's response rate.
    pub response: String,
    /// Language in which the person is written to: `vi` or `en`.
    pub locale: String,
    /// The name, sealed.
    pub name: Option<Vec<u8>>,
    /// Telephone and e-mail, sealed.
    pub contact: Option<Vec<u8>>,
    /// What else was sent, sealed.
    pub answers: Option<Vec<u8>>,
    /// How the guardian is reached, sealed.
    pub guardian: Option<Vec<u8>>,
    /// When the row was made.
    pub created_at: i64,
    /// When it was last changed.
    pub updated_at: i64,
    /// The centre whose officer sent it for the person.
    pub by_centre_id: Option<Uuid>,
    /// Where the interview is, sealed.
    pub interview_place: Option<Vec<u8>>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

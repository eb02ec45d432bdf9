//! The table `referral` for sea-orm.

use sea_orm::entity::prelude::*;

/// One referral as stored.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "referral")]
pub struct Model {
    /// Made by the caller, version 7.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// 1 at first, one more with every change.
    pub version: i64,
    /// The centre.
    pub centre_id: Uuid,
    /// The branch, where there is one.
    pub branch_id: Option<Uuid>,
    /// The account of the officer whose case it is.
    pub officer_id: Uuid,
    /// The person.
    pub profile_id: Uuid,
    /// The vacancy.
    pub posting_id: Uuid,
    /// Its employer.
    pub employer_id: Uuid,
    /// Year of the letter's number.
    pub year: i32,
    /// The number in that year, from 1.
    pub serial: i32,
    /// Code of the page that proves the letter; unique.
    pub proof: String,
    /// What the letter says, as a sealed JSON document.
    pub letter: Vec<u8>,
    /// When it was issued.
    pub issued_at: i64,
    /// Working days promised for sending.
    pub send_days: i32,
    /// Working days in which the employer answers.
    pub answer_days: i32,
    /// Code of the stage.
    pub state: String,
    /// 1 while somebody still has to do something, else 0.
    pub is_open: i32,
    /// Last day on which the next thing is in time, in days since 1970-01-01.
    pub due_on: Option<i32>,
    /// When the clock should call next.
    pub due_at: Option<i64>,
    /// How it was sent last.
    pub way: Option<String>,
    /// When it was sent through the exchange first: from then on the employer reads it here.
    pub exchange_at: Option<i64>,
    /// When the stage began.
    pub since_at: Option<i64>,
    /// First instant too late for sending or answering.
    pub stage_due_at: Option<i64>,
    /// Whether a lapsed letter was ever sent.
    pub was_sent: Option<i32>,
    /// Why it was refused or taken back, sealed: notes may name people.
    pub reason: Option<Vec<u8>>,
    /// Day of the employer's notice.
    pub told_on: Option<i32>,
    /// First day of work.
    pub starts_on: Option<i32>,
    /// Last day of a contract that has one.
    pub ends_on: Option<i32>,
    /// State of the duty to enter the result.
    pub result_state: Option<String>,
    /// Its last day in time.
    pub result_due_on: Option<i32>,
    /// When it was done.
    pub result_done_on: Option<i32>,
    /// State of the duty to follow up.
    pub follow_state: Option<String>,
    /// Its last day in time.
    pub follow_due_on: Option<i32>,
    /// When it was done.
    pub follow_done_on: Option<i32>,
    /// What the follow-up came to.
    pub outcome: Option<String>,
    /// Last day of work of somebody who left within the month.
    pub left_on: Option<i32>,
    /// When the row was made.
    pub created_at: i64,
    /// When it was last changed.
    pub updated_at: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

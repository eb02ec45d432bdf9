//! The table `placement` for sea-orm.

use sea_orm::entity::prelude::*;

/// One placement as stored.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "placement")]
pub struct Model {
    /// Made by the caller, version 7.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// 1 at first, one more with every change and every fact.
    pub version: i64,
    /// The centre.
    pub centre_id: Uuid,
    /// The branch, where there is one.
    pub branch_id: Option<Uuid>,
    /// The account of the officer whose case it is.
    pub officer_id: Option<Uuid>,
    /// The person.
    pub profile_id: Uuid,
    /// The first employer.
    pub employer_id: Uuid,
    /// What the rule compares employers by: the enterprise's 10 digits; never empty.
    pub employer_code: String,
    /// Where it came from: `application`, `referral`, `report` or `file`.
    pub origin: String,
    /// The vacancy, where there is one.
    pub posting_id: Option<Uuid>,
    /// The application that was hired; one placement for each.
    pub application_id: Option<Uuid>,
    /// The letter whose result it is; one placement for each.
    pub referral_id: Option<Uuid>,
    /// Day of the centre's referral.
    pub placed_on: i32,
    /// The programme.
    pub programme: String,
    /// Code of the province by which the policy is chosen.
    pub province: String,
    /// The funding task by which the policy is chosen; empty for none of its own.
    pub task: String,
    /// Name of the policy, from the first signature on.
    pub policy_name: Option<String>,
    /// Version of the policy, from the first signature on.
    pub policy_version: Option<String>,
    /// SHA-256 of the policy's file, from the first signature on: 32 bytes.
    pub policy_hash: Option<Vec<u8>>,
    /// The latest instant that was used for it, as that of a fact or as the state of knowledge of a reading.
    pub last_known_at: i64,
    /// When the clock should look again.
    pub due_at: Option<i64>,
    /// Day of the notice of the hire, where nothing else counts the terms that follow from it.
    pub told_on: Option<i32>,
    /// First day of work as it was told.
    pub starts_on: Option<i32>,
    /// Last day of work as it was told, where there is one.
    pub ends_on: Option<i32>,
    /// Last day for entering the result on the national exchange.
    pub entry_due_on: Option<i32>,
    /// When that was done.
    pub entry_done_on: Option<i32>,
    /// Last day for following up.
    pub follow_due_on: Option<i32>,
    /// When that was done.
    pub follow_done_on: Option<i32>,
    /// What programs were last told of whether it counts: `confirmed` or `revoked`; nothing before the first time.
    pub outcome_told: Option<String>,
    /// How often they were told.
    pub outcome_no: i64,
    /// The day of which that was told.
    pub outcome_day: Option<i32>,
    /// When the row was made.
    pub created_at: i64,
    /// When it was last changed.
    pub updated_at: i64,
    /// The day of the first asking that is unanswered, as of the last fact and the last look.
    pub waits_from: Option<i32>,
    /// What could be paid for it if it is confirmed, in dong; none where nothing can be any more.
    pub stake_dong: Option<i64>,
    /// When the service learnt the fact by which its facts contradict each other; none where they do not.
    pub disputed_since: Option<i64>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Model {
    /// A placement of which nothing is known but its id and when it was made (microseconds since 1970): what a row that
    /// no hire led to is filled up with, as in trial data and benches.
    #[must_use]
    pub const fn blank(id: Uuid, at: i64) -> Self {
        Self {
            id,
            version: 1,
            centre_id: Uuid::nil(),
            branch_id: None,
            officer_id: None,
            profile_id: Uuid::nil(),
            employer_id: Uuid::nil(),
            employer_code: String::new(),
            origin: String::new(),
            posting_id: None,
            application_id: None,
            referral_id: None,
            placed_on: 0,
            programme: String::new(),
            province: String::new(),
            task: String::new(),
            policy_name: None,
            policy_version: None,
            policy_hash: None,
            last_known_at: at,
            due_at: None,
            told_on: None,
            starts_on: None,
            ends_on: None,
            entry_due_on: None,
            entry_done_on: None,
            follow_due_on: None,
            follow_done_on: None,
            outcome_told: None,
            outcome_no: 0,
            outcome_day: None,
            created_at: at,
            updated_at: at,
            waits_from: None,
            stake_dong: None,
            disputed_since: None,
        }
    }
}

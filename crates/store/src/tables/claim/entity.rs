//! The table `claim` for sea-orm.

use sea_orm::entity::prelude::*;

/// One claim as stored.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "claim")]
pub struct Model {
    /// Made by the caller, version 7.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// 1 at first, one more with every change.
    pub version: i64,
    /// The centre that claims.
    pub centre_id: Uuid,
    /// The placement.
    pub placement_id: Uuid,
    /// The person.
    pub profile_id: Uuid,
    /// The programme that pays.
    pub programme: String,
    /// The funding task.
    pub task: String,
    /// Beneficiary groups, with commas between.
    pub beneficiary_groups: String,
    /// The budget year.
    pub budget_year: i32,
    /// Keyed hash of who the person is: 32 bytes.
    pub person_key: Vec<u8>,
    /// What the list says of person and employer, as a sealed JSON document.
    pub subject: Vec<u8>,
    /// SHA-256 of the policy's file.
    pub policy_hash: Vec<u8>,
    /// The day of the reading, in days since 1970-01-01.
    pub today: i32,
    /// The state of knowledge of the reading.
    pub known_at: i64,
    /// The state of knowledge up to which later facts were looked at; 0 while something is to be looked at.
    pub seen_known_at: i64,
    /// SHA-256 of the facts that were read.
    pub facts_hash: Vec<u8>,
    /// The outcome, byte for byte.
    pub outcome: String,
    /// 1 when the person may be funded from elsewhere.
    pub is_flagged: i32,
    /// The amount.
    pub dong: i64,
    /// 1 when a third person must approve.
    pub needs_third: i32,
    /// In how many parts money may be given back at most.
    pub instalments_max: i32,
    /// Who prepared it.
    pub prepared_by: Uuid,
    /// What the bank has paid.
    pub paid_dong: i64,
    /// What was given back.
    pub returned_dong: i64,
    /// Code of the stage.
    pub state: String,
    /// 1 while somebody still has to do something, else 0.
    pub is_open: i32,
    /// 1 while it stands for its placement, else 0.
    pub is_live: i32,
    /// Where it stood, of a claim in review.
    pub place: Option<String>,
    /// Who approved first of three.
    pub second_by: Option<Uuid>,
    /// The batch it is in.
    pub batch_id: Option<Uuid>,
    /// Day on which the bank paid.
    pub paid_on: Option<i32>,
    /// What the last payout paid.
    pub payout_dong: Option<i64>,
    /// Why it was refused, taken back or not paid, sealed: notes may name people.
    pub reason: Option<Vec<u8>>,
    /// Who proposed a recovery.
    pub proposed_by: Option<Uuid>,
    /// What is asked back, or proposed to be.
    pub asked_dong: Option<i64>,
    /// In how many parts.
    pub asked_parts: Option<i32>,
    /// What came of it.
    pub came_dong: Option<i64>,
    /// Attempts to pay it so far.
    pub payouts: i32,
    /// When the row was made.
    pub created_at: i64,
    /// When it was last changed.
    pub updated_at: i64,
    /// Who proposed something else, of a claim that is looked at again.
    pub again_by: Option<Uuid>,
    /// What is to be asked back then.
    pub again_dong: Option<i64>,
    /// In how many parts.
    pub again_parts: Option<i32>,
    /// Day on which money was asked back.
    pub asked_on: Option<i32>,
    /// What was known of the placement when it was last approved.
    pub approved_known_at: Option<i64>,
    /// Whether another source pays: `yes`, `no` or `unknown`; none of a claim from before that was asked.
    pub elsewhere_known: Option<String>,
    /// First day that it pays for, in days since 1970-01-01.
    pub elsewhere_from: Option<i32>,
    /// Last day that it pays for, where it is known.
    pub elsewhere_through: Option<i32>,
    /// What of it is to come back for another reason than the facts of the placement.
    pub contested_dong: Option<i64>,
    /// Code of why.
    pub contested_why: Option<String>,
    /// Who said so; nobody where the clock found it.
    pub contested_by: Option<Uuid>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

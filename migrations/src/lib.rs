//! The schema, step by step, for SQLite and PostgreSQL.
//!
//! One file per step, one concern per step; a step that was released is never edited. What the two databases spell
//! differently stands in [`per_backend`] and nowhere else. No queries of the application belong here.

#![warn(missing_docs)]

mod per_backend;

mod m20261124_000001_employer;
mod m20261124_000002_posting;
mod m20261124_000003_outbox;
mod m20261124_000004_audit;
mod m20261124_000005_idempotency;
mod m20261124_000006_job;
mod m20261124_000007_lease;
mod m20261124_000008_import_run;
mod m20261126_000009_centre;
mod m20261126_000010_account;
mod m20261126_000011_membership;
mod m20261126_000012_session;
mod m20261126_000013_message;
mod m20261126_000014_key_mark;
mod m20261126_000020_profile;
mod m20261126_000021_consent;
mod m20261126_000022_look;
mod m20261126_000023_profile_merge;
mod m20261126_000030_organisation;
mod m20261126_000031_verification;
mod m20261126_000032_posting_intake;
mod m20261126_000033_api_key;
mod m20261126_000040_application;
mod m20261126_000041_conversation;
mod m20261126_000042_report;
mod m20261126_000043_upload;
mod m20261126_000044_answer_template;
mod m20261126_000050_letterhead;
mod m20261126_000051_referral;
mod m20261126_000052_appointment;
mod m20261126_000053_claim_code;
mod m20261126_000060_audit_chain;
mod m20261126_000061_inbox_seen;
mod m20261126_000070_factor;
mod m20261126_000080_placement;
mod m20261126_000081_placement_document;
mod m20261126_000082_placement_link;
mod m20261126_000085_claim;
mod m20261126_000086_ledger;
mod m20261126_000087_payout;
mod m20261126_000090_profile_guard;
mod m20261126_000091_webhook;
mod m20261126_000092_profile_term;
mod m20261126_000096_placement_told;
mod m20261126_000100_placement_retraction;
mod m20261127_000101_placement_listed;
mod m20261127_000102_desk_index;
mod m20261127_000110_placement_signature;
mod m20261127_000115_profile_term_agreed;
mod m20261127_000120_two_people;
mod m20261127_000121_bank_chunk;
mod m20261127_000122_stuck;
mod m20261127_000123_claim_again;
mod m20261127_000124_exclusion_profile;
mod m20261127_000125_batch_fund;
mod m20261127_000126_claim_asked_on;
mod m20261127_000130_placement_link_contact;
mod m20261127_000131_evidence_file;
mod m20261127_000132_placement_proof;
mod m20261127_000140_counter_code;
mod m20261127_000141_profile_double;
mod m20261127_000142_approach;
mod m20261127_000143_unanswered;
mod m20261127_000144_data_request;
mod m20261127_000145_placement_waits;
mod m20261127_000146_employer_succession;
mod m20261127_000156_payout_day;
mod m20261127_000157_payout_disputed;
mod m20261127_000158_claim_approved;
mod m20261127_000159_appointment_forgotten;
mod m20261128_000160_exclusion_elsewhere;
mod m20261128_000161_verification_renewal;
mod m20261128_000162_proof_e_contract;
mod m20261128_000163_profile_unheld;
mod m20261128_000165_application_by_centre;
mod m20261128_000166_posting_review;
mod m20261128_000167_look_listed;
mod m20261128_000169_claim_elsewhere;
mod m20261128_000172_placement_erasure;
mod m20261128_000174_succession_untold;
mod m20261128_000178_placement_erasure_missed;
mod m20261128_000180_evidence_sending;
mod m20261128_000181_evidence_left;
mod m20261128_000183_file_erasure;
mod m20261128_000184_bank_words_may_go;
mod m20261128_000185_profile_file;
mod m20261128_000187_unanswered_in_order;
mod m20261128_000190_person_settled;
mod m20261128_000191_payout_back;
mod m20261128_000194_journal_day;
mod m20261128_000195_profile_parted;
mod m20261128_000196_report_account;
mod m20261128_000197_interview_place;
mod m20261128_000198_referral_exchange;
mod m20261128_000199_message_profile;
mod m20261128_000200_batch_preparers;
mod m20261128_000202_claim_contested;
mod m20261128_000203_claim_to_look_at;

use sea_orm_migration::prelude::*;

/// All steps in order.
#[derive(Debug)]
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        people_and_vacancies().into_iter().chain(placements_and_money()).collect()
    }
}

/// The steps up to the centre's desk: vacancies, accounts, people, applications, letters.
fn people_and_vacancies() -> Vec<Box<dyn MigrationTrait>> {
    vec![
        Box::new(m20261124_000001_employer::Migration),
        Box::new(m20261124_000002_posting::Migration),
        Box::new(m20261124_000003_outbox::Migration),
        Box::new(m20261124_000004_audit::Migration),
        Box::new(m20261124_000005_idempotency::Migration),
        Box::new(m20261124_000006_job::Migration),
        Box::new(m20261124_000007_lease::Migration),
        Box::new(m20261124_000008_import_run::Migration),
        Box::new(m20261126_000009_centre::Migration),
        Box::new(m20261126_000010_account::Migration),
        Box::new(m20261126_000011_membership::Migration),
        Box::new(m20261126_000012_session::Migration),
        Box::new(m20261126_000013_message::Migration),
        Box::new(m20261126_000014_key_mark::Migration),
        Box::new(m20261126_000020_profile::Migration),
        Box::new(m20261126_000021_consent::Migration),
        Box::new(m20261126_000022_look::Migration),
        Box::new(m20261126_000023_profile_merge::Migration),
        Box::new(m20261126_000030_organisation::Migration),
        Box::new(m20261126_000031_verification::Migration),
        Box::new(m20261126_000032_posting_intake::Migration),
        Box::new(m20261126_000033_api_key::Migration),
        Box::new(m20261126_000040_application::Migration),
        Box::new(m20261126_000041_conversation::Migration),
        Box::new(m20261126_000042_report::Migration),
        Box::new(m20261126_000043_upload::Migration),
        Box::new(m20261126_000044_answer_template::Migration),
        Box::new(m20261126_000050_letterhead::Migration),
        Box::new(m20261126_000051_referral::Migration),
        Box::new(m20261126_000052_appointment::Migration),
        Box::new(m20261126_000053_claim_code::Migration),
        Box::new(m20261126_000060_audit_chain::Migration),
        Box::new(m20261126_000061_inbox_seen::Migration),
        Box::new(m20261126_000070_factor::Migration),
    ]
}

/// The steps from the first placement on: placements, claims, the ledger, and what changed of the rest since.
fn placements_and_money() -> Vec<Box<dyn MigrationTrait>> {
    vec![
        Box::new(m20261126_000080_placement::Migration),
        Box::new(m20261126_000081_placement_document::Migration),
        Box::new(m20261126_000082_placement_link::Migration),
        Box::new(m20261126_000085_claim::Migration),
        Box::new(m20261126_000086_ledger::Migration),
        Box::new(m20261126_000087_payout::Migration),
        Box::new(m20261126_000090_profile_guard::Migration),
        Box::new(m20261126_000091_webhook::Migration),
        Box::new(m20261126_000092_profile_term::Migration),
        Box::new(m20261126_000096_placement_told::Migration),
        Box::new(m20261126_000100_placement_retraction::Migration),
        Box::new(m20261127_000101_placement_listed::Migration),
        Box::new(m20261127_000102_desk_index::Migration),
        Box::new(m20261127_000110_placement_signature::Migration),
        Box::new(m20261127_000115_profile_term_agreed::Migration),
        Box::new(m20261127_000120_two_people::Migration),
        Box::new(m20261127_000121_bank_chunk::Migration),
        Box::new(m20261127_000122_stuck::Migration),
        Box::new(m20261127_000123_claim_again::Migration),
        Box::new(m20261127_000124_exclusion_profile::Migration),
        Box::new(m20261127_000125_batch_fund::Migration),
        Box::new(m20261127_000126_claim_asked_on::Migration),
        Box::new(m20261127_000130_placement_link_contact::Migration),
        Box::new(m20261127_000131_evidence_file::Migration),
        Box::new(m20261127_000132_placement_proof::Migration),
        Box::new(m20261127_000140_counter_code::Migration),
        Box::new(m20261127_000141_profile_double::Migration),
        Box::new(m20261127_000142_approach::Migration),
        Box::new(m20261127_000143_unanswered::Migration),
        Box::new(m20261127_000144_data_request::Migration),
        Box::new(m20261127_000145_placement_waits::Migration),
        Box::new(m20261127_000146_employer_succession::Migration),
        Box::new(m20261127_000156_payout_day::Migration),
        Box::new(m20261127_000157_payout_disputed::Migration),
        Box::new(m20261127_000158_claim_approved::Migration),
        Box::new(m20261127_000159_appointment_forgotten::Migration),
        Box::new(m20261128_000160_exclusion_elsewhere::Migration),
        Box::new(m20261128_000161_verification_renewal::Migration),
        Box::new(m20261128_000162_proof_e_contract::Migration),
        Box::new(m20261128_000163_profile_unheld::Migration),
        Box::new(m20261128_000165_application_by_centre::Migration),
        Box::new(m20261128_000166_posting_review::Migration),
        Box::new(m20261128_000167_look_listed::Migration),
        Box::new(m20261128_000169_claim_elsewhere::Migration),
        Box::new(m20261128_000172_placement_erasure::Migration),
        Box::new(m20261128_000174_succession_untold::Migration),
        Box::new(m20261128_000178_placement_erasure_missed::Migration),
        Box::new(m20261128_000180_evidence_sending::Migration),
        Box::new(m20261128_000181_evidence_left::Migration),
        Box::new(m20261128_000183_file_erasure::Migration),
        Box::new(m20261128_000184_bank_words_may_go::Migration),
        Box::new(m20261128_000185_profile_file::Migration),
        Box::new(m20261128_000187_unanswered_in_order::Migration),
        Box::new(m20261128_000190_person_settled::Migration),
        Box::new(m20261128_000191_payout_back::Migration),
        Box::new(m20261128_000194_journal_day::Migration),
        Box::new(m20261128_000195_profile_parted::Migration),
        Box::new(m20261128_000196_report_account::Migration),
        Box::new(m20261128_000197_interview_place::Migration),
        Box::new(m20261128_000198_referral_exchange::Migration),
        Box::new(m20261128_000199_message_profile::Migration),
        Box::new(m20261128_000200_batch_preparers::Migration),
        Box::new(m20261128_000202_claim_contested::Migration),
        Box::new(m20261128_000203_claim_to_look_at::Migration),
    ]
}

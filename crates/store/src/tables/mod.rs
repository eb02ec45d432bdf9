//! One module per table: its row, and the queries over it. Business rules do not belong here.

pub mod account;
pub mod answer_template;
pub mod api_key;
pub mod application;
pub mod appointment;
pub mod approach;
pub mod attempt;
pub mod audit;
pub mod audit_chain;
pub mod backup_code;
pub mod bank_result;
pub mod batch;
pub mod centre;
pub mod claim;
pub mod claim_code;
pub mod colleague;
pub mod consent;
pub mod conversation;
pub mod counter_code;
pub mod credential;
pub mod data_request;
pub mod draw;
pub mod employer;
pub mod exclusion;
pub mod exclusion_profile;
pub mod idempotency;
pub mod import_run;
pub mod inbox_seen;
pub mod job;
pub mod key_mark;
pub mod lease;
pub mod ledger;
pub mod letterhead;
pub mod linked_identity;
pub mod look;
pub mod membership;
pub mod message;
pub mod node;
pub mod one_time_code;
pub mod organisation;
pub mod organisation_member;
pub mod outbox;
pub mod passkey;
pub mod paying;
pub mod payout;
pub mod placement;
pub mod posting;
pub mod posting_intake;
pub mod profile;
pub mod profile_double;
pub mod profile_merge;
pub mod referral;
pub mod report;
pub mod schedule;
pub mod sealed;
pub mod session;
pub mod stuck;
pub mod upload;
pub mod verification;
pub mod waiting;
pub mod webhook;

/// Rows of one statement: below the limit of bound values of both databases (32,766 and 65,535) and of a size that
/// SQLite prepares once and keeps.
pub(crate) const CHUNK: usize = 250;
/// The most ids one `IN` list takes.
pub(crate) const IN_LIST: usize = 500;

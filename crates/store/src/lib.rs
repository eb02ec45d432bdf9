//! The only crate that knows SQL: tables, queries, named transactions, the outbox, jobs, leases, idempotency keys,
//! backup. It decides nothing about the business and answers with plain rows; `app` maps them to domain types.
//!
//! Shapes, everywhere: ids are [`uuid::Uuid`] made by the caller; instants `i64` microseconds UTC; dates `i32` days
//! since 1970-01-01; money `i64` dong; documents JSON text; sort keys bytes. Time is told by the caller, save for
//! leases, which use the clock of the database.
//!
//! ```no_run
//! # async fn example(rows: Vec<sanviec_store::posting::Row>) -> Result<(), sanviec_store::Error> {
//! use sanviec_store::{Settings, Store, posting};
//! let store = Store::open(Settings::new("sqlite:///var/lib/sanviec/sanviec.db")).await?;
//! let rows = &rows;
//! store.write("import_postings", |tx| Box::pin(async move { posting::insert_many(tx, rows).await })).await?;
//! let live = posting::count_by_state(store.reader()).await?;
//! # Ok(()) }
//! ```

#![warn(missing_docs)]

pub mod backup;
mod connect;
mod db;
mod error;
mod health;
mod per_backend;
mod schema;
mod settings;
mod store;
mod tables;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
pub mod verify;

pub use db::{Db, Reader, Snapshot, Tx};
pub use error::{Error, Source};
pub use health::Health;
pub use schema::SchemaStatus;
pub use settings::{Backend, Migrate, Settings};
pub use store::{BoxFuture, Store};
pub use tables::{
    account, answer_template, api_key, application, appointment, approach, attempt, audit, audit_chain, backup_code,
    bank_result, batch, centre, claim, claim_code, colleague, consent, conversation, counter_code, credential,
    data_request, draw, employer, exclusion, exclusion_elsewhere, exclusion_profile, file_erasure, idempotency,
    import_run, inbox_seen, job, key_mark, lease, ledger, letterhead, linked_identity, look, membership, message, node,
    one_time_code, organisation, organisation_member, outbox, passkey, paying, payout, placement, posting,
    posting_intake, posting_review, profile, profile_double, profile_file, profile_merge, referral, report, schedule,
    sealed, session, stuck, upload, verification, waiting, webhook,
};

/// What every function of this crate answers with.
pub type Result<T, E = Error> = std::result::Result<T, E>;

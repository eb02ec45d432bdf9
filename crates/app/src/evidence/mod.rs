//! The evidence for money that was paid, in one file: facts, hashes of documents, policies, outcomes, claims, lines of
//! the ledger, attempts to pay, lists, the audit rows about all of these, and the chain from there to its signed end.
//! Whoever holds the public key checks it with `docs/verify/verify_evidence.py`, without anything of ours and without
//! access to the server.
//!
//! Each thing is bound twice: by its hash in an audit row, so that whoever changed the database is found out; and by
//! its line in a signed list at the end, so that whoever changed the file is. What must not be in here: names of
//! people; the file speaks of ids.

mod case;
mod chain;
mod export;
mod hashes;
mod life;
mod lines;
mod scope;

pub use case::{NoCase, case_line};
pub use export::{Exported, export};
pub use hashes::{
    attempts_hash, bank_result_hash, batch_hash, document_hash, fact_hash, file_hash, journal_hash, list_hash,
    payout_hash, placement_hash, placement_hash_before, reading_hash, reading_hash_before, verdicts_hash,
};
pub use life::life_hash;
pub use scope::{Scope, scope_of};

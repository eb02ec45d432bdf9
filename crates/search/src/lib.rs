//! Search over postings: Vietnamese analysis of documents and queries, matching, ranking, facets, and the index on
//! disk.
//!
//! The only crate that knows tantivy. What must not be in here: SQL, HTTP, rights, or a clock. The index holds
//! nothing that the store could not give again; it is written by one follower and read by everybody.

#![warn(missing_docs)]

mod analysis;
mod base;
mod bits;
mod blanks;
mod build;
mod concepts;
mod document;
mod facets;
mod halves;
mod index;
mod integrity;
mod lists;
mod matching;
mod merging;
mod plan;
mod query;
mod ranking;
mod schema;
mod segment;
mod sets;
mod spelling;
mod view;

pub use analysis::MOST_WORDS;
pub use base::{ask_for_rebuild, is_in_use, is_of_this_build, is_rebuild_asked};
pub use build::Build;
pub use document::{BUCKETS, Change, PostingDoc};
pub use facets::Histogram;
pub use index::{Cursor, Index, IndexError};
pub use integrity::{Check, Damage};
pub use query::{After, Filter, Hit, Near, Query, Results, Sort};
pub use schema::index_version;

//! The things that are compared: ours over HTTP, tantivy done right and naively, SQLite FTS5, PostgreSQL full text.

pub(crate) mod bare;
pub(crate) mod built;
mod conditions;
pub(crate) mod fts5;
pub(crate) mod naive;
pub(crate) mod ours;
mod pass;
pub(crate) mod postgres;
mod tables;
pub(crate) mod tantivy_index;

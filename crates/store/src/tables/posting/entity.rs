//! The table `posting` for sea-orm.

use sea_orm::entity::prelude::*;

/// One vacancy as stored.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "posting")]
pub struct Model {
    /// Made by the caller, version 7.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// 1 at first, one more with every change.
    pub version: i64,
    /// Code of the life cycle's state (`draft`, `published`, …).
    pub state: String,
    /// Since when it is in this state.
    pub state_at: i64,
    /// Why it was returned, closed or removed.
    pub state_reason: Option<String>,
    /// Where it was imported from; with `source_id` unique.
    pub source: Option<String>,
    /// Its id there.
    pub source_id: Option<String>,
    /// The employer.
    pub employer_id: Uuid,
    /// The title, also part of the content.
    pub title: String,
    /// JSON document.
    pub content: String,
    /// Version of the document's shape.
    pub content_version: i32,
    /// SHA-256 of what the source sent: 32 bytes.
    pub content_hash: Vec<u8>,
    /// When the employer or the source first put it up.
    pub posted_at: i64,
    /// When it first went live here.
    pub published_at: Option<i64>,
    /// End of being live, exclusive.
    pub live_until: Option<i64>,
    /// When the clock should call next.
    pub due_at: Option<i64>,
    /// People wanted.
    pub wanted: i32,
    /// People hired so far.
    pub hired: i32,
    /// Last day to apply, in days since 1970-01-01, inclusive.
    pub deadline_on: Option<i32>,
    /// When the row was made.
    pub created_at: i64,
    /// When it was last changed.
    pub updated_at: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

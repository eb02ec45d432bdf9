//! The table `placement_fact` for sea-orm.

use sea_orm::entity::prelude::*;

/// One fact as stored. Triggers refuse every change of one.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "placement_fact")]
pub struct Model {
    /// Made by the caller, version 7.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The placement.
    pub placement_id: Uuid,
    /// Code of its kind.
    pub kind: String,
    /// The whole fact as the rule reads it: one line of JSON, always written alike.
    pub body: String,
    /// When the service learnt it; no two of a placement are equal.
    pub recorded_at: i64,
    /// Code of who spoke.
    pub source: String,
    /// First day that it speaks of, in days since 1970-01-01.
    pub true_from: Option<i32>,
    /// Last day that it speaks of.
    pub true_through: Option<i32>,
    /// The account that entered it.
    pub entered_by: Option<Uuid>,
    /// Code of the way by which it came.
    pub channel: String,
    /// SHA-256 of the paper or file that it rests on: 32 bytes.
    pub document_hash: Option<Vec<u8>>,
    /// Number of an electronic contract on the national platform, or of a row of a file.
    pub reference: Option<String>,
    /// The kept file that it was taken from; none for facts that came by another way, or before files were kept.
    pub file_id: Option<Uuid>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

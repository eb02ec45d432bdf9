//! The table `profile` for sea-orm.

use sea_orm::entity::prelude::*;

/// One profile as stored.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "profile")]
pub struct Model {
    /// Made by the caller, version 7.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// 1 at first, one more with every change.
    pub version: i64,
    /// The account of the person; none for somebody registered at a counter who has not claimed it. Unique.
    pub account_id: Option<Uuid>,
    /// The centre that serves the person, where one does.
    pub centre_id: Option<Uuid>,
    /// The branch, only with a centre.
    pub branch_id: Option<Uuid>,
    /// `live`, `merged` or `deleted`.
    pub state: String,
    /// How far the person opens it: code of the rules.
    pub visibility: String,
    /// JSON of every field that is not sealed; `{}` once it was deleted.
    pub document: String,
    /// Version of the document's shape.
    pub document_version: i32,
    /// JSON object of the sealed fields: code of the field, sealed value as hexadecimal text.
    pub sealed: String,
    /// The name in small letters without marks.
    pub name_fold: Option<Vec<u8>>,
    /// The same with its words from last to first.
    pub name_back: Option<Vec<u8>>,
    /// Day of birth, days since 1970-01-01.
    pub born_on: Option<i32>,
    /// Keyed hash of the personal number; none equals none.
    pub number_hash: Option<Vec<u8>>,
    /// Keyed hash of the phone number.
    pub phone_hash: Option<Vec<u8>>,
    /// Keyed hash of the e-mail address.
    pub email_hash: Option<Vec<u8>>,
    /// The profile that this one was made part of.
    pub merged_into: Option<Uuid>,
    /// When the person or an officer last did something with it: retention counts from here.
    pub active_at: i64,
    /// When the row was made.
    pub created_at: i64,
    /// When it was last changed.
    pub updated_at: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

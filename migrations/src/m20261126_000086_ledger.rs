//! The ledger: journals and their lines, added and never changed.
//!
//! Lines are written first and their journal after them; the reference is checked at the end of the write, a line for a
//! journal that stands is refused, and a journal is refused whose lines are not as many as it says or do not sum to
//! zero. So nothing that is out of balance can be committed, on either database.

use crate::per_backend;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        per_backend::run(manager, per_backend::LEDGER).await
    }
}

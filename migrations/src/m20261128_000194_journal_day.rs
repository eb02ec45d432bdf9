//! The second lock behind the day on which money came back: the ledger is added to and never changed, so that a wrong
//! year would stand there for good. Nothing is given or brought back before it was paid; what is booked already stays.

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
        per_backend::run(manager, per_backend::JOURNAL_DAY).await
    }
}

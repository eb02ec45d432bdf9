//! Of the rows of a file in which a bank answered, the bank's words may go with the bytes of the file; nothing else.

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
        per_backend::run(manager, per_backend::BANK_WORDS_MAY_GO).await
    }
}

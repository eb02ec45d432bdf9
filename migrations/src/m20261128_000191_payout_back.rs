//! Money that the bank brings back after people had gone on is settled by a third person: the second lock.

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
        per_backend::run(manager, per_backend::PAYOUT_BACK).await
    }
}

//! Whoever prepared a claim before somebody else prepared it anew does not send the list that it is on: the second
//! lock.

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
        per_backend::run(manager, per_backend::BATCH_PREPARERS).await
    }
}

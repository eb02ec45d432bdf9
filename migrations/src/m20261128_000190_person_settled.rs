//! A bank that corrects itself after a claim was given up: nobody else is paid for that person until it is settled, nor
//! until what was paid beside another claim is given back. Triggers are the second lock.

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
        per_backend::run(manager, per_backend::PERSON_SETTLED).await
    }
}

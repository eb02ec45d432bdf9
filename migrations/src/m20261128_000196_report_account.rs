//! What an account reported is found by the account: for the person's copy, and when the account goes.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let own = Index::create().name("ix_report_account_id").table("report").col("account_id").to_owned();
        manager.create_index(own).await
    }
}

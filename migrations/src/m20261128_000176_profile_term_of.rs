//! The terms of a profile are read from the index alone: for each of some thousand people that a vacancy brings in, the
//! home is looked up, and the row itself need not be.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut index = Index::create();
        index.name("ix_profile_term_profile_id_term").table("profile_term").col("profile_id").col("term");
        manager.create_index(index.clone()).await?;
        let without = Index::drop().name("ix_profile_term_profile_id").table("profile_term").to_owned();
        manager.drop_index(without).await
    }
}

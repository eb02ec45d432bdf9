//! What was sent from a profile is found by it, and no application, letter or appointment names a profile that is not
//! there: a profile that goes is emptied, its row stays.

use super::per_backend;
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
        index.name("ix_application_profile_id").table("application").col("profile_id").col("id");
        manager.create_index(index.clone()).await?;
        per_backend::run(manager, per_backend::PROFILE_GUARD).await
    }
}

//! An interview has a place, sealed, and goes with it.

use sea_orm_migration::{prelude::*, schema::blob_null};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let column = blob_null("interview_place");
        manager.alter_table(Table::alter().table("application").add_column(column).to_owned()).await
    }
}

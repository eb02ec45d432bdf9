//! An application that an officer sent for somebody at the counter says so: which centre it was.

use sea_orm_migration::{prelude::*, schema::uuid_null};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let column = uuid_null("by_centre_id");
        manager.alter_table(Table::alter().table("application").add_column(column).to_owned()).await
    }
}

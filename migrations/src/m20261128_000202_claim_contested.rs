//! What of a paid claim is to come back for another reason than the facts of its placement, why, and who said so.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer_null, text_null, uuid_null},
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for column in [big_integer_null("contested_dong"), text_null("contested_why"), uuid_null("contested_by")] {
            manager.alter_table(Table::alter().table("claim").add_column(column).to_owned()).await?;
        }
        Ok(())
    }
}

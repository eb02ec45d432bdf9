//! What somebody proposes for a claim that was decided about and is looked at again, beside what was decided.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer_null, integer_null, uuid_null},
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for column in [uuid_null("again_by"), big_integer_null("again_dong"), integer_null("again_parts")] {
            manager.alter_table(Table::alter().table("claim").add_column(column).to_owned()).await?;
        }
        Ok(())
    }
}

//! Whose confirmed address a link was sent to. One that says nothing of it was sent before that was kept, and answers
//! nothing any more: nobody can tell whether the address was the party's own.

use sea_orm_migration::{prelude::*, schema::uuid_null};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for column in [uuid_null("account_id"), uuid_null("contact_id")] {
            manager.alter_table(Table::alter().table("placement_link").add_column(column).to_owned()).await?;
        }
        Ok(())
    }
}

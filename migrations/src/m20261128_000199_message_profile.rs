//! Messages to people without an account name the profile that they are for: what went before counts for the cap, and
//! what they said goes with the profile.

use sea_orm_migration::{prelude::*, schema::uuid_null};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let column = uuid_null("profile_id");
        manager.alter_table(Table::alter().table("message").add_column(column).to_owned()).await?;
        let index = "CREATE INDEX ix_message_profile_id ON message (profile_id, id) WHERE profile_id IS NOT NULL";
        manager.get_connection().execute_unprepared(index).await.map(|_| ())
    }
}

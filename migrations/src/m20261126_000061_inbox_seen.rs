//! Up to which message the holder of an account has read the inbox.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, uuid},
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let seen = Table::create()
            .table("inbox_seen")
            .col(uuid("account_id").primary_key())
            .col(uuid("message_id"))
            .col(big_integer("seen_at"))
            .foreign_key(
                ForeignKey::create().name("fk_inbox_seen_account").from("inbox_seen", "account_id").to("account", "id"),
            )
            .to_owned();
        manager.create_table(seen).await
    }
}

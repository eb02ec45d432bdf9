//! Messages to people by e-mail, SMS or Zalo, waiting or sent. Recipient and parameters are sealed: they hold codes.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, big_integer_null, blob, integer, text, text_null, uuid, uuid_null},
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let message = Table::create()
            .table("message")
            .col(uuid("id").primary_key())
            .col(uuid_null("account_id"))
            .col(text("channel"))
            .col(blob("recipient"))
            .col(text("template"))
            .col(blob("params"))
            .col(text("locale"))
            .col(text("state"))
            .col(integer("attempts"))
            .col(big_integer("created_at"))
            .col(big_integer("send_after"))
            .col(big_integer_null("expires_at"))
            .col(uuid_null("lease_token"))
            .col(big_integer_null("lease_until"))
            .col(text_null("provider_id"))
            .col(text_null("last_error"))
            .col(big_integer_null("done_at"))
            .foreign_key(
                ForeignKey::create().name("fk_message_account").from("message", "account_id").to("account", "id"),
            )
            .to_owned();
        manager.create_table(message).await?;
        let index = Index::create()
            .name("ix_message_state")
            .table("message")
            .col("state")
            .col("send_after")
            .col("id")
            .to_owned();
        manager.create_index(index).await?;
        let index =
            Index::create().name("ix_message_account_id").table("message").col("account_id").col("id").to_owned();
        manager.create_index(index).await
    }
}

//! What the two sides of an application write to each other through the exchange, and each look of an employer at how
//! to reach a person. Words are sealed.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, blob, text, uuid, uuid_null},
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let line = Table::create()
            .table("conversation_line")
            .col(uuid("id").primary_key())
            .col(uuid("application_id"))
            .col(text("side"))
            .col(uuid_null("author_id"))
            .col(blob("words"))
            .col(big_integer("at"))
            .foreign_key(
                ForeignKey::create()
                    .name("fk_conversation_line_application")
                    .from("conversation_line", "application_id")
                    .to("application", "id"),
            )
            .to_owned();
        manager.create_table(line).await?;
        let by_application = Index::create()
            .name("ix_conversation_line_application_id")
            .table("conversation_line")
            .col("application_id")
            .col("id")
            .to_owned();
        manager.create_index(by_application).await?;
        let reveal = Table::create()
            .table("reveal")
            .col(uuid("id").primary_key())
            .col(uuid("application_id"))
            .col(uuid("employer_id"))
            .col(uuid("member_id"))
            .col(big_integer("at"))
            .foreign_key(
                ForeignKey::create()
                    .name("fk_reveal_application")
                    .from("reveal", "application_id")
                    .to("application", "id"),
            )
            .to_owned();
        manager.create_table(reveal).await?;
        let by_application =
            Index::create().name("ix_reveal_application_id").table("reveal").col("application_id").col("id").to_owned();
        manager.create_index(by_application).await
    }
}

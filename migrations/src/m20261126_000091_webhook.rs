//! Programs of organisations and centres that are told what happens, what was to be told, and each attempt. Secrets
//! stand here sealed; bodies carry ids and states only.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, big_integer_null, blob, blob_null, integer, integer_null, text, text_null, uuid, uuid_null},
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        endpoints(manager).await?;
        let delivery = Table::create()
            .table("webhook_delivery")
            .col(uuid("id").primary_key())
            .col(uuid("webhook_id"))
            .col(text("kind"))
            .col(text("body"))
            .col(text("state"))
            .col(integer("attempts"))
            .col(big_integer_null("next_at"))
            .col(big_integer("created_at"))
            .col(big_integer_null("done_at"))
            .foreign_key(
                ForeignKey::create()
                    .name("fk_webhook_delivery_webhook")
                    .from("webhook_delivery", "webhook_id")
                    .to("webhook", "id"),
            )
            .to_owned();
        manager.create_table(delivery).await?;
        let mut index = Index::create();
        index.name("ix_webhook_delivery_webhook_id").table("webhook_delivery");
        index.col("webhook_id").col("created_at").col("id");
        manager.create_index(index.clone()).await?;
        let mut done = Index::create();
        done.name("ix_webhook_delivery_done_at").table("webhook_delivery").col("done_at");
        manager.create_index(done.clone()).await?;
        let attempt = Table::create()
            .table("webhook_attempt")
            .col(uuid("delivery_id"))
            .col(integer("number"))
            .col(big_integer("at"))
            .col(integer_null("status"))
            .col(text_null("error"))
            .col(integer("took_ms"))
            .primary_key(Index::create().name("pk_webhook_attempt").col("delivery_id").col("number"))
            .foreign_key(
                ForeignKey::create()
                    .name("fk_webhook_attempt_delivery")
                    .from("webhook_attempt", "delivery_id")
                    .to("webhook_delivery", "id"),
            )
            .to_owned();
        manager.create_table(attempt).await
    }
}

async fn endpoints(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let webhook = Table::create()
        .table("webhook")
        .col(uuid("id").primary_key())
        .col(big_integer("version"))
        .col(uuid_null("employer_id"))
        .col(uuid_null("centre_id"))
        .col(text("name"))
        .col(text("address"))
        .col(text("events"))
        .col(blob("secret"))
        .col(blob_null("old_secret"))
        .col(big_integer_null("old_until"))
        .col(text("state"))
        .col(text_null("reason"))
        .col(uuid("created_by"))
        .col(big_integer("created_at"))
        .col(big_integer("updated_at"))
        .foreign_key(
            ForeignKey::create()
                .name("fk_webhook_organisation")
                .from("webhook", "employer_id")
                .to("organisation", "id"),
        )
        .foreign_key(ForeignKey::create().name("fk_webhook_centre").from("webhook", "centre_id").to("centre", "id"))
        .check(Expr::cust("(employer_id IS NULL) <> (centre_id IS NULL)"))
        .to_owned();
    manager.create_table(webhook).await?;
    for (name, columns) in [
        ("ix_webhook_employer_id", ["employer_id", "state"]),
        ("ix_webhook_centre_id", ["centre_id", "state"]),
        ("ix_webhook_state", ["state", "id"]),
    ] {
        let mut index = Index::create();
        index.name(name).table("webhook");
        for column in columns {
            index.col(column);
        }
        manager.create_index(index.clone()).await?;
    }
    Ok(())
}

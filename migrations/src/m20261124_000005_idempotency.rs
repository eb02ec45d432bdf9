//! Idempotency keys: the answer a repeated request gets instead of a second effect.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, blob, blob_null, integer_null, text},
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let idempotency = Table::create()
            .table("idempotency")
            .col(text("key"))
            .col(text("caller"))
            .col(blob("fingerprint"))
            .col(integer_null("status"))
            .col(blob_null("answer"))
            .col(big_integer("created_at"))
            .primary_key(Index::create().name("idempotency_pkey").col("key").col("caller"))
            .to_owned();
        manager.create_table(idempotency).await?;
        let by_age =
            Index::create().name("ix_idempotency_created_at").table("idempotency").col("created_at").to_owned();
        manager.create_index(by_age).await
    }
}

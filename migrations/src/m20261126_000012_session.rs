//! Sessions, one-time codes and counters of attempts. Of tokens and codes only hashes are kept.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, big_integer_null, blob, blob_null, integer, text, uuid, uuid_null},
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let session = Table::create()
            .table("session")
            .col(uuid("id").primary_key())
            .col(blob("token_hash"))
            .col(uuid("account_id"))
            .col(text("stage"))
            .col(text("role"))
            .col(uuid_null("membership_id"))
            .col(text("device"))
            .col(big_integer("created_at"))
            .col(big_integer("seen_at"))
            .col(big_integer("proved_at"))
            .col(big_integer("idle_us"))
            .col(big_integer("expires_at"))
            .col(big_integer_null("revoked_at"))
            .foreign_key(
                ForeignKey::create().name("fk_session_account").from("session", "account_id").to("account", "id"),
            )
            .foreign_key(
                ForeignKey::create()
                    .name("fk_session_membership")
                    .from("session", "membership_id")
                    .to("membership", "id"),
            )
            .check(Expr::cust("length(token_hash) = 32"))
            .to_owned();
        manager.create_table(session).await?;
        let index =
            Index::create().name("uq_session_token_hash").table("session").col("token_hash").unique().to_owned();
        manager.create_index(index).await?;
        let index =
            Index::create().name("ix_session_account_id").table("session").col("account_id").col("id").to_owned();
        manager.create_index(index).await?;
        let index = Index::create().name("ix_session_expires_at").table("session").col("expires_at").to_owned();
        manager.create_index(index).await?;
        let code = Table::create()
            .table("one_time_code")
            .col(uuid("id").primary_key())
            .col(text("purpose"))
            .col(blob_null("lookup"))
            .col(uuid_null("account_id"))
            .col(text("kind"))
            .col(blob_null("recipient"))
            .col(blob("hash"))
            .col(integer("attempts"))
            .col(big_integer("created_at"))
            .col(big_integer("expires_at"))
            .col(big_integer_null("ended_at"))
            .check(Expr::cust("length(hash) = 32"))
            .to_owned();
        manager.create_table(code).await?;
        let index = Index::create()
            .name("ix_one_time_code_lookup")
            .table("one_time_code")
            .col("lookup")
            .col("created_at")
            .to_owned();
        manager.create_index(index).await?;
        let index =
            Index::create().name("ix_one_time_code_expires_at").table("one_time_code").col("expires_at").to_owned();
        manager.create_index(index).await?;
        let attempt = Table::create()
            .table("attempt")
            .col(blob("key").primary_key())
            .col(big_integer("since_at"))
            .col(integer("taken"))
            .to_owned();
        manager.create_table(attempt).await?;
        let index = Index::create().name("ix_attempt_since_at").table("attempt").col("since_at").to_owned();
        manager.create_index(index).await
    }
}

//! Reports of adverts by anybody, waiting for a moderator. What was written is sealed; `reporter_key` is a keyed hash
//! of the account or the network, so that one reporter counts once for a posting.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, big_integer_null, blob, blob_null, text, text_null, uuid, uuid_null},
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let report = Table::create()
            .table("report")
            .col(uuid("id").primary_key())
            .col(uuid("posting_id"))
            .col(uuid("employer_id"))
            .col(uuid_null("account_id"))
            .col(blob("reporter_key"))
            .col(text("reason"))
            .col(blob_null("words"))
            .col(text("state"))
            .col(text_null("outcome"))
            .col(big_integer("created_at"))
            .col(big_integer_null("closed_at"))
            .foreign_key(
                ForeignKey::create().name("fk_report_posting").from("report", "posting_id").to("posting", "id"),
            )
            .foreign_key(
                ForeignKey::create().name("fk_report_account").from("report", "account_id").to("account", "id"),
            )
            .to_owned();
        manager.create_table(report).await?;
        let once = Index::create()
            .name("uq_report_posting_id_reporter_key")
            .table("report")
            .col("posting_id")
            .col("reporter_key")
            .unique()
            .to_owned();
        manager.create_index(once).await?;
        let queue = Index::create().name("ix_report_state").table("report").col("state").col("id").to_owned();
        manager.create_index(queue).await
    }
}

//! Runs of the import: which file, when, with which verdicts.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, big_integer_null, blob_null, text, text_null, uuid},
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let import_run = Table::create()
            .table("import_run")
            .col(uuid("id").primary_key())
            .col(text("source"))
            .col(big_integer("started_at"))
            .col(big_integer_null("finished_at"))
            .col(blob_null("file_hash"))
            .col(text_null("counts"))
            .to_owned();
        manager.create_table(import_run).await?;
        let by_source =
            Index::create().name("ix_import_run_source").table("import_run").col("source").col("started_at").to_owned();
        manager.create_index(by_source).await
    }
}

//! Files that hold many people under one hash end: of one that was erased its hash and what was said of its rows stay,
//! and when it was erased. Files that are there are noted by the clock, those that a copy brings back too.

use crate::per_backend;
use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, big_integer_null, text, uuid},
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // No reference to the file: it stands in one of two tables.
        let table = Table::create()
            .table("file_erasure")
            .col(uuid("file_id").primary_key())
            .col(text("kind"))
            .col(big_integer("since"))
            .col(big_integer_null("look_at"))
            .col(big_integer_null("erased_at"))
            .check(Expr::cust("kind IN ('evidence_file', 'bank_result')"))
            .check(Expr::cust("erased_at IS NULL OR look_at IS NULL"))
            .to_owned();
        manager.create_table(table).await?;
        for index in [
            "CREATE INDEX ix_file_erasure_look_at ON file_erasure (look_at, file_id) WHERE look_at IS NOT NULL",
            // Facts that were taken from a file.
            "CREATE INDEX ix_placement_fact_file ON placement_fact (document_hash) WHERE channel = 'file'",
        ] {
            manager.get_connection().execute_unprepared(index).await?;
        }
        per_backend::run(manager, per_backend::EVIDENCE_MAY_GO).await
    }
}

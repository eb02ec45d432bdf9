//! Postings: the vacancies. Content is a versioned JSON document; what is asked for in `WHERE` is a column.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, big_integer_null, blob, integer, integer_null, text, text_null, uuid},
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let posting = Table::create()
            .table("posting")
            .col(uuid("id").primary_key())
            .col(big_integer("version"))
            .col(text("state"))
            .col(big_integer("state_at"))
            .col(text_null("state_reason"))
            .col(text_null("source"))
            .col(text_null("source_id"))
            .col(uuid("employer_id"))
            .col(text("title"))
            .col(text("content"))
            .col(integer("content_version"))
            .col(blob("content_hash"))
            .col(big_integer("posted_at"))
            .col(big_integer_null("published_at"))
            .col(big_integer_null("live_until"))
            .col(big_integer_null("due_at"))
            .col(integer("wanted"))
            .col(integer("hired"))
            .col(integer_null("deadline_on"))
            .col(big_integer("created_at"))
            .col(big_integer("updated_at"))
            .foreign_key(
                ForeignKey::create().name("fk_posting_employer").from("posting", "employer_id").to("employer", "id"),
            )
            .check(Expr::cust("length(content_hash) = 32"))
            .check(Expr::cust("hired >= 0 and wanted >= 0"))
            .to_owned();
        manager.create_table(posting).await?;
        let by_source = Index::create()
            .name("uq_posting_source_source_id")
            .table("posting")
            .col("source")
            .col("source_id")
            .unique()
            .to_owned();
        manager.create_index(by_source).await?;
        for (name, column) in
            [("ix_posting_employer_id", "employer_id"), ("ix_posting_state", "state"), ("ix_posting_due_at", "due_at")]
        {
            let index = Index::create().name(name).table("posting").col(column).col("id").to_owned();
            manager.create_index(index).await?;
        }
        Ok(())
    }
}

//! What was read of the signatures in papers that are PDF files. It follows from the bytes and the list of roots, so it
//! may be read again at any time; a paper waits while it was not read by the list that counts now.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer_null, blob_null, text, uuid},
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::create()
            .table("placement_signature")
            .col(uuid("document_id").primary_key())
            .col(text("state"))
            .col(blob_null("trust"))
            .col(blob_null("answer"))
            .col(big_integer_null("read_at"))
            .foreign_key(
                ForeignKey::create()
                    .name("fk_placement_signature_document")
                    .from("placement_signature", "document_id")
                    .to("placement_document", "id"),
            )
            .check(Expr::cust("state = 'waiting' OR (state = 'read' AND trust IS NOT NULL AND answer IS NOT NULL)"))
            .to_owned();
        manager.create_table(table).await?;
        let waiting = Index::create()
            .name("ix_placement_signature_state")
            .table("placement_signature")
            .col("state")
            .col("document_id")
            .to_owned();
        manager.create_index(waiting).await
    }
}

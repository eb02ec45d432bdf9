//! Papers that facts rest on: contracts and their scans. Name and bytes stand sealed, the bytes in chunks; the hash
//! stands open, because a fact names its paper by it. A paper is shut until the scanner has looked at it.

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
        let document = Table::create()
            .table("placement_document")
            .col(uuid("id").primary_key())
            .col(uuid("placement_id"))
            .col(text("media"))
            .col(big_integer("size"))
            .col(blob("hash"))
            .col(blob("name"))
            .col(text("state"))
            .col(text_null("found"))
            .col(uuid_null("entered_by"))
            .col(big_integer("created_at"))
            .col(big_integer_null("scanned_at"))
            .foreign_key(
                ForeignKey::create()
                    .name("fk_placement_document_placement")
                    .from("placement_document", "placement_id")
                    .to("placement", "id"),
            )
            .check(Expr::cust("length(hash) = 32"))
            .to_owned();
        manager.create_table(document).await?;
        let chunk = Table::create()
            .table("placement_chunk")
            .col(uuid("id").primary_key())
            .col(uuid("document_id"))
            .col(integer("number"))
            .col(blob("bytes"))
            .foreign_key(
                ForeignKey::create()
                    .name("fk_placement_chunk_document")
                    .from("placement_chunk", "document_id")
                    .to("placement_document", "id"),
            )
            .to_owned();
        manager.create_table(chunk).await?;
        for (table, name, columns) in INDEXES {
            let mut index = Index::create();
            index.name(name).table(table);
            if name.starts_with("uq_") {
                index.unique();
            }
            for column in columns {
                index.col(*column);
            }
            manager.create_index(index).await?;
        }
        Ok(())
    }
}

/// A paper stands once at a placement, however often it is sent.
const INDEXES: [(&str, &str, &[&str]); 3] = [
    ("placement_document", "uq_placement_document_placement_id_hash", &["placement_id", "hash"]),
    ("placement_document", "ix_placement_document_state", &["state", "id"]),
    ("placement_chunk", "uq_placement_chunk_document_id_number", &["document_id", "number"]),
];

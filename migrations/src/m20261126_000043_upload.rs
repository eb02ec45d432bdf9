//! Files that people send with an application. Bytes stand in chunks, each sealed by itself, so that no row is large
//! and any node can serve them. A file is shut until the scanner has looked at it.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, big_integer_null, blob, integer, text, text_null, uuid},
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let file = Table::create()
            .table("application_file")
            .col(uuid("id").primary_key())
            .col(uuid("application_id"))
            .col(text("media"))
            .col(big_integer("size"))
            .col(blob("hash"))
            .col(blob("name"))
            .col(text("state"))
            .col(text_null("found"))
            .col(big_integer("created_at"))
            .col(big_integer_null("scanned_at"))
            .foreign_key(
                ForeignKey::create()
                    .name("fk_application_file_application")
                    .from("application_file", "application_id")
                    .to("application", "id"),
            )
            .check(Expr::cust("length(hash) = 32"))
            .to_owned();
        manager.create_table(file).await?;
        for (name, column) in
            [("ix_application_file_application_id", "application_id"), ("ix_application_file_state", "state")]
        {
            let index = Index::create().name(name).table("application_file").col(column).col("id").to_owned();
            manager.create_index(index).await?;
        }
        let chunk = Table::create()
            .table("application_chunk")
            .col(uuid("id").primary_key())
            .col(uuid("file_id"))
            .col(integer("number"))
            .col(blob("bytes"))
            .foreign_key(
                ForeignKey::create()
                    .name("fk_application_chunk_file")
                    .from("application_chunk", "file_id")
                    .to("application_file", "id"),
            )
            .to_owned();
        manager.create_table(chunk).await?;
        let once = Index::create()
            .name("uq_application_chunk_file_id_number")
            .table("application_chunk")
            .col("file_id")
            .col("number")
            .unique()
            .to_owned();
        manager.create_index(once).await
    }
}

//! What somebody has to do about rows of the last sending of a file, so that they can be given back to be mended.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, text, uuid},
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
            .table("evidence_left")
            .col(uuid("file_id"))
            .col(big_integer("line"))
            .col(text("vi"))
            .col(text("en"))
            .primary_key(Index::create().col("file_id").col("line"))
            .foreign_key(
                ForeignKey::create()
                    .name("fk_evidence_left_file")
                    .from("evidence_left", "file_id")
                    .to("evidence_file", "id"),
            )
            .to_owned();
        manager.create_table(table).await
    }
}

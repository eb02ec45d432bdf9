//! The files in which banks answered are kept whole, in pieces: an auditor reads what the bank wrote and not only what
//! was understood of it. Of files that came before there is the hash alone, and no size.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer_null, blob, integer, uuid},
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let size = Table::alter().table("bank_result").add_column(big_integer_null("size")).to_owned();
        manager.alter_table(size).await?;
        let chunk = Table::create()
            .table("bank_chunk")
            .col(uuid("id").primary_key())
            .col(uuid("bank_result_id"))
            .col(integer("number"))
            .col(blob("bytes"))
            .foreign_key(
                ForeignKey::create()
                    .name("fk_bank_chunk_bank_result")
                    .from("bank_chunk", "bank_result_id")
                    .to("bank_result", "id"),
            )
            .to_owned();
        manager.create_table(chunk).await?;
        let once = Index::create()
            .name("uq_bank_chunk_bank_result_id_number")
            .table("bank_chunk")
            .col("bank_result_id")
            .col("number")
            .unique()
            .to_owned();
        manager.create_index(once).await
    }
}

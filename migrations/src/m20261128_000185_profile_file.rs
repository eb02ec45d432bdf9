//! Files that somebody brings to the counter, kept with the profile. Bytes stand in chunks, each sealed by itself, as
//! of files of an application. A file is shut until the scanner has looked at it.

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
        for table in [file(), chunk()] {
            manager.create_table(table).await?;
        }
        for (name, column) in [("ix_profile_file_profile_id", "profile_id"), ("ix_profile_file_state", "state")] {
            let index = Index::create().name(name).table("profile_file").col(column).col("id").to_owned();
            manager.create_index(index).await?;
        }
        let once = Index::create()
            .name("uq_profile_chunk_file_id_number")
            .table("profile_chunk")
            .col("file_id")
            .col("number")
            .unique()
            .to_owned();
        manager.create_index(once).await
    }
}

fn file() -> TableCreateStatement {
    Table::create()
        .table("profile_file")
        .col(uuid("id").primary_key())
        .col(uuid("profile_id"))
        .col(text("media"))
        .col(big_integer("size"))
        .col(blob("hash"))
        .col(blob("name"))
        .col(text("state"))
        .col(text_null("found"))
        .col(big_integer("created_at"))
        .col(big_integer_null("scanned_at"))
        .foreign_key(
            ForeignKey::create().name("fk_profile_file_profile").from("profile_file", "profile_id").to("profile", "id"),
        )
        .check(Expr::cust("length(hash) = 32"))
        .to_owned()
}

fn chunk() -> TableCreateStatement {
    Table::create()
        .table("profile_chunk")
        .col(uuid("id").primary_key())
        .col(uuid("file_id"))
        .col(integer("number"))
        .col(blob("bytes"))
        .foreign_key(
            ForeignKey::create()
                .name("fk_profile_chunk_file")
                .from("profile_chunk", "file_id")
                .to("profile_file", "id"),
        )
        .to_owned()
}

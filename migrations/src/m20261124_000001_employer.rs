//! Employers: who offers the work. One row per normal form of a name.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, big_integer_null, blob, text, text_null, uuid},
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let employer = Table::create()
            .table("employer")
            .col(uuid("id").primary_key())
            .col(big_integer("version"))
            .col(text("name"))
            .col(text("name_key"))
            .col(blob("name_sort"))
            .col(text_null("tax_code"))
            .col(text_null("kind"))
            .col(big_integer_null("verified_at"))
            .col(big_integer("created_at"))
            .col(big_integer("updated_at"))
            .to_owned();
        manager.create_table(employer).await?;
        let by_key = Index::create().name("uq_employer_name_key").table("employer").col("name_key").unique().to_owned();
        manager.create_index(by_key).await?;
        let by_sort =
            Index::create().name("ix_employer_name_sort").table("employer").col("name_sort").col("id").to_owned();
        manager.create_index(by_sort).await
    }
}

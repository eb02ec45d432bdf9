//! Employment service centres and their branches.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, blob, text, text_null, uuid},
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let centre = Table::create()
            .table("centre")
            .col(uuid("id").primary_key())
            .col(big_integer("version"))
            .col(text("name"))
            .col(blob("name_sort"))
            .col(text("province_code"))
            .col(big_integer("created_at"))
            .col(big_integer("updated_at"))
            .to_owned();
        manager.create_table(centre).await?;
        let branch = Table::create()
            .table("branch")
            .col(uuid("id").primary_key())
            .col(big_integer("version"))
            .col(uuid("centre_id"))
            .col(text("name"))
            .col(text_null("address"))
            .col(big_integer("created_at"))
            .col(big_integer("updated_at"))
            .foreign_key(ForeignKey::create().name("fk_branch_centre").from("branch", "centre_id").to("centre", "id"))
            .to_owned();
        manager.create_table(branch).await?;
        let index = Index::create().name("ix_branch_centre_id").table("branch").col("centre_id").col("id").to_owned();
        manager.create_index(index).await
    }
}

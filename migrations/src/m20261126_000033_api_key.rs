//! Keys by which programs of an organisation use the API. Of a key only its hash is kept.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, big_integer_null, blob, text, uuid},
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let key = Table::create()
            .table("api_key")
            .col(uuid("id").primary_key())
            .col(uuid("organisation_id"))
            .col(text("name"))
            .col(text("scope"))
            .col(blob("hash"))
            .col(uuid("created_by"))
            .col(big_integer("created_at"))
            .col(big_integer("expires_at"))
            .col(big_integer_null("used_at"))
            .col(big_integer_null("revoked_at"))
            .foreign_key(
                ForeignKey::create()
                    .name("fk_api_key_organisation")
                    .from("api_key", "organisation_id")
                    .to("organisation", "id"),
            )
            .check(Expr::cust("length(hash) = 32"))
            .to_owned();
        manager.create_table(key).await?;
        let index = Index::create()
            .name("ix_api_key_organisation_id")
            .table("api_key")
            .col("organisation_id")
            .col("id")
            .to_owned();
        manager.create_index(index).await
    }
}

//! What people agreed to and took back. Rows are added, never changed; what they are about is one employer, one
//! channel, or the purpose as a whole.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, integer, text, text_null, uuid, uuid_null},
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let consent = Table::create()
            .table("consent")
            .col(uuid("id").primary_key())
            .col(uuid("profile_id"))
            .col(text("purpose"))
            .col(uuid_null("employer_id"))
            .col(text_null("channel"))
            .col(text("act"))
            .col(big_integer("at"))
            .col(integer("wording_version"))
            .col(text("lang"))
            .col(text("way"))
            .col(text("giver"))
            .col(text_null("evidence"))
            .foreign_key(
                ForeignKey::create().name("fk_consent_profile").from("consent", "profile_id").to("profile", "id"),
            )
            .foreign_key(
                ForeignKey::create().name("fk_consent_employer").from("consent", "employer_id").to("employer", "id"),
            )
            .check(Expr::cust("employer_id IS NULL OR channel IS NULL"))
            .to_owned();
        manager.create_table(consent).await?;
        let index =
            Index::create().name("ix_consent_profile_id").table("consent").col("profile_id").col("id").to_owned();
        manager.create_index(index).await
    }
}

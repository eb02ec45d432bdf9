//! Printed codes by which people take over the profile that was made for them at a counter.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, big_integer_null, blob, uuid, uuid_null},
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let code = Table::create()
            .table("claim_code")
            .col(uuid("id").primary_key())
            .col(uuid("profile_id"))
            .col(blob("lookup"))
            .col(uuid("issued_by"))
            .col(big_integer("created_at"))
            .col(big_integer("expires_at"))
            .col(big_integer_null("ended_at"))
            .col(uuid_null("account_id"))
            .foreign_key(
                ForeignKey::create().name("fk_claim_code_profile").from("claim_code", "profile_id").to("profile", "id"),
            )
            .to_owned();
        manager.create_table(code).await?;
        let lookup = Index::create().name("uq_claim_code_lookup").table("claim_code").col("lookup").unique().to_owned();
        manager.create_index(lookup).await?;
        let profile =
            Index::create().name("ix_claim_code_profile_id").table("claim_code").col("profile_id").col("id").to_owned();
        manager.create_index(profile).await
    }
}

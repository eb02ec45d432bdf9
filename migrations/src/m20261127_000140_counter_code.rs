//! Short codes that people read out at a counter, so that an officer takes them on.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, big_integer_null, blob, integer, text, uuid, uuid_null},
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
            .table("counter_code")
            .col(uuid("id").primary_key())
            .col(uuid("profile_id"))
            .col(blob("lookup"))
            .col(integer("wording_version"))
            .col(text("lang"))
            .col(big_integer("created_at"))
            .col(big_integer("expires_at"))
            .col(big_integer_null("ended_at"))
            .col(uuid_null("taken_by"))
            .foreign_key(
                ForeignKey::create()
                    .name("fk_counter_code_profile")
                    .from("counter_code", "profile_id")
                    .to("profile", "id"),
            )
            .to_owned();
        manager.create_table(code).await?;
        let lookup =
            Index::create().name("uq_counter_code_lookup").table("counter_code").col("lookup").unique().to_owned();
        manager.create_index(lookup).await?;
        let profile =
            Index::create().name("ix_counter_code_profile_id").table("counter_code").col("profile_id").to_owned();
        manager.create_index(profile).await?;
        let end = Index::create().name("ix_counter_code_expires_at").table("counter_code").col("expires_at").to_owned();
        manager.create_index(end).await
    }
}

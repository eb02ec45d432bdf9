//! Who looked at a person's data: one row for each time somebody else saw them. The person reads these rows, so they
//! say the place and the role of who looked; which account it was stays with the audit.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, text, uuid, uuid_null},
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let look = Table::create()
            .table("look")
            .col(uuid("id").primary_key())
            .col(uuid("profile_id"))
            .col(big_integer("at"))
            .col(uuid_null("account_id"))
            .col(text("role"))
            .col(uuid_null("centre_id"))
            .col(uuid_null("employer_id"))
            .col(text("why"))
            .col(text("fields"))
            .foreign_key(ForeignKey::create().name("fk_look_profile").from("look", "profile_id").to("profile", "id"))
            .foreign_key(ForeignKey::create().name("fk_look_account").from("look", "account_id").to("account", "id"))
            .foreign_key(ForeignKey::create().name("fk_look_centre").from("look", "centre_id").to("centre", "id"))
            .foreign_key(ForeignKey::create().name("fk_look_employer").from("look", "employer_id").to("employer", "id"))
            .to_owned();
        manager.create_table(look).await?;
        let index = Index::create().name("ix_look_profile_id").table("look").col("profile_id").col("id").to_owned();
        manager.create_index(index).await
    }
}

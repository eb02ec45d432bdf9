//! Accounts and how their holders prove who they are. Phone numbers, e-mail addresses and secrets stand here sealed;
//! `lookup` is a keyed hash, so that equal addresses are found without being readable.

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
        let account = Table::create()
            .table("account")
            .col(uuid("id").primary_key())
            .col(big_integer("version"))
            .col(text("kind"))
            .col(text("state"))
            .col(big_integer("created_at"))
            .col(big_integer("updated_at"))
            .to_owned();
        manager.create_table(account).await?;
        let contact_point = Table::create()
            .table("contact_point")
            .col(uuid("id").primary_key())
            .col(uuid("account_id"))
            .col(text("kind"))
            .col(blob("lookup"))
            .col(blob("value"))
            .col(big_integer("verified_at"))
            .col(big_integer("created_at"))
            .foreign_key(
                ForeignKey::create()
                    .name("fk_contact_point_account")
                    .from("contact_point", "account_id")
                    .to("account", "id"),
            )
            .check(Expr::cust("length(lookup) = 32"))
            .to_owned();
        manager.create_table(contact_point).await?;
        let index =
            Index::create().name("uq_contact_point_lookup").table("contact_point").col("lookup").unique().to_owned();
        manager.create_index(index).await?;
        let index =
            Index::create().name("ix_contact_point_account_id").table("contact_point").col("account_id").to_owned();
        manager.create_index(index).await?;
        let credential = Table::create()
            .table("credential")
            .col(uuid("account_id").primary_key())
            .col(big_integer("version"))
            .col(text("hash"))
            .col(big_integer("changed_at"))
            .foreign_key(
                ForeignKey::create().name("fk_credential_account").from("credential", "account_id").to("account", "id"),
            )
            .to_owned();
        manager.create_table(credential).await?;
        let second_factor = Table::create()
            .table("second_factor")
            .col(uuid("account_id").primary_key())
            .col(big_integer("version"))
            .col(blob("secret"))
            .col(big_integer_null("last_step"))
            .col(big_integer_null("confirmed_at"))
            .col(big_integer("created_at"))
            .foreign_key(
                ForeignKey::create()
                    .name("fk_second_factor_account")
                    .from("second_factor", "account_id")
                    .to("account", "id"),
            )
            .to_owned();
        manager.create_table(second_factor).await?;
        Ok(())
    }
}

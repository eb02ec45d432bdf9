//! Organisations: what an employer that people act for has beyond its name, and who its members are. An employer known
//! from a file alone has no row here.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, big_integer_null, blob, blob_null, text, text_null, uuid, uuid_null},
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(organisation()).await?;
        for (name, column) in [
            ("uq_organisation_tax_code", "tax_code"),
            // An empty number has no lookup, and null equals no null: two unknown numbers never meet.
            ("uq_organisation_number_lookup", "number_lookup"),
        ] {
            let index = Index::create().name(name).table("organisation").col(column).unique().to_owned();
            manager.create_index(index).await?;
        }
        for (name, column) in [("ix_organisation_centre_id", "centre_id"), ("ix_organisation_due_at", "due_at")] {
            let index = Index::create().name(name).table("organisation").col(column).col("id").to_owned();
            manager.create_index(index).await?;
        }
        manager.create_table(member()).await?;
        let index = Index::create()
            .name("ix_organisation_member_account_id")
            .table("organisation_member")
            .col("account_id")
            .to_owned();
        manager.create_index(index).await
    }
}

fn organisation() -> TableCreateStatement {
    Table::create()
        .table("organisation")
        .col(uuid("id").primary_key())
        .col(big_integer("version"))
        .col(text("kind"))
        .col(uuid("centre_id"))
        .col(text_null("tax_code"))
        .col(blob_null("number"))
        .col(blob_null("number_lookup"))
        .col(text("employer_type"))
        .col(text("industry_code"))
        .col(text("size"))
        .col(blob("details"))
        .col(uuid_null("entered_by"))
        .col(big_integer_null("due_at"))
        .col(big_integer("created_at"))
        .col(big_integer("updated_at"))
        .foreign_key(
            ForeignKey::create().name("fk_organisation_employer").from("organisation", "id").to("employer", "id"),
        )
        .foreign_key(
            ForeignKey::create().name("fk_organisation_centre").from("organisation", "centre_id").to("centre", "id"),
        )
        .check(Expr::cust(ONE_NUMBER))
        .to_owned()
}

/// Enterprises have a tax code, households and persons their personal number; never both, never neither.
const ONE_NUMBER: &str = "(kind = 'enterprise' AND tax_code IS NOT NULL AND number_lookup IS NULL)
  OR (kind IN ('household', 'person') AND tax_code IS NULL AND number_lookup IS NOT NULL AND number IS NOT NULL)";

fn member() -> TableCreateStatement {
    Table::create()
        .table("organisation_member")
        .col(uuid("organisation_id"))
        .col(uuid("account_id"))
        .col(text("role"))
        .col(text("state"))
        .col(big_integer_null("invited_until"))
        .col(uuid_null("membership_id"))
        .col(blob_null("label"))
        .col(big_integer("since_at"))
        .primary_key(Index::create().name("pk_organisation_member").col("organisation_id").col("account_id"))
        .foreign_key(
            ForeignKey::create()
                .name("fk_organisation_member_organisation")
                .from("organisation_member", "organisation_id")
                .to("organisation", "id"),
        )
        .foreign_key(
            ForeignKey::create()
                .name("fk_organisation_member_account")
                .from("organisation_member", "account_id")
                .to("account", "id"),
        )
        .foreign_key(
            ForeignKey::create()
                .name("fk_organisation_member_membership")
                .from("organisation_member", "membership_id")
                .to("membership", "id"),
        )
        .to_owned()
}

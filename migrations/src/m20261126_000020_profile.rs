//! Profiles of people who look for work. What reaches a person and what names him for every office stands in `sealed`,
//! each value by itself; equal numbers and addresses are found by keyed hashes. Names are kept as they are, with two
//! keys for finding them from either end (docs/decisions/2026-11-26-names-in-clear.md).

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, blob_null, integer, integer_null, text, uuid, uuid_null},
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let to = |name: &str, column: &'static str, table: &'static str| {
            ForeignKey::create().name(name).from("profile", column).to(table, "id").to_owned()
        };
        let profile = Table::create()
            .table("profile")
            .col(uuid("id").primary_key())
            .col(big_integer("version"))
            .col(uuid_null("account_id"))
            .col(uuid_null("centre_id"))
            .col(uuid_null("branch_id"))
            .col(text("state"))
            .col(text("visibility"))
            .col(text("document"))
            .col(integer("document_version"))
            .col(text("sealed"))
            .col(blob_null("name_fold"))
            .col(blob_null("name_back"))
            .col(integer_null("born_on"))
            .col(blob_null("number_hash"))
            .col(blob_null("phone_hash"))
            .col(blob_null("email_hash"))
            .col(uuid_null("merged_into"))
            .col(big_integer("active_at"))
            .col(big_integer("created_at"))
            .col(big_integer("updated_at"))
            .foreign_key(&mut to("fk_profile_account", "account_id", "account"))
            .foreign_key(&mut to("fk_profile_centre", "centre_id", "centre"))
            .foreign_key(&mut to("fk_profile_branch", "branch_id", "branch"))
            .check(Expr::cust("(state = 'merged') = (merged_into IS NOT NULL)"))
            .check(Expr::cust("branch_id IS NULL OR centre_id IS NOT NULL"))
            .to_owned();
        manager.create_table(profile).await?;
        for (name, columns) in INDEXES {
            let mut index = Index::create();
            index.name(*name).table("profile");
            for column in *columns {
                index.col(*column);
            }
            manager.create_index(index).await?;
        }
        let own = "CREATE UNIQUE INDEX uq_profile_account_id ON profile (account_id) WHERE account_id IS NOT NULL";
        manager.get_connection().execute_unprepared(own).await.map(|_| ())
    }
}

/// A name is looked for within one centre, or among those that no centre serves; a hash is looked for everywhere, for
/// somebody may have registered at two centres.
const INDEXES: &[(&str, &[&str])] = &[
    ("ix_profile_centre_id_name_fold", &["centre_id", "name_fold", "id"]),
    ("ix_profile_centre_id_name_back", &["centre_id", "name_back", "id"]),
    ("ix_profile_name_fold_born_on", &["name_fold", "born_on"]),
    ("ix_profile_number_hash", &["number_hash"]),
    ("ix_profile_phone_hash", &["phone_hash"]),
    ("ix_profile_email_hash", &["email_hash"]),
    ("ix_profile_merged_into", &["merged_into"]),
    ("ix_profile_active_at", &["state", "active_at"]),
];

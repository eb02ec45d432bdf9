//! Placements and what is recorded of them. A placement has no status: facts are only ever added, each with the
//! instant at which the service learnt it, and the rule tells what follows. The policy is kept as its whole file under
//! its hash, so that an outcome can be had again when the file has long been another.

use crate::per_backend;
use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, big_integer_null, blob, blob_null, integer, integer_null, text, text_null, uuid, uuid_null},
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let policy = Table::create()
            .table("placement_policy")
            .col(blob("hash").primary_key())
            .col(text("name"))
            .col(text("version"))
            .col(text("file"))
            .col(big_integer("created_at"))
            .check(Expr::cust("length(hash) = 32"))
            .to_owned();
        manager.create_table(policy).await?;
        manager.create_table(placement()).await?;
        manager.create_table(fact()).await?;
        let employer = Table::create()
            .table("placement_employer")
            .col(uuid("placement_id"))
            .col(text("code"))
            .primary_key(Index::create().col("placement_id").col("code"))
            .foreign_key(&mut to_placement("fk_placement_employer_placement", "placement_employer"))
            .to_owned();
        manager.create_table(employer).await?;
        for (table, name, columns) in INDEXES {
            let mut index = Index::create();
            index.name(name).table(table);
            if name.starts_with("uq_") {
                index.unique();
            }
            for column in columns {
                index.col(*column);
            }
            manager.create_index(index).await?;
        }
        per_backend::run(manager, per_backend::PLACEMENT_APPEND_ONLY).await
    }
}

/// The clock asks by `due_at`; lists go by centre, worker and employer; one application and one letter give one
/// placement; facts of a placement stand in the order in which they were learnt, no two at one instant.
const INDEXES: [(&str, &str, &[&str]); 8] = [
    ("placement", "ix_placement_due_at", &["due_at", "id"]),
    ("placement", "ix_placement_centre_id", &["centre_id", "id"]),
    ("placement", "ix_placement_profile_id", &["profile_id", "id"]),
    ("placement", "ix_placement_employer_id", &["employer_id", "id"]),
    ("placement", "uq_placement_application_id", &["application_id"]),
    ("placement", "uq_placement_referral_id", &["referral_id"]),
    ("placement_fact", "uq_placement_fact_placement_id_recorded_at", &["placement_id", "recorded_at"]),
    ("placement_employer", "ix_placement_employer_code", &["code", "placement_id"]),
];

fn to_placement(name: &'static str, table: &'static str) -> ForeignKeyCreateStatement {
    ForeignKey::create().name(name).from(table, "placement_id").to("placement", "id").to_owned()
}

fn placement() -> TableCreateStatement {
    let to = |name: &'static str, column: &'static str, table: &'static str| {
        ForeignKey::create().name(name).from("placement", column).to(table, "id").to_owned()
    };
    Table::create()
        .table("placement")
        .col(uuid("id").primary_key())
        .col(big_integer("version"))
        .col(uuid("centre_id"))
        .col(uuid_null("branch_id"))
        .col(uuid_null("officer_id"))
        .col(uuid("profile_id"))
        .col(uuid("employer_id"))
        .col(text("employer_code"))
        .col(text("origin"))
        .col(uuid_null("posting_id"))
        .col(uuid_null("application_id"))
        .col(uuid_null("referral_id"))
        .col(integer("placed_on"))
        .col(text("programme"))
        .col(text("province"))
        .col(text("task"))
        .col(text_null("policy_name"))
        .col(text_null("policy_version"))
        .col(blob_null("policy_hash"))
        .col(big_integer("last_known_at"))
        .col(big_integer_null("due_at"))
        .col(integer_null("told_on"))
        .col(integer_null("starts_on"))
        .col(integer_null("ends_on"))
        .col(integer_null("entry_due_on"))
        .col(integer_null("entry_done_on"))
        .col(integer_null("follow_due_on"))
        .col(integer_null("follow_done_on"))
        .col(big_integer("created_at"))
        .col(big_integer("updated_at"))
        .foreign_key(&mut to("fk_placement_centre", "centre_id", "centre"))
        .foreign_key(&mut to("fk_placement_branch", "branch_id", "branch"))
        .foreign_key(&mut to("fk_placement_officer", "officer_id", "account"))
        .foreign_key(&mut to("fk_placement_employer", "employer_id", "employer"))
        .foreign_key(&mut to("fk_placement_posting", "posting_id", "posting"))
        .foreign_key(&mut to("fk_placement_application", "application_id", "application"))
        .foreign_key(&mut to("fk_placement_referral", "referral_id", "referral"))
        .foreign_key(
            ForeignKey::create()
                .name("fk_placement_placement_policy")
                .from("placement", "policy_hash")
                .to("placement_policy", "hash"),
        )
        .check(Expr::cust("employer_code <> ''"))
        .to_owned()
}

fn fact() -> TableCreateStatement {
    Table::create()
        .table("placement_fact")
        .col(uuid("id").primary_key())
        .col(uuid("placement_id"))
        .col(text("kind"))
        .col(text("body"))
        .col(big_integer("recorded_at"))
        .col(text("source"))
        .col(integer_null("true_from"))
        .col(integer_null("true_through"))
        .col(uuid_null("entered_by"))
        .col(text("channel"))
        .col(blob_null("document_hash"))
        .col(text_null("reference"))
        .foreign_key(&mut to_placement("fk_placement_fact_placement", "placement_fact"))
        .check(Expr::cust("document_hash IS NULL OR length(document_hash) = 32"))
        .to_owned()
}

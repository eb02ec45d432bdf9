//! Claims: who may be paid and to which account, what is claimed for a placement, and who counts as paid for.
//!
//! The exclusion is the database's and not the program's: one row for a programme and a person, taken by a guarded
//! upsert. A trigger refuses to hand it on before its day, and another one a claim that does not hold it.

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
        let to_centre = |table: &'static str, name: &'static str| {
            ForeignKey::create().name(name).from(table, "centre_id").to("centre", "id").to_owned()
        };
        let paying = Table::create()
            .table("paying")
            .col(uuid("centre_id").primary_key())
            .col(big_integer("version"))
            .col(text("payer_name"))
            .col(text("payer_bank"))
            .col(blob("payer_account"))
            .col(text("payee_name"))
            .col(text("payee_bank"))
            .col(blob("payee_account"))
            .col(big_integer("updated_at"))
            .foreign_key(&mut to_centre("paying", "fk_paying_centre"))
            .to_owned();
        manager.create_table(paying).await?;
        let exclusion = Table::create()
            .table("exclusion")
            .col(text("programme"))
            .col(blob("person_key"))
            .col(uuid("claim_id"))
            .col(uuid("centre_id"))
            .col(integer("taken_on"))
            .col(integer("until_on"))
            .col(big_integer("updated_at"))
            .primary_key(Index::create().col("programme").col("person_key"))
            .foreign_key(&mut to_centre("exclusion", "fk_exclusion_centre"))
            .check(Expr::cust("length(person_key) = 32"))
            .to_owned();
        manager.create_table(exclusion).await?;
        let mut claim = claim();
        claim.foreign_key(&mut to_centre("claim", "fk_claim_centre"));
        let mut placement = ForeignKey::create();
        placement.name("fk_claim_placement").from("claim", "placement_id").to("placement", "id");
        claim.foreign_key(&mut placement);
        manager.create_table(claim).await?;
        for (name, columns) in INDEXES {
            let mut index = Index::create();
            index.name(name).table("claim");
            for column in columns {
                index.col(*column);
            }
            manager.create_index(index).await?;
        }
        per_backend::run(manager, per_backend::CLAIM).await
    }
}

/// Lists go by centre and state and by amount, pages by placement, the clock by what is live.
const INDEXES: [(&str, &[&str]); 5] = [
    ("ix_claim_centre_id_state", &["centre_id", "state", "id"]),
    ("ix_claim_centre_id_is_open", &["centre_id", "is_open", "id"]),
    ("ix_claim_placement_id", &["placement_id", "id"]),
    ("ix_claim_batch_id", &["batch_id", "id"]),
    ("ix_claim_paid_on", &["centre_id", "paid_on", "id"]),
];

fn claim() -> TableCreateStatement {
    Table::create()
        .table("claim")
        .col(uuid("id").primary_key())
        .col(big_integer("version"))
        .col(uuid("centre_id"))
        .col(uuid("placement_id"))
        .col(uuid("profile_id"))
        .col(text("programme"))
        .col(text("task"))
        .col(text("beneficiary_groups"))
        .col(integer("budget_year"))
        .col(blob("person_key"))
        .col(blob("subject"))
        .col(blob("policy_hash"))
        .col(integer("today"))
        .col(big_integer("known_at"))
        .col(big_integer("seen_known_at"))
        .col(blob("facts_hash"))
        .col(text("outcome"))
        .col(integer("is_flagged"))
        .col(big_integer("dong"))
        .col(integer("needs_third"))
        .col(integer("instalments_max"))
        .col(uuid("prepared_by"))
        .col(big_integer("paid_dong"))
        .col(big_integer("returned_dong"))
        .col(text("state"))
        .col(integer("is_open"))
        .col(integer("is_live"))
        .col(text_null("place"))
        .col(uuid_null("second_by"))
        .col(uuid_null("batch_id"))
        .col(integer_null("paid_on"))
        .col(big_integer_null("payout_dong"))
        .col(blob_null("reason"))
        .col(uuid_null("proposed_by"))
        .col(big_integer_null("asked_dong"))
        .col(integer_null("asked_parts"))
        .col(big_integer_null("came_dong"))
        .col(integer("payouts"))
        .col(big_integer("created_at"))
        .col(big_integer("updated_at"))
        .check(Expr::cust("dong > 0 AND paid_dong >= returned_dong AND paid_dong - returned_dong <= dong"))
        .check(Expr::cust("length(person_key) = 32 AND length(policy_hash) = 32 AND length(facts_hash) = 32"))
        .to_owned()
}

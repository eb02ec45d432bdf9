//! Batches, the attempts to pay a claim, what a bank answered, and samples for control.
//!
//! A claim has one attempt under way at most: an index over those that are open says so. An attempt is refused for a
//! claim that does not hold the exclusion of its person.

use crate::per_backend;
use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, big_integer_null, blob, blob_null, integer, integer_null, text, text_null, uuid},
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(batch()).await?;
        manager.create_table(payout()).await?;
        manager.create_table(bank_result()).await?;
        let row = Table::create()
            .table("bank_row")
            .col(uuid("bank_result_id"))
            .col(integer("line"))
            .col(text("verdict"))
            .col(text("payout_code"))
            .col(integer_null("paid_on"))
            .col(big_integer_null("dong"))
            .col(blob_null("note"))
            .primary_key(Index::create().col("bank_result_id").col("line"))
            .foreign_key(&mut to("fk_bank_row_bank_result", ("bank_row", "bank_result_id"), "bank_result"))
            .to_owned();
        manager.create_table(row).await?;
        let draw = Table::create()
            .table("draw")
            .col(uuid("id").primary_key())
            .col(uuid("centre_id"))
            .col(integer("from_on"))
            .col(integer("until_on"))
            .col(integer("wanted"))
            .col(text("seed"))
            .col(integer("population"))
            .col(blob("population_hash"))
            .col(uuid("drawn_by"))
            .col(big_integer("created_at"))
            .foreign_key(&mut to("fk_draw_centre", ("draw", "centre_id"), "centre"))
            .to_owned();
        manager.create_table(draw).await?;
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
        per_backend::run(manager, per_backend::PAYOUT).await
    }
}

const INDEXES: [(&str, &str, &[&str]); 7] = [
    ("batch", "uq_batch_centre_id_year_serial", &["centre_id", "year", "serial"]),
    ("batch", "ix_batch_centre_id", &["centre_id", "id"]),
    ("payout", "uq_payout_code", &["code"]),
    ("payout", "uq_payout_claim_id_attempt", &["claim_id", "attempt"]),
    ("payout", "ix_payout_batch_id", &["batch_id", "id"]),
    ("bank_result", "uq_bank_result_batch_id_hash", &["batch_id", "hash"]),
    ("draw", "ix_draw_centre_id", &["centre_id", "id"]),
];

fn to(name: &'static str, from: (&'static str, &'static str), table: &'static str) -> ForeignKeyCreateStatement {
    ForeignKey::create().name(name).from(from.0, from.1).to(table, "id").to_owned()
}

fn batch() -> TableCreateStatement {
    Table::create()
        .table("batch")
        .col(uuid("id").primary_key())
        .col(big_integer("version"))
        .col(uuid("centre_id"))
        .col(integer("year"))
        .col(integer("serial"))
        .col(text("state"))
        .col(text("programme"))
        .col(uuid("made_by"))
        .col(integer("claims"))
        .col(big_integer("dong"))
        .col(blob_null("head"))
        .col(integer_null("pay_on"))
        .col(big_integer_null("sent_at"))
        .col(big_integer("created_at"))
        .col(big_integer("updated_at"))
        .foreign_key(&mut to("fk_batch_centre", ("batch", "centre_id"), "centre"))
        .to_owned()
}

fn payout() -> TableCreateStatement {
    Table::create()
        .table("payout")
        .col(uuid("id").primary_key())
        .col(uuid("claim_id"))
        .col(uuid("batch_id"))
        .col(integer("attempt"))
        .col(text("code"))
        .col(big_integer("dong"))
        .col(text("state"))
        .col(integer("is_open"))
        .col(integer_null("result_on"))
        .col(text_null("result_code"))
        .col(big_integer("created_at"))
        .col(big_integer("updated_at"))
        .foreign_key(&mut to("fk_payout_claim", ("payout", "claim_id"), "claim"))
        .foreign_key(&mut to("fk_payout_batch", ("payout", "batch_id"), "batch"))
        .check(Expr::cust("dong > 0"))
        .to_owned()
}

fn bank_result() -> TableCreateStatement {
    Table::create()
        .table("bank_result")
        .col(uuid("id").primary_key())
        .col(uuid("batch_id"))
        .col(blob("hash"))
        .col(text("format"))
        .col(integer("rows"))
        .col(uuid("brought_by"))
        .col(big_integer("created_at"))
        .foreign_key(&mut to("fk_bank_result_batch", ("bank_result", "batch_id"), "batch"))
        .to_owned()
}

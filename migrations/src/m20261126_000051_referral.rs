//! Referrals: the letter with its number, where it stands, and what is owed after a hire. The number runs without gaps
//! in each year of each centre; its last one is a row that a write holds until it ends.

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
        let serial = Table::create()
            .table("letter_serial")
            .col(uuid("centre_id"))
            .col(integer("year"))
            .col(integer("last"))
            .primary_key(Index::create().col("centre_id").col("year"))
            .foreign_key(
                ForeignKey::create()
                    .name("fk_letter_serial_centre")
                    .from("letter_serial", "centre_id")
                    .to("centre", "id"),
            )
            .to_owned();
        manager.create_table(serial).await?;
        manager.create_table(referral()).await?;
        let unique = |name: &str| Index::create().name(name).table("referral").unique().to_owned();
        let number = unique("uq_referral_centre_id_year_serial").col("centre_id").col("year").col("serial").to_owned();
        manager.create_index(number).await?;
        manager.create_index(unique("uq_referral_proof").col("proof").to_owned()).await?;
        for (name, columns) in INDEXES {
            let mut index = Index::create();
            index.name(name).table("referral");
            for column in columns {
                index.col(*column);
            }
            manager.create_index(index).await?;
        }
        Ok(())
    }
}

/// The clock asks by `due_at`, the queue by officer and by what is open, pages by person and vacancy.
const INDEXES: [(&str, &[&str]); 5] = [
    ("ix_referral_due_at", &["due_at", "id"]),
    ("ix_referral_centre_id_is_open", &["centre_id", "is_open", "due_on", "id"]),
    ("ix_referral_officer_id", &["officer_id", "is_open", "id"]),
    ("ix_referral_profile_id", &["profile_id", "id"]),
    ("ix_referral_posting_id", &["posting_id", "id"]),
];

fn referral() -> TableCreateStatement {
    Table::create()
        .table("referral")
        .col(uuid("id").primary_key())
        .col(big_integer("version"))
        .col(uuid("centre_id"))
        .col(uuid_null("branch_id"))
        .col(uuid("officer_id"))
        .col(uuid("profile_id"))
        .col(uuid("posting_id"))
        .col(uuid("employer_id"))
        .col(integer("year"))
        .col(integer("serial"))
        .col(text("proof"))
        .col(blob("letter"))
        .col(big_integer("issued_at"))
        .col(integer("send_days"))
        .col(integer("answer_days"))
        .col(text("state"))
        .col(integer("is_open"))
        .col(integer_null("due_on"))
        .col(big_integer_null("due_at"))
        .col(text_null("way"))
        .col(big_integer_null("since_at"))
        .col(big_integer_null("stage_due_at"))
        .col(integer_null("was_sent"))
        .col(blob_null("reason"))
        .col(integer_null("told_on"))
        .col(integer_null("starts_on"))
        .col(integer_null("ends_on"))
        .col(text_null("result_state"))
        .col(integer_null("result_due_on"))
        .col(integer_null("result_done_on"))
        .col(text_null("follow_state"))
        .col(integer_null("follow_due_on"))
        .col(integer_null("follow_done_on"))
        .col(text_null("outcome"))
        .col(integer_null("left_on"))
        .col(big_integer("created_at"))
        .col(big_integer("updated_at"))
        .foreign_key(ForeignKey::create().name("fk_referral_centre").from("referral", "centre_id").to("centre", "id"))
        .foreign_key(ForeignKey::create().name("fk_referral_branch").from("referral", "branch_id").to("branch", "id"))
        .foreign_key(
            ForeignKey::create().name("fk_referral_officer").from("referral", "officer_id").to("account", "id"),
        )
        .foreign_key(
            ForeignKey::create().name("fk_referral_posting").from("referral", "posting_id").to("posting", "id"),
        )
        .foreign_key(
            ForeignKey::create().name("fk_referral_employer").from("referral", "employer_id").to("employer", "id"),
        )
        .to_owned()
}

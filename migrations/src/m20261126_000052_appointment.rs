//! Appointments of a centre. Which times are taken is asked of this table while the host's row is held.

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
        manager.create_table(appointment()).await?;
        for (name, columns) in INDEXES {
            let mut index = Index::create();
            index.name(name).table("appointment");
            for column in columns {
                index.col(*column);
            }
            manager.create_index(index).await?;
        }
        Ok(())
    }
}

const INDEXES: [(&str, &[&str]); 4] = [
    ("ix_appointment_due_at", &["due_at", "id"]),
    ("ix_appointment_officer_id", &["officer_id", "is_taken", "from_at"]),
    ("ix_appointment_centre_id", &["centre_id", "from_at", "id"]),
    ("ix_appointment_profile_id", &["profile_id", "id"]),
];

fn appointment() -> TableCreateStatement {
    Table::create()
        .table("appointment")
        .col(uuid("id").primary_key())
        .col(big_integer("version"))
        .col(uuid("centre_id"))
        .col(uuid("officer_id"))
        .col(uuid("profile_id"))
        .col(uuid_null("referral_id"))
        .col(text("kind"))
        .col(blob("subject"))
        .col(text("place"))
        .col(big_integer("from_at"))
        .col(integer("minutes"))
        .col(integer("sequence"))
        .col(integer("moves"))
        .col(text("state"))
        .col(integer("is_taken"))
        .col(text_null("by_side"))
        .col(big_integer_null("moved_from_at"))
        .col(integer_null("moved_minutes"))
        .col(big_integer_null("reply_by"))
        .col(big_integer_null("ended_at"))
        .col(text_null("absent"))
        .col(blob_null("reason"))
        .col(big_integer_null("due_at"))
        .col(big_integer_null("remind_at"))
        .col(big_integer("created_at"))
        .col(big_integer("updated_at"))
        .foreign_key(
            ForeignKey::create().name("fk_appointment_centre").from("appointment", "centre_id").to("centre", "id"),
        )
        .foreign_key(
            ForeignKey::create().name("fk_appointment_officer").from("appointment", "officer_id").to("account", "id"),
        )
        .foreign_key(
            ForeignKey::create()
                .name("fk_appointment_referral")
                .from("appointment", "referral_id")
                .to("referral", "id"),
        )
        .to_owned()
}

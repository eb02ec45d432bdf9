//! How a posting of an organisation came in: by its own people, by an officer for an employer who telephoned, by a
//! program.

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
        let intake = Table::create()
            .table("posting_intake")
            .col(uuid("posting_id").primary_key())
            .col(text("way"))
            .col(uuid_null("centre_id"))
            .col(uuid_null("account_id"))
            .col(big_integer("at"))
            .foreign_key(
                ForeignKey::create()
                    .name("fk_posting_intake_posting")
                    .from("posting_intake", "posting_id")
                    .to("posting", "id"),
            )
            .foreign_key(
                ForeignKey::create()
                    .name("fk_posting_intake_centre")
                    .from("posting_intake", "centre_id")
                    .to("centre", "id"),
            )
            .to_owned();
        manager.create_table(intake).await?;
        // Lists of one employer by state, and the queue of what waits for an officer.
        let index = Index::create()
            .name("ix_posting_employer_id_state")
            .table("posting")
            .col("employer_id")
            .col("state")
            .col("id")
            .to_owned();
        manager.create_index(index).await
    }
}

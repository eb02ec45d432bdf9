//! Verifications of organisations, and the pieces of evidence that they rest on. What a piece says is sealed: it may
//! name people.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, big_integer_null, blob, integer, integer_null, text, text_null, uuid, uuid_null},
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let verification = Table::create()
            .table("verification")
            .col(uuid("organisation_id").primary_key())
            .col(big_integer("version"))
            .col(text("state"))
            .col(big_integer_null("since_at"))
            .col(big_integer_null("until_at"))
            .col(text_null("answer_state"))
            .col(integer_null("answer_due_on"))
            .col(integer_null("answer_done_on"))
            .col(text_null("closed_state"))
            .col(big_integer_null("closed_at"))
            .col(text_null("closed_reason"))
            .col(big_integer_null("due_at"))
            .col(big_integer("updated_at"))
            .foreign_key(
                ForeignKey::create()
                    .name("fk_verification_organisation")
                    .from("verification", "organisation_id")
                    .to("organisation", "id"),
            )
            .to_owned();
        manager.create_table(verification).await?;
        for (name, columns) in [
            ("ix_verification_state", ["state", "since_at"]),
            ("ix_verification_due_at", ["due_at", "organisation_id"]),
        ] {
            let [first, second] = columns;
            let index = Index::create().name(name).table("verification").col(first).col(second).to_owned();
            manager.create_index(index).await?;
        }
        let evidence = Table::create()
            .table("verification_evidence")
            .col(uuid("organisation_id"))
            .col(integer("place"))
            .col(text("kind"))
            .col(blob("reference"))
            .col(integer("seen_on"))
            .col(uuid_null("given_by"))
            .col(big_integer("given_at"))
            .primary_key(Index::create().name("pk_verification_evidence").col("organisation_id").col("place"))
            .foreign_key(
                ForeignKey::create()
                    .name("fk_verification_evidence_verification")
                    .from("verification_evidence", "organisation_id")
                    .to("verification", "organisation_id"),
            )
            .to_owned();
        manager.create_table(evidence).await
    }
}

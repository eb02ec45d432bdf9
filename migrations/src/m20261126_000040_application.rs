//! Applications of people to postings. Name, contact, answers and notes stand here sealed; `person_key` is a keyed hash
//! of the telephone, so that one person applies once for a posting. What is left of an erased row names nobody.

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
        let application = Table::create()
            .table("application")
            .col(uuid("id").primary_key())
            .col(big_integer("version"))
            .col(uuid("posting_id"))
            .col(uuid("employer_id"))
            .col(uuid_null("account_id"))
            .col(uuid_null("profile_id"))
            .col(blob_null("person_key"))
            .col(uuid_null("account_once"))
            .col(text("kind"))
            .col(integer("needs_guardian"))
            .col(integer("answer_days"))
            .col(integer("keep_days"))
            .col(text("state"))
            .col(big_integer_null("sent_at"))
            .col(big_integer_null("answered_at"))
            .col(big_integer_null("due_at"))
            .col(big_integer_null("interview_at"))
            .col(integer_null("starts_on"))
            .col(big_integer_null("ended_at"))
            .col(text_null("reason"))
            .col(blob_null("note"))
            .col(text_null("last_status"))
            .col(text("response"))
            .col(text("locale"))
            .col(blob_null("name"))
            .col(blob_null("contact"))
            .col(blob_null("answers"))
            .col(blob_null("guardian"))
            .col(big_integer("created_at"))
            .col(big_integer("updated_at"))
            .foreign_key(
                ForeignKey::create()
                    .name("fk_application_posting")
                    .from("application", "posting_id")
                    .to("posting", "id"),
            )
            .foreign_key(
                ForeignKey::create()
                    .name("fk_application_employer")
                    .from("application", "employer_id")
                    .to("employer", "id"),
            )
            .foreign_key(
                ForeignKey::create()
                    .name("fk_application_account")
                    .from("application", "account_id")
                    .to("account", "id"),
            )
            .to_owned();
        manager.create_table(application).await?;
        for (name, columns) in [
            ("uq_application_posting_id_person_key", ["posting_id", "person_key"].as_slice()),
            ("uq_application_posting_id_account_once", &["posting_id", "account_once"]),
            ("ix_application_employer_id", &["employer_id", "state", "id"]),
            ("ix_application_posting_id", &["posting_id", "state", "id"]),
            ("ix_application_account_id", &["account_id", "id"]),
            ("ix_application_due_at", &["due_at", "id"]),
        ] {
            manager.create_index(index("application", name, columns)).await?;
        }
        links_and_consents(manager).await?;
        events(manager).await
    }
}

fn index(table: &'static str, name: &'static str, columns: &[&'static str]) -> IndexCreateStatement {
    let mut index = Index::create();
    index.name(name).table(table);
    if name.starts_with("uq_") {
        index.unique();
    }
    for column in columns {
        index.col(*column);
    }
    index.clone()
}

fn of_application(name: &'static str, table: &'static str) -> ForeignKeyCreateStatement {
    ForeignKey::create().name(name).from(table, "application_id").to("application", "id").to_owned()
}

/// Links by which somebody without an account follows an application, and what was agreed to.
async fn links_and_consents(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let link = Table::create()
        .table("application_link")
        .col(uuid("id").primary_key())
        .col(uuid("application_id"))
        .col(text("purpose"))
        .col(blob("token_hash"))
        .col(big_integer("created_at"))
        .foreign_key(&mut of_application("fk_application_link_application", "application_link"))
        .check(Expr::cust("length(token_hash) = 32"))
        .to_owned();
    manager.create_table(link).await?;
    manager.create_index(index("application_link", "uq_application_link_token_hash", &["token_hash"])).await?;
    manager.create_index(index("application_link", "ix_application_link_application_id", &["application_id"])).await?;
    let consent = Table::create()
        .table("application_consent")
        .col(uuid("id").primary_key())
        .col(uuid("application_id"))
        .col(text("purpose"))
        .col(text("act"))
        .col(big_integer("at"))
        .col(integer("wording"))
        .col(text("lang"))
        .col(text("way"))
        .col(text("giver"))
        .foreign_key(&mut of_application("fk_application_consent_application", "application_consent"))
        .to_owned();
    manager.create_table(consent).await?;
    manager
        .create_index(index("application_consent", "ix_application_consent_application_id", &["application_id", "id"]))
        .await
}

/// What happened, for the timeline that both sides read, and the notes of the employer.
async fn events(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let event = Table::create()
        .table("application_event")
        .col(uuid("id").primary_key())
        .col(uuid("application_id"))
        .col(big_integer("at"))
        .col(text("kind"))
        .col(text("side"))
        .col(uuid_null("author_id"))
        .col(blob_null("words"))
        .foreign_key(&mut of_application("fk_application_event_application", "application_event"))
        .to_owned();
    manager.create_table(event).await?;
    manager
        .create_index(index(
            "application_event",
            "ix_application_event_application_id",
            &["application_id", "at", "id"],
        ))
        .await
}

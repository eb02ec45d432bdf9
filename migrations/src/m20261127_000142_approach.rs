//! Employers ask people who opened their profile to apply; and by what such people are found: the terms of those who
//! agreed stand once more under the centre of all zeros, which is nobody's. Who is there already and agrees is found
//! from the next change of the profile on, unless a centre finds them: then the terms are taken over here.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, big_integer_null, text, uuid, uuid_null},
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const OPEN: &str = "INSERT INTO profile_term (centre_id, term, profile_id)
    SELECT DISTINCT {nobody}, found.term, found.profile_id FROM profile_term AS found
    JOIN profile AS one ON one.id = found.profile_id
    WHERE one.state = 'live' AND one.account_id IS NOT NULL AND one.visibility IN ('employers', 'named')
    AND one.born_on <= {adult}
    AND (SELECT said.act FROM consent AS said WHERE said.profile_id = one.id
         AND said.purpose = 'visible_to_employers' ORDER BY said.at DESC, said.act DESC LIMIT 1) = 'given'";

/// Whoever was born on this day or before is 18 on 2026-11-27, in days since 1970-01-01.
const ADULT: &str = "14210";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let to = |name: &str, column: &'static str, table: &'static str| {
            ForeignKey::create().name(name).from("approach", column).to(table, "id").to_owned()
        };
        let approach = Table::create()
            .table("approach")
            .col(uuid("id").primary_key())
            .col(big_integer("version"))
            .col(uuid("profile_id"))
            .col(uuid("account_id"))
            .col(uuid("employer_id"))
            .col(uuid("posting_id"))
            .col(text("state"))
            .col(uuid("sent_by"))
            .col(big_integer("sent_at"))
            .col(big_integer_null("due_at"))
            .col(big_integer_null("ended_at"))
            .col(uuid_null("application_id"))
            .foreign_key(&mut to("fk_approach_profile", "profile_id", "profile"))
            .foreign_key(&mut to("fk_approach_posting", "posting_id", "posting"))
            .to_owned();
        manager.create_table(approach).await?;
        for (name, columns) in [
            ("ix_approach_account_id", ["account_id", "id"].as_slice()),
            ("ix_approach_profile_id", &["profile_id"]),
            ("ix_approach_due_at", &["due_at"]),
        ] {
            let mut index = Index::create().name(name).table("approach").to_owned();
            for column in columns {
                index.col(*column);
            }
            manager.create_index(index).await?;
        }
        let once = Index::create()
            .name("uq_approach_posting_id_account_id")
            .table("approach")
            .col("posting_id")
            .col("account_id")
            .unique()
            .to_owned();
        manager.create_index(once).await?;
        let nobody = match manager.get_database_backend() {
            sea_orm::DatabaseBackend::Postgres => "CAST('00000000-0000-0000-0000-000000000000' AS uuid)",
            _ => "x'00000000000000000000000000000000'",
        };
        let open = OPEN.replace("{nobody}", nobody).replace("{adult}", ADULT);
        manager.get_connection().execute_unprepared(&open).await.map(|_| ())
    }
}

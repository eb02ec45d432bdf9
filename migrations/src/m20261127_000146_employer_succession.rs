//! Who follows whom among employers, as a centre recorded it: a placement that is made later is told of it too. What
//! stands in placements already is noted from their facts.

use crate::per_backend;
use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, big_integer_null, blob_null, integer, text, text_null, uuid, uuid_null},
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::create()
            .table("employer_succession")
            .col(uuid("id").primary_key())
            .col(uuid("centre_id"))
            .col(text("from_code"))
            .col(text("to_code"))
            .col(integer("on_day"))
            .col(text("source"))
            .col(text("channel"))
            .col(blob_null("document_hash"))
            .col(text_null("reference"))
            .col(uuid_null("entered_by"))
            .col(big_integer("recorded_at"))
            .col(big_integer_null("ended_at"))
            .foreign_key(
                ForeignKey::create()
                    .name("fk_employer_succession_centre")
                    .from("employer_succession", "centre_id")
                    .to("centre", "id"),
            )
            .check(Expr::cust("from_code <> to_code AND from_code <> '' AND to_code <> ''"))
            .to_owned();
        manager.create_table(table).await?;
        let once = Index::create()
            .unique()
            .name("uq_employer_succession_centre_id_from_code_to_code_on_day")
            .table("employer_succession")
            .col("centre_id")
            .col("from_code")
            .col("to_code")
            .col("on_day")
            .to_owned();
        manager.create_index(once).await?;
        per_backend::run(manager, per_backend::SUCCESSIONS_OF_FACTS).await
    }
}

//! Adverts that wait for an officer have a last day. Of which of them somebody was told, when it came and when it was
//! over; and the adverts that wait, in the order in which they came.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, text, uuid},
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let review = Table::create()
            .table("posting_review")
            .col(uuid("posting_id").primary_key())
            .col(big_integer("handed_in_at"))
            .col(text("told"))
            .col(big_integer("told_at"))
            .foreign_key(
                ForeignKey::create()
                    .name("fk_posting_review_posting")
                    .from("posting_review", "posting_id")
                    .to("posting", "id"),
            )
            .to_owned();
        manager.create_table(review).await?;
        let index = "CREATE INDEX ix_posting_submitted ON posting (state_at, id) WHERE state = 'submitted'";
        manager.get_connection().execute_unprepared(index).await.map(|_| ())
    }
}

//! Retractions that wait for a second person: of facts that a claim read that was paid.
//!
//! A fact has one that waits at most: `is_waiting` is 1 while it does and empty afterwards, and empty ones never equal
//! each other.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, big_integer_null, blob_null, integer_null, text, text_null, uuid, uuid_null},
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let to_placement = &mut ForeignKey::create()
            .name("fk_placement_retraction_placement")
            .from("placement_retraction", "placement_id")
            .to("placement", "id")
            .to_owned();
        let table = Table::create()
            .table("placement_retraction")
            .col(uuid("id").primary_key())
            .col(uuid("placement_id"))
            .col(uuid("fact_id"))
            .col(text("why"))
            .col(text("source"))
            .col(text("channel"))
            .col(blob_null("document_hash"))
            .col(text_null("reference"))
            .col(uuid_null("proposed_by"))
            .col(big_integer("proposed_at"))
            .col(text("state"))
            .col(integer_null("is_waiting"))
            .col(uuid_null("decided_by"))
            .col(big_integer_null("decided_at"))
            .col(text_null("note"))
            .foreign_key(to_placement)
            .check(Expr::cust("(is_waiting IS NULL) = (state <> 'waiting')"))
            .to_owned();
        manager.create_table(table).await?;
        let waiting = Index::create()
            .name("uq_placement_retraction_fact_id_is_waiting")
            .table("placement_retraction")
            .unique()
            .col("fact_id")
            .col("is_waiting")
            .to_owned();
        manager.create_index(waiting).await?;
        let of_placement = Index::create()
            .name("ix_placement_retraction_placement_id")
            .table("placement_retraction")
            .col("placement_id")
            .col("id")
            .to_owned();
        manager.create_index(of_placement).await
    }
}

//! One proof, one placement: the scan that a signature rests on, and the number of a signed contract of an employer,
//! prove one placement and no second one. Scans of signatures that stand already are noted for the placement that had
//! them first; numbers of contracts are noted with the next fact, for the rule alone can read them.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, blob, text, uuid},
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let proof = Table::create()
            .table("placement_proof")
            .col(text("kind"))
            .col(blob("key"))
            .col(uuid("placement_id"))
            .col(big_integer("noted_at"))
            .primary_key(Index::create().col("kind").col("key"))
            .foreign_key(
                ForeignKey::create()
                    .name("fk_placement_proof_placement")
                    .from("placement_proof", "placement_id")
                    .to("placement", "id"),
            )
            .check(Expr::cust("kind IN ('scan', 'contract') AND length(key) = 32"))
            .to_owned();
        manager.create_table(proof).await?;
        let by_placement = Index::create()
            .name("ix_placement_proof_placement_id")
            .table("placement_proof")
            .col("placement_id")
            .to_owned();
        manager.create_index(by_placement).await?;
        let db = manager.get_connection();
        let by_hash = "CREATE INDEX ix_placement_fact_document_hash ON placement_fact (document_hash)
                       WHERE document_hash IS NOT NULL AND kind = 'signature'";
        db.execute_unprepared(by_hash).await?;
        let first = "INSERT INTO placement_proof (kind, key, placement_id, noted_at)
                     SELECT 'scan', said.document_hash, said.placement_id, said.recorded_at
                     FROM placement_fact AS said
                     WHERE said.kind = 'signature' AND said.document_hash IS NOT NULL AND NOT EXISTS (
                       SELECT 1 FROM placement_fact AS before
                       WHERE before.kind = 'signature' AND before.document_hash = said.document_hash
                         AND (before.recorded_at < said.recorded_at
                           OR (before.recorded_at = said.recorded_at AND before.id < said.id)))";
        db.execute_unprepared(first).await.map(|_| ())
    }
}

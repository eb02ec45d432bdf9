//! The number that the national platform gave an electronic contract proves one placement, as a scan does. Numbers of
//! signatures that stand already are noted with the next fact about contracts of their placement: in which forms one
//! number is written, the program alone knows.

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

    /// SQLite changes no check of a table that is there: the table is made anew, with its rows.
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let db = manager.get_connection();
        for step in ["CREATE TABLE placement_proof_kept AS SELECT * FROM placement_proof", "DROP TABLE placement_proof"]
        {
            db.execute_unprepared(step).await?;
        }
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
            .check(Expr::cust("kind IN ('scan', 'contract', 'e-contract') AND length(key) = 32"))
            .to_owned();
        manager.create_table(proof).await?;
        let by_placement = Index::create()
            .name("ix_placement_proof_placement_id")
            .table("placement_proof")
            .col("placement_id")
            .to_owned();
        manager.create_index(by_placement).await?;
        for step in [
            "INSERT INTO placement_proof (kind, key, placement_id, noted_at)
             SELECT kind, key, placement_id, noted_at FROM placement_proof_kept",
            "DROP TABLE placement_proof_kept",
        ] {
            db.execute_unprepared(step).await?;
        }
        Ok(())
    }
}

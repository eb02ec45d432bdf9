//! A succession that touches many placements is told to them some at a time: which ones are still to be told, of how
//! many, and since when one that counts again waits for its placements to be listed anew.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer_null, uuid},
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for column in [big_integer_null("touched"), big_integer_null("again_at")] {
            manager.alter_table(Table::alter().table("employer_succession").add_column(column).to_owned()).await?;
        }
        let table = Table::create()
            .table("succession_untold")
            .col(uuid("placement_id"))
            .col(uuid("succession_id"))
            .primary_key(Index::create().col("placement_id").col("succession_id"))
            .foreign_key(
                ForeignKey::create()
                    .name("fk_succession_untold_placement")
                    .from("succession_untold", "placement_id")
                    .to("placement", "id"),
            )
            .foreign_key(
                ForeignKey::create()
                    .name("fk_succession_untold_employer_succession")
                    .from("succession_untold", "succession_id")
                    .to("employer_succession", "id"),
            )
            .to_owned();
        manager.create_table(table).await?;
        for step in [
            "CREATE INDEX ix_succession_untold_succession_id ON succession_untold (succession_id, placement_id)",
            "CREATE INDEX ix_employer_succession_again_at ON employer_succession (again_at, id)
             WHERE again_at IS NOT NULL",
        ] {
            manager.get_connection().execute_unprepared(step).await?;
        }
        Ok(())
    }
}

//! Papers of placements end. Of a paper that was erased its hash stays, and when; of a placement whose person deleted
//! their data, when the clock looks again whether anything has to be kept. Placements of people who went before are
//! looked at once.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, big_integer_null, uuid},
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let erased = Table::alter().table("placement_document").add_column(big_integer_null("erased_at")).to_owned();
        manager.alter_table(erased).await?;
        let table = Table::create()
            .table("placement_erasure")
            .col(uuid("placement_id").primary_key())
            .col(big_integer("forgotten_at"))
            .col(big_integer_null("look_at"))
            .foreign_key(
                ForeignKey::create()
                    .name("fk_placement_erasure_placement")
                    .from("placement_erasure", "placement_id")
                    .to("placement", "id"),
            )
            .to_owned();
        manager.create_table(table).await?;
        for step in [
            "CREATE INDEX ix_placement_erasure_look_at ON placement_erasure (look_at, placement_id)
             WHERE look_at IS NOT NULL",
            "INSERT INTO placement_erasure (placement_id, forgotten_at, look_at)
             SELECT placement.id, profile.updated_at, 0 FROM placement JOIN profile ON profile.id = placement.profile_id
             WHERE profile.state = 'deleted'",
        ] {
            manager.get_connection().execute_unprepared(step).await?;
        }
        Ok(())
    }
}

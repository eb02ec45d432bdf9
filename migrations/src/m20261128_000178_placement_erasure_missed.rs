//! Placements whose person is gone and that nothing ends: begun after their person had gone, or while they went; and
//! those at which something may have been written since their papers were erased. All are looked at once.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for step in [
            "UPDATE placement_erasure SET look_at = 0 WHERE look_at IS NULL",
            "INSERT INTO placement_erasure (placement_id, forgotten_at, look_at)
             SELECT placement.id, profile.updated_at, 0 FROM placement JOIN profile ON profile.id = placement.profile_id
             WHERE profile.state = 'deleted'
             AND NOT EXISTS (SELECT 1 FROM placement_erasure WHERE placement_id = placement.id)",
        ] {
            manager.get_connection().execute_unprepared(step).await?;
        }
        Ok(())
    }
}

//! What meetings were about is not kept of somebody whose profile was deleted before deleting took it out, too.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // Nothing of a value, as both databases write it.
        let gone = "UPDATE appointment SET subject = substr(subject, 1, 0)
                    WHERE profile_id IN (SELECT id FROM profile WHERE state = 'deleted')";
        manager.get_connection().execute_unprepared(gone).await.map(|_| ())
    }
}

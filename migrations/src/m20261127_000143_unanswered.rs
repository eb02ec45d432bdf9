//! Applications that an employer let run out, by the day: the work of a centre counts those of its people.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let index = "CREATE INDEX ix_application_unanswered ON application (ended_at, profile_id)
                     WHERE response = 'unanswered'";
        manager.get_connection().execute_unprepared(index).await.map(|_| ())
    }
}

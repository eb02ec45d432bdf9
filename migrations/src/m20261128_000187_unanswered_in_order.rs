//! Applications that an employer let run out, in the order in which a centre lists them: by the day and then by their
//! id, so that a part of the list is read from where it begins to where it ends, however many ran out on one day.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let replaced = Index::drop().name("ix_application_unanswered").table("application").to_owned();
        manager.drop_index(replaced).await?;
        let index = "CREATE INDEX ix_application_unanswered ON application (ended_at, id, profile_id)
                     WHERE response = 'unanswered'";
        manager.get_connection().execute_unprepared(index).await.map(|_| ())
    }
}

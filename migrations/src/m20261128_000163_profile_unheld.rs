//! Profiles that no account holds and no centre serves any more: the clock finds them among a million others.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let unheld = "CREATE INDEX ix_profile_unheld ON profile (state, active_at, id)
                      WHERE account_id IS NULL AND centre_id IS NULL";
        manager.get_connection().execute_unprepared(unheld).await.map(|_| ())
    }
}

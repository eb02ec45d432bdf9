//! By what people are found for a vacancy is kept of those who agreed to be compared with vacancies, and of nobody
//! else. Whose profile is made of several keeps what they have: it is written anew with the next change, and whoever
//! took the consent back is not listed before that either.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let others = "DELETE FROM profile_term WHERE profile_id NOT IN
                      (SELECT profile_id FROM consent WHERE purpose = 'matching' AND act = 'given')
                      AND profile_id NOT IN (SELECT merged_into FROM profile WHERE merged_into IS NOT NULL)";
        manager.get_connection().execute_unprepared(others).await.map(|_| ())
    }
}

//! A row of a centre's list of running placements gives one placement, whoever sends the list and however often: one of
//! a person, an employer and a day of referral.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let once = "CREATE UNIQUE INDEX uq_placement_profile_id_employer_id_placed_on
                    ON placement (profile_id, employer_id, placed_on) WHERE origin = 'list'";
        manager.get_connection().execute_unprepared(once).await.map(|_| ())
    }
}

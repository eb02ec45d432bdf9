//! A claim holds its person by the profile that it names and by the placement's own, which is another one where it
//! became part of it: profiles that were made one by mistake are two again one day. Of what stands already each such
//! profile is held by the claim that holds the other one longest.

use crate::per_backend;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let held = "INSERT INTO exclusion_profile
                      (programme, profile_id, claim_id, centre_id, taken_on, until_on, updated_at)
                    SELECT held.programme, placement.profile_id, held.claim_id, held.centre_id, held.taken_on,
                      held.until_on, held.updated_at
                    FROM exclusion_profile AS held JOIN claim ON claim.id = held.claim_id
                    JOIN placement ON placement.id = claim.placement_id
                    WHERE held.profile_id = claim.profile_id AND placement.profile_id <> claim.profile_id
                    ORDER BY held.until_on DESC, held.claim_id
                    ON CONFLICT (programme, profile_id) DO NOTHING";
        manager.get_connection().execute_unprepared(held).await?;
        per_backend::run(manager, per_backend::PROFILE_PARTED).await
    }
}

//! The second lock of the exclusion: beside the personal number, the profile. Whoever's number was corrected, or typed
//! otherwise at another counter, is one person all the same and is not paid for twice in a programme.
//!
//! Of what stands already each profile is held by the claim that holds it longest.

use crate::per_backend;
use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, integer, text, uuid},
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::create()
            .table("exclusion_profile")
            .col(text("programme"))
            .col(uuid("profile_id"))
            .col(uuid("claim_id"))
            .col(uuid("centre_id"))
            .col(integer("taken_on"))
            .col(integer("until_on"))
            .col(big_integer("updated_at"))
            .primary_key(Index::create().col("programme").col("profile_id"))
            .foreign_key(
                ForeignKey::create()
                    .name("fk_exclusion_profile_centre")
                    .from("exclusion_profile", "centre_id")
                    .to("centre", "id"),
            )
            .to_owned();
        manager.create_table(table).await?;
        let held = "INSERT INTO exclusion_profile
                      (programme, profile_id, claim_id, centre_id, taken_on, until_on, updated_at)
                    SELECT exclusion.programme, claim.profile_id, exclusion.claim_id, exclusion.centre_id,
                      exclusion.taken_on, exclusion.until_on, exclusion.updated_at
                    FROM exclusion JOIN claim ON claim.id = exclusion.claim_id
                    WHERE NOT EXISTS (
                      SELECT 1 FROM exclusion AS longer JOIN claim AS other ON other.id = longer.claim_id
                      WHERE longer.programme = exclusion.programme AND other.profile_id = claim.profile_id
                        AND (longer.until_on > exclusion.until_on
                          OR (longer.until_on = exclusion.until_on AND longer.claim_id > exclusion.claim_id)))";
        manager.get_connection().execute_unprepared(held).await?;
        per_backend::run(manager, per_backend::EXCLUSION_PROFILE).await
    }
}

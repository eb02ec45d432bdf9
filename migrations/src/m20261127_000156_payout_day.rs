//! The second lock behind the day of the bank: from it the exclusion is counted, so that a wrong year would set free
//! whoever has just been paid for. No answer is booked before its list was sent.

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
        per_backend::run(manager, per_backend::PAYOUT_DAY).await
    }
}

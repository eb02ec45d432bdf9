//! What was known of a placement when a claim for it was approved: facts that are recorded later were seen by nobody
//! who approved it, so it is not sent to the bank before it is approved again. A trigger is the second lock.

use crate::per_backend;
use sea_orm_migration::{prelude::*, schema::big_integer_null};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let column = big_integer_null("approved_known_at");
        manager.alter_table(Table::alter().table("claim").add_column(column).to_owned()).await?;
        per_backend::run(manager, per_backend::CLAIM_APPROVED).await
    }
}

//! A list is of one funding task and one budget year: what is sent to the bank together is accounted for together. A
//! trigger refuses a claim of another fund. A list from before that mixed them keeps saying so: by neither.

use crate::per_backend;
use sea_orm_migration::{
    prelude::*,
    schema::{integer_null, text_null},
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for column in [text_null("task"), integer_null("budget_year")] {
            manager.alter_table(Table::alter().table("batch").add_column(column).to_owned()).await?;
        }
        let of_one = |column: &str| {
            format!(
                "UPDATE batch SET {column} = (SELECT min(claim.{column}) FROM payout
                   JOIN claim ON claim.id = payout.claim_id WHERE payout.batch_id = batch.id)
                 WHERE (SELECT count(DISTINCT claim.{column}) FROM payout
                   JOIN claim ON claim.id = payout.claim_id WHERE payout.batch_id = batch.id) = 1"
            )
        };
        for column in ["task", "budget_year"] {
            manager.get_connection().execute_unprepared(&of_one(column)).await?;
        }
        per_backend::run(manager, per_backend::BATCH_FUND).await
    }
}

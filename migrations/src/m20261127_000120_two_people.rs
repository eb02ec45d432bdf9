//! Who sent a list, who wrote the account that is paid, and who recorded what the bank answered: money leaves by two
//! people at least. Triggers are the second lock behind the rule of the domain.
//!
//! Of what was sent and written before, the audit says who it was.

use crate::per_backend;
use sea_orm_migration::{prelude::*, schema::uuid_null};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (table, column) in [("paying", "payee_by"), ("batch", "sent_by"), ("payout", "result_by")] {
            manager.alter_table(Table::alter().table(table).add_column(uuid_null(column)).to_owned()).await?;
        }
        per_backend::run(manager, per_backend::TWO_PEOPLE).await
    }
}

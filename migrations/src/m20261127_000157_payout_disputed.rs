//! Paid after not paid: what a bank said against what it had said before stays with the attempt until somebody has
//! settled it. Until then the claim is not sent again and its person not let go: triggers are the second lock.

use crate::per_backend;
use sea_orm_migration::{
    prelude::*,
    schema::{big_integer_null, integer_null, uuid_null},
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for column in [big_integer_null("disputed_at"), uuid_null("disputed_by"), integer_null("disputed_on")] {
            manager.alter_table(Table::alter().table("payout").add_column(column).to_owned()).await?;
        }
        per_backend::run(manager, per_backend::PAYOUT_DISPUTED).await
    }
}

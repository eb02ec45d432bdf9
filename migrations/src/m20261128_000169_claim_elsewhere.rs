//! Whether another source pays for the same work is answered when a claim is prepared: yes, with its days, no, or that
//! nobody could say. Claims from before hold no answer. A trigger keeps the answer as it was given, and that it is
//! flagged for whoever approves.

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
        for column in [text_null("elsewhere_known"), integer_null("elsewhere_from"), integer_null("elsewhere_through")]
        {
            manager.alter_table(Table::alter().table("claim").add_column(column).to_owned()).await?;
        }
        per_backend::run(manager, per_backend::CLAIM_ELSEWHERE).await
    }
}

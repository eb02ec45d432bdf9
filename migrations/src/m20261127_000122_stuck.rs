//! Rows that a clock could not move: so that one damaged row holds up no other, is tried again less and less often, and
//! is shown to whoever looks after the system until it is mended.

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
            .table("stuck")
            .col(text("kind"))
            .col(uuid("thing_id"))
            .col(big_integer("since"))
            .col(integer("times"))
            .col(big_integer("retry_at"))
            .col(text("error"))
            .primary_key(Index::create().col("kind").col("thing_id"))
            .to_owned();
        manager.create_table(table).await
    }
}

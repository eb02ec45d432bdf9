//! A verification is handed in again before it ends, and its people are told of the end: when that was handed in, where
//! its evidence begins, and what was told last. What is verified today is called by the clock 30 days before its end.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer_null, integer_null, text_null},
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for column in [big_integer_null("renewal_at"), integer_null("renewal_from"), text_null("told")] {
            manager.alter_table(Table::alter().table("verification").add_column(column).to_owned()).await?;
        }
        // 30 days in microseconds.
        let called = "UPDATE verification SET due_at = until_at - 2592000000000
                      WHERE state = 'verified' AND due_at = until_at";
        manager.get_connection().execute_unprepared(called).await.map(|_| ())
    }
}

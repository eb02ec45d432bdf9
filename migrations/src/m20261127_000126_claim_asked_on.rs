//! The day on which two people asked money back: the parts of it are due a month apart from there on.

use sea_orm_migration::{prelude::*, schema::integer_null};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let column = Table::alter().table("claim").add_column(integer_null("asked_on")).to_owned();
        manager.alter_table(column).await?;
        // What is being recovered already: from its last change on, by the calendar of Viet Nam.
        let known = "UPDATE claim SET asked_on = CAST((updated_at + 25200000000) / 86400000000 AS integer)
                     WHERE state = 'recovering'";
        manager.get_connection().execute_unprepared(known).await.map(|_| ())
    }
}

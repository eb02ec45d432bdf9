//! What programs were last told of whether a placement counts, so that each change is told once.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, integer_null, text_null},
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let told =
            [text_null("outcome_told"), big_integer("outcome_no").default(0).take(), integer_null("outcome_day")];
        for column in told {
            manager.alter_table(Table::alter().table("placement").add_column(column).to_owned()).await?;
        }
        Ok(())
    }
}

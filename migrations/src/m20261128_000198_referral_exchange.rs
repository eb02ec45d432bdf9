//! Letters that were sent through the exchange say when: their employers find them here. Those that wait for an answer
//! now and were sent so are among them.

use sea_orm_migration::{prelude::*, schema::big_integer_null};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let column = big_integer_null("exchange_at");
        manager.alter_table(Table::alter().table("referral").add_column(column).to_owned()).await?;
        let connection = manager.get_connection();
        let known = "UPDATE referral SET exchange_at = since_at WHERE way = 'exchange'";
        connection.execute_unprepared(known).await?;
        let index = "CREATE INDEX ix_referral_to_employer ON referral (employer_id, id) WHERE exchange_at IS NOT NULL";
        connection.execute_unprepared(index).await.map(|_| ())
    }
}

//! Who counts as paid for at other installations: the lists that were taken from them, and the keyed hashes on them.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, blob, integer, text},
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let list = Table::create()
            .table("exclusion_list")
            .col(text("programme"))
            .col(text("installation"))
            .col(text("key_id"))
            .col(big_integer("made_at"))
            .col(integer("people"))
            .col(integer("until_on"))
            .col(big_integer("taken_at"))
            .primary_key(Index::create().col("programme").col("installation"))
            .to_owned();
        manager.create_table(list).await?;
        let held = Table::create()
            .table("exclusion_elsewhere")
            .col(text("programme"))
            .col(text("installation"))
            .col(blob("person_key"))
            .col(integer("until_on"))
            .primary_key(Index::create().col("programme").col("installation").col("person_key"))
            .check(Expr::cust("length(person_key) = 32"))
            .to_owned();
        manager.create_table(held).await?;
        let index = "CREATE INDEX ix_exclusion_elsewhere_programme_person_key
                     ON exclusion_elsewhere (programme, person_key)";
        manager.get_connection().execute_unprepared(index).await.map(|_| ())
    }
}

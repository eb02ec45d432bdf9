//! Which keys this database was written with: a mark that only the right key gives. Never the key itself.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, blob, text},
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mark = Table::create()
            .table("key_mark")
            .col(text("key_id").primary_key())
            .col(blob("mark"))
            .col(big_integer("created_at"))
            .to_owned();
        manager.create_table(mark).await?;
        Ok(())
    }
}

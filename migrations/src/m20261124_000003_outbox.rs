//! The outbox: what changed, in commit order, for the index and the stream; and the epoch of this database.

use crate::per_backend;
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
        let backend = manager.get_database_backend();
        let outbox = Table::create()
            .table("outbox")
            .col(big_integer("id").auto_increment().primary_key())
            .col(per_backend::outbox_pos(backend))
            .col(text("entity"))
            .col(uuid("entity_id"))
            .col(big_integer("version"))
            .col(text("kind"))
            .col(big_integer("created_at"))
            .to_owned();
        manager.create_table(outbox).await?;
        let head = Table::create()
            .table("outbox_head")
            .col(integer("only_row").primary_key().check(Expr::col("only_row").eq(1)))
            .col(big_integer("last_pos"))
            .col(uuid("epoch"))
            .to_owned();
        manager.create_table(head).await?;
        per_backend::run(manager, per_backend::OUTBOX).await
    }
}

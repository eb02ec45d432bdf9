//! Named leases with fencing tokens, and the nodes with the position of their index.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, text, uuid, uuid_null},
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let lease = Table::create()
            .table("lease")
            .col(text("name").primary_key())
            .col(text("holder"))
            .col(big_integer("token"))
            .col(big_integer("lease_until"))
            .to_owned();
        manager.create_table(lease).await?;
        let node = Table::create()
            .table("node")
            .col(uuid("id").primary_key())
            .col(big_integer("seen_at"))
            .col(uuid_null("index_epoch"))
            .col(big_integer("index_pos"))
            .to_owned();
        manager.create_table(node).await
    }
}

//! The chain of audit rows: for each centre, and for the platform, one row after the other with a hash over all before
//! it, and a signed head. Rows wait in a table of their own until the sequencer links them.

use crate::per_backend;
use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, blob, blob_null, uuid, uuid_null},
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for column in [uuid_null("centre_id"), blob_null("salt")] {
            manager.alter_table(Table::alter().table("audit").add_column(column).to_owned()).await?;
        }
        let index =
            Index::create().name("ix_audit_centre_id").table("audit").col("centre_id").col("at").col("id").to_owned();
        manager.create_index(index).await?;
        let index = Index::create().name("ix_audit_actor").table("audit").col("actor").col("at").col("id").to_owned();
        manager.create_index(index).await?;
        let waiting = Table::create().table("audit_waiting").col(big_integer("audit_id").primary_key()).to_owned();
        manager.create_table(waiting).await?;
        let link = Table::create()
            .table("audit_link")
            .col(big_integer("audit_id").primary_key())
            .col(uuid("chain"))
            .col(big_integer("seq"))
            .col(big_integer("linked_at"))
            .col(blob_null("commitment"))
            .col(blob("hash"))
            .col(blob_null("signature"))
            .check(Expr::cust("length(hash) = 32"))
            .to_owned();
        manager.create_table(link).await?;
        let place = Index::create()
            .name("uq_audit_link_chain_seq")
            .table("audit_link")
            .col("chain")
            .col("seq")
            .unique()
            .to_owned();
        manager.create_index(place).await?;
        let head = Table::create()
            .table("audit_head")
            .col(uuid("chain").primary_key())
            .col(big_integer("seq"))
            .col(big_integer("signed_at"))
            .col(blob("hash"))
            .col(blob("signature"))
            .to_owned();
        manager.create_table(head).await?;
        per_backend::run(manager, per_backend::AUDIT_CHAIN).await
    }
}

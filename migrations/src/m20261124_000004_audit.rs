//! Who did what to what, before and after. Rows are only ever added: triggers refuse the rest.

use crate::per_backend;
use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, text, text_null, uuid},
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let audit = Table::create()
            .table("audit")
            .col(big_integer("id").auto_increment().primary_key())
            .col(big_integer("at"))
            .col(text("actor"))
            .col(text("role"))
            .col(text("action"))
            .col(text("entity"))
            .col(uuid("entity_id"))
            .col(text_null("before"))
            .col(text_null("after"))
            .col(text_null("request_id"))
            .to_owned();
        manager.create_table(audit).await?;
        let by_entity = Index::create().name("ix_audit_entity_id").table("audit").col("entity_id").col("id").to_owned();
        manager.create_index(by_entity).await?;
        per_backend::run(manager, per_backend::AUDIT_APPEND_ONLY).await
    }
}

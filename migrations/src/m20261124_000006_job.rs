//! Durable jobs with leases and fencing tokens, and the schedules that make them.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, big_integer_null, integer, text, text_null, uuid_null},
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let job = Table::create()
            .table("job")
            .col(big_integer("id").auto_increment().primary_key())
            .col(text("kind"))
            .col(text_null("dedup_key"))
            .col(text("payload"))
            .col(text("state"))
            .col(big_integer("run_at"))
            .col(integer("attempts"))
            .col(integer("max_attempts"))
            .col(uuid_null("lease_token"))
            .col(big_integer_null("lease_until"))
            .col(text_null("last_error"))
            .col(big_integer("created_at"))
            .col(big_integer_null("finished_at"))
            .check(Expr::cust("state in ('queued', 'running', 'done', 'dead')"))
            .to_owned();
        manager.create_table(job).await?;
        let by_key = Index::create().name("uq_job_dedup_key").table("job").col("dedup_key").unique().to_owned();
        manager.create_index(by_key).await?;
        let due =
            Index::create().name("ix_job_state_run_at").table("job").col("state").col("run_at").col("id").to_owned();
        manager.create_index(due).await?;
        let schedule = Table::create()
            .table("schedule")
            .col(text("name").primary_key())
            .col(text("cron"))
            .col(text("zone"))
            .col(big_integer("last_occurrence"))
            .col(text("catch_up"))
            .check(Expr::cust("catch_up in ('all', 'last', 'none')"))
            .to_owned();
        manager.create_table(schedule).await
    }
}

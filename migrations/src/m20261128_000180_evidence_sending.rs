//! A file of more rows than a page waits for goes on some rows at a time: how far it is and for whom, and what was said
//! of its rows so far. What was said moves to `evidence_row` when the last row was judged.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, big_integer_null, text, uuid, uuid_null},
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [sending(), row()] {
            manager.create_table(table).await?;
        }
        let index = "CREATE INDEX ix_evidence_sending_going ON evidence_sending (begun_at, file_id)
                     WHERE state = 'going'";
        manager.get_connection().execute_unprepared(index).await?;
        Ok(())
    }
}

fn sending() -> TableCreateStatement {
    Table::create()
        .table("evidence_sending")
        .col(uuid("file_id").primary_key())
        .col(uuid("account_id"))
        .col(text("role"))
        .col(text("state"))
        .col(big_integer("row_count"))
        .col(big_integer("done"))
        .col(big_integer("recorded"))
        .col(big_integer("stood"))
        .col(big_integer("refused"))
        .col(big_integer("begun_at"))
        .col(big_integer_null("ended_at"))
        .foreign_key(
            ForeignKey::create()
                .name("fk_evidence_sending_file")
                .from("evidence_sending", "file_id")
                .to("evidence_file", "id"),
        )
        .check(Expr::cust("done >= 0 AND done <= row_count AND done = recorded + stood + refused"))
        .to_owned()
}

fn row() -> TableCreateStatement {
    Table::create()
        .table("evidence_sending_row")
        .col(uuid("file_id"))
        .col(big_integer("number"))
        .col(big_integer("line"))
        .col(text("verdict"))
        .col(uuid_null("placement_id"))
        .primary_key(Index::create().col("file_id").col("number"))
        .foreign_key(
            ForeignKey::create()
                .name("fk_evidence_sending_row_sending")
                .from("evidence_sending_row", "file_id")
                .to("evidence_sending", "file_id"),
        )
        .to_owned()
}

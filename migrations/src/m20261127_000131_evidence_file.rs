//! Files of the insurer, of a payroll or of a centre, kept whole: bytes sealed in chunks, the hash open, and what was
//! said of each row on each sending. A fact that was taken from one names it. Facts from before name none.

use crate::per_backend;
use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, blob, integer, text, uuid, uuid_null},
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [file(), chunk(), row()] {
            manager.create_table(table).await?;
        }
        for (table, name, columns) in INDEXES {
            let mut index = Index::create();
            index.name(name).table(table);
            if name.starts_with("uq_") {
                index.unique();
            }
            for column in columns {
                index.col(*column);
            }
            manager.create_index(index).await?;
        }
        let named = Table::alter().table("placement_fact").add_column(uuid_null("file_id")).to_owned();
        manager.alter_table(named).await?;
        per_backend::run(manager, per_backend::EVIDENCE_APPEND_ONLY).await
    }
}

/// A file stands once at a centre from one source, however often it is sent.
const INDEXES: [(&str, &str, &[&str]); 3] = [
    ("evidence_file", "uq_evidence_file_centre_id_source_hash", &["centre_id", "source", "hash"]),
    ("evidence_file", "ix_evidence_file_centre_id_id", &["centre_id", "id"]),
    ("evidence_chunk", "uq_evidence_chunk_file_id_number", &["file_id", "number"]),
];

fn file() -> TableCreateStatement {
    Table::create()
        .table("evidence_file")
        .col(uuid("id").primary_key())
        .col(uuid("centre_id"))
        .col(text("source"))
        .col(text("media"))
        .col(big_integer("size"))
        .col(blob("hash"))
        .col(uuid_null("entered_by"))
        .col(big_integer("created_at"))
        .foreign_key(
            ForeignKey::create().name("fk_evidence_file_centre").from("evidence_file", "centre_id").to("centre", "id"),
        )
        .check(Expr::cust("length(hash) = 32"))
        .to_owned()
}

fn to_file(name: &'static str, table: &'static str) -> ForeignKeyCreateStatement {
    ForeignKey::create().name(name).from(table, "file_id").to("evidence_file", "id").to_owned()
}

fn chunk() -> TableCreateStatement {
    Table::create()
        .table("evidence_chunk")
        .col(uuid("id").primary_key())
        .col(uuid("file_id"))
        .col(integer("number"))
        .col(blob("bytes"))
        .foreign_key(&mut to_file("fk_evidence_chunk_file", "evidence_chunk"))
        .to_owned()
}

fn row() -> TableCreateStatement {
    Table::create()
        .table("evidence_row")
        .col(uuid("file_id"))
        .col(integer("run"))
        .col(big_integer("line"))
        .col(text("verdict"))
        .col(uuid_null("placement_id"))
        .primary_key(Index::create().col("file_id").col("run").col("line"))
        .foreign_key(&mut to_file("fk_evidence_row_file", "evidence_row"))
        .check(Expr::cust("run >= 1"))
        .to_owned()
}

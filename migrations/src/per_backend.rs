//! What SQLite and PostgreSQL spell differently in the schema. Nothing else may ask which database it runs on.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::{ConnectionTrait, DbBackend};

/// Statements of one step for each database.
#[derive(Clone, Copy)]
pub(crate) struct Steps {
    sqlite: &'static [&'static str],
    postgres: &'static [&'static str],
}

/// Runs the statements that belong to the database at hand.
pub(crate) async fn run(manager: &SchemaManager<'_>, steps: Steps) -> Result<(), DbErr> {
    let statements = if manager.get_database_backend() == DbBackend::Postgres { steps.postgres } else { steps.sqlite };
    for statement in statements {
        manager.get_connection().execute_unprepared(statement).await?;
    }
    Ok(())
}

/// The safe position of an outbox row. SQLite has one writer, so the row id is the commit order and the position is
/// the id itself; PostgreSQL hands ids out before commit, so a sequencer fills the column afterwards.
pub(crate) fn outbox_pos(backend: DbBackend) -> ColumnDef {
    let mut pos = ColumnDef::new("pos");
    pos.big_integer();
    if backend == DbBackend::Postgres {
        pos.null().unique_key();
    } else {
        pos.generated(Expr::col("id"), false);
    }
    pos
}

/// The head row with a random epoch, and on PostgreSQL the index of rows that wait for their position.
pub(crate) const OUTBOX: Steps = Steps {
    sqlite: &["INSERT INTO outbox_head (only_row, last_pos, epoch) VALUES (1, 0, randomblob(16))"],
    postgres: &[
        "INSERT INTO outbox_head (only_row, last_pos, epoch) VALUES (1, 0, gen_random_uuid())",
        "CREATE INDEX ix_outbox_unsequenced ON outbox (id) WHERE pos IS NULL",
    ],
};

/// Updates, deletions and truncation of audit rows are refused.
pub(crate) const AUDIT_APPEND_ONLY: Steps = Steps {
    sqlite: &[
        "CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'audit_append_only'); END",
        "CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'audit_append_only'); END",
    ],
    postgres: &[
        "CREATE FUNCTION audit_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
           RAISE EXCEPTION 'audit_append_only' USING ERRCODE = 'check_violation', CONSTRAINT = 'audit_append_only';
         END $$",
        "CREATE TRIGGER audit_no_change BEFORE UPDATE OR DELETE ON audit
           FOR EACH ROW EXECUTE FUNCTION audit_append_only()",
        "CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON audit
           FOR EACH STATEMENT EXECUTE FUNCTION audit_append_only()",
    ],
};

//! What SQLite and PostgreSQL do differently. No other file of this crate may ask which database it runs on, save for
//! opening and migrating.

use crate::error::Fault;
use crate::{Db, Result, Tx};
use sea_orm::prelude::Expr;
use sea_orm::{
    AccessMode, ConnectionTrait, DbBackend, DbErr, IsolationLevel, SqliteTransactionMode, Statement,
    TransactionOptions, Value,
};
use sqlx::error::DatabaseError;
use uuid::Uuid;

/// The advisory lock that lets one node migrate at a time ("sanviec" in ASCII).
const MIGRATION_LOCK: i64 = 0x73_616e_7669_6563;

/// How many rows. Not of a column: SQLite would then look each row up in the table, though an index holds all that is
/// asked for.
pub(crate) fn counted() -> Expr {
    Expr::cust("count(*)")
}

pub(crate) fn statement(db: &impl ConnectionTrait, sql: &str) -> Statement {
    Statement::from_string(db.get_database_backend(), sql)
}

pub(crate) fn is_postgres(db: &impl ConnectionTrait) -> bool {
    db.get_database_backend() == DbBackend::Postgres
}

/// SQLite takes the write lock at once: a deferred transaction that reads first cannot wait for it later.
pub(crate) fn write_options(backend: DbBackend) -> TransactionOptions {
    let sqlite = (backend == DbBackend::Sqlite).then_some(SqliteTransactionMode::Immediate);
    TransactionOptions { sqlite_transaction_mode: sqlite, ..Default::default() }
}

/// SQLite's WAL gives every transaction a snapshot; PostgreSQL has to be asked.
pub(crate) fn snapshot_options(backend: DbBackend) -> TransactionOptions {
    if backend == DbBackend::Sqlite {
        return TransactionOptions::default();
    }
    TransactionOptions {
        isolation_level: Some(IsolationLevel::RepeatableRead),
        access_mode: Some(AccessMode::ReadOnly),
        ..Default::default()
    }
}

pub(crate) async fn has_table(db: &sea_orm::DatabaseConnection, table: &str) -> Result<bool, DbErr> {
    sea_orm_migration::SchemaManager::new(db).has_table(table).await
}

pub(crate) async fn lock_for_migration(owner: &sea_orm::DatabaseConnection) -> Result<(), DbErr> {
    let lock = Statement::from_sql_and_values(
        owner.get_database_backend(),
        "SELECT pg_advisory_lock($1)",
        [MIGRATION_LOCK.into()],
    );
    owner.execute_raw(lock).await.map(|_| ())
}

/// Tables whose rows servers may add and never change or remove.
pub(crate) const APPEND_ONLY: [&str; 8] =
    ["audit", "audit_link", "placement_fact", "placement_policy", "journal", "ledger_entry", "bank_result", "bank_row"];

/// Gives a role the rights of a server; the name was checked. Whether it had to be made.
pub(crate) async fn grant_to_servers(owner: &sea_orm::DatabaseConnection, role: &str) -> Result<bool> {
    let known = format!("SELECT 1 FROM pg_roles WHERE rolname = '{role}'");
    let made = owner.query_one_raw(statement(owner, &known)).await?.is_none();
    let mut grants = Vec::new();
    if made {
        grants.push(format!("CREATE ROLE {role} LOGIN"));
    }
    grants.extend([
        "REVOKE CREATE ON SCHEMA public FROM PUBLIC".to_owned(),
        format!("REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {role}"),
        format!("GRANT USAGE ON SCHEMA public TO {role}"),
        format!("GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}"),
        format!("GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}"),
        format!("REVOKE INSERT, UPDATE, DELETE ON seaql_migrations FROM {role}"),
    ]);
    grants.extend(APPEND_ONLY.map(|table| format!("REVOKE UPDATE, DELETE ON {table} FROM {role}")));
    // The values of a row may go, so that somebody can be forgotten; a trigger lets them do nothing else.
    grants.push(format!(r#"GRANT UPDATE ("before", "after", salt) ON audit TO {role}"#));
    // So may the words of a bank, when the file that they came in is erased.
    grants.push(format!("GRANT UPDATE (note) ON bank_row TO {role}"));
    for grant in grants {
        owner.execute_raw(statement(owner, &grant)).await?;
    }
    Ok(made)
}

/// Rights of the role in use that a server should not have: one text for each.
pub(crate) async fn needless_rights(db: &impl Db) -> Result<Vec<String>> {
    if !is_postgres(db) {
        return Ok(Vec::new());
    }
    let sql = "SELECT text FROM (VALUES
        (1, 'the role of the servers can change the schema', has_schema_privilege(current_user, 'public', 'CREATE')),
        (2, 'the role of the servers can change rows of the audit',
            has_table_privilege(current_user, 'audit', 'DELETE')
            OR has_column_privilege(current_user, 'audit', 'actor', 'UPDATE'))) AS found (n, text, holds)
        WHERE holds ORDER BY n";
    let rows = db.query_all_raw(statement(db, sql)).await?;
    rows.iter().map(|row| Ok(row.try_get_by_index(0)?)).collect()
}

/// Lists table and column of every binary column.
pub(crate) fn binary_columns(db: &impl ConnectionTrait) -> &'static str {
    if is_postgres(db) {
        "SELECT table_name::text, column_name::text FROM information_schema.columns
         WHERE table_schema = current_schema() AND data_type = 'bytea' ORDER BY table_name, ordinal_position"
    } else {
        "SELECT t.name, c.name FROM sqlite_schema t JOIN pragma_table_info(t.name) c
         WHERE t.type = 'table' AND lower(c.type) LIKE '%blob%' ORDER BY t.name, c.cid"
    }
}

/// The clock of the database, in microseconds; inside a transaction it moves on.
pub(crate) fn clock(db: &impl ConnectionTrait) -> &'static str {
    if is_postgres(db) {
        "(extract(epoch from clock_timestamp()) * 1000000)::bigint"
    } else {
        "CAST(unixepoch('subsec') * 1000000 AS INTEGER)"
    }
}

/// The column `id` in hexadecimal digits, without hyphens.
pub(crate) fn hex_of_id(db: &impl ConnectionTrait) -> &'static str {
    if is_postgres(db) { "replace(CAST(id AS text), '-', '')" } else { "lower(hex(id))" }
}

/// A random uuid made by the database.
pub(crate) fn random_uuid(db: &impl ConnectionTrait) -> &'static str {
    if is_postgres(db) { "gen_random_uuid()" } else { "randomblob(16)" }
}

/// Locks the rows a `SELECT` finds; SQLite has one writer and needs no such thing (and no such words).
pub(crate) fn for_update(db: &impl ConnectionTrait) -> &'static str {
    if is_postgres(db) { "FOR UPDATE" } else { "" }
}

/// The same, leaving out rows that somebody else holds.
pub(crate) fn skip_locked(db: &impl ConnectionTrait) -> &'static str {
    if is_postgres(db) { "FOR UPDATE SKIP LOCKED" } else { "" }
}

/// The column by which outbox rows are in safe order: on SQLite the row id itself, which is indexed.
pub(crate) fn outbox_position(db: &impl ConnectionTrait) -> &'static str {
    if is_postgres(db) { "pos" } else { "id" }
}

/// The highest position ever given.
pub(crate) fn outbox_head(db: &impl ConnectionTrait) -> &'static str {
    if is_postgres(db) {
        "SELECT last_pos FROM outbox_head WHERE only_row = 1"
    } else {
        "SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'outbox'"
    }
}

/// Numbers committed rows that have no position yet. `$1` is the highest position given so far, `$2` how many at
/// most.
pub(crate) const SEQUENCE: &str = "UPDATE outbox SET pos = $1 + numbered.n FROM (
    SELECT id, row_number() OVER (ORDER BY id) AS n FROM (
        SELECT id FROM outbox WHERE pos IS NULL ORDER BY id LIMIT $2) AS waiting) AS numbered
    WHERE outbox.id = numbered.id";

/// One at a time links audit rows, until the end of its transaction. SQLite has one writer.
pub(crate) async fn lock_audit_chain(db: &impl Db) -> Result<(), DbErr> {
    /// "audit" in ASCII.
    const LOCK: i64 = 0x61_7564_6974;
    if is_postgres(db) {
        db.execute_raw(bound(db, "SELECT pg_advisory_xact_lock($1)", [LOCK.into()])).await?;
    }
    Ok(())
}

/// Says at once whether somebody else is in the middle of a request with this key. SQLite has one writer: never.
pub(crate) async fn try_lock_key(db: &impl Db, key: &str, caller: &str) -> Result<bool, DbErr> {
    if !is_postgres(db) {
        return Ok(true);
    }
    let lock =
        bound(db, "SELECT pg_try_advisory_xact_lock(hashtextextended($1, 0))", [format!("{caller}\n{key}").into()]);
    match db.query_one_raw(lock).await? {
        Some(row) => row.try_get_by_index(0),
        None => Ok(false),
    }
}

/// Shares an account with other writes of its own until this one ends; its end waits for all of them. SQLite has one
/// writer.
pub(crate) async fn share_account(tx: &Tx<'_>, id: Uuid) -> Result<()> {
    lock_account(tx, "SELECT pg_advisory_xact_lock_shared(hashtextextended($1, 0))", id).await
}

/// Waits until nobody shares an account, and lets nobody until this write ends.
pub(crate) async fn hold_account_alone(tx: &Tx<'_>, id: Uuid) -> Result<()> {
    lock_account(tx, "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", id).await
}

async fn lock_account(tx: &Tx<'_>, sql: &str, id: Uuid) -> Result<()> {
    if is_postgres(tx) {
        tx.execute_raw(bound(tx, sql, [format!("account {id}").into()])).await?;
    }
    Ok(())
}

/// Writes the head row as it is: needs what any write needs.
pub(crate) async fn touch(tx: &Tx<'_>) -> Result<()> {
    let sql = "UPDATE outbox_head SET last_pos = last_pos WHERE only_row = 1";
    tx.execute_raw(statement(tx, sql)).await?;
    Ok(())
}

/// Puts SQLite's log into the file and cuts it; false when somebody still reads from it.
pub(crate) async fn scrub(writer: &sea_orm::DatabaseConnection) -> Result<bool> {
    if is_postgres(writer) {
        return Ok(true);
    }
    let row = writer.query_one_raw(statement(writer, "PRAGMA wal_checkpoint(TRUNCATE)")).await?;
    let busy: i64 = row.map(|row| row.try_get_by_index(0)).transpose()?.unwrap_or(1);
    Ok(busy == 0)
}

/// After rows were put in with their ids: new ones come after the highest. SQLite sees to it itself.
pub(crate) async fn continue_row_ids(tx: &Tx<'_>, table: &'static str) -> Result<()> {
    if is_postgres(tx) {
        let sql = format!(
            "SELECT setval(pg_get_serial_sequence('{table}', 'id'), greatest((SELECT max(id) FROM {table}), 1),
             EXISTS (SELECT 1 FROM {table}))"
        );
        tx.query_one_raw(statement(tx, &sql)).await?;
    }
    Ok(())
}

/// Lets the statements of a transaction take as long as they need: checks read whole tables.
pub(crate) async fn take_time(db: &impl Db) -> Result<()> {
    if is_postgres(db) {
        db.execute_raw(statement(db, "SET LOCAL statement_timeout = 0")).await?;
    }
    Ok(())
}

/// What the database itself knows to check: one text for each thing found wrong. PostgreSQL keeps checksums of its
/// pages and looks at them whenever it reads one.
pub(crate) async fn own_checks(db: &impl Db) -> Result<Vec<String>> {
    if is_postgres(db) {
        return Ok(Vec::new());
    }
    let mut found = Vec::new();
    for row in db.query_all_raw(statement(db, "PRAGMA integrity_check(20)")).await? {
        found.push(row.try_get_by_index::<String>(0)?);
    }
    found.retain(|line| line != "ok");
    for row in db.query_all_raw(statement(db, "PRAGMA foreign_key_check")).await? {
        found.push(format!("a row of {} points to a row that is not there", row.try_get_by_index::<String>(0)?));
    }
    Ok(found)
}

/// How many bytes the database takes.
pub(crate) async fn bytes(db: &impl Db) -> Result<u64> {
    let sql = if is_postgres(db) {
        "SELECT pg_database_size(current_database())"
    } else {
        "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()"
    };
    let row = db.query_one_raw(statement(db, sql)).await?;
    let bytes: i64 = row.map(|row| row.try_get_by_index(0)).transpose()?.unwrap_or(0);
    Ok(u64::try_from(bytes).unwrap_or(0))
}

/// Settings of the server or session that put acknowledged writes at risk: one text for each.
pub(crate) async fn risky_settings(db: &impl Db) -> Result<Vec<String>> {
    const POSTGRES: &[(&str, &[&str])] = &[
        ("fsync", &["on"]),
        ("full_page_writes", &["on"]),
        ("synchronous_commit", &["on", "remote_apply", "remote_write", "local"]),
        ("data_checksums", &["on"]),
    ];
    const SQLITE: &[(&str, &[&str])] = &[("journal_mode", &["wal"])];
    let (settings, ask) = if is_postgres(db) { (POSTGRES, "SHOW") } else { (SQLITE, "PRAGMA") };
    let mut risky = Vec::new();
    for (name, good) in settings {
        let row = db.query_one_raw(statement(db, &format!("{ask} {name}"))).await?;
        let value: String = row.map(|row| row.try_get_by_index(0)).transpose()?.unwrap_or_default();
        if !good.contains(&value.as_str()) {
            risky.push(format!("{name} is {value}"));
        }
    }
    Ok(risky)
}

/// Raw SQL with `$1`, `$2`, … which both databases read.
pub(crate) fn bound<const N: usize>(db: &impl ConnectionTrait, sql: &str, values: [Value; N]) -> Statement {
    Statement::from_sql_and_values(db.get_database_backend(), sql, values)
}

/// What kind of failure the database's refusal is.
pub(crate) fn fault_of(refusal: &dyn DatabaseError) -> Fault {
    let code = refusal.code().unwrap_or_default();
    if refusal.try_downcast_ref::<sqlx::postgres::PgDatabaseError>().is_some() {
        postgres_fault(&code, refusal)
    } else {
        sqlite_fault(code.parse().unwrap_or(0), refusal.message())
    }
}

fn postgres_fault(code: &str, refusal: &dyn DatabaseError) -> Fault {
    match code {
        "40001" | "40P01" | "55P03" => Fault::Transient,
        "53100" => Fault::DiskFull,
        "25006" => Fault::ReadOnly,
        "XX001" | "XX002" => Fault::Damaged,
        // Shutdown, crash, terminated, idle in transaction: the session is gone and COMMIT was not answered.
        "57P01" | "57P02" | "57P03" | "25P03" => Fault::Lost,
        code if code.starts_with("08") => Fault::Lost,
        code if code.starts_with("23") => Fault::Constraint(refusal.constraint().unwrap_or("unnamed").to_owned()),
        _ => Fault::Refused,
    }
}

fn sqlite_fault(code: i32, message: &str) -> Fault {
    const SHM_SIZE: i32 = 4874;
    match (code & 0xff, code) {
        (_, SHM_SIZE) | (13, _) => Fault::DiskFull,
        (5 | 6, _) => Fault::Transient,
        (8, _) => Fault::ReadOnly,
        // An I/O error: during COMMIT nobody knows what reached the disk.
        (10, _) => Fault::Lost,
        (11 | 26, _) => Fault::Damaged,
        (19, _) => Fault::Constraint(sqlite_constraint(message)),
        _ => Fault::Refused,
    }
}

/// SQLite names columns, PostgreSQL names constraints; ours are called after their columns, so both say the same.
fn sqlite_constraint(message: &str) -> String {
    let Some((kind, what)) = message.split_once(" constraint failed: ") else {
        return if message.starts_with("FOREIGN KEY") { "foreign_key".into() } else { message.to_owned() };
    };
    if kind != "UNIQUE" {
        return what.to_owned();
    }
    let table = what.split('.').next().unwrap_or_default();
    let columns: Vec<&str> =
        what.split(", ").filter_map(|column| column.split_once('.')).map(|(_, name)| name).collect();
    match columns.as_slice() {
        ["id"] | ["key", "caller"] => format!("{table}_pkey"),
        columns => format!("uq_{table}_{}", columns.join("_")),
    }
}

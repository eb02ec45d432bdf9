//! Taking a backup.

use super::Summary;
use super::archive::{Writer, partial_of};
use super::layout::{OUTBOX, TABLES, Table};
use crate::{Result, Snapshot, Store, per_backend};
use sea_orm::{ConnectionTrait, QueryResult, Statement, Value};
use serde_json::{Value as Json, json};
use std::path::Path;

/// Rows of one page.
const PAGE: i64 = 1_000;

/// Writes everything the database holds at this moment to an archive; writes go on meanwhile. The file appears under
/// its name when it is whole and synced, and nothing of it stays when it fails. `now` is noted in it.
pub async fn backup(store: &Store, path: &Path, now: i64) -> Result<Summary> {
    let written = write(store, path, now).await;
    if written.is_err() {
        let partial = partial_of(path);
        let _ = blocking(move || Ok(std::fs::remove_file(partial)?)).await;
    }
    written
}

async fn write(store: &Store, path: &Path, now: i64) -> Result<Summary> {
    let schema = store.schema_status().await?.applied;
    let snapshot = store.snapshot().await?;
    let mut archive = Writer::create(path)?;
    archive.line(&json!({ "sanviec_archive": 1, "taken_at": now, "schema": schema }))?;
    let mut rows = Vec::new();
    for table in TABLES {
        let columns: Vec<&str> = table.columns.iter().map(|(name, _)| *name).collect();
        archive.line(&json!({ "table": table.name, "columns": columns }))?;
        let mut count = 0;
        for pass in passes(&snapshot, table) {
            let (back, more) = copy(&snapshot, table, &pass, archive).await?;
            archive = back;
            count += more;
        }
        rows.push((table.name.to_owned(), count));
    }
    let counts = rows.clone();
    blocking(move || archive.finish(&counts)).await?;
    Ok(Summary { rows, taken_at: now, schema })
}

/// One walk over a table: by which columns, and which rows.
struct Pass {
    key: Vec<&'static str>,
    only: &'static str,
}

/// The outbox is kept in the order of its positions, then what waits for one.
fn passes(snapshot: &Snapshot, table: &Table) -> Vec<Pass> {
    if table.name == OUTBOX && per_backend::is_postgres(snapshot) {
        let sequenced = Pass { key: vec!["pos"], only: "pos IS NOT NULL" };
        return vec![sequenced, Pass { key: vec!["id"], only: "pos IS NULL" }];
    }
    vec![Pass { key: table.key.to_vec(), only: "1 = 1" }]
}

async fn copy(snapshot: &Snapshot, table: &Table, pass: &Pass, mut archive: Writer) -> Result<(Writer, u64)> {
    let (mut after, mut count) = (Vec::new(), 0);
    loop {
        let rows = snapshot.query_all_raw(page(snapshot, table, pass, &after)).await?;
        let Some(last) = rows.last() else { return Ok((archive, count)) };
        after = key_of(table, pass, last)?;
        count += rows.len() as u64;
        let lines = rows.iter().map(|row| line_of(table, row)).collect::<Result<Vec<_>>>()?;
        archive = blocking(move || {
            lines.iter().try_for_each(|line| archive.line(line))?;
            Ok(archive)
        })
        .await?;
    }
}

/// The key columns come after the row's own.
fn page(snapshot: &Snapshot, table: &Table, pass: &Pass, after: &[Value]) -> Statement {
    let quoted: Vec<String> = pass.key.iter().map(|name| format!("\"{name}\"")).collect();
    let key = quoted.join(", ");
    let marks: Vec<String> = (1..=after.len()).map(|n| format!("${n}")).collect();
    let from = if after.is_empty() { String::new() } else { format!("AND ({key}) > ({})", marks.join(", ")) };
    let sql = format!(
        "SELECT {}, {key} FROM {} WHERE {} {from} ORDER BY {key} LIMIT {PAGE}",
        table.column_list(),
        table.name,
        pass.only
    );
    Statement::from_sql_and_values(snapshot.get_database_backend(), sql, after.iter().cloned())
}

fn key_of(table: &Table, pass: &Pass, row: &QueryResult) -> Result<Vec<Value>> {
    let keys = pass.key.iter().enumerate().map(|(n, name)| {
        let kind = table.columns.iter().find(|(column, _)| column == name).map(|(_, kind)| *kind);
        // Only the ids of the outbox are read without being kept.
        let kind = kind.unwrap_or(super::layout::Kind::Long);
        kind.read(row, table.columns.len() + n).map(|(_, value)| value)
    });
    keys.collect()
}

fn line_of(table: &Table, row: &QueryResult) -> Result<Json> {
    let values = table.columns.iter().enumerate().map(|(n, (name, kind))| {
        kind.read(row, n).map(|(json, _)| json).map_err(|error| match error {
            crate::Error::Corrupt { row, .. } => {
                crate::Error::Corrupt { table: table.name.into(), column: (*name).into(), row }
            }
            other => other,
        })
    });
    values.collect::<Result<Vec<_>>>().map(Json::Array)
}

/// Files and compression keep a thread busy; the runtime's own threads are not for that.
pub(super) async fn blocking<T: Send + 'static>(work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    tokio::task::spawn_blocking(work).await.map_err(std::io::Error::other)?
}

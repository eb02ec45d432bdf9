//! Restoring a backup: the whole archive is checked first, then all of it goes into an empty database in one write.

use super::Summary;
use super::archive::Reader;
use super::layout::{TABLES, Table};
use super::write::blocking;
use crate::tables::CHUNK;
use crate::{Error, Result, Store, Tx, outbox, per_backend};
use sea_orm::ConnectionTrait;
use sea_orm::sea_query::{Expr, Query};
use serde_json::Value as Json;
use std::path::{Path, PathBuf};

/// Reads an archive to its end and says what it holds; [`Error::Archive`] when it is damaged, cut short or foreign.
pub async fn check(path: &Path) -> Result<Summary> {
    let path = path.to_owned();
    blocking(move || check_file(&path)).await
}

/// Puts an archive into an empty database whose schema has all the steps of the archive's. All or nothing. The
/// database gets a new epoch: every index has to be built anew.
pub async fn restore(store: &Store, path: &Path) -> Result<Summary> {
    let summary = check(path).await?;
    let status = store.schema_status().await?;
    if let Some(step) = summary.schema.iter().find(|step| !status.applied.contains(step)) {
        return Err(Error::TooNew(step.clone()));
    }
    let path = &path.to_owned();
    store.write("restore", |tx| Box::pin(restore_all(tx, path.clone()))).await?;
    Ok(summary)
}

fn check_file(path: &Path) -> Result<Summary> {
    let mut reader = Reader::open(path)?;
    let head = reader.line()?.ok_or(Error::Archive("it is empty".into()))?;
    if head.get("sanviec_archive").and_then(Json::as_i64) != Some(1) {
        return Err(Error::Archive("it is no archive of this program, or of a newer one".into()));
    }
    let steps = head.get("schema").and_then(Json::as_array).into_iter().flatten();
    let schema = steps.filter_map(Json::as_str).map(ToOwned::to_owned).collect();
    let taken_at = head.get("taken_at").and_then(Json::as_i64).unwrap_or(0);
    let mut rows: Vec<(String, u64)> = Vec::new();
    loop {
        let line = reader.line()?.ok_or(Error::Archive("it is cut short".into()))?;
        if let Some(name) = line.get("table").and_then(Json::as_str) {
            rows.push((name.to_owned(), 0));
        } else if line.is_array() {
            rows.last_mut().ok_or(Error::Archive("a row stands before any table".into()))?.1 += 1;
        } else {
            let stated: Option<Vec<(String, u64)>> =
                line.get("end").and_then(|end| serde_json::from_value(end.clone()).ok());
            let hash = line.get("sha256").and_then(Json::as_str);
            if stated.as_ref() != Some(&rows) || hash != Some(reader.hash_before().as_str()) {
                return Err(Error::Archive("its rows do not match its checksum".into()));
            }
            return Ok(Summary { rows, taken_at, schema });
        }
    }
}

async fn restore_all(tx: &Tx<'_>, path: PathBuf) -> Result<()> {
    refuse_unless_empty(tx).await?;
    let mut reader = blocking(move || Reader::open(&path)).await?;
    let mut table: Option<(&Table, Vec<usize>)> = None;
    loop {
        let (back, batch) = blocking(move || read_batch(reader)).await?;
        reader = back;
        let Some(first) = batch.first() else { break };
        if first.is_array() {
            let (table, order) = table.as_ref().ok_or(Error::Archive("a row stands before any table".into()))?;
            insert(tx, table, order, batch).await?;
        } else {
            table = table_of(first)?.or(table);
        }
    }
    finish(tx).await
}

/// A batch of rows, or one line of another kind; empty at the end.
fn read_batch(mut reader: Reader) -> Result<(Reader, Vec<Json>)> {
    let mut batch = Vec::with_capacity(CHUNK);
    while batch.len() < CHUNK {
        let Some(line) = reader.peek_line()? else { break };
        if !line.is_array() && !batch.is_empty() {
            break;
        }
        let row = line.is_array();
        batch.extend(reader.take_line());
        if !row {
            break;
        }
    }
    Ok((reader, batch))
}

/// The table a line announces, and where in its rows each of our columns stands. Columns the archive does not know
/// yet are left to their defaults.
fn table_of(line: &Json) -> Result<Option<(&'static Table, Vec<usize>)>> {
    let Some(name) = line.get("table").and_then(Json::as_str) else { return Ok(None) };
    let unknown = || Error::Archive("it holds a table or a column this program does not know".into());
    let table = TABLES.iter().find(|table| table.name == name).ok_or_else(unknown)?;
    let columns = line.get("columns").and_then(Json::as_array).ok_or_else(unknown)?;
    let order = columns.iter().map(|column| table.columns.iter().position(|(name, _)| column == name));
    Ok(Some((table, order.collect::<Option<_>>().ok_or_else(unknown)?)))
}

async fn insert(tx: &Tx<'_>, table: &Table, order: &[usize], rows: Vec<Json>) -> Result<()> {
    let wrong = || Error::Archive("a row has the wrong number of values".into());
    let mut insert = Query::insert();
    insert.into_table(table.name).columns(order.iter().map(|&n| table.columns[n].0));
    for row in rows {
        let Json::Array(row) = row else { continue };
        if row.len() != order.len() {
            return Err(wrong());
        }
        let values = row.into_iter().zip(order).map(|(json, &n)| table.columns[n].1.parse(json).map(Expr::from));
        insert.values(values.collect::<Result<Vec<_>>>()?).map_err(|_| wrong())?;
    }
    tx.execute(&insert).await?;
    Ok(())
}

/// Positions for the outbox, row ids that go on where they were, and a new epoch.
async fn finish(tx: &Tx<'_>) -> Result<()> {
    while outbox::sequence(tx, 10_000).await? > 0 {}
    for table in TABLES.iter().filter(|table| table.identity) {
        per_backend::continue_row_ids(tx, table.name).await?;
    }
    outbox::renew_epoch(tx).await
}

async fn refuse_unless_empty(tx: &Tx<'_>) -> Result<()> {
    for table in TABLES {
        let sql = format!("SELECT 1 FROM {} LIMIT 1", table.name);
        if tx.query_one_raw(per_backend::statement(tx, &sql)).await?.is_some() {
            return Err(Error::NotEmpty);
        }
    }
    // The outbox may be pruned to nothing: then the head still tells.
    if outbox::head(tx).await? != 0 {
        return Err(Error::NotEmpty);
    }
    Ok(())
}

//! SQLite: one writer connection, n read-only ones, WAL, every commit synced.

use super::{Pools, options};
use crate::{Error, Reader, Result, Settings};
use sea_orm::{Database, DatabaseConnection};
use sqlx::Connection;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use std::fs::{DirBuilder, OpenOptions};
use std::io::ErrorKind;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::time::Duration;

#[cfg(test)]
mod tests;

pub(super) async fn open(settings: &Settings) -> Result<Pools> {
    if settings.look_only {
        return open_to_look(settings).await;
    }
    let (file, temporary) = match settings.sqlite_file() {
        Some(file) => (file, None),
        None => private_file()?,
    };
    if let Some(folder) = file.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    }
    make_for_owner(&file)?;
    let writer = writer(settings, &file).await?;
    let reader = Reader(readers(settings, session(settings, &file).read_only(true)).await?);
    Ok(Pools { writer, reader, settings: settings.clone(), _temporary: temporary })
}

/// A database that nobody has open is one file, and is read as if it could not change: any other way leaves a log and
/// its index beside it. Where these are there already, a server runs or was killed, and what stands in the log counts.
async fn open_to_look(settings: &Settings) -> Result<Pools> {
    let file = settings.sqlite_file().filter(|file| file.exists());
    let file = file.ok_or(Error::Settings("there is no database at this address".into()))?;
    let is_at_rest = ["-wal", "-shm"].iter().all(|end| {
        let mut beside = file.as_os_str().to_owned();
        beside.push(end);
        !Path::new(&beside).exists()
    });
    let pool = readers(settings, session(settings, &file).read_only(true).immutable(is_at_rest)).await?;
    Ok(Pools { writer: pool.clone(), reader: Reader(pool), settings: settings.clone(), _temporary: None })
}

/// Names and days of birth stand in it as they are: a new file is for its owner alone, and so is what SQLite puts
/// beside it, which takes its mode from there.
fn make_for_owner(file: &Path) -> std::io::Result<()> {
    match OpenOptions::new().write(true).create_new(true).mode(0o600).open(file) {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => Err(error),
        _ => Ok(()),
    }
}

/// `sqlite::memory:` too needs readers beside the writer, which a database in memory cannot have.
fn private_file() -> Result<(PathBuf, Option<tempfile::TempDir>)> {
    let folder = tempfile::Builder::new().prefix("sanviec-").tempdir()?;
    Ok((folder.path().join("private.db"), Some(folder)))
}

async fn writer(settings: &Settings, file: &Path) -> Result<DatabaseConnection> {
    let mut connect = options(settings, "sqlite::memory:", 1);
    let session = session(settings, file).journal_mode(SqliteJournalMode::Wal).create_if_missing(true);
    connect
        .idle_timeout(None)
        .max_lifetime(None)
        .map_sqlx_sqlite_opts(move |_| session.clone())
        .map_sqlx_sqlite_pool_opts(drop_unclean);
    Ok(Database::connect(connect).await?)
}

async fn readers(settings: &Settings, session: SqliteConnectOptions) -> Result<DatabaseConnection> {
    let mut connect = options(settings, "sqlite::memory:", settings.max_readers);
    connect
        .idle_timeout(None)
        .max_lifetime(None)
        .map_sqlx_sqlite_opts(move |_| session.clone())
        .map_sqlx_sqlite_pool_opts(drop_unclean);
    Ok(Database::connect(connect).await?)
}

fn session(settings: &Settings, file: &Path) -> SqliteConnectOptions {
    let synchronous = if settings.durable { SqliteSynchronous::Full } else { SqliteSynchronous::Off };
    let mut session = SqliteConnectOptions::new()
        .filename(file)
        .synchronous(synchronous)
        .busy_timeout(Duration::from_secs(5))
        .foreign_keys(true)
        .statement_cache_capacity(200)
        .pragma("cache_size", "-16384")
        .pragma("temp_store", "memory")
        // What is deleted is overwritten: people have a right to it.
        .pragma("secure_delete", "on")
        .pragma("wal_autocheckpoint", "4000")
        .pragma("journal_size_limit", "67108864");
    if let Some(pages) = settings.max_pages {
        session = session.pragma("max_page_count", pages.to_string());
    }
    session
}

/// SQLite may end a transaction by itself (I/O error, no memory). The later ROLLBACK then fails and the driver
/// believes for ever to be inside a transaction: from then on writes are savepoints, and after the first that is
/// rolled back they are acknowledged without ever being committed. Such a connection is closed instead of going back
/// to the pool. The ping lets a rollback queued by a drop go first.
fn drop_unclean(pool: SqlitePoolOptions) -> SqlitePoolOptions {
    pool.after_release(|connection, _| {
        Box::pin(async move {
            connection.ping().await?;
            Ok(!connection.is_in_transaction())
        })
    })
}

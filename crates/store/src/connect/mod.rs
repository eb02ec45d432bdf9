//! Connections: which pools a store has and how their sessions are set up. No statements of the application.

mod postgres;
mod sqlite;

use crate::{Backend, Reader, Result, Settings};
use sea_orm::{ConnectOptions, DatabaseConnection};
use std::time::Duration;

pub(crate) use postgres::for_migration;

/// A connection that was used a moment ago is not asked first whether it is alive: that would be one more round trip
/// for every statement.
const IDLE_BEFORE_PING: Duration = Duration::from_secs(1);

/// The pools of a store. On PostgreSQL reader and writer are the same.
#[derive(Debug)]
pub(crate) struct Pools {
    pub(crate) writer: DatabaseConnection,
    pub(crate) reader: Reader,
    pub(crate) settings: Settings,
    /// Removes a private database when the store is dropped.
    _temporary: Option<tempfile::TempDir>,
}

pub(crate) async fn open(settings: &Settings, backend: Backend) -> Result<Pools> {
    match backend {
        Backend::Sqlite => sqlite::open(settings).await,
        Backend::Postgres => postgres::open(settings).await,
    }
}

/// What both databases have in common.
fn options(settings: &Settings, url: &str, connections: u32) -> ConnectOptions {
    let mut options = ConnectOptions::new(url);
    options
        .max_connections(connections.max(1))
        .acquire_timeout(Duration::from_millis(settings.acquire_timeout_ms))
        .connect_timeout(Duration::from_millis(settings.acquire_timeout_ms))
        .test_before_acquire_if_idle_for(IDLE_BEFORE_PING)
        .sqlx_logging(false)
        .record_stmt_in_spans(false);
    options
}

//! Throw-away databases: SQLite files in a temporary folder, and a PostgreSQL database of an own name that is dropped
//! at the end.

use crate::Failure;
use sanviec_store::{Migrate, Settings, Store};
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};
use std::path::Path;

/// A SQLite file in this folder, migrated. `durable`: each commit is synced.
pub(crate) async fn sqlite(folder: &Path, durable: bool) -> Result<Store, Failure> {
    let url = sqlite_url(folder);
    Ok(Store::open(Settings { durable, ..Settings::new(url) }).await?)
}

/// Address of the SQLite file that the server, too, takes for its own in this data folder.
pub(crate) fn sqlite_url(folder: &Path) -> String {
    format!("sqlite://{}", folder.join("sanviec.db").display())
}

/// A PostgreSQL database of its own.
pub(crate) struct Scratch {
    server: String,
    name: String,
    /// Address of the database.
    pub(crate) url: String,
}

impl Scratch {
    /// Makes an empty database on the server with this URL.
    pub(crate) async fn new(server: &str) -> Result<Self, Failure> {
        let random = std::hash::BuildHasher::hash_one(&std::hash::RandomState::new(), server);
        let name = format!("sanviec_bench_{}_{random:x}", std::process::id());
        execute(server, &format!("CREATE DATABASE {name}")).await?;
        Ok(Self { url: with_database(server, &name)?, server: server.to_owned(), name })
    }

    /// A store on it, migrated.
    pub(crate) async fn store(&self, connections: u32) -> Result<Store, Failure> {
        postgres(&self.url, connections).await
    }

    /// Drops it, whoever is still connected.
    pub(crate) async fn remove(self) -> Result<(), Failure> {
        execute(&self.server, &format!("DROP DATABASE {} WITH (FORCE)", self.name)).await
    }
}

/// A store on this PostgreSQL database, migrated first.
pub(crate) async fn postgres(url: &str, connections: u32) -> Result<Store, Failure> {
    let settings = Settings { migrate: Migrate::Skip, max_readers: connections, ..Settings::new(url) };
    let store = Store::open(settings).await?;
    store.migrate().await?;
    Ok(store)
}

async fn execute(server: &str, sql: &str) -> Result<(), Failure> {
    let mut connection = PgConnection::connect(server).await?;
    connection.execute(AssertSqlSafe(sql)).await?;
    connection.close().await?;
    Ok(())
}

/// The same server, another database.
fn with_database(server: &str, name: &str) -> Result<String, Failure> {
    let (address, query) = server.split_once('?').map_or((server, None), |(address, query)| (address, Some(query)));
    let parts: Vec<&str> = address.splitn(4, '/').collect();
    let [scheme, "", host, ..] = parts.as_slice() else { return Err("the URL of PostgreSQL is not a URL".into()) };
    let base = format!("{scheme}//{host}/{name}");
    Ok(query.map_or(base.clone(), |query| format!("{base}?{query}")))
}

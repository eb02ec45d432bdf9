//! Fresh databases for tests, of this crate and of those above it. Nothing here is for production.
//!
//! SQLite gets a file in a temporary folder. PostgreSQL gets one database per test, made from a template, on the
//! server that `SANVIEC_TEST_POSTGRES` names (the URL of a superuser); without it that half says that it was skipped.

use crate::{Backend, Migrate, Settings, Store};
use sea_orm::{ConnectionTrait, Database, DatabaseConnection, DbBackend, QueryResult, Statement};
use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::Write;
use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};
use tokio::sync::OnceCell;

/// A fresh, migrated, empty database. It is removed when [`each_backend`] is done with it.
#[derive(Clone, Debug)]
pub struct Fresh {
    /// The open store.
    pub store: Store,
    /// Its settings, for opening it again.
    pub settings: Settings,
    /// Which database it is.
    pub backend: Backend,
}

/// Runs a test on a fresh SQLite and then on a fresh PostgreSQL database.
pub async fn each_backend<F, T>(test: F)
where
    F: Fn(Fresh) -> T + Send + Sync,
    T: Future<Output = ()> + Send + 'static,
{
    on_sqlite(&test).await;
    on_postgres(&test).await;
}

/// Runs a test on a fresh SQLite file.
///
/// # Panics
/// When the test does, or when the database cannot be made.
pub async fn on_sqlite<F, T>(test: F)
where
    F: Fn(Fresh) -> T + Send + Sync,
    T: Future<Output = ()> + Send + 'static,
{
    in_file(migrated_file().await, test).await;
}

/// Runs a test on a fresh PostgreSQL database, or says that it is skipped.
///
/// # Panics
/// When the test does, or when the database cannot be made.
pub async fn on_postgres<F, T>(test: F)
where
    F: Fn(Fresh) -> T + Send + Sync,
    T: Future<Output = ()> + Send + 'static,
{
    let Some(server) = server_or_skipped() else { return };
    let template = template(&server).await;
    in_database(&server, template, test).await;
}

/// A database that was filled once and of which each test gets a copy: filling it takes longer than most tests.
#[derive(Debug)]
pub enum Filled {
    /// The bytes of a closed file.
    Sqlite(Vec<u8>),
    /// Server and name of a database that nobody is connected to, until [`Filled::remove`].
    Postgres(String, String),
}

impl Filled {
    /// Fills a fresh SQLite database; what filled it is answered beside it and has no connections any more.
    ///
    /// # Panics
    /// When the database cannot be made.
    pub async fn sqlite<T>(fill: impl AsyncFnOnce(Store) -> T) -> (Self, T) {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let file = folder.path().join("filled.db");
        std::fs::write(&file, migrated_file().await).expect("a file can be written");
        let settings = Settings { durable: false, ..Settings::new(format!("sqlite://{}", file.display())) };
        let store = open(settings).await.store;
        let made = fill(store.clone()).await;
        store.close().await.expect("a store can be closed");
        (Self::Sqlite(closed_file(folder.path(), &file)), made)
    }

    /// The same on PostgreSQL, or nothing where that is skipped.
    ///
    /// # Panics
    /// When the database cannot be made.
    pub async fn postgres<T>(fill: impl AsyncFnOnce(Store) -> T) -> Option<(Self, T)> {
        let server = server_or_skipped()?;
        let admin = Database::connect(single(&server)).await.expect("the PostgreSQL for tests answers");
        let name = unique_name("filled");
        run(&admin, &format!("CREATE DATABASE {name} TEMPLATE {}", template(&server).await)).await;
        admin.close().await.expect("a connection can be closed");
        let store = open(Settings::new(with_database(&server, &name))).await.store;
        let made = fill(store.clone()).await;
        store.close().await.expect("a store can be closed");
        Some((Self::Postgres(server, name), made))
    }

    /// Runs a test on a copy, which is removed after it.
    ///
    /// # Panics
    /// When the test does, or when the database cannot be made.
    pub async fn copied<F, T>(&self, test: F) -> T::Output
    where
        F: FnOnce(Fresh) -> T,
        T: Future<Output: Send> + Send + 'static,
    {
        match self {
            Self::Sqlite(bytes) => in_file(bytes, test).await,
            Self::Postgres(server, name) => in_database(server, name, test).await,
        }
    }

    /// Leaves nothing of it on the server.
    ///
    /// # Panics
    /// When the server does not answer.
    pub async fn remove(self) {
        if let Self::Postgres(server, name) = self {
            let admin = Database::connect(single(&server)).await.expect("the PostgreSQL for tests answers");
            run(&admin, &format!("DROP DATABASE {name} WITH (FORCE)")).await;
            admin.close().await.expect("a connection can be closed");
        }
    }
}

async fn in_file<F, T>(bytes: &[u8], test: F) -> T::Output
where
    F: FnOnce(Fresh) -> T,
    T: Future<Output: Send> + Send + 'static,
{
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let file = folder.path().join("test.db");
    std::fs::write(&file, bytes).expect("a file can be written");
    let fresh = open(Settings::new(format!("sqlite://{}", file.display()))).await;
    let store = fresh.store.clone();
    let told = finished(tokio::spawn(test(fresh)).await);
    store.close().await.expect("a store can be closed");
    told
}

async fn in_database<F, T>(server: &str, template: &str, test: F) -> T::Output
where
    F: FnOnce(Fresh) -> T,
    T: Future<Output: Send> + Send + 'static,
{
    let admin = Database::connect(single(server)).await.expect("the PostgreSQL for tests answers");
    let name = unique_name("test");
    run(&admin, &format!("CREATE DATABASE {name} TEMPLATE {template}")).await;
    let fresh = open(Settings::new(with_database(server, &name))).await;
    let store = fresh.store.clone();
    let outcome = tokio::spawn(test(fresh)).await;
    let _ = store.close().await;
    run(&admin, &format!("DROP DATABASE {name} WITH (FORCE)")).await;
    let _ = admin.close().await;
    finished(outcome)
}

/// Runs statements as somebody who may do anything to the database, past all rules of the program.
///
/// # Panics
/// When the database refuses one.
pub async fn as_superuser(store: &Store, statements: &[String]) {
    let work = store.write("tamper", |tx| {
        Box::pin(async move {
            for statement in statements {
                tx.execute_unprepared(statement).await?;
            }
            Ok::<(), crate::Error>(())
        })
    });
    work.await.unwrap_or_else(|error| panic!("{statements:?}: {error:?}"));
}

/// How many rows each table has.
///
/// # Panics
/// When the database cannot be read.
pub async fn row_counts(store: &Store) -> BTreeMap<String, i64> {
    let tables = match store.backend() {
        Backend::Sqlite => "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
        Backend::Postgres => "SELECT tablename AS name FROM pg_tables WHERE schemaname = current_schema()",
    };
    let names = query(store, tables).await;
    let names: Vec<String> = names.iter().map(|row| row.try_get("", "name").expect("a name")).collect();
    let count = |name: &String| format!("SELECT '{name}' AS name, count(*) AS rows FROM \"{name}\"");
    let counts: Vec<String> = names.iter().map(count).collect();
    let counted = query(store, &counts.join(" UNION ALL ")).await;
    let cells =
        |row: &QueryResult| (row.try_get("", "name").expect("a name"), row.try_get("", "rows").expect("a number"));
    counted.iter().map(cells).collect()
}

/// Requests that wrote to the audit after the row with this number, and the number of the last row.
///
/// # Panics
/// When the database cannot be read.
pub async fn audited_after(store: &Store, last: i64) -> (BTreeSet<String>, i64) {
    let rows = query(store, &format!("SELECT id, request_id FROM audit WHERE id > {last} ORDER BY id")).await;
    let number = rows.last().map_or(last, |row| row.try_get("", "id").expect("a number"));
    let requests = rows.iter().filter_map(|row| row.try_get::<Option<String>>("", "request_id").expect("a text"));
    (requests.collect(), number)
}

async fn query(store: &Store, sql: &str) -> Vec<QueryResult> {
    let rows = store.reader().query_all_raw(Statement::from_string(store.reader().get_database_backend(), sql)).await;
    rows.expect("the database can be read")
}

/// Takes away what keeps audit rows from being changed.
pub async fn disarm_audit(store: &Store) {
    let statements: &[&str] = match store.backend() {
        Backend::Sqlite => &[
            "DROP TRIGGER audit_no_update",
            "DROP TRIGGER audit_no_delete",
            "DROP TRIGGER audit_no_replace",
            "DROP TRIGGER audit_waits",
            "DROP TRIGGER audit_link_no_update",
            "DROP TRIGGER audit_link_no_delete",
            "DROP TRIGGER audit_link_no_replace",
        ],
        Backend::Postgres => &["ALTER TABLE audit DISABLE TRIGGER ALL", "ALTER TABLE audit_link DISABLE TRIGGER ALL"],
    };
    as_superuser(store, &statements.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>()).await;
}

async fn open(settings: Settings) -> Fresh {
    let store = Store::open(settings.clone()).await.expect("a fresh database can be opened");
    Fresh { backend: store.backend(), store, settings }
}

fn finished<T>(outcome: Result<T, tokio::task::JoinError>) -> T {
    outcome.unwrap_or_else(|error| std::panic::resume_unwind(error.into_panic()))
}

fn server_or_skipped() -> Option<String> {
    let server = server_url();
    if server.is_none() {
        // Written past the capture of test output, so that a skipped half is seen.
        let _ = writeln!(std::io::stderr(), "skipped: SANVIEC_TEST_POSTGRES is not set");
    }
    server
}

#[expect(clippy::disallowed_methods, reason = "tests are told by the environment where their server is")]
fn server_url() -> Option<String> {
    std::env::var("SANVIEC_TEST_POSTGRES").ok().filter(|url| !url.is_empty())
}

/// The bytes of a migrated SQLite file, made once for each run of a test program: the steps of a schema take longer
/// than most tests.
async fn migrated_file() -> &'static [u8] {
    static FILE: OnceCell<Vec<u8>> = OnceCell::const_new();
    let make = async || {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let file = folder.path().join("template.db");
        let settings = Settings { durable: false, ..Settings::new(format!("sqlite://{}", file.display())) };
        open(settings).await.store.close().await.expect("a store can be closed");
        closed_file(folder.path(), &file)
    };
    FILE.get_or_init(make).await
}

/// The bytes of the one file that a closed database is.
fn closed_file(folder: &Path, file: &Path) -> Vec<u8> {
    let beside = std::fs::read_dir(folder).expect("a folder").count();
    assert_eq!(beside, 1, "a closed database is one file");
    std::fs::read(file).expect("a file can be read")
}

/// The migrated template, made once for each build of a test program.
async fn template(server: &str) -> &'static str {
    static TEMPLATE: OnceCell<String> = OnceCell::const_new();
    TEMPLATE.get_or_init(|| make_template(server.to_owned())).await
}

async fn make_template(server: String) -> String {
    let name = format!("sanviec_template_{:016x}", build_hash());
    let admin = Database::connect(single(&server)).await.expect("the PostgreSQL for tests answers");
    // Test programs run at once; the lock goes with the session.
    run(&admin, "SELECT pg_advisory_lock(7302)").await;
    let sql = format!("SELECT 1 FROM pg_database WHERE datname = '{name}'");
    let there = admin.query_one_raw(Statement::from_string(DbBackend::Postgres, sql)).await;
    if there.expect("the list of databases can be read").is_none() {
        let draft = unique_name("draft");
        run(&admin, &format!("CREATE DATABASE {draft}")).await;
        let settings = Settings { migrate: Migrate::Skip, ..Settings::new(with_database(&server, &draft)) };
        let store = Store::open(settings).await.expect("a fresh database can be opened");
        store.migrate().await.expect("a fresh database can be migrated");
        store.close().await.expect("a store can be closed");
        run(&admin, &format!("ALTER DATABASE {draft} RENAME TO {name}")).await;
    }
    admin.close().await.expect("a connection can be closed");
    name
}

fn single(server: &str) -> sea_orm::ConnectOptions {
    let mut options = sea_orm::ConnectOptions::new(server);
    options.max_connections(1);
    options
}

/// The program and when it was built: a changed step makes a new template.
fn build_hash() -> u64 {
    let program = std::env::current_exe().expect("a test program has a file");
    let built = program.metadata().and_then(|data| data.modified()).ok();
    let mut hasher = DefaultHasher::new();
    (program, built).hash(&mut hasher);
    hasher.finish()
}

fn unique_name(what: &str) -> String {
    static COUNTER: AtomicU32 = AtomicU32::new(0);
    let n = COUNTER.fetch_add(1, Ordering::Relaxed);
    let random = std::hash::BuildHasher::hash_one(&std::hash::RandomState::new(), n);
    format!("sanviec_{what}_{}_{n}_{random:x}", std::process::id())
}

/// The same server, another database.
fn with_database(server: &str, name: &str) -> String {
    let (address, query) = server.split_once('?').map_or((server, None), |(address, query)| (address, Some(query)));
    let base = match address.splitn(4, '/').collect::<Vec<_>>().as_slice() {
        [scheme, "", host, ..] => format!("{scheme}//{host}/{name}"),
        _ => panic!("SANVIEC_TEST_POSTGRES is not a URL"),
    };
    query.map_or(base.clone(), |query| format!("{base}?{query}"))
}

async fn run(admin: &DatabaseConnection, sql: &str) {
    let done = admin.execute_unprepared(sql).await;
    done.unwrap_or_else(|error| panic!("{sql}: {error}"));
}

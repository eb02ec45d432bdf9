//! The store: opening, reading, and the only way to write. What is written belongs to the tables.

use crate::connect::{self, Pools};
use crate::db::{Reader, Snapshot, Tx};
use crate::error::{Error, Fault, fault};
use crate::health::{Health, HealthCell};
use crate::{Backend, Result, SchemaStatus, Settings, per_backend, schema};
use sea_orm::{DbErr, TransactionTrait};
use std::hash::{BuildHasher, RandomState};
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// A boxed future that may change threads.
pub type BoxFuture<'t, T> = Pin<Box<dyn Future<Output = T> + Send + 't>>;

/// What a write does, its value laid aside.
type Body<'env, E> = Box<dyn for<'t> Fn(&'t Tx<'env>) -> BoxFuture<'t, Result<(), E>> + Send + Sync + 'env>;

/// How often a write's body is run at most.
const ATTEMPTS: u32 = 5;
/// The wait before the second attempt; it doubles, with up to as much again at random.
const BACKOFF_MS: u64 = 10;

/// A database of the project. Cloning is cheap; all clones share the connections.
#[derive(Clone, Debug)]
pub struct Store(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    backend: Backend,
    pools: Pools,
    health: HealthCell,
}

/// How one attempt of a write ended without success.
enum Failed<E> {
    /// Run the body again, if there are attempts left.
    Again(E),
    For(E),
}

impl Store {
    /// Opens the database; see [`Settings`] for what happens to the schema.
    pub async fn open(settings: Settings) -> Result<Self> {
        let backend = settings.backend()?;
        let pools = connect::open(&settings, backend).await?;
        let store = Self(Arc::new(Inner { backend, pools, health: HealthCell::default() }));
        schema::at_start(&store, settings.migrate).await?;
        Ok(store)
    }

    /// Which database this is.
    pub fn backend(&self) -> Backend {
        self.0.backend
    }

    /// Reads outside any transaction.
    pub fn reader(&self) -> &Reader {
        &self.0.pools.reader
    }

    /// Whether writes work, as far as the last ones showed.
    pub fn health(&self) -> Health {
        self.0.health.get()
    }

    /// Which migration steps were taken, which wait, and which this program does not know.
    pub async fn schema_status(&self) -> Result<SchemaStatus> {
        schema::status(self.writer()).await
    }

    /// Takes the waiting migration steps; on PostgreSQL one node at a time. Returns how many were taken.
    pub async fn migrate(&self) -> Result<usize> {
        schema::migrate(self).await
    }

    /// PostgreSQL: gives the role of the servers what they need and no more: they cannot change the schema or rows of
    /// the audit. To be run by the owner after each migration. Answers whether the role had to be made.
    pub async fn grant_to_servers(&self, role: &str) -> Result<bool> {
        schema::grant_to_servers(self, role).await
    }

    /// A write that changes nothing: lets [`Store::health`] recover, or fail, while nobody else writes.
    pub async fn probe(&self) -> Result<()> {
        self.write("probe", |tx| Box::pin(per_backend::touch(tx))).await
    }

    /// Leaves nothing of deleted rows in the files: SQLite overwrites what it frees, and here its log goes into the
    /// file and is cut to nothing. False when readers held it up: try again later. PostgreSQL frees by itself.
    pub async fn scrub(&self) -> Result<bool> {
        per_backend::scrub(self.writer()).await
    }

    /// How many bytes the database takes, its log left out.
    pub async fn bytes(&self) -> Result<u64> {
        per_backend::bytes(self.reader()).await
    }

    /// Settings of the database that put acknowledged writes at risk (`fsync is off`), for `doctor`.
    pub async fn risky_settings(&self) -> Result<Vec<String>> {
        let mut risky = per_backend::risky_settings(self.reader()).await?;
        if !self.settings().durable {
            risky.push("synchronous is off".into());
        }
        Ok(risky)
    }

    /// Rights that the role in use has and a server should not have, for `doctor`.
    pub async fn needless_rights(&self) -> Result<Vec<String>> {
        per_backend::needless_rights(self.reader()).await
    }

    /// Closes all connections after what is running.
    pub async fn close(&self) -> Result<()> {
        let reader = self.0.pools.reader.0.close_by_ref().await;
        self.writer().close_by_ref().await?;
        Ok(reader?)
    }

    /// A view of the whole database at this moment.
    pub async fn snapshot(&self) -> Result<Snapshot> {
        let pool = &self.0.pools.reader.0;
        let options = per_backend::snapshot_options(pool.get_database_backend());
        Ok(Snapshot(pool.begin_with_options(options).await?))
    }

    /// The only way to write: runs `body` in a named transaction and commits it.
    ///
    /// The body may run more than once: on a serialisation failure, a deadlock, a lock timeout or a busy database it
    /// is repeated up to 5 times, so it must do nothing but write to `tx`. An error of the body rolls back. Dropping
    /// the future rolls back, or, once COMMIT was sent, leaves the outcome to the idempotency key.
    pub async fn write<'env, T, E, F>(&self, name: &'static str, body: F) -> Result<T, E>
    where
        F: for<'t> Fn(&'t Tx<'env>) -> BoxFuture<'t, Result<T, E>> + Send + Sync + 'env,
        T: Send + 'env,
        E: From<Error> + Send + 'env,
    {
        let (body, written) = (Arc::new(body), Arc::new(Mutex::new(None)));
        let value = Arc::clone(&written);
        let body: Body<'env, E> = Box::new(move |tx| {
            let (body, value) = (Arc::clone(&body), Arc::clone(&value));
            Box::pin(async move {
                let new = body(tx).await?;
                *value.lock().unwrap_or_else(PoisonError::into_inner) = Some(new);
                Ok(())
            })
        });
        self.repeat(name, body).await?;
        let value = written.lock().unwrap_or_else(PoisonError::into_inner).take();
        value.ok_or_else(|| Error::Spoiled.into())
    }

    /// What [`Store::write`] does, for every value alike: it is compiled for each error and not for each write.
    #[tracing::instrument(level = "debug", skip_all, fields(name))]
    async fn repeat<E: From<Error> + Send>(&self, name: &'static str, body: Body<'_, E>) -> Result<(), E> {
        let mut attempt = 1;
        loop {
            match self.attempt(&body).await {
                Ok(()) => {
                    tracing::debug!(name, attempt, "written");
                    return Ok(());
                }
                Err(Failed::Again(_)) if attempt < ATTEMPTS => {
                    tracing::debug!(name, attempt, "write met contention, runs again");
                    back_off(attempt).await;
                    attempt += 1;
                }
                Err(Failed::Again(error)) => {
                    tracing::warn!(name, attempt, "write gave up on contention");
                    return Err(error);
                }
                Err(Failed::For(error)) => return Err(error),
            }
        }
    }

    async fn attempt<E: From<Error> + Send>(&self, body: &Body<'_, E>) -> Result<(), Failed<E>> {
        let tx = Tx::begin(self.writer()).await.map_err(|error| self.judge_begin(error))?;
        let outcome = body(&tx).await;
        let failure = tx.failure();
        if let Some(fault) = &failure {
            self.0.health.failed(fault);
        }
        match (outcome, failure) {
            (Ok(()), None) => {
                tx.commit().await.map_err(|error| self.judge_commit(error))?;
                self.0.health.wrote();
                Ok(())
            }
            (outcome, failure) => {
                // Whatever the rollback answers, the pool's hooks throw away a connection that is not clean.
                let _ = tx.rollback().await;
                let error = outcome.err().unwrap_or_else(|| Error::Spoiled.into());
                Err(if failure == Some(Fault::Transient) { Failed::Again(error) } else { Failed::For(error) })
            }
        }
    }

    /// Before the first statement nothing can have happened: a connection that died in the pool is no reason to fail.
    /// Waiting for a free one has had its time already.
    fn judge_begin<E: From<Error>>(&self, error: DbErr) -> Failed<E> {
        if fault(&error) == Fault::Lost && !matches!(error, DbErr::ConnectionAcquire(_)) {
            return Failed::Again(Error::Unavailable(error.into()).into());
        }
        self.judge(error)
    }

    fn judge<E: From<Error>>(&self, error: DbErr) -> Failed<E> {
        let kind = fault(&error);
        self.0.health.failed(&kind);
        let again = kind == Fault::Transient;
        let error = Error::from(error).into();
        if again { Failed::Again(error) } else { Failed::For(error) }
    }

    /// An answer of the database to COMMIT is a plain no; silence leaves the outcome open.
    fn judge_commit<E: From<Error>>(&self, error: DbErr) -> Failed<E> {
        if fault(&error) == Fault::Lost {
            return Failed::For(Error::UnknownOutcome(error.into()).into());
        }
        self.judge(error)
    }

    pub(crate) fn writer(&self) -> &sea_orm::DatabaseConnection {
        &self.0.pools.writer
    }

    pub(crate) fn settings(&self) -> &Settings {
        &self.0.pools.settings
    }
}

#[expect(clippy::disallowed_methods, reason = "the wait between two attempts of one write has no other home")]
async fn back_off(attempt: u32) {
    let base = BACKOFF_MS << (attempt - 1);
    let jitter = RandomState::new().hash_one(attempt) % base;
    tokio::time::sleep(Duration::from_millis(base + jitter)).await;
}

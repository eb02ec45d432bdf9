//! The three handles that queries run on: a write transaction, a reader, a snapshot. Which statements are run belongs
//! to the tables.

use crate::error::{Fault, fault};
use sea_orm::{ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr, ExecResult, QueryResult};
use sea_orm::{Statement, TransactionTrait};
use std::marker::PhantomData;
use std::sync::Mutex;

/// Anything rows can be read from: [`Reader`], [`Snapshot`] or [`Tx`].
pub trait Db: ConnectionTrait + Send + Sync + sealed::Sealed {}

impl Db for Reader {}
impl Db for Snapshot {}
impl Db for Tx<'_> {}

mod sealed {
    pub trait Sealed {}
    impl Sealed for super::Reader {}
    impl Sealed for super::Snapshot {}
    impl Sealed for super::Tx<'_> {}
}

/// Reads, each statement for itself.
#[derive(Clone, Debug)]
pub struct Reader(pub(crate) DatabaseConnection);

/// Reads that all see the database at one moment. Keep it short: it holds cleaning up back.
#[derive(Debug)]
pub struct Snapshot(pub(crate) DatabaseTransaction);

/// A running write. `'env` is what the body may borrow from outside.
#[derive(Debug)]
pub struct Tx<'env> {
    inner: DatabaseTransaction,
    failure: Mutex<Option<Fault>>,
    env: PhantomData<&'env ()>,
}

impl Tx<'_> {
    pub(crate) async fn begin(pool: &DatabaseConnection) -> Result<Self, DbErr> {
        let options = crate::per_backend::write_options(pool.get_database_backend());
        let inner = pool.begin_with_options(options).await?;
        Ok(Self { inner, failure: Mutex::new(None), env: PhantomData })
    }

    /// The first failure a statement met.
    pub(crate) fn failure(&self) -> Option<Fault> {
        self.failure.lock().ok().and_then(|first| first.clone())
    }

    pub(crate) async fn commit(self) -> Result<(), DbErr> {
        self.inner.commit().await
    }

    pub(crate) async fn rollback(self) -> Result<(), DbErr> {
        self.inner.rollback().await
    }

    /// A failed statement spoils the transaction: PostgreSQL would answer COMMIT with a silent rollback.
    fn note<T>(&self, result: Result<T, DbErr>) -> Result<T, DbErr> {
        if let Err(error) = &result
            && let Ok(mut first) = self.failure.lock()
        {
            first.get_or_insert_with(|| fault(error));
        }
        result
    }
}

#[async_trait::async_trait]
impl ConnectionTrait for Tx<'_> {
    fn get_database_backend(&self) -> DbBackend {
        self.inner.get_database_backend()
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        self.note(self.inner.execute_raw(statement).await)
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        self.note(self.inner.execute_unprepared(sql).await)
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        self.note(self.inner.query_one_raw(statement).await)
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        self.note(self.inner.query_all_raw(statement).await)
    }
}

macro_rules! delegate {
    ($handle:ty) => {
        #[async_trait::async_trait]
        impl ConnectionTrait for $handle {
            fn get_database_backend(&self) -> DbBackend {
                self.0.get_database_backend()
            }

            async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
                self.0.execute_raw(statement).await
            }

            async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
                self.0.execute_unprepared(sql).await
            }

            async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
                self.0.query_one_raw(statement).await
            }

            async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
                self.0.query_all_raw(statement).await
            }
        }
    };
}
delegate!(Reader);
delegate!(Snapshot);

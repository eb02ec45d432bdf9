//! Clients that write to the databases with nothing of ours between: the same settings of the session, the same
//! statements.

use crate::Failure;
use sanviec_app::Ids;
use sanviec_store::{employer, posting};
use sqlx::postgres::PgPoolOptions;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{PgPool, SqlitePool};
use std::path::Path;
use std::time::Duration;
use uuid::Uuid;

/// A posting and its employer as the use case wrote them.
pub(crate) struct Sample {
    pub(crate) employer: employer::Row,
    pub(crate) posting: posting::Row,
}

/// What is written for one posting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    /// Everything that the use case writes, in one transaction.
    SameStatements,
    /// The row of the posting, committed by itself.
    SingleRow,
}

/// The pool of one database.
#[derive(Clone)]
pub(crate) enum Bare {
    Sqlite(SqlitePool),
    Postgres(PgPool),
}

impl Bare {
    /// One writing connection, every commit synced, as the store has it.
    pub(crate) async fn sqlite(file: &Path) -> Result<Self, Failure> {
        let session = SqliteConnectOptions::new()
            .filename(file)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .busy_timeout(Duration::from_secs(5))
            .foreign_keys(true)
            .pragma("cache_size", "-16384")
            .pragma("wal_autocheckpoint", "4000");
        Ok(Self::Sqlite(SqlitePoolOptions::new().max_connections(1).connect_with(session).await?))
    }

    pub(crate) async fn postgres(url: &str, connections: u32) -> Result<Self, Failure> {
        Ok(Self::Postgres(PgPoolOptions::new().max_connections(connections).connect(url).await?))
    }

    pub(crate) async fn close(&self) {
        match self {
            Self::Sqlite(pool) => pool.close().await,
            Self::Postgres(pool) => pool.close().await,
        }
    }

    /// Writes a posting under a new id.
    pub(crate) async fn write(&self, sample: &Sample, way: Way) -> Result<(), Failure> {
        let id = Ids::System.next();
        match (self, way) {
            (Self::Sqlite(pool), Way::SameStatements) => {
                sqlite::same_statements(pool.begin_with("BEGIN IMMEDIATE").await?, sample, id).await?;
            }
            (Self::Postgres(pool), Way::SameStatements) => {
                postgres::same_statements(pool.begin().await?, sample, id).await?;
            }
            (Self::Sqlite(pool), Way::SingleRow) => {
                sqlite::insert_posting(&mut *pool.acquire().await?, sample, (id, sample.employer.id)).await?;
            }
            (Self::Postgres(pool), Way::SingleRow) => {
                postgres::insert_posting(&mut *pool.acquire().await?, sample, (id, sample.employer.id)).await?;
            }
        }
        Ok(())
    }
}

const EMPLOYER: &str =
    "INSERT INTO employer (id, version, name, name_key, name_sort, tax_code, kind, verified_at, created_at, updated_at)
 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (name_key) DO NOTHING";
const EMPLOYER_BY_KEY: &str =
    "SELECT id, version, name, name_key, name_sort, tax_code, kind, verified_at, created_at, updated_at
 FROM employer WHERE name_key IN ($1)";
const POSTING: &str = "INSERT INTO posting (id, version, state, state_at, state_reason, source, source_id, employer_id, title, content, content_version,
 content_hash, posted_at, published_at, live_until, due_at, wanted, hired, deadline_on, created_at, updated_at)
 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)";
const AUDIT: &str = "INSERT INTO audit (at, actor, role, action, entity, entity_id, before, after, request_id)
 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
const OUTBOX: &str =
    "INSERT INTO outbox (entity, entity_id, version, kind, created_at) VALUES ($1, $2, $3, $4, $5) RETURNING id";

/// The statements for one database; the drivers have no common type that binds these values.
macro_rules! statements {
    ($module:ident, $database:ty) => {
        mod $module {
            use super::{AUDIT, EMPLOYER, EMPLOYER_BY_KEY, OUTBOX, POSTING, Sample, Uuid};
            use sqlx::{Database, Row, Transaction};

            type Connection = <$database as Database>::Connection;

            pub(super) async fn same_statements(
                mut tx: Transaction<'static, $database>,
                sample: &Sample,
                id: Uuid,
            ) -> sqlx::Result<()> {
                let employer = &sample.employer;
                let insert = sqlx::query(EMPLOYER).bind(id).bind(employer.version).bind(&employer.name);
                let insert = insert.bind(&employer.name_key).bind(&employer.name_sort).bind(&employer.tax_code);
                let insert = insert.bind(&employer.kind).bind(employer.verified_at).bind(employer.created_at);
                insert.bind(employer.updated_at).execute(&mut *tx).await?;
                let stored = sqlx::query(EMPLOYER_BY_KEY).bind(&employer.name_key).fetch_one(&mut *tx).await?;
                insert_posting(&mut *tx, sample, (id, stored.try_get::<Uuid, _>(0)?)).await?;
                let entry = sqlx::query(AUDIT).bind(sample.posting.created_at).bind("operator").bind("operator");
                let entry = entry.bind("publish_posting").bind("posting").bind(id).bind(None::<String>);
                let after = r#"{"state":"published","wanted":1,"hired":0}"#;
                entry.bind(after).bind(id.to_string()).execute(&mut *tx).await?;
                let change = sqlx::query(OUTBOX).bind("posting").bind(id).bind(1_i64).bind("published");
                change.bind(sample.posting.created_at).fetch_one(&mut *tx).await?;
                tx.commit().await
            }

            pub(super) async fn insert_posting(
                connection: &mut Connection,
                sample: &Sample,
                (id, employer_id): (Uuid, Uuid),
            ) -> sqlx::Result<()> {
                let row = &sample.posting;
                let insert = sqlx::query(POSTING).bind(id).bind(row.version).bind(&row.state).bind(row.state_at);
                let insert = insert.bind(&row.state_reason).bind(&row.source).bind(&row.source_id).bind(employer_id);
                let insert = insert.bind(&row.title).bind(&row.content).bind(row.content_version);
                let insert = insert.bind(&row.content_hash).bind(row.posted_at).bind(row.published_at);
                let insert = insert.bind(row.live_until).bind(row.due_at).bind(row.wanted).bind(row.hired);
                let insert = insert.bind(row.deadline_on).bind(row.created_at).bind(row.updated_at);
                insert.execute(connection).await?;
                Ok(())
            }
        }
    };
}
statements!(sqlite, sqlx::Sqlite);
statements!(postgres, sqlx::Postgres);

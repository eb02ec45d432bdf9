//! Databases of the simulation: migrated once and copied for each run, with a fuse in each that cuts a write, and read
//! apart from the program's own code.

use crate::{Failure, scratch};
use sanviec_store::{Settings, Store};
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{AssertSqlSafe, Connection, SqliteConnection};
use tempfile::TempDir;
use uuid::Uuid;

/// What a write says that the fuse cut.
const CUT: &str = "killed_within_a_write";
/// Tables that every write of money and facts writes to.
const FUSED: [&str; 3] = ["audit", "idempotency", "claim"];

/// A migrated, empty database.
pub(crate) struct Template(Vec<u8>);

impl Template {
    /// Migrates one.
    pub(crate) fn new() -> Result<Self, Failure> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let folder = tempfile::tempdir()?;
        runtime.block_on(async {
            let store = scratch::sqlite(folder.path(), false).await?;
            store.close().await?;
            let mut apart = Apart::open(folder.path()).await?;
            apart.run("CREATE TABLE fuse (rest INTEGER NOT NULL)").await?;
            apart.run("INSERT INTO fuse VALUES (-1)").await?;
            for table in FUSED {
                let cut = format!(
                    "CREATE TRIGGER fuse_{table} BEFORE INSERT ON {table}
                    WHEN (SELECT rest FROM fuse) = 0 BEGIN SELECT RAISE(ABORT, '{CUT}'); END"
                );
                let burn = format!(
                    "CREATE TRIGGER fuse_{table}_burns AFTER INSERT ON {table}
                    WHEN (SELECT rest FROM fuse) > 0 BEGIN UPDATE fuse SET rest = rest - 1; END"
                );
                apart.run(&cut).await?;
                apart.run(&burn).await?;
            }
            apart.0.close().await?;
            Ok::<_, Failure>(())
        })?;
        Ok(Self(std::fs::read(folder.path().join("sanviec.db"))?))
    }

    /// A copy, opened, and the view of it from apart.
    pub(crate) async fn store(&self) -> Result<Opened, Failure> {
        let folder = tempfile::Builder::new().prefix("sanviec-simulate-").tempdir()?;
        std::fs::write(folder.path().join("sanviec.db"), &self.0)?;
        let settings = Settings { durable: false, max_readers: 1, ..Settings::new(scratch::sqlite_url(folder.path())) };
        Ok(Opened { store: Store::open(settings).await?, apart: Apart::open(folder.path()).await?, folder })
    }
}

/// A database of one run; its files are gone with it.
pub(crate) struct Opened {
    pub(crate) store: Store,
    pub(crate) apart: Apart,
    pub(crate) folder: TempDir,
}

/// A connection of its own, which knows the tables and nothing of the program.
pub(crate) struct Apart(SqliteConnection);

/// A line of the ledger.
pub(crate) struct Line {
    pub(crate) journal: Uuid,
    /// How many lines its journal says to have.
    pub(crate) lines: i64,
    pub(crate) claim: Uuid,
    pub(crate) account: String,
    pub(crate) dong: i64,
}

/// What a row of a claim says of money.
pub(crate) struct Row {
    pub(crate) claim: Uuid,
    pub(crate) state: String,
    pub(crate) held_dong: i64,
}

/// What a program was told of a placement.
#[derive(Clone, Debug)]
pub(crate) struct Told {
    /// As the program reads it.
    pub(crate) placement: String,
    /// 1 for the first one about a placement.
    pub(crate) version: i64,
    pub(crate) is_confirmed: bool,
}

impl Apart {
    async fn open(folder: &std::path::Path) -> Result<Self, Failure> {
        let options = SqliteConnectOptions::new().filename(folder.join("sanviec.db")).pragma("synchronous", "OFF");
        Ok(Self(SqliteConnection::connect_with(&options).await?))
    }

    pub(crate) async fn run(&mut self, sql: &str) -> Result<(), Failure> {
        sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut self.0).await?;
        Ok(())
    }

    /// So many rows are written yet, and the write of the next one is cut and rolled back, as by an end of the process.
    pub(crate) async fn arm(&mut self, rows: u32) -> Result<(), Failure> {
        self.run(&format!("UPDATE fuse SET rest = {rows}")).await
    }

    pub(crate) async fn disarm(&mut self) -> Result<(), Failure> {
        self.run("UPDATE fuse SET rest = -1").await
    }

    /// Whether an error is that of a write that was cut.
    pub(crate) fn is_cut(error: &Failure) -> bool {
        format!("{error:?}").contains(CUT)
    }

    /// Every line of the ledger, and the journals without one.
    pub(crate) async fn ledger(&mut self) -> Result<Vec<Line>, Failure> {
        let sql = "SELECT journal.id, lines, claim_id, coalesce(account, ''), coalesce(dong, 0)
                   FROM journal LEFT JOIN ledger_entry ON journal_id = journal.id ORDER BY journal.id, line";
        let rows: Vec<(Uuid, i64, Uuid, String, i64)> = sqlx::query_as(sql).fetch_all(&mut self.0).await?;
        let line = |(journal, lines, claim, account, dong)| Line { journal, lines, claim, account, dong };
        Ok(rows.into_iter().map(line).collect())
    }

    /// Everything that programs are told of placements, of each the first one first.
    pub(crate) async fn told(&mut self) -> Result<Vec<Told>, Failure> {
        let sql = "SELECT body ->> '$.data.placement_id', body ->> '$.data.version', kind = 'placement.confirmed'
                   FROM webhook_delivery WHERE kind LIKE 'placement.%' ORDER BY 1, 2";
        let rows: Vec<(String, i64, bool)> = sqlx::query_as(sql).fetch_all(&mut self.0).await?;
        let told = |(placement, version, is_confirmed)| Told { placement, version, is_confirmed };
        Ok(rows.into_iter().map(told).collect())
    }

    /// The line of each fact of a placement, as its row has it.
    pub(crate) async fn facts(&mut self, placement: Uuid) -> Result<Vec<String>, Failure> {
        let sql = "SELECT body FROM placement_fact WHERE placement_id = $1 ORDER BY recorded_at";
        let rows: Vec<(String,)> = sqlx::query_as(sql).bind(placement).fetch_all(&mut self.0).await?;
        Ok(rows.into_iter().map(|(body,)| body).collect())
    }

    /// Every claim.
    pub(crate) async fn claims(&mut self) -> Result<Vec<Row>, Failure> {
        let sql = "SELECT id, state, paid_dong - returned_dong FROM claim ORDER BY id";
        let rows: Vec<(Uuid, String, i64)> = sqlx::query_as(sql).fetch_all(&mut self.0).await?;
        Ok(rows.into_iter().map(|(claim, state, held_dong)| Row { claim, state, held_dong }).collect())
    }
}

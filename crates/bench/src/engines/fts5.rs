//! SQLite FTS5 over folded texts, with ordinary tables and indexes beside it for the filters.

use crate::asked::Asking;
use crate::engine::{Answer, Engine, Session, named};
use crate::engines::tables::{Conditions, Row};
use crate::{Failure, process};
use sanviec_search::PostingDoc;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use sqlx::{ConnectOptions, Connection, QueryBuilder, Row as _, Sqlite, SqliteConnection};
use std::path::{Path, PathBuf};
use tokio::runtime::{Builder, Runtime};

const SCHEMA: &str = "
CREATE VIRTUAL TABLE words USING fts5(title, skills, body, content='', tokenize='unicode61 remove_diacritics 0');
CREATE TABLE posting (id INTEGER PRIMARY KEY, posted INTEGER NOT NULL, pay INTEGER NOT NULL,
  b0 INTEGER NOT NULL, b1 INTEGER NOT NULL, b2 INTEGER NOT NULL, b3 INTEGER NOT NULL);
CREATE TABLE term_of (id INTEGER NOT NULL, term TEXT NOT NULL, PRIMARY KEY (id, term)) WITHOUT ROWID;";
/// Once everything is in: the lists of the terms, in their order.
const FINISHED: &str = "
CREATE TABLE term (term TEXT NOT NULL, id INTEGER NOT NULL, PRIMARY KEY (term, id)) WITHOUT ROWID;
INSERT INTO term SELECT term, id FROM term_of ORDER BY term, id;
CREATE INDEX posting_posted ON posting (posted);
INSERT INTO words(words) VALUES ('optimize'); COMMIT; ANALYZE;";
/// The rows of one batch, which come as one list of JSON: a statement for each row would cost more than the row.
const BATCHES: [&str; 3] = [
    "INSERT INTO words (rowid, title, skills, body)
     SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3 FROM json_each(?)",
    "INSERT INTO posting SELECT value ->> 0, value ->> 5, value ->> 6, value ->> 7, value ->> 8, value ->> 9,
     value ->> 10 FROM json_each(?)",
    "INSERT OR IGNORE INTO term_of SELECT doc.value ->> 0, term.value
     FROM json_each(?) AS doc, json_each(doc.value, '$[4]') AS term",
];
/// Rows of one batch.
const BATCH: usize = 500;

/// The tables while they are filled.
pub(crate) struct Fts5Filling {
    runtime: Runtime,
    connection: SqliteConnection,
    file: PathBuf,
    next: i64,
    waiting: Vec<serde_json::Value>,
}

impl Fts5Filling {
    pub(crate) fn begin(file: &Path) -> Result<Self, Failure> {
        let runtime = Builder::new_current_thread().enable_all().build()?;
        let options = options(file).create_if_missing(true).journal_mode(SqliteJournalMode::Off);
        let connection = runtime.block_on(async {
            let mut connection = options.synchronous(SqliteSynchronous::Off).connect().await?;
            sqlx::raw_sql(SCHEMA).execute(&mut connection).await?;
            sqlx::raw_sql("BEGIN").execute(&mut connection).await?;
            Ok::<_, sqlx::Error>(connection)
        })?;
        Ok(Self { runtime, connection, file: file.to_path_buf(), next: 0, waiting: Vec::new() })
    }

    pub(crate) fn add(&mut self, doc: &PostingDoc) -> Result<(), Failure> {
        self.next += 1;
        let row = Row::of(doc);
        let [a, b, c, d] = row.buckets;
        self.waiting.push(serde_json::json!([
            self.next,
            row.title,
            row.skills,
            row.body,
            row.facets,
            row.posted_s,
            row.pay_k,
            a,
            b,
            c,
            d
        ]));
        if self.waiting.len() < BATCH { Ok(()) } else { self.flush() }
    }

    fn flush(&mut self) -> Result<(), Failure> {
        let rows = serde_json::Value::Array(std::mem::take(&mut self.waiting)).to_string();
        self.runtime.block_on(async {
            for sql in BATCHES {
                sqlx::query(sql).bind(&rows).execute(&mut self.connection).await?;
            }
            Ok::<_, sqlx::Error>(())
        })?;
        Ok(())
    }

    pub(crate) fn finish(mut self) -> Result<Fts5, Failure> {
        self.flush()?;
        self.runtime.block_on(async {
            sqlx::raw_sql(FINISHED).execute(&mut self.connection).await?;
            self.connection.close().await
        })?;
        Ok(Fts5 { file: self.file })
    }
}

fn options(file: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new().filename(file).pragma("cache_size", "-65536").pragma("mmap_size", "4294967296")
}

/// The tables as they are searched.
pub(crate) struct Fts5 {
    file: PathBuf,
}

impl Engine for Fts5 {
    fn name(&self) -> &'static str {
        "SQLite FTS5"
    }

    fn session(&self) -> Result<Box<dyn Session>, Failure> {
        let runtime = Builder::new_current_thread().enable_all().build()?;
        let connection = runtime.block_on(options(&self.file).read_only(true).connect())?;
        Ok(Box::new(Open { runtime, connection }))
    }

    fn cpu_ms(&self) -> f64 {
        process::own_cpu_ms()
    }
}

struct Open {
    runtime: Runtime,
    connection: SqliteConnection,
}

impl Session for Open {
    fn answer(&mut self, asking: &Asking) -> Result<Answer, Failure> {
        Ok(self.runtime.block_on(search(&mut self.connection, &Conditions::of(asking)))?)
    }
}

async fn search(connection: &mut SqliteConnection, asked: &Conditions) -> sqlx::Result<Answer> {
    let order = if asked.words.is_empty() { "p.posted DESC" } else { "bm25(words, 5.0, 2.0, 1.0)" };
    let mut top = matching("SELECT p.id", asked);
    top.push(" ORDER BY ").push(order).push(" LIMIT 20");
    std::hint::black_box(top.build().fetch_all(&mut *connection).await?);
    let total: i64 = matching("SELECT count(*)", asked).build_query_scalar().fetch_one(&mut *connection).await?;
    let facets = if asked.facets { Some(named(&*counts(connection, asked).await?)) } else { None };
    Ok(Answer { total: total.unsigned_abs(), facets })
}

async fn counts(connection: &mut SqliteConnection, asked: &Conditions) -> sqlx::Result<Box<[[u32; 256]; 4]>> {
    let mut counts = Box::new([[0; 256]; 4]);
    for (column, counts) in ["b0", "b1", "b2", "b3"].into_iter().zip(counts.iter_mut()) {
        let mut sql = matching(&format!("SELECT p.{column}, count(*)"), asked);
        sql.push(" GROUP BY p.").push(column);
        for row in sql.build().fetch_all(&mut *connection).await? {
            counts[row.try_get::<i64, _>(0)? as usize & 255] = row.try_get::<i64, _>(1)? as u32;
        }
    }
    Ok(counts)
}

/// `SELECT …` over the postings that hold everything asked for.
fn matching(select: &str, asked: &Conditions) -> QueryBuilder<Sqlite> {
    let mut sql = QueryBuilder::new(select.to_owned());
    if asked.words.is_empty() {
        sql.push(" FROM posting p WHERE 1");
    } else {
        // Letters and digits in quotation marks: nothing of the grammar of FTS5.
        let words: Vec<String> = asked.words.iter().map(|word| format!("\"{word}\"")).collect();
        sql.push(" FROM words JOIN posting p ON p.id = words.rowid WHERE words MATCH ").push_bind(words.join(" "));
    }
    for terms in &asked.terms {
        // With words each match is looked up; without them the list of the term leads.
        sql.push(if asked.words.is_empty() {
            " AND p.id IN (SELECT id FROM term WHERE term IN ("
        } else {
            " AND EXISTS (SELECT 1 FROM term_of t WHERE t.id = p.id AND t.term IN ("
        });
        let mut list = sql.separated(", ");
        terms.iter().for_each(|term| {
            list.push_bind(term.clone());
        });
        sql.push("))");
    }
    if asked.pay_k > 0 {
        sql.push(" AND p.pay >= ").push_bind(asked.pay_k);
    }
    if asked.posted_s > 0 {
        sql.push(" AND p.posted >= ").push_bind(asked.posted_s);
    }
    sql
}

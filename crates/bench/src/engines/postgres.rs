//! PostgreSQL full text as its manual has it: a weighted `tsvector` with a GIN index, `ts_rank`, facet terms in an
//! array with a GIN index.

use crate::asked::Asking;
use crate::engine::{Answer, Engine, Session, named};
use crate::engines::tables::{Conditions, Row};
use crate::{Failure, process};
use sanviec_search::PostingDoc;
use sqlx::{Connection, PgConnection, Postgres, QueryBuilder, Row as _};
use std::fmt::Write as _;
use tokio::runtime::{Builder, Runtime};

/// Texts as they come in, without a log: what is lost in a crash is filled again.
const SCHEMA: &str = "
CREATE UNLOGGED TABLE came (id bigint NOT NULL, title text NOT NULL, skills text NOT NULL, body text NOT NULL,
  facets text[] NOT NULL, posted bigint NOT NULL, pay bigint NOT NULL, b0 bigint NOT NULL, b1 bigint NOT NULL,
  b2 bigint NOT NULL, b3 bigint NOT NULL);";
/// Made in one statement, so that every core takes part; then the indexes, so that each is written once.
const FOUND: &str = "
SET maintenance_work_mem = '1GB'; SET max_parallel_workers_per_gather = 4; SET min_parallel_table_scan_size = 0;
CREATE TABLE found AS SELECT id, setweight(to_tsvector('simple', title), 'A') ||
  setweight(to_tsvector('simple', skills), 'B') || to_tsvector('simple', body) AS words,
  facets, posted, pay, b0, b1, b2, b3 FROM came;
DROP TABLE came;
ALTER TABLE found ADD PRIMARY KEY (id);
CREATE INDEX ON found USING gin (words) WITH (fastupdate = off);
CREATE INDEX ON found USING gin (facets) WITH (fastupdate = off);
CREATE INDEX ON found (posted DESC);
VACUUM (ANALYZE) found;";
/// Bytes of one chunk of COPY.
const CHUNK: usize = 4 << 20;

/// The table while it is filled.
pub(crate) struct PostgresFilling {
    runtime: Runtime,
    connection: PgConnection,
    url: String,
    next: i64,
    lines: String,
}

impl PostgresFilling {
    pub(crate) fn begin(url: &str) -> Result<Self, Failure> {
        let runtime = Builder::new_current_thread().enable_all().build()?;
        let connection = runtime.block_on(async {
            let mut connection = PgConnection::connect(url).await?;
            sqlx::raw_sql(SCHEMA).execute(&mut connection).await?;
            Ok::<_, sqlx::Error>(connection)
        })?;
        Ok(Self { runtime, connection, url: url.to_owned(), next: 0, lines: String::with_capacity(2 * CHUNK) })
    }

    pub(crate) fn add(&mut self, doc: &PostingDoc) -> Result<(), Failure> {
        self.next += 1;
        copy_line(&mut self.lines, self.next, &Row::of(doc));
        if self.lines.len() < CHUNK { Ok(()) } else { self.flush() }
    }

    fn flush(&mut self) -> Result<(), Failure> {
        let lines = std::mem::take(&mut self.lines);
        self.runtime.block_on(async {
            let mut copy = self.connection.copy_in_raw("COPY came FROM STDIN").await?;
            copy.send(lines.as_bytes()).await?;
            copy.finish().await
        })?;
        self.lines = lines;
        self.lines.clear();
        Ok(())
    }

    pub(crate) fn finish(mut self) -> Result<PostgresFullText, Failure> {
        self.flush()?;
        self.runtime.block_on(async {
            for statement in FOUND.split(';').filter(|statement| !statement.trim().is_empty()) {
                sqlx::raw_sql(statement).execute(&mut self.connection).await?;
            }
            self.connection.close().await
        })?;
        Ok(PostgresFullText { url: self.url })
    }
}

/// A line of the text format of COPY. Words and terms hold neither tabs nor line ends; what has a meaning in the format
/// is escaped all the same.
fn copy_line(lines: &mut String, id: i64, row: &Row) {
    let _ = write!(lines, "{id}");
    for text in [&row.title, &row.skills, &row.body] {
        lines.push('\t');
        escaped(lines, text);
    }
    let array: Vec<String> = row.facets.iter().map(|term| format!("\"{}\"", quoted(term))).collect();
    lines.push('\t');
    escaped(lines, &format!("{{{}}}", array.join(",")));
    let [a, b, c, d] = row.buckets;
    let _ = writeln!(lines, "\t{}\t{}\t{a}\t{b}\t{c}\t{d}", row.posted_s, row.pay_k);
}

/// An element of an array between quotation marks.
fn quoted(term: &str) -> String {
    term.replace('\\', "\\\\").replace('"', "\\\"")
}

fn escaped(lines: &mut String, text: &str) {
    for letter in text.chars() {
        match letter {
            '\\' => lines.push_str("\\\\"),
            '\t' => lines.push_str("\\t"),
            '\n' => lines.push_str("\\n"),
            '\r' => lines.push_str("\\r"),
            other => lines.push(other),
        }
    }
}

/// The table as it is searched.
pub(crate) struct PostgresFullText {
    url: String,
}

impl Engine for PostgresFullText {
    fn name(&self) -> &'static str {
        "PostgreSQL full text"
    }

    fn session(&self) -> Result<Box<dyn Session>, Failure> {
        let runtime = Builder::new_current_thread().enable_all().build()?;
        let connection = runtime.block_on(PgConnection::connect(&self.url))?;
        Ok(Box::new(Open { runtime, connection }))
    }

    /// Of every process of this name on the machine: nothing else should run there while it is measured.
    fn cpu_ms(&self) -> f64 {
        process::cpu_ms_of_all("postgres")
    }
}

struct Open {
    runtime: Runtime,
    connection: PgConnection,
}

impl Session for Open {
    fn answer(&mut self, asking: &Asking) -> Result<Answer, Failure> {
        Ok(self.runtime.block_on(search(&mut self.connection, &Conditions::of(asking)))?)
    }
}

async fn search(connection: &mut PgConnection, asked: &Conditions) -> sqlx::Result<Answer> {
    let mut top = QueryBuilder::new("SELECT id, count(*) OVER ()");
    matching(&mut top, asked);
    if asked.words.is_empty() {
        top.push(" ORDER BY posted DESC");
    } else {
        top.push(" ORDER BY ts_rank(words, to_tsquery('simple', ").push_bind(words(asked)).push(")) DESC");
    }
    top.push(", id LIMIT 20");
    let rows = top.build().fetch_all(&mut *connection).await?;
    let total = rows.first().map(|row| row.try_get::<i64, _>(1)).transpose()?.unwrap_or(0);
    let facets = if asked.facets { Some(named(&*counts(connection, asked).await?)) } else { None };
    Ok(Answer { total: total.unsigned_abs(), facets })
}

async fn counts(connection: &mut PgConnection, asked: &Conditions) -> sqlx::Result<Box<[[u32; 256]; 4]>> {
    let mut sql = QueryBuilder::new("SELECT b0, b1, b2, b3, count(*)");
    matching(&mut sql, asked);
    sql.push(" GROUP BY GROUPING SETS ((b0), (b1), (b2), (b3))");
    let mut counts = Box::new([[0; 256]; 4]);
    for row in sql.build().fetch_all(&mut *connection).await? {
        for (dimension, counts) in counts.iter_mut().enumerate() {
            if let Some(value) = row.try_get::<Option<i64>, _>(dimension)? {
                counts[value as usize & 255] = row.try_get::<i64, _>(4)? as u32;
            }
        }
    }
    Ok(counts)
}

fn words(asked: &Conditions) -> String {
    asked.words.join(" & ")
}

fn matching(sql: &mut QueryBuilder<Postgres>, asked: &Conditions) {
    sql.push(" FROM found WHERE true");
    if !asked.words.is_empty() {
        sql.push(" AND words @@ to_tsquery('simple', ").push_bind(words(asked)).push(")");
    }
    for terms in &asked.terms {
        sql.push(" AND facets && ").push_bind(terms.clone());
    }
    if asked.pay_k > 0 {
        sql.push(" AND pay >= ").push_bind(asked.pay_k);
    }
    if asked.posted_s > 0 {
        sql.push(" AND posted >= ").push_bind(asked.posted_s);
    }
}

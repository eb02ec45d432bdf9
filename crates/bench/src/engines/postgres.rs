//! PostgreSQL full text as its manual has it: a weighted `tsvector` with a GIN index, `ts_rank`, facet terms in an
//! array with a GIN index.

use crate::asked::Asking;
use crate::engine::{Answer, Engine, Session, named};
use crate::engines::tables::{Conditions, Row};
use crate::{Failure, process};
use sanviec_search::PostingDoc;
use sqlx::{Connection, PgConnection, Postgres, QueryBuilder, Row as _};
use tokio::runtime::{Builder, Runtime};

const SCHEMA: &str = "
CREATE TABLE found (id bigint PRIMARY KEY, words tsvector NOT NULL, facets text[] NOT NULL, posted bigint NOT NULL,
  pay bigint NOT NULL, b0 bigint NOT NULL, b1 bigint NOT NULL, b2 bigint NOT NULL, b3 bigint NOT NULL);";
const INDEXES: &str = "
CREATE INDEX ON found USING gin (words); CREATE INDEX ON found USING gin (facets);
CREATE INDEX ON found (posted DESC); ANALYZE found;";
/// Rows of one statement.
const BATCH: usize = 200;

/// The table while it is filled.
pub(crate) struct PostgresFilling {
    runtime: Runtime,
    connection: PgConnection,
    url: String,
    next: i64,
    waiting: Vec<Row>,
}

impl PostgresFilling {
    pub(crate) fn begin(url: &str) -> Result<Self, Failure> {
        let runtime = Builder::new_current_thread().enable_all().build()?;
        let connection = runtime.block_on(async {
            let mut connection = PgConnection::connect(url).await?;
            sqlx::raw_sql(SCHEMA).execute(&mut connection).await?;
            Ok::<_, sqlx::Error>(connection)
        })?;
        Ok(Self { runtime, connection, url: url.to_owned(), next: 0, waiting: Vec::new() })
    }

    pub(crate) fn add(&mut self, doc: &PostingDoc) -> Result<(), Failure> {
        self.waiting.push(Row::of(doc));
        if self.waiting.len() == BATCH { self.flush() } else { Ok(()) }
    }

    fn flush(&mut self) -> Result<(), Failure> {
        let rows = std::mem::take(&mut self.waiting);
        if rows.is_empty() {
            return Ok(());
        }
        let mut sql = QueryBuilder::<Postgres>::new(
            "INSERT INTO found SELECT v.id, setweight(to_tsvector('simple', v.title), 'A') ||
             setweight(to_tsvector('simple', v.skills), 'B') || to_tsvector('simple', v.body),
             v.facets, v.posted, v.pay, v.b0, v.b1, v.b2, v.b3 FROM (",
        );
        sql.push_values(&rows, |mut values, row| {
            self.next += 1;
            values.push_bind(self.next).push_bind(&row.title).push_bind(&row.skills).push_bind(&row.body);
            values.push_bind(&row.facets).push_bind(row.posted_s).push_bind(row.pay_k);
            row.buckets.iter().for_each(|value| {
                values.push_bind(*value);
            });
        });
        sql.push(") AS v (id, title, skills, body, facets, posted, pay, b0, b1, b2, b3)");
        self.runtime.block_on(sql.build().execute(&mut self.connection))?;
        Ok(())
    }

    pub(crate) fn finish(mut self) -> Result<PostgresFullText, Failure> {
        self.flush()?;
        self.runtime.block_on(async {
            sqlx::raw_sql(INDEXES).execute(&mut self.connection).await?;
            self.connection.close().await
        })?;
        Ok(PostgresFullText { url: self.url })
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

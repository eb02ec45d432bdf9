//! Plain ways of searching the judged collection: BM25 on folded words, SQLite FTS5, PostgreSQL full text, and the
//! overlap of title words. Any word of the query will do; the order is what the engine makes of it.

use crate::exchange::Text;
use crate::scratch::Scratch;
use crate::{Failure, words};
use sqlx::{Connection, Executor, PgConnection, Row, SqliteConnection};
use std::collections::HashSet;
use tantivy::collector::TopDocs;
use tantivy::query::{BooleanQuery, Occur, Query, TermQuery};
use tantivy::schema::{Field, IndexRecordOption, NumericOptions, SchemaBuilder, TEXT};
use tantivy::{Index, Searcher, TantivyDocument, Term};
use tokio::runtime::{Builder, Runtime};

/// A plain way of searching.
pub(crate) trait Plain {
    fn name(&self) -> &'static str;
    /// Numbers of postings in the collection, best first.
    fn rank(&mut self, query: &str) -> Result<Vec<usize>, Failure>;
}

/// BM25 on one field of folded words.
pub(crate) struct Bm25 {
    searcher: Searcher,
    text: Field,
    documents: usize,
}

impl Bm25 {
    pub(crate) fn new(texts: &[Text]) -> Result<Self, Failure> {
        const WRITER_BYTES: usize = 50 << 20;
        let mut schema = SchemaBuilder::new();
        let text = schema.add_text_field("text", TEXT);
        let number = schema.add_u64_field("number", NumericOptions::default().set_fast());
        let index = Index::create_in_ram(schema.build());
        let mut writer = index.writer_with_num_threads(1, WRITER_BYTES)?;
        for (at, one) in texts.iter().enumerate() {
            let mut document = TantivyDocument::new();
            document.add_text(text, words::folded(&format!("{}\n{}", one.title, one.body())).join(" "));
            document.add_u64(number, at as u64);
            writer.add_document(document)?;
        }
        writer.commit()?;
        Ok(Self { searcher: index.reader()?.searcher(), text, documents: texts.len() })
    }
}

impl Plain for Bm25 {
    fn name(&self) -> &'static str {
        "plain BM25"
    }

    fn rank(&mut self, query: &str) -> Result<Vec<usize>, Failure> {
        let terms = words::folded(query).into_iter().map(|word| {
            let term = Term::from_field_text(self.text, &word);
            (Occur::Should, Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs)) as Box<dyn Query>)
        });
        let query = BooleanQuery::new(terms.collect());
        let top = self.searcher.search(&query, &TopDocs::with_limit(self.documents.max(1)).order_by_score())?;
        let mut numbers = Vec::with_capacity(top.len());
        for (_, address) in top {
            let columns = self.searcher.segment_reader(address.segment_ord).fast_fields();
            numbers.extend(columns.u64("number")?.first(address.doc_id).map(|number| number as usize));
        }
        Ok(numbers)
    }
}

/// Letters and digits only: the grammar of an engine must never be reached.
fn plain_words(query: &str) -> Vec<String> {
    words::folded(query).into_iter().filter(|word| word.chars().all(char::is_alphanumeric)).collect()
}

/// SQLite FTS5, the title weighing ten times.
pub(crate) struct Fts5 {
    runtime: Runtime,
    connection: SqliteConnection,
}

impl Fts5 {
    pub(crate) fn new(texts: &[Text]) -> Result<Self, Failure> {
        const TABLE: &str = "CREATE VIRTUAL TABLE found USING fts5(title, body, tokenize='unicode61')";
        let runtime = Builder::new_current_thread().enable_all().build()?;
        let connection = runtime.block_on(async {
            let mut connection = SqliteConnection::connect("sqlite::memory:").await?;
            connection.execute(TABLE).await?;
            for (at, text) in texts.iter().enumerate() {
                let insert = sqlx::query("INSERT INTO found (rowid, title, body) VALUES (?, ?, ?)").bind(at as i64 + 1);
                let insert = insert.bind(words::folded(&text.title).join(" "));
                insert.bind(words::folded(&text.body()).join(" ")).execute(&mut connection).await?;
            }
            Ok::<_, sqlx::Error>(connection)
        })?;
        Ok(Self { runtime, connection })
    }
}

impl Plain for Fts5 {
    fn name(&self) -> &'static str {
        "SQLite FTS5"
    }

    fn rank(&mut self, query: &str) -> Result<Vec<usize>, Failure> {
        let words: Vec<String> = plain_words(query).iter().map(|word| format!("\"{word}\"")).collect();
        if words.is_empty() {
            return Ok(Vec::new());
        }
        let sql = "SELECT rowid FROM found WHERE found MATCH ? ORDER BY bm25(found, 10.0, 1.0)";
        let rows = sqlx::query(sql).bind(words.join(" OR ")).fetch_all(&mut self.connection);
        numbers(&self.runtime.block_on(rows)?, 1)
    }
}

fn numbers<R: Row>(rows: &[R], first: i64) -> Result<Vec<usize>, Failure>
where
    usize: sqlx::ColumnIndex<R>,
    i64: for<'r> sqlx::Decode<'r, R::Database> + sqlx::Type<R::Database>,
{
    let numbers = rows.iter().map(|row| Ok((row.try_get::<i64, _>(0)? - first) as usize));
    numbers.collect()
}

/// PostgreSQL full text, the title weighing most.
pub(crate) struct PostgresText {
    runtime: Runtime,
    connection: Option<PgConnection>,
    scratch: Option<Scratch>,
}

impl PostgresText {
    pub(crate) fn new(server: &str, texts: &[Text]) -> Result<Self, Failure> {
        const TABLE: &str = "CREATE TABLE found (id bigint PRIMARY KEY, words tsvector NOT NULL)";
        const INSERT: &str = "INSERT INTO found VALUES
            ($1, setweight(to_tsvector('simple', $2), 'A') || setweight(to_tsvector('simple', $3), 'D'))";
        let runtime = Builder::new_current_thread().enable_all().build()?;
        let scratch = runtime.block_on(Scratch::new(server))?;
        let connection = runtime.block_on(async {
            let mut connection = PgConnection::connect(&scratch.url).await?;
            connection.execute(TABLE).await?;
            for (at, text) in texts.iter().enumerate() {
                let insert = sqlx::query(INSERT).bind(at as i64).bind(words::folded(&text.title).join(" "));
                insert.bind(words::folded(&text.body()).join(" ")).execute(&mut connection).await?;
            }
            Ok::<_, sqlx::Error>(connection)
        })?;
        Ok(Self { runtime, connection: Some(connection), scratch: Some(scratch) })
    }
}

impl Drop for PostgresText {
    fn drop(&mut self) {
        self.connection = None;
        if let Some(scratch) = self.scratch.take() {
            // A database that stays behind has a name that says whose it was.
            let _ = self.runtime.block_on(scratch.remove());
        }
    }
}

impl Plain for PostgresText {
    fn name(&self) -> &'static str {
        "PostgreSQL full text"
    }

    fn rank(&mut self, query: &str) -> Result<Vec<usize>, Failure> {
        let words = plain_words(query).join(" | ");
        let Some(connection) = self.connection.as_mut().filter(|_| !words.is_empty()) else { return Ok(Vec::new()) };
        let sql = "SELECT id FROM found, to_tsquery('simple', $1) AS asked WHERE words @@ asked
                   ORDER BY ts_rank(words, asked) DESC, id";
        numbers(&self.runtime.block_on(sqlx::query(sql).bind(words).fetch_all(connection))?, 0)
    }
}

/// Share of the query's and the title's words that they have in common.
pub(crate) struct TitleWords(Vec<HashSet<String>>);

impl TitleWords {
    pub(crate) fn new(texts: &[Text]) -> Self {
        Self(texts.iter().map(|text| words::folded(&text.title).into_iter().collect()).collect())
    }
}

impl Plain for TitleWords {
    fn name(&self) -> &'static str {
        "title words"
    }

    fn rank(&mut self, query: &str) -> Result<Vec<usize>, Failure> {
        let asked: HashSet<String> = words::folded(query).into_iter().collect();
        let shares = self.0.iter().enumerate().map(|(number, title)| {
            let common = asked.intersection(title).count() as f64;
            (common / asked.union(title).count().max(1) as f64, number)
        });
        let mut shares: Vec<(f64, usize)> = shares.filter(|(share, _)| *share > 0.0).collect();
        shares.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
        Ok(shares.into_iter().map(|(_, number)| number).collect())
    }
}

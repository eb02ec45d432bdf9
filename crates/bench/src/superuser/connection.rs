//! A connection without rules: triggers, foreign keys and checks are off. Values are read and written as literals of
//! SQL, so that a byte is a character of one, whatever its type.

use crate::Failure;
use rand::RngExt;
use rand_chacha::ChaCha8Rng;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{AssertSqlSafe, Connection, PgConnection, SqliteConnection};
use std::path::Path;

/// Columns of a table that are tampered with, and how the verifier has to name what was hit.
pub(crate) struct Target {
    pub(crate) table: &'static str,
    /// What the row is found by.
    pub(crate) key: &'static [&'static str],
    pub(crate) columns: &'static [&'static str],
    /// Which rows; empty: all.
    pub(crate) rows: &'static str,
    /// The kind that stands behind `BAD: `.
    pub(crate) named: &'static str,
    /// Columns of which one stands in that line, as it was or as it is: what the row is, or what it belongs to.
    pub(crate) by: &'static [&'static str],
}

/// One change that was made.
pub(crate) struct Change {
    pub(crate) column: &'static str,
    pub(crate) was: String,
    pub(crate) is: String,
    /// By what the row may be named, before and after.
    names: Vec<String>,
    undo: String,
}

impl Change {
    /// Whether a line of the verifier, as it says what is bad, names the row that was changed.
    pub(crate) fn is_named(&self, target: &Target, said: &str) -> bool {
        let kind = format!("BAD: {}", target.named);
        let of_kind = said.lines().filter_map(|line| line.strip_prefix(kind.as_str()));
        of_kind.map(bare).any(|line| self.names.iter().any(|name| line.contains(name.as_str())))
    }
}

/// The value of a literal without what databases and people write differently: marks, hyphens, capitals.
fn plain(text: &str) -> String {
    let inner = text.split_once('\'').and_then(|(_, rest)| rest.rsplit_once('\'')).map_or(text, |(inner, _)| inner);
    let digits = inner.trim_start_matches('\\').strip_prefix('x').filter(|_| inner.starts_with('\\'));
    bare(digits.unwrap_or(inner))
}

fn bare(text: &str) -> String {
    text.replace('-', "").to_lowercase()
}

/// The connection.
pub(crate) enum Superuser {
    Sqlite(SqliteConnection),
    Postgres(PgConnection),
}

impl Superuser {
    /// On the SQLite file of a folder.
    pub(crate) async fn sqlite(folder: &Path) -> Result<Self, Failure> {
        let options = SqliteConnectOptions::new()
            .filename(folder.join("sanviec.db"))
            .foreign_keys(false)
            .pragma("synchronous", "OFF")
            .pragma("ignore_check_constraints", "ON");
        Ok(Self::Sqlite(SqliteConnection::connect_with(&options).await?))
    }

    /// On a database of PostgreSQL.
    pub(crate) async fn postgres(url: &str) -> Result<Self, Failure> {
        let mut user = Self::Postgres(PgConnection::connect(url).await?);
        user.run("SET session_replication_role = replica").await?;
        Ok(user)
    }

    /// Takes away what keeps rows of these tables as they are.
    pub(crate) async fn disarm(&mut self, targets: &[Target]) -> Result<(), Failure> {
        for target in targets {
            self.disarm_one(target.table).await?;
        }
        Ok(())
    }

    async fn disarm_one(&mut self, table: &str) -> Result<(), Failure> {
        let find = match self {
            Self::Sqlite(_) => format!(
                "SELECT 'DROP TRIGGER ' || name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = '{table}'"
            ),
            Self::Postgres(_) => format!(
                "SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname) FROM pg_constraint
                     WHERE contype = 'c' AND conrelid = '{table}'::regclass"
            ),
        };
        for statement in self.texts(&find).await? {
            self.run(&statement).await?;
        }
        Ok(())
    }

    /// A claim for each placement of a SQLite file, of the size that they have, past the locks of people: all of them
    /// prepared and looked at.
    pub(crate) async fn claim_each_placement(&mut self) -> Result<u64, Failure> {
        self.disarm_one("claim").await?;
        self.run(
            "INSERT INTO claim (id, version, centre_id, placement_id, profile_id, programme, task, beneficiary_groups,
             budget_year, person_key, subject, policy_hash, today, known_at, seen_known_at, facts_hash, outcome,
             is_flagged, dong, needs_third, instalments_max, prepared_by, paid_dong, returned_dong, state, is_open,
             is_live, payouts, created_at, updated_at)
             SELECT randomblob(16), 1, centre_id, id, profile_id, programme, '*', '', 2026, randomblob(32),
             randomblob(400), randomblob(32), placed_on, last_known_at, last_known_at, randomblob(32),
             hex(randomblob(700)), 0, 400000, 0, 1, randomblob(16), 0, 0, 'prepared', 1, 1, 0, created_at, updated_at
             FROM placement",
        )
        .await
    }

    /// Has every nth of them looked at.
    pub(crate) async fn learn(&mut self, nth: usize) -> Result<u64, Failure> {
        self.run(&format!("UPDATE claim SET seen_known_at = 0 WHERE rowid % {nth} = 0")).await
    }

    async fn run(&mut self, sql: &str) -> Result<u64, Failure> {
        let sql = sqlx::raw_sql(AssertSqlSafe(sql));
        Ok(match self {
            Self::Sqlite(connection) => sql.execute(connection).await?.rows_affected(),
            Self::Postgres(connection) => sql.execute(connection).await?.rows_affected(),
        })
    }

    async fn texts(&mut self, sql: &str) -> Result<Vec<String>, Failure> {
        let sql = AssertSqlSafe(sql.to_owned());
        Ok(match self {
            Self::Sqlite(connection) => sqlx::query_scalar::<sqlx::Sqlite, String>(sql).fetch_all(connection).await?,
            Self::Postgres(connection) => {
                sqlx::query_scalar::<sqlx::Postgres, String>(sql).fetch_all(connection).await?
            }
        })
    }

    /// A column as a literal.
    fn literal(&self, column: &str) -> String {
        match self {
            Self::Sqlite(_) => format!("quote({column})"),
            Self::Postgres(_) => {
                format!("coalesce(quote_literal({column}::text) || '::' || pg_typeof({column})::text, 'NULL')")
            }
        }
    }

    /// Changes one byte of a row of a table; `None` when the one drawn has no byte or the database holds no such value.
    pub(crate) async fn tamper(&mut self, draw: &mut ChaCha8Rng, target: &Target) -> Result<Option<Change>, Failure> {
        let parts: Vec<String> = target.key.iter().map(|column| self.literal(column)).collect();
        let keys = target.key.iter().zip(parts).map(|(column, part)| format!("'{column} = ' || {part}"));
        let keys = keys.collect::<Vec<_>>().join(" || ' AND ' || ");
        let rows = if target.rows.is_empty() { "1 = 1" } else { target.rows };
        let rows = self.texts(&format!("SELECT {keys} FROM {} WHERE {rows} ORDER BY 1", target.table)).await?;
        if rows.is_empty() {
            return Err(format!("{} has no rows to tamper with", target.table).into());
        }
        let row = &rows[draw.random_range(0..rows.len())];
        let column = target.columns[draw.random_range(0..target.columns.len())];
        let found = format!("SELECT {} FROM {} WHERE {row}", self.literal(column), target.table);
        let was = self.texts(&found).await?.pop().ok_or("a row is gone")?;
        let Some(is) = other(draw, &was) else { return Ok(None) };
        let now = row.replace(&format!("{column} = {was}"), &format!("{column} = {is}"));
        let table = target.table;
        let undo = format!("UPDATE {table} SET {column} = {was} WHERE {now}");
        let mut change = Change { column, undo, was, is, names: self.names(target, row).await? };
        let made = self.run(&format!("UPDATE {table} SET {column} = {} WHERE {row}", change.is)).await;
        // A number that is too large, or a key that is taken.
        if !matches!(made, Ok(1)) {
            return Ok(None);
        }
        change.names.extend(self.names(target, &now).await?);
        Ok(Some(change))
    }

    /// What the row may be named by, as it is.
    async fn names(&mut self, target: &Target, row: &str) -> Result<Vec<String>, Failure> {
        let mut names = Vec::new();
        for column in target.by {
            let found = format!("SELECT {} FROM {} WHERE {row}", self.literal(column), target.table);
            names.extend(self.texts(&found).await?.iter().filter(|value| *value != "NULL").map(|value| plain(value)));
        }
        names.retain(|name| !name.is_empty());
        Ok(names)
    }

    pub(crate) async fn undo(&mut self, change: &Change) -> Result<(), Failure> {
        if self.run(&change.undo).await? == 1 { Ok(()) } else { Err(format!("not undone: {}", change.undo).into()) }
    }
}

/// The literal with one character of its value changed for another one of its kind.
fn other(draw: &mut ChaCha8Rng, literal: &str) -> Option<String> {
    let signs: Vec<char> = literal.chars().collect();
    let first = signs.iter().position(|sign| *sign == '\'').map_or(0, |at| at + 1);
    let last = signs.iter().rposition(|sign| *sign == '\'').unwrap_or(signs.len());
    let is_bytes = literal.starts_with("X'") || literal.ends_with("bytea") || literal.ends_with("uuid");
    let kinds = if is_bytes { "0123456789abcdef" } else { "0123456789abcdefghijklmnopqrstuvwxyz" };
    let is_number = signs.iter().skip(first).take(last - first).all(|sign| sign.is_ascii_digit() || *sign == '-');
    let fits = |at: &usize| match signs[*at] {
        '\'' | '\\' => false,
        sign if is_bytes => sign.is_ascii_hexdigit(),
        sign if is_number => sign.is_ascii_digit(),
        _ => true,
    };
    let places: Vec<usize> = (first..last).filter(fits).collect();
    if literal == "NULL" || places.is_empty() {
        return None;
    }
    let at = places[draw.random_range(0..places.len())];
    let kinds: Vec<char> = if is_number { "123456789" } else { kinds }.chars().collect();
    let mut is = signs.clone();
    while is[at].eq_ignore_ascii_case(&signs[at]) {
        is[at] = kinds[draw.random_range(0..kinds.len())];
    }
    Some(is.into_iter().collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::SeedableRng;

    #[test]
    fn a_value_is_the_same_however_a_database_writes_it() {
        for (literal, value) in [
            ("X'00FF'", "00ff"),
            (r"E'\\x00ff'::bytea", "00ff"),
            (r"'\x00ff'::bytea", "00ff"),
            ("'0199-Ab'::uuid", "0199ab"),
            ("'xa'::text", "xa"),
            ("17", "17"),
        ] {
            assert_eq!(plain(literal), value, "{literal}");
        }
    }

    #[test]
    fn one_sign_changes_and_the_literal_stays_one() {
        let mut draw = ChaCha8Rng::seed_from_u64(1);
        for literal in ["X'00FF'", "'một ''chữ'''", "-1700", "7", r"'\x00ff'::bytea", "'17'::bigint", "'a'::text"] {
            for _ in 0..50 {
                let changed = other(&mut draw, literal).expect("a byte");
                let different = literal.chars().zip(changed.chars()).filter(|(one, other)| one != other).count();
                assert_eq!((different, changed.chars().count()), (1, literal.chars().count()), "{literal} {changed}");
            }
        }
        assert_eq!(other(&mut draw, "NULL"), None);
        assert_eq!(other(&mut draw, "''"), None);
    }
}

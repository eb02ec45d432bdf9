//! How a store is opened. Reading settings from files or the environment is the server's business.

use crate::Error;
use std::path::PathBuf;

/// Which of the two databases a store runs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Backend {
    /// One file, one writer; the embedded default.
    Sqlite,
    /// For many nodes.
    Postgres,
}

/// What opening does about the schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Migrate {
    /// SQLite migrates, PostgreSQL only checks: there `db migrate` does it, with an owner's role.
    Auto,
    /// Both only check.
    Check,
    /// Nothing is looked at: for `db status` and `db migrate` themselves.
    Skip,
}

/// How a store is opened.
#[derive(Clone, Debug)]
pub struct Settings {
    /// `sqlite:///path/file.db`, `sqlite::memory:` (a private database in a temporary file, gone with the store) or
    /// `postgres://user@host/database`.
    pub url: String,
    /// Connections for reading on SQLite (which has one writer besides); all connections on PostgreSQL.
    pub max_readers: u32,
    /// What to do about the schema.
    pub migrate: Migrate,
    /// How long to wait for a free connection, in milliseconds.
    pub acquire_timeout_ms: u64,
    /// SQLite: the most pages the file may have (4 KiB each). For tests of a full disk.
    pub max_pages: Option<u32>,
    /// Only to look, with [`Migrate::Skip`]: writes are refused, and opening makes no database, folder or file. On
    /// SQLite no byte of the database changes, nor does one appear beside it.
    pub look_only: bool,
    /// SQLite: false gives up surviving a power cut for speed. For tests and throw-away demos.
    pub durable: bool,
}

impl Settings {
    /// The defaults for a URL: 8 readers, [`Migrate::Auto`], durable.
    pub fn new(url: impl Into<String>) -> Self {
        Self {
            url: url.into(),
            max_readers: 8,
            migrate: Migrate::Auto,
            acquire_timeout_ms: 10_000,
            max_pages: None,
            look_only: false,
            durable: true,
        }
    }

    /// Which database the URL names.
    pub fn backend(&self) -> Result<Backend, Error> {
        if self.url.starts_with("sqlite:") {
            return Ok(Backend::Sqlite);
        }
        if self.url.starts_with("postgres://") || self.url.starts_with("postgresql://") {
            return Ok(Backend::Postgres);
        }
        Err(Error::Settings("the database URL must start with sqlite: or postgres://".into()))
    }

    /// The file of a SQLite URL; `None` for a private temporary one.
    pub fn sqlite_file(&self) -> Option<PathBuf> {
        let rest = self.url.strip_prefix("sqlite:")?;
        let rest = rest.strip_prefix("//").unwrap_or(rest);
        let file = rest.split('?').next().unwrap_or(rest);
        (file != ":memory:" && !file.is_empty()).then(|| PathBuf::from(file))
    }
}

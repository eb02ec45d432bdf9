//! What can go wrong in the store, told apart by what a caller can do about it. No SQL and no source text in the
//! messages: the chain is printed once, at the boundary that gives up.

use sea_orm::{DbErr, RuntimeErr};
use std::borrow::Cow;

/// The cause below, for the log.
pub type Source = Box<dyn std::error::Error + Send + Sync>;

/// What the store refuses or fails with. Absence is `Option`, never an error, save in `load_` functions.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A guarded update found another version, or a lease or fencing token was lost.
    #[error("the row was changed by somebody else in the meantime")]
    Conflict,
    /// A `load_` function found nothing.
    #[error("there is no such {0}")]
    Missing(&'static str),
    /// A constraint refused the row; the name is the same on both databases (`uq_posting_source_source_id`).
    #[error("the constraint {0} refuses the row")]
    Constraint(String),
    /// A stored value cannot be read as what it should be.
    #[error("the stored value of {table}.{column} (row {row}) cannot be read")]
    Corrupt {
        /// The table, empty when not known.
        table: Cow<'static, str>,
        /// The column.
        column: String,
        /// The key of the row, empty when not known.
        row: String,
    },
    /// The database found its own file or pages damaged. Stop writing; `db verify` says more.
    #[error("the database is damaged")]
    Damaged(#[source] Source),
    /// Lock contention that outlived all repetitions. Nothing was changed; trying later is right.
    #[error("the database is too busy")]
    Busy(#[source] Source),
    /// No connection, or the database said no for a reason of its own. Nothing was changed.
    #[error("the database cannot be used at the moment")]
    Unavailable(#[source] Source),
    /// The database takes no writes (a standby, read-only file).
    #[error("the database is read-only")]
    ReadOnly(#[source] Source),
    /// No space left. Nothing was changed; writes work again by themselves when there is space.
    #[error("the disk of the database is full")]
    DiskFull(#[source] Source),
    /// The connection broke during COMMIT: the change may have happened. Look the idempotency key up.
    #[error("the connection broke while the change was being confirmed; whether it happened is not known")]
    UnknownOutcome(#[source] Source),
    /// A statement failed inside a write and the body went on as if it had not: rolled back.
    #[error("a statement of the write failed and its error was ignored; everything was rolled back")]
    Spoiled,
    /// The schema is newer than this program.
    #[error("the database was migrated by a newer version of this program (step {0})")]
    TooNew(String),
    /// The schema is older than this program and opening may not migrate.
    #[error("the database needs {0} migration steps; run `sanviec db migrate`")]
    PendingMigrations(usize),
    /// The settings cannot be right.
    #[error("{0}")]
    Settings(Cow<'static, str>),
    /// A backup goes only into a database that nothing was written to.
    #[error("a backup can only be restored into an empty database")]
    NotEmpty,
    /// A backup archive is damaged, cut short or of another kind.
    #[error("the archive cannot be used: {0}")]
    Archive(Cow<'static, str>),
    /// A file could not be read or written.
    #[error("a file could not be read or written")]
    File(#[from] std::io::Error),
}

impl Error {
    /// A stored document that the caller cannot read.
    pub fn corrupt(table: &'static str, column: &str, row: uuid::Uuid) -> Self {
        Self::Corrupt { table: table.into(), column: column.into(), row: row.to_string() }
    }

    /// True for failures that another try may not meet.
    pub fn is_temporary(&self) -> bool {
        matches!(self, Self::Busy(_) | Self::Unavailable(_) | Self::DiskFull(_) | Self::ReadOnly(_))
    }
}

/// The kinds of failure that decide what a transaction does next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// Serialisation failure, deadlock, lock timeout, busy: run the body again.
    Transient,
    Constraint(String),
    DiskFull,
    ReadOnly,
    Corrupt(String),
    Damaged,
    /// The database answered with some other refusal.
    Refused,
    /// No answer: connection, pool, time.
    Lost,
}

/// What kind of failure this is, on either database.
pub(crate) fn fault(error: &DbErr) -> Fault {
    let runtime = match error {
        DbErr::Conn(runtime) | DbErr::Exec(runtime) | DbErr::Query(runtime) => runtime,
        DbErr::Type(what) | DbErr::Json(what) => return Fault::Corrupt(what.clone()),
        DbErr::TryIntoErr { into, .. } => return Fault::Corrupt((*into).into()),
        _ => return Fault::Lost,
    };
    let RuntimeErr::SqlxError(inner) = runtime else { return Fault::Lost };
    match inner.as_ref() {
        sqlx::Error::Database(refusal) => crate::per_backend::fault_of(refusal.as_ref()),
        sqlx::Error::ColumnDecode { index, .. } => Fault::Corrupt(index.clone()),
        sqlx::Error::ColumnNotFound(name) => Fault::Corrupt(name.clone()),
        sqlx::Error::Decode(_) => Fault::Corrupt(String::new()),
        _ => Fault::Lost,
    }
}

impl From<DbErr> for Error {
    fn from(error: DbErr) -> Self {
        match fault(&error) {
            Fault::Transient => Self::Busy(error.into()),
            Fault::Constraint(name) => Self::Constraint(name),
            Fault::DiskFull => Self::DiskFull(error.into()),
            Fault::ReadOnly => Self::ReadOnly(error.into()),
            Fault::Corrupt(column) => Self::Corrupt { table: "".into(), column, row: String::new() },
            Fault::Damaged => Self::Damaged(error.into()),
            Fault::Refused | Fault::Lost => Self::Unavailable(error.into()),
        }
    }
}

/// Names the table in a decoding error.
pub(crate) trait InTable<T> {
    fn in_table(self, table: &'static str) -> Result<T, Error>;
}

impl<T> InTable<T> for Result<T, DbErr> {
    fn in_table(self, table: &'static str) -> Result<T, Error> {
        self.map_err(|error| match Error::from(error) {
            Error::Corrupt { column, row, .. } => Error::Corrupt { table: table.into(), column, row },
            other => other,
        })
    }
}

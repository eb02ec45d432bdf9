//! PostgreSQL: one pool, sessions with time limits, and a `ROLLBACK` before a connection goes back to the pool.

use super::{Pools, options};
use crate::{Reader, Result, Settings};
use sea_orm::{Database, DatabaseConnection};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};

#[cfg(test)]
mod tests;

pub(super) async fn open(settings: &Settings) -> Result<Pools> {
    let mut connect = options(settings, &settings.url, settings.max_readers);
    let look_only = settings.look_only;
    connect
        .map_sqlx_postgres_opts(move |connect| session(connect, look_only))
        .map_sqlx_postgres_pool_opts(roll_back_on_release);
    let writer = Database::connect(connect).await?;
    let reader = Reader(writer.clone());
    Ok(Pools { writer, reader, settings: settings.clone(), _temporary: None })
}

/// One connection without time limits, for the migration's advisory lock, which belongs to a session.
pub(crate) async fn for_migration(settings: &Settings) -> Result<DatabaseConnection> {
    let mut connect = options(settings, &settings.url, 1);
    connect
        .idle_timeout(None)
        .max_lifetime(None)
        .map_sqlx_postgres_opts(|session| session.application_name("sanviec migrate"))
        .map_sqlx_postgres_pool_opts(roll_back_on_release);
    Ok(Database::connect(connect).await?)
}

/// A forgotten transaction, a lock nobody gives up and a runaway statement end by themselves; whoever only looks writes
/// nothing.
fn session(session: PgConnectOptions, look_only: bool) -> PgConnectOptions {
    let session = session.application_name("sanviec").options([
        ("idle_in_transaction_session_timeout", "15s"),
        ("lock_timeout", "3s"),
        ("statement_timeout", "10s"),
    ]);
    if look_only { session.options([("default_transaction_read_only", "on")]) } else { session }
}

/// sqlx 0.9.0 may give a connection back inside an open transaction when a `begin` is cut off; what is written on it
/// next would be acknowledged and lost. Keep until a release with the upstream fix is in the lock file.
fn roll_back_on_release(pool: PgPoolOptions) -> PgPoolOptions {
    pool.after_release(|connection, _| {
        Box::pin(async move {
            sqlx::raw_sql("ROLLBACK").execute(&mut *connection).await?;
            Ok(true)
        })
    })
}

//! The state of the schema and the way to a newer one. The steps themselves are in `sanviec-migrations`.

use crate::{Backend, Error, Migrate, Result, Store, connect, per_backend};
use sanviec_migrations::Migrator;
use sea_orm::{ConnectionTrait, DatabaseConnection};
use sea_orm_migration::MigratorTrait;

/// Which migration steps were taken.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SchemaStatus {
    /// Steps that were taken, oldest first.
    pub applied: Vec<String>,
    /// Steps of this program that wait.
    pub pending: Vec<String>,
    /// Steps in the database that this program does not know: it is older than the database.
    pub unknown: Vec<String>,
}

pub(crate) async fn at_start(store: &Store, migrate: Migrate) -> Result<()> {
    if migrate == Migrate::Skip {
        return Ok(());
    }
    let status = status(store.writer()).await?;
    if let Some(step) = status.unknown.into_iter().next_back() {
        return Err(Error::TooNew(step));
    }
    match (status.pending.len(), migrate, store.backend()) {
        (0, _, _) => Ok(()),
        (_, Migrate::Auto, Backend::Sqlite) => self::migrate(store).await.map(|_| ()),
        (waiting, _, _) => Err(Error::PendingMigrations(waiting)),
    }
}

pub(crate) async fn status(db: &DatabaseConnection) -> Result<SchemaStatus> {
    let known: Vec<String> = Migrator::migrations().iter().map(|step| step.name().to_owned()).collect();
    let applied = applied(db).await?;
    let pending = known.iter().filter(|step| !applied.contains(step)).cloned().collect();
    let unknown = applied.iter().filter(|step| !known.contains(step)).cloned().collect();
    Ok(SchemaStatus { applied, pending, unknown })
}

async fn applied(db: &DatabaseConnection) -> Result<Vec<String>> {
    if !per_backend::has_table(db, "seaql_migrations").await? {
        return Ok(Vec::new());
    }
    let rows =
        db.query_all_raw(per_backend::statement(db, "SELECT version FROM seaql_migrations ORDER BY version")).await?;
    rows.into_iter().map(|row| Ok(row.try_get_by_index::<String>(0)?)).collect()
}

pub(crate) async fn migrate(store: &Store) -> Result<usize> {
    if store.backend() == Backend::Sqlite {
        return take_steps(store.writer()).await;
    }
    let owner = connect::for_migration(store.settings()).await?;
    per_backend::lock_for_migration(&owner).await?;
    let taken = take_steps(&owner).await;
    // Closing the session gives the lock up.
    owner.close().await?;
    taken
}

pub(crate) async fn grant_to_servers(store: &Store, role: &str) -> Result<bool> {
    let plain = |sign: u8| sign.is_ascii_lowercase() || sign.is_ascii_digit() || sign == b'_';
    if role.is_empty() || role.len() > 63 || !role.bytes().all(plain) {
        return Err(Error::Settings("the name of a role has small letters, digits and _ only".into()));
    }
    if store.backend() == Backend::Sqlite {
        return Err(Error::Settings("SQLite has no roles: whoever can write the file can write all of it".into()));
    }
    let owner = connect::for_migration(store.settings()).await?;
    let made = per_backend::grant_to_servers(&owner, role).await;
    owner.close().await?;
    made
}

async fn take_steps(db: &DatabaseConnection) -> Result<usize> {
    let status = status(db).await?;
    if let Some(step) = status.unknown.into_iter().next_back() {
        return Err(Error::TooNew(step));
    }
    if !status.pending.is_empty() {
        Migrator::up(db, None).await?;
    }
    Ok(status.pending.len())
}

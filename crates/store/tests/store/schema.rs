//! Opening: who migrates, and what is refused.

use sanviec_store::testing::{each_backend, on_postgres};
use sanviec_store::{Backend, Error, Migrate, SchemaStatus, Settings, Store};
use sea_orm::{ConnectionTrait, Statement};
use sea_orm_migration::MigratorTrait;

/// How many steps there are.
fn steps() -> usize {
    sanviec_migrations::Migrator::migrations().len()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_fresh_database_has_taken_all_steps() {
    each_backend(|fresh| async move {
        let SchemaStatus { applied, pending, unknown } = fresh.store.schema_status().await.unwrap();
        assert_eq!((applied.len(), pending, unknown), (steps(), vec![], vec![]));
        assert_eq!(fresh.store.migrate().await.unwrap(), 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_of_a_newer_program_is_refused() {
    each_backend(|fresh| async move {
        let outcome = fresh.store.write("future", |tx| {
            Box::pin(async move {
                let sql = "INSERT INTO seaql_migrations (version, applied_at) VALUES ('m2099_future', 0)";
                tx.execute_raw(Statement::from_string(tx.get_database_backend(), sql)).await.map_err(Error::from)
            })
        });
        outcome.await.unwrap();
        let refusal = Store::open(fresh.settings.clone()).await.unwrap_err();
        assert!(matches!(&refusal, Error::TooNew(step) if step == "m2099_future"), "{refusal:?}");
        assert!(matches!(fresh.store.migrate().await, Err(Error::TooNew(_))));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn opening_does_not_migrate_where_it_may_not() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", folder.path().join("new/check.db").display());
    let check = Settings { migrate: Migrate::Check, ..Settings::new(&url) };
    assert!(matches!(Store::open(check.clone()).await, Err(Error::PendingMigrations(waiting)) if waiting == steps()));
    Store::open(Settings::new(&url)).await.unwrap().close().await.unwrap();
    Store::open(check).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn servers_on_postgresql_only_check_and_racing_migrations_take_each_step_once() {
    on_postgres(|fresh| async move {
        assert_eq!(fresh.backend, Backend::Postgres);
        for sql in ["DROP SCHEMA public CASCADE", "CREATE SCHEMA public"] {
            fresh.store.reader().execute_unprepared(sql).await.unwrap();
        }
        let refusal = Store::open(fresh.settings.clone()).await.unwrap_err();
        assert!(matches!(refusal, Error::PendingMigrations(waiting) if waiting == steps()), "{refusal:?}");
        let racing = (0..3).map(|_| {
            let store = fresh.store.clone();
            tokio::spawn(async move { store.migrate().await.unwrap() })
        });
        let mut taken = 0;
        for migration in racing.collect::<Vec<_>>() {
            taken += migration.await.unwrap();
        }
        assert_eq!(taken, steps());
        Store::open(fresh.settings.clone()).await.unwrap();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_private_database_is_like_any_other() {
    let store = Store::open(Settings::new("sqlite::memory:")).await.unwrap();
    assert_eq!(crate::data::seed(&store, 3).await.len(), 3);
    let counts = sanviec_store::posting::count_by_state(store.reader()).await.unwrap();
    assert_eq!(counts, [("published".to_owned(), 3)]);
}

/// What PostgreSQL says of one of its settings.
async fn shown(store: &Store, name: &str) -> String {
    let asked = Statement::from_string(store.reader().get_database_backend(), format!("SHOW {name}"));
    let row = store.reader().query_one_raw(asked).await.unwrap();
    row.unwrap().try_get_by_index(0).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn settings_that_risk_writes_are_named() {
    each_backend(|fresh| async move {
        // The cluster of the tests may do without what helps against a loss of power alone; each such thing is named.
        let mut without = Vec::new();
        if fresh.backend == Backend::Postgres {
            for name in ["fsync", "full_page_writes", "synchronous_commit", "data_checksums"] {
                if shown(&fresh.store, name).await == "off" {
                    without.push(format!("{name} is off"));
                }
            }
        }
        assert_eq!(fresh.store.risky_settings().await.unwrap(), without);
    })
    .await;
    let hasty = Settings { durable: false, ..Settings::new("sqlite::memory:") };
    let store = Store::open(hasty).await.unwrap();
    assert_eq!(store.risky_settings().await.unwrap(), ["synchronous is off"]);
}

#[test]
fn other_addresses_are_refused() {
    assert!(matches!(Settings::new("mysql://x").backend(), Err(Error::Settings(_))));
    assert_eq!(Settings::new("postgresql://x/y").backend().unwrap(), Backend::Postgres);
}

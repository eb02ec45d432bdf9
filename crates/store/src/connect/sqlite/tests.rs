//! Regression tests of the SQLite sessions: transactions that read before they write, and full disks.

use super::*;
use crate::testing::on_sqlite;
use crate::{Error, Health, Store};
use sea_orm::{ConnectionTrait, DbErr, TransactionTrait};

const TASKS: i64 = 4;
const ROUNDS: i64 = 200;

async fn read_and_increment(tx: &impl ConnectionTrait) -> Result<(), DbErr> {
    let read = crate::per_backend::statement(tx, "SELECT n FROM counter");
    let n: i64 = tx.query_one_raw(read).await?.expect("the counter has a row").try_get_by_index(0)?;
    tx.execute_unprepared(&format!("UPDATE counter SET n = {}", n + 1)).await.map(|_| ())
}

async fn counter(store: &Store) -> i64 {
    let sql = crate::per_backend::statement(store.reader(), "SELECT n FROM counter");
    store.reader().query_one_raw(sql).await.unwrap().unwrap().try_get_by_index(0).unwrap()
}

async fn make_counter(store: &Store) {
    store.writer().execute_unprepared("CREATE TABLE counter (n INTEGER)").await.unwrap();
    store.writer().execute_unprepared("INSERT INTO counter VALUES (0)").await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn writes_that_read_first_never_fail_on_each_other() {
    on_sqlite(|fresh| async move {
        make_counter(&fresh.store).await;
        // A second store is a second writer connection on the same file: the lock must be waited for.
        let other = Store::open(fresh.settings.clone()).await.unwrap();
        let tasks = (0..TASKS).map(|n| {
            let store = if n % 2 == 0 { fresh.store.clone() } else { other.clone() };
            tokio::spawn(async move {
                for _ in 0..ROUNDS {
                    let done = store.write("increment", |tx| {
                        Box::pin(async move { read_and_increment(tx).await.map_err(Error::from) })
                    });
                    done.await.unwrap();
                }
            })
        });
        for task in tasks.collect::<Vec<_>>() {
            task.await.unwrap();
        }
        assert_eq!(counter(&fresh.store).await, TASKS * ROUNDS);
    })
    .await;
}

/// What the wrapper is for: the plain transaction of the library begins deferred and cannot wait.
#[tokio::test(flavor = "multi_thread")]
async fn plain_deferred_transactions_do_fail_on_each_other() {
    on_sqlite(|fresh| async move {
        make_counter(&fresh.store).await;
        let mut plain = options(&fresh.settings, "sqlite::memory:", 4);
        let session = session(&fresh.settings, &fresh.settings.sqlite_file().unwrap());
        plain.map_sqlx_sqlite_opts(move |_| session.clone());
        let plain = Database::connect(plain).await.unwrap();
        let tasks = (0..TASKS).map(|_| {
            let pool = plain.clone();
            tokio::spawn(async move {
                let mut failed = 0;
                for _ in 0..ROUNDS {
                    let tx = pool.begin().await.unwrap();
                    let done = read_and_increment(&tx).await;
                    let done = if done.is_ok() { tx.commit().await } else { done };
                    failed += i64::from(done.is_err());
                }
                failed
            })
        });
        let mut failed = 0;
        for task in tasks.collect::<Vec<_>>() {
            failed += task.await.unwrap();
        }
        println!("deferred: {failed} of {} failed", TASKS * ROUNDS);
        assert!(failed > 0);
    })
    .await;
}

async fn fill(store: &Store, bytes: usize) -> crate::Result<()> {
    let text = "x".repeat(bytes);
    let text = &text;
    store
        .write("fill", |tx| {
            Box::pin(async move {
                tx.execute_unprepared(&format!("INSERT INTO filler VALUES ('{text}')")).await?;
                Ok(())
            })
        })
        .await
}

async fn set_max_pages(store: &Store, pages: u32) {
    store.writer().execute_unprepared(&format!("PRAGMA max_page_count = {pages}")).await.unwrap();
}

/// Cycles of full and free. After each the connection must be clean: a driver that believes to be inside a
/// transaction would make savepoints of the next writes and never commit them.
#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_is_read_only_and_recovers_by_itself() {
    on_sqlite(|fresh| async move {
        let store = fresh.store;
        store.writer().execute_unprepared("CREATE TABLE filler (t TEXT)").await.unwrap();
        for cycle in 0..20 {
            set_max_pages(&store, 1).await; // SQLite sets it to the present size: no page more.
            let full = fill(&store, 1_000_000).await.unwrap_err();
            assert!(matches!(full, Error::DiskFull(_)), "{full:?}");
            assert_eq!(store.health(), Health::ReadOnly("disk_full"));
            set_max_pages(&store, 1_000_000).await;
            store.probe().await.unwrap();
            assert_eq!(store.health(), Health::Ok);
            fill(&store, 10_000).await.unwrap();
            let sql = crate::per_backend::statement(store.reader(), "SELECT count(*) FROM filler");
            let rows: i64 = store.reader().query_one_raw(sql).await.unwrap().unwrap().try_get_by_index(0).unwrap();
            assert_eq!(rows, cycle + 1, "an acknowledged write is seen by the readers");
        }
    })
    .await;
}

/// What SQLite does by itself on an I/O error, done by hand: the driver does not notice and believes to be inside a
/// transaction.
#[tokio::test(flavor = "multi_thread")]
async fn a_transaction_that_sqlite_ended_by_itself_does_not_poison_the_writer() {
    on_sqlite(|fresh| async move {
        make_counter(&fresh.store).await;
        let ended = fresh.store.write("ended", |tx| {
            Box::pin(async move {
                tx.execute_unprepared("ROLLBACK").await?;
                Err::<(), Error>(Error::Conflict)
            })
        });
        assert!(ended.await.is_err());
        let refused = fresh.store.write("refused", |tx| {
            Box::pin(async move {
                read_and_increment(tx).await?;
                Err::<(), Error>(Error::Conflict)
            })
        });
        assert!(refused.await.is_err());
        let next =
            fresh.store.write("next", |tx| Box::pin(async move { Ok::<_, Error>(read_and_increment(tx).await?) }));
        next.await.unwrap();
        assert_eq!(counter(&fresh.store).await, 1, "an acknowledged write is seen by the readers");
    })
    .await;
}

/// The same on a file system that really has no space left. Needs to be root to mount one.
#[tokio::test(flavor = "multi_thread")]
async fn a_full_file_system_is_read_only_and_recovers_by_itself() {
    let folder = tempfile::tempdir().unwrap();
    let mount = |arguments: &[&str]| {
        let done = std::process::Command::new("mount").args(arguments).arg(folder.path()).output();
        done.is_ok_and(|output| output.status.success())
    };
    if !mount(&["-t", "tmpfs", "-o", "size=16m", "tmpfs"]) {
        println!("skipped: a small file system cannot be mounted here");
        return;
    }
    let outcome = tokio::spawn(full_file_system(folder.path().to_owned())).await;
    let _ = std::process::Command::new("umount").arg("-l").arg(folder.path()).output();
    outcome.unwrap();
}

async fn full_file_system(folder: PathBuf) {
    let ballast = folder.join("ballast");
    for cycle in 0..5 {
        let file = folder.join(format!("small{cycle}.db"));
        let store = Store::open(Settings::new(format!("sqlite://{}", file.display()))).await.unwrap();
        store.writer().execute_unprepared("CREATE TABLE filler (t TEXT)").await.unwrap();
        std::fs::write(&ballast, vec![1; 8_000_000]).unwrap();
        let mut acknowledged = 0;
        let full = loop {
            match fill(&store, 100_000).await {
                Ok(()) => acknowledged += 1,
                Err(error) => break error,
            }
        };
        assert!(matches!(full, Error::DiskFull(_)), "{full:?}");
        assert_eq!(store.health(), Health::ReadOnly("disk_full"));
        std::fs::remove_file(&ballast).unwrap();
        store.probe().await.unwrap();
        assert_eq!(store.health(), Health::Ok);
        let sql = crate::per_backend::statement(store.reader(), "SELECT count(*) FROM filler");
        let rows: i64 = store.reader().query_one_raw(sql).await.unwrap().unwrap().try_get_by_index(0).unwrap();
        assert_eq!(rows, acknowledged, "nothing acknowledged is lost");
        store.close().await.unwrap();
        std::fs::remove_file(&file).unwrap();
    }
}

//! The write wrapper under bad luck: contention, cut-off requests, swallowed errors; and the house's bans.

use crate::data::{NOW, change, insert_all, posting_row, seed};
use sanviec_store::testing::{each_backend, on_postgres};
use sanviec_store::{Error, Tx, outbox, posting};
use sea_orm::{ConnectionTrait, Statement};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;
use tokio::sync::Barrier;
use uuid::Uuid;

/// Two writes that lock two rows crosswise: the database kills one, the wrapper runs it again, both succeed.
#[tokio::test(flavor = "multi_thread")]
async fn a_deadlock_is_repeated_until_it_succeeds() {
    on_postgres(|fresh| async move {
        let rows = seed(&fresh.store, 2).await;
        let barrier = std::sync::Arc::new(Barrier::new(2));
        let runs = std::sync::Arc::new(AtomicU32::new(0));
        let tasks = [[0, 1], [1, 0]].map(|order| {
            let (store, barrier, runs) = (fresh.store.clone(), barrier.clone(), runs.clone());
            let ids = order.map(|n| rows[n].id);
            tokio::spawn(async move {
                let (barrier, runs) = (&*barrier, &*runs);
                loop {
                    let done = store.write("crosswise", |tx| Box::pin(crosswise(tx, ids, barrier, runs)));
                    match done.await {
                        // The run after the deadlock may have read what the other was about to change.
                        Err(Error::Conflict) => {}
                        other => return other,
                    }
                }
            })
        });
        for task in tasks {
            task.await.unwrap().unwrap();
        }
        assert!(runs.load(Ordering::SeqCst) > 2, "there was no deadlock to repeat");
        let ids = [rows[0].id, rows[1].id];
        let stored = posting::find_many(fresh.store.reader(), &ids).await.unwrap();
        assert!(stored.iter().all(|row| row.version == 3));
    })
    .await;
}

/// Changes two postings; the first two runs wait for each other after the first one, so that they meet crosswise.
async fn crosswise(tx: &Tx<'_>, ids: [Uuid; 2], barrier: &Barrier, runs: &AtomicU32) -> Result<(), Error> {
    let run = runs.fetch_add(1, Ordering::SeqCst);
    for (n, id) in ids.into_iter().enumerate() {
        let row = posting::load(tx, id).await?;
        posting::update_guarded(tx, &row).await?;
        if n == 0 && run < 2 {
            barrier.wait().await;
        }
    }
    Ok(())
}

/// PostgreSQL answers COMMIT of a failed transaction with success and rolls back: the wrapper must not believe it.
#[tokio::test(flavor = "multi_thread")]
async fn a_write_whose_body_swallows_a_failure_is_rolled_back_and_says_so() {
    each_backend(|fresh| async move {
        let rows = &seed(&fresh.store, 1).await;
        let outcome = fresh.store.write("swallows", |tx| {
            Box::pin(async move {
                outbox::append(tx, &[change(&rows[0])], NOW).await?;
                let _ = posting::insert_many(tx, rows).await;
                Ok::<(), Error>(())
            })
        });
        assert!(matches!(outcome.await, Err(Error::Spoiled)));
        crate::data::sequence(&fresh.store).await;
        assert_eq!(outbox::head(fresh.store.reader()).await.unwrap(), 1);
    })
    .await;
}

/// Requests that hang up at any moment of a write: what was acknowledged is there, whole, and the pool stays usable.
#[tokio::test(flavor = "multi_thread")]
async fn writes_cut_off_at_any_moment_leave_all_or_nothing() {
    each_backend(|fresh| async move {
        let store = &fresh.store;
        insert_all(store, &[]).await.unwrap();
        let (mut acknowledged, mut cut) = (Vec::new(), 0);
        for n in 1..=400_u128 {
            let row = posting_row(n);
            let patience = Duration::from_micros(5 + (n as u64) * 97 % 4_000);
            match tokio::time::timeout(patience, insert_all(store, std::slice::from_ref(&row))).await {
                Ok(done) => {
                    done.unwrap();
                    acknowledged.push(row.id);
                }
                Err(_) => cut += 1,
            }
        }
        assert!(cut > 0 && !acknowledged.is_empty(), "{cut} cut off, {} acknowledged", acknowledged.len());
        while crate::data::sequence(store).await > 0 {}
        let stored = posting::list_by_state(store.reader(), &["published"], None, 1_000).await.unwrap();
        let announced = outbox::read_after(store.reader(), 0, 1_000).await.unwrap();
        println!("{:?}: {} acknowledged, {cut} cut off, {} stored", fresh.backend, acknowledged.len(), stored.len());
        assert!(acknowledged.iter().all(|id| stored.iter().any(|row| row.id == *id)));
        assert_eq!(stored.len(), announced.len(), "a posting and its outbox row commit together");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_ended_by_the_server_is_unavailable_and_the_next_write_works() {
    on_postgres(|fresh| async move {
        let store = &fresh.store;
        let outcome = store.write("killed", |tx| {
            Box::pin(async move {
                let sql = "SELECT pg_terminate_backend(pg_backend_pid())";
                tx.query_one_raw(Statement::from_string(tx.get_database_backend(), sql)).await?;
                Ok::<(), Error>(())
            })
        });
        let error = outcome.await.unwrap_err();
        assert!(matches!(error, Error::Unavailable(_)), "{error:?}");
        insert_all(store, &[posting_row(1)]).await.unwrap();
    })
    .await;
}

/// Sessions that died in the pool, as after a restart of the server: nothing was sent yet, so nobody needs to know.
#[tokio::test(flavor = "multi_thread")]
async fn sessions_that_died_while_idle_do_not_fail_a_write() {
    on_postgres(|fresh| async move {
        seed(&fresh.store, 1).await;
        // One session, or the killer kills its own.
        let settings = sanviec_store::Settings { max_readers: 1, ..fresh.settings.clone() };
        let other = sanviec_store::Store::open(settings).await.unwrap();
        let kill = "SELECT count(pg_terminate_backend(pid, 5000)) FROM pg_stat_activity
                    WHERE datname = current_database() AND pid <> pg_backend_pid()";
        for n in 2..6 {
            other.reader().query_one_raw(Statement::from_string(sea_orm::DbBackend::Postgres, kill)).await.unwrap();
            insert_all(&fresh.store, &[posting_row(n)]).await.unwrap();
        }
        other.close().await.unwrap();
    })
    .await;
}

/// A session that dies between the last statement and COMMIT: the outcome is not known, and the error says so.
#[tokio::test(flavor = "multi_thread")]
async fn a_commit_without_an_answer_is_an_unknown_outcome() {
    on_postgres(|fresh| async move {
        let (store, reader) = (&fresh.store, fresh.store.reader());
        let outcome = store.write("loses_commit", |tx| {
            Box::pin(async move {
                let postgres = tx.get_database_backend();
                let pid = Statement::from_string(postgres, "SELECT pg_backend_pid()");
                let pid: i32 = tx.query_one_raw(pid).await?.unwrap().try_get_by_index(0)?;
                let kill = format!("SELECT pg_terminate_backend({pid}, 5000)");
                reader.query_one_raw(Statement::from_string(postgres, kill)).await?;
                Ok::<(), Error>(())
            })
        });
        let error = outcome.await.unwrap_err();
        assert!(matches!(error, Error::UnknownOutcome(_)), "{error:?}");
    })
    .await;
}

/// A message carries no source text; the chain does.
#[tokio::test]
async fn messages_do_not_repeat_their_source() {
    let error = Error::Unavailable("secret SQL".into());
    assert_eq!(error.to_string(), "the database cannot be used at the moment");
    assert_eq!(std::error::Error::source(&error).map(ToString::to_string).as_deref(), Some("secret SQL"));
}

/// Features of the library that differ between the databases or go through floats.
#[test]
fn the_sources_use_nothing_that_differs_in_silence() {
    let banned =
        ["Decimal", "DateTime", ".save(", "lock_exclusive", "lock_with", ".lock_shared", " f64", "raw_sql!", "sync("];
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src");
    let mut folders = vec![std::path::PathBuf::from(folder)];
    let mut files = 0;
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            files += 1;
            let text = std::fs::read_to_string(&path).unwrap();
            for word in banned {
                assert!(!text.contains(word), "{} uses {word}", path.display());
            }
        }
    }
    assert!(files > 15);
}

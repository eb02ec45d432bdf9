//! The outbox: nothing is skipped, nothing is out of order, and a foreign history is known.

use crate::data::{NOW, change, posting_row, seed, sequence};
use sanviec_store::testing::{each_backend, on_postgres};
use sanviec_store::{Error, outbox, posting};
use tokio::sync::oneshot;

#[tokio::test(flavor = "multi_thread")]
async fn changes_are_read_in_order_without_gaps() {
    each_backend(|fresh| async move {
        let store = &fresh.store;
        assert_eq!(outbox::head(store.reader()).await.unwrap(), 0);
        let rows = seed(store, 30).await;
        while sequence(store).await > 0 {}
        let db = store.reader();
        let read = outbox::read_after(db, 10, 15).await.unwrap();
        assert_eq!(read.iter().map(|row| row.pos).collect::<Vec<_>>(), (11..=25).map(Some).collect::<Vec<_>>());
        assert_eq!(read[0].entity_id, rows[10].id);
        assert_eq!(outbox::head(db).await.unwrap(), 30);
        assert_eq!(outbox::position_of(db, read[0].id).await.unwrap(), Some(11));
        assert_eq!(outbox::oldest_unsequenced(db).await.unwrap(), None);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn pruned_rows_are_gone_and_positions_go_on() {
    each_backend(|fresh| async move {
        let store = &fresh.store;
        seed(store, 10).await;
        sequence(store).await;
        let prune = |up_to| store.write("prune", move |tx| Box::pin(outbox::prune(tx, up_to, 100)));
        assert_eq!(prune(4).await.unwrap(), 4);
        assert_eq!(outbox::oldest_kept(store.reader()).await.unwrap(), Some(5));
        assert_eq!(prune(10).await.unwrap(), 6);
        assert_eq!(outbox::head(store.reader()).await.unwrap(), 10);
        let more = &[change(&posting_row(1))];
        store.write("announce", |tx| Box::pin(outbox::append(tx, more, NOW))).await.unwrap();
        sequence(store).await;
        assert_eq!(outbox::read_after(store.reader(), 10, 9).await.unwrap()[0].pos, Some(11));
    })
    .await;
}

/// A long transaction takes the lower row id and commits last. A reader by row id would skip it for ever.
#[tokio::test(flavor = "multi_thread")]
async fn a_row_that_commits_late_is_never_skipped() {
    on_postgres(|fresh| async move {
        let store = fresh.store.clone();
        let (written, is_written) = oneshot::channel::<()>();
        let (release, released) = oneshot::channel::<()>();
        let gates = std::sync::Mutex::new(Some((written, released)));
        let long = tokio::spawn(async move {
            let gates = &gates;
            let late = store.write("long", |tx| {
                Box::pin(async move {
                    let id = outbox::append(tx, &[change(&posting_row(1))], NOW).await?;
                    let (written, released) = gates.lock().unwrap().take().unwrap();
                    written.send(()).unwrap();
                    released.await.unwrap();
                    Ok::<i64, Error>(id)
                })
            });
            late.await.unwrap()
        });
        is_written.await.unwrap();
        let store = &fresh.store;
        let quick = &[change(&posting_row(2))];
        let quick_id = store.write("quick", |tx| Box::pin(outbox::append(tx, quick, NOW))).await.unwrap();
        assert_eq!(sequence(store).await, 1);
        let first = outbox::read_after(store.reader(), 0, 10).await.unwrap();
        assert_eq!(first.iter().map(|row| (row.id, row.pos)).collect::<Vec<_>>(), [(quick_id, Some(1))]);
        release.send(()).unwrap();
        let late_id = long.await.unwrap();
        assert!(late_id < quick_id, "a reader by row id would be past it");
        assert_eq!(outbox::oldest_unsequenced(store.reader()).await.unwrap(), Some(NOW));
        assert_eq!(sequence(store).await, 1);
        let next = outbox::read_after(store.reader(), 1, 10).await.unwrap();
        assert_eq!(next.iter().map(|row| (row.id, row.pos)).collect::<Vec<_>>(), [(late_id, Some(2))]);
    })
    .await;
}

/// Writers, racing sequencers and a reader at once: the reader sees each row once, in order, without gaps.
#[tokio::test(flavor = "multi_thread")]
async fn a_reader_that_follows_racing_writers_and_sequencers_misses_nothing() {
    each_backend(|fresh| async move {
        let writers: Vec<_> = (0..4_u128)
            .map(|w| {
                let store = fresh.store.clone();
                tokio::spawn(async move {
                    for n in 0..50 {
                        let changes = &[change(&posting_row(w * 1_000 + n))];
                        store.write("announce", |tx| Box::pin(outbox::append(tx, changes, NOW))).await.unwrap();
                    }
                })
            })
            .collect();
        let sequencers: Vec<_> = (0..2)
            .map(|_| {
                let store = fresh.store.clone();
                tokio::spawn(async move {
                    while outbox::head(store.reader()).await.unwrap() < 200 {
                        sequence(&store).await;
                        tokio::task::yield_now().await;
                    }
                })
            })
            .collect();
        let (mut cursor, mut seen) = (0, std::collections::HashSet::new());
        while cursor < 200 {
            for row in outbox::read_after(fresh.store.reader(), cursor, 7).await.unwrap() {
                assert_eq!(row.pos, Some(cursor + 1));
                assert!(seen.insert(row.entity_id));
                cursor += 1;
            }
        }
        for task in writers.into_iter().chain(sequencers) {
            task.await.unwrap();
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_scan_with_its_position_misses_no_change_made_meanwhile() {
    each_backend(|fresh| async move {
        let store = &fresh.store;
        let rows = seed(store, 20).await;
        sequence(store).await;
        let mut scan = posting::scan(store.reader(), &["published"], 5).await.unwrap();
        let first = scan.next(store.reader()).await.unwrap();
        let changed = &posting::Row { title: "Sau".into(), ..first[0].clone() };
        store
            .write("change", |tx| {
                Box::pin(async move {
                    let version = posting::update_guarded(tx, changed).await?;
                    outbox::append(tx, &[change(&posting::Row { version, ..changed.clone() })], NOW).await
                })
            })
            .await
            .unwrap();
        sequence(store).await;
        let later = outbox::read_after(store.reader(), scan.outbox_pos, 10).await.unwrap();
        assert_eq!(later.iter().map(|row| (row.entity_id, row.version)).collect::<Vec<_>>(), [(rows[0].id, 2)]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_databases_have_two_epochs() {
    each_backend(|fresh| async move {
        let epoch = outbox::epoch(fresh.store.reader()).await.unwrap();
        assert!(!epoch.is_nil());
        assert_eq!(outbox::epoch(fresh.store.reader()).await.unwrap(), epoch);
    })
    .await;
}

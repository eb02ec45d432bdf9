//! Idempotency keys, audit rows and import runs.

use crate::data::{NOW, audit_row, posting_row};
use sanviec_store::idempotency::{Begun, Request};
use sanviec_store::testing::each_backend;
use sanviec_store::{Error, Store, audit, idempotency, import_run};
use sea_orm::{ConnectionTrait, Statement};
use tokio::sync::oneshot;
use uuid::Uuid;

async fn begin(store: &Store, caller: &str, fingerprint: &[u8]) -> Begun {
    let request = &Request { key: "k", caller, fingerprint };
    store.write("begin", |tx| Box::pin(idempotency::begin(tx, request, NOW))).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_repeated_request_gets_the_stored_answer() {
    each_backend(|fresh| async move {
        let store = &fresh.store;
        assert_eq!(begin(store, "a", b"one").await, Begun::Fresh);
        assert_eq!(begin(store, "a", b"one").await, Begun::Running);
        assert_eq!(begin(store, "a", b"two").await, Begun::Other);
        assert_eq!(begin(store, "b", b"two").await, Begun::Fresh);
        let finish = || store.write("finish", |tx| Box::pin(idempotency::finish(tx, "k", "a", 201, b"{}")));
        finish().await.unwrap();
        assert!(matches!(finish().await, Err(Error::Conflict)));
        assert_eq!(begin(store, "a", b"one").await, Begun::Answered { status: 201, answer: b"{}".to_vec() });
        assert_eq!(begin(store, "a", b"two").await, Begun::Other);
        let stored = idempotency::find(store.reader(), "k", "a").await.unwrap().unwrap();
        assert_eq!(stored.answer, Some((201, b"{}".to_vec())));
        let prune = store.write("prune", |tx| Box::pin(idempotency::prune(tx, NOW + 1, 10)));
        assert_eq!(prune.await.unwrap(), 2);
        assert_eq!(begin(store, "a", b"one").await, Begun::Fresh);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_of_one_caller_are_forgotten_and_what_is_under_way_stays() {
    each_backend(|fresh| async move {
        let store = &fresh.store;
        for caller in ["a", "b"] {
            begin(store, caller, b"one").await;
            let finish = store.write("finish", |tx| Box::pin(idempotency::finish(tx, "k", caller, 201, b"{}")));
            finish.await.unwrap();
        }
        let under_way = &Request { key: "later", caller: "a", fingerprint: b"two" };
        store.write("begin", |tx| Box::pin(idempotency::begin(tx, under_way, NOW))).await.unwrap();
        let forget = store.write("forget", |tx| Box::pin(idempotency::forget_answered(tx, "a")));
        assert_eq!(forget.await.unwrap(), 1);
        assert_eq!(idempotency::find(store.reader(), "k", "a").await.unwrap(), None);
        assert!(idempotency::find(store.reader(), "k", "b").await.unwrap().is_some());
        assert!(idempotency::find(store.reader(), "later", "a").await.unwrap().is_some());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_of_a_write_that_failed_is_free_again() {
    each_backend(|fresh| async move {
        let store = &fresh.store;
        let failed = store.write("fails", |tx| {
            Box::pin(async move {
                idempotency::begin(tx, &Request { key: "k", caller: "a", fingerprint: b"one" }, NOW).await?;
                Err::<(), Error>(Error::Conflict)
            })
        });
        assert!(failed.await.is_err());
        assert_eq!(begin(store, "a", b"one").await, Begun::Fresh);
    })
    .await;
}

/// The second request does not wait for the first: it is told at once that it is running.
#[tokio::test(flavor = "multi_thread")]
async fn a_request_beside_its_twin_is_told_that_it_is_running() {
    sanviec_store::testing::on_postgres(|fresh| async move {
        let (started, has_started) = oneshot::channel::<()>();
        let (release, released) = oneshot::channel::<()>();
        let gates = std::sync::Mutex::new(Some((started, released)));
        let store = fresh.store.clone();
        let first = tokio::spawn(async move {
            let gates = &gates;
            let done = store.write("first", |tx| {
                Box::pin(async move {
                    idempotency::begin(tx, &Request { key: "k", caller: "a", fingerprint: b"one" }, NOW).await?;
                    let (started, released) = gates.lock().unwrap().take().unwrap();
                    started.send(()).unwrap();
                    released.await.unwrap();
                    idempotency::finish(tx, "k", "a", 200, b"done").await
                })
            });
            done.await.unwrap();
        });
        has_started.await.unwrap();
        assert_eq!(begin(&fresh.store, "a", b"one").await, Begun::Running);
        release.send(()).unwrap();
        first.await.unwrap();
        assert_eq!(begin(&fresh.store, "a", b"one").await, Begun::Answered { status: 200, answer: b"done".to_vec() });
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn audit_rows_can_be_added_but_never_changed_or_removed() {
    each_backend(|fresh| async move {
        let store = &fresh.store;
        let row = posting_row(1);
        let entries = &[audit_row(&row), audit_row(&row)];
        store.write("audit", |tx| Box::pin(audit::append(tx, entries))).await.unwrap();
        for sql in ["UPDATE audit SET actor = 'me'", "DELETE FROM audit"] {
            let outcome = store.write("tamper", |tx| {
                Box::pin(async move {
                    tx.execute_raw(Statement::from_string(tx.get_database_backend(), sql)).await.map_err(Error::from)
                })
            });
            let refusal = outcome.await.unwrap_err();
            assert!(matches!(&refusal, Error::Constraint(name) if name == "audit_append_only"), "{refusal:?}");
        }
        let kept = audit::list_of(store.reader(), row.id, 0, 10).await.unwrap();
        assert_eq!(kept.len(), 2);
        assert_eq!(audit::list_of(store.reader(), row.id, kept[0].id, 10).await.unwrap().len(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn import_runs_are_noted() {
    each_backend(|fresh| async move {
        let (store, id) = (&fresh.store, Uuid::from_u128(1));
        let start = store.write("start", |tx| Box::pin(import_run::start(tx, id, "feed", Some(&[1; 32]), NOW)));
        start.await.unwrap();
        let finish = || store.write("finish", |tx| Box::pin(import_run::finish(tx, id, "{\"taken\":2}", NOW + 1)));
        finish().await.unwrap();
        assert!(matches!(finish().await, Err(Error::Conflict)));
        let runs = import_run::list_by_source(store.reader(), "feed", 5).await.unwrap();
        assert_eq!(runs[0].counts.as_deref(), Some("{\"taken\":2}"));
        assert_eq!(runs[0].file_hash, Some(vec![1; 32]));
    })
    .await;
}

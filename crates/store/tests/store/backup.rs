//! Backup and restore, within a database and from one to the other, and the checks that find damage.

use crate::accounts::{add_account, message_row};
use crate::data::{NOW, audit_row, change, employer_row, insert_all, posting_row, seed, sequence};
use sanviec_store::testing::{Fresh, each_backend, on_postgres, on_sqlite};
use sanviec_store::{
    Error, Reader, Settings, Store, account, audit, backup, centre, credential, idempotency, job, key_mark, membership,
    message, outbox, posting, verify,
};
use sea_orm::{ConnectionTrait, Statement};
use std::path::Path;
use uuid::Uuid;

/// Something in every table.
async fn furnish(store: &Store) -> Vec<posting::Row> {
    let rows = seed(store, 1_203).await;
    sequence(store).await;
    let extra = &posting::Row { source: None, source_id: None, deadline_on: None, ..posting_row(5_000) };
    store
        .write("furnish", |tx| {
            Box::pin(async move {
                posting::insert_many(tx, std::slice::from_ref(extra)).await?;
                outbox::append(tx, &[change(extra)], NOW).await?;
                let request = idempotency::Request { key: "k", caller: "a", fingerprint: &[0, 255] };
                idempotency::begin(tx, &request, NOW).await?;
                idempotency::finish(tx, "k", "a", 200, "chào".as_bytes()).await?;
                let new = job::New { kind: "x", dedup_key: Some("d"), payload: "{}", run_at: 1, max_attempts: 2 };
                job::enqueue(tx, &new, NOW).await.map(|_| ())
            })
        })
        .await
        .unwrap();
    furnish_accounts(store).await;
    rows
}

/// A centre with a branch, an officer there with password and second factor, a member of an employer, a message.
async fn furnish_accounts(store: &Store) {
    add_account(store, 1).await.unwrap();
    let centre = &centre::Row {
        id: Uuid::from_u128(70),
        version: 1,
        name: "Trung tâm".into(),
        name_sort: vec![1],
        province_code: "52".into(),
        created_at: NOW,
        updated_at: NOW,
    };
    let branch =
        &centre::Branch { id: Uuid::from_u128(71), centre_id: centre.id, name: "Chi nhánh".into(), address: None };
    let officer = &membership::Row {
        id: Uuid::from_u128(72),
        version: 1,
        account_id: Uuid::from_u128(1),
        role: "officer".into(),
        centre_id: Some(centre.id),
        branch_id: Some(branch.id),
        employer_id: None,
        since_at: NOW,
        ended_at: None,
    };
    let member = &membership::Row {
        id: Uuid::from_u128(73),
        role: "employer_member".into(),
        centre_id: None,
        branch_id: None,
        employer_id: Some(employer_row(1).id),
        ..officer.clone()
    };
    let message = &message::Row { account_id: Some(officer.account_id), ..message_row(74) };
    store
        .write("furnish_accounts", |tx| {
            Box::pin(async move {
                centre::insert(tx, centre).await?;
                centre::insert_branch(tx, branch, NOW).await?;
                membership::insert(tx, officer).await?;
                membership::insert(tx, member).await?;
                credential::set(tx, officer.account_id, "$argon2id$", NOW).await?;
                credential::offer_second_factor(tx, officer.account_id, &[0, 255], NOW).await?;
                message::enqueue(tx, message).await?;
                key_mark::add(tx, "field 1", &[9; 32], NOW).await
            })
        })
        .await
        .unwrap();
}

async fn assert_same_accounts(from: &Reader, to: &Reader) {
    let id = Uuid::from_u128(1);
    assert_eq!(account::find(from, id).await.unwrap(), account::find(to, id).await.unwrap());
    assert_eq!(account::list_contacts(to, id).await.unwrap(), account::list_contacts(from, id).await.unwrap());
    assert_eq!(membership::list_held(to, id).await.unwrap(), membership::list_held(from, id).await.unwrap());
    assert_eq!(membership::list_held(to, id).await.unwrap().len(), 2);
    assert_eq!(credential::find(to, id).await.unwrap(), credential::find(from, id).await.unwrap());
    let factors = credential::find_second_factor(to, id).await.unwrap();
    assert_eq!(factors, credential::find_second_factor(from, id).await.unwrap());
    assert!(factors.is_some());
    assert_eq!(centre::list(to).await.unwrap(), centre::list(from).await.unwrap());
    assert_eq!(message::list_of(to, id, None, 9).await.unwrap(), message::list_of(from, id, None, 9).await.unwrap());
    assert_eq!(key_mark::list(to).await.unwrap(), key_mark::list(from).await.unwrap());
}

async fn assert_same(original: &Store, copy: &Store) {
    let (from, to) = (original.reader(), copy.reader());
    let (mut after, mut seen) = (None, 0);
    loop {
        let (ours, theirs) =
            (posting::list_all(from, after, 500).await.unwrap(), posting::list_all(to, after, 500).await.unwrap());
        assert_eq!(ours, theirs);
        let Some(last) = ours.last() else { break };
        after = Some(last.id);
        seen += ours.len();
    }
    assert_eq!(seen, 1_204);
    let first = posting_row(1).id;
    assert_eq!(audit::list_of(from, first, 0, 9).await.unwrap(), audit::list_of(to, first, 0, 9).await.unwrap());
    assert_eq!(idempotency::find(from, "k", "a").await.unwrap(), idempotency::find(to, "k", "a").await.unwrap());
    assert_same_accounts(from, to).await;
    assert_ne!(outbox::epoch(from).await.unwrap(), outbox::epoch(to).await.unwrap());
    let kept = outbox::read_after(to, 0, 2_000).await.unwrap();
    assert_eq!(kept.len(), 1_204);
    assert_eq!(kept.iter().map(|row| row.pos.unwrap()).collect::<Vec<_>>(), (1..=1_204).collect::<Vec<_>>());
    assert_eq!(kept[1_203].entity_id, posting_row(5_000).id);
    assert_eq!(verify::verify(copy).await.unwrap(), []);
    // What is added later gets row ids and positions of its own.
    let row = &posting_row(7_000);
    insert_all(copy, std::slice::from_ref(row)).await.unwrap();
    copy.write("audit", |tx| Box::pin(async move { audit::append(tx, &[audit_row(row)]).await })).await.unwrap();
    sequence(copy).await;
    assert_eq!(outbox::head(to).await.unwrap(), 1_205);
}

async fn private() -> Store {
    Store::open(Settings::new("sqlite::memory:")).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_archive_of_either_database_is_restored_into_sqlite() {
    each_backend(|fresh: Fresh| async move {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("backup.jsonl.gz");
        furnish(&fresh.store).await;
        let taken = backup::backup(&fresh.store, &path, NOW).await.unwrap();
        let copy = private().await;
        assert_eq!(backup::restore(&copy, &path).await.unwrap(), taken);
        assert!(taken.rows.contains(&("posting".to_owned(), 1_204)));
        assert_same(&fresh.store, &copy).await;
        let again = backup::restore(&copy, &path).await;
        assert!(matches!(again, Err(Error::NotEmpty)), "only into an empty one");
        assert!(!folder.path().join("backup.jsonl.gz.partial").exists());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_that_fails_leaves_nothing_of_itself() {
    each_backend(|fresh: Fresh| async move {
        let folder = tempfile::tempdir().unwrap();
        // What is written cannot take this name in the end.
        let path = folder.path().join("backup.jsonl.gz");
        std::fs::create_dir(&path).unwrap();
        std::fs::write(path.join("kept"), "x").unwrap();
        backup::backup(&fresh.store, &path, NOW).await.unwrap_err();
        let left: Vec<_> = std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().path()).collect();
        assert_eq!(left, [path]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_archive_of_sqlite_is_restored_into_postgresql() {
    on_postgres(|fresh: Fresh| async move {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("backup.jsonl.gz");
        let original = private().await;
        furnish(&original).await;
        backup::backup(&original, &path, NOW).await.unwrap();
        backup::restore(&fresh.store, &path).await.unwrap();
        assert_same(&original, &fresh.store).await;
    })
    .await;
}

/// Under load: the archive is one moment, and every write acknowledged before it began is in it.
#[tokio::test(flavor = "multi_thread")]
async fn a_backup_taken_under_writes_is_one_moment() {
    each_backend(|fresh: Fresh| async move {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("backup.jsonl.gz");
        seed(&fresh.store, 500).await;
        let writer = fresh.store.clone();
        let stop = std::sync::Arc::new(std::sync::atomic::AtomicBool::new(false));
        let stopped = stop.clone();
        let load = tokio::spawn(async move {
            let mut n = 10_000;
            while !stopped.load(std::sync::atomic::Ordering::Relaxed) {
                n += 1;
                insert_all(&writer, &[posting_row(n)]).await.unwrap();
            }
        });
        let before = outbox_rows(&fresh.store).await;
        backup::backup(&fresh.store, &path, NOW).await.unwrap();
        stop.store(true, std::sync::atomic::Ordering::Relaxed);
        load.await.unwrap();
        let copy = private().await;
        let summary = backup::restore(&copy, &path).await.unwrap();
        let rows = |name: &str| summary.rows.iter().find(|(table, _)| table == name).unwrap().1;
        assert!(rows("posting") >= before);
        assert_eq!((rows("posting"), rows("posting")), (rows("outbox"), rows("audit")));
        assert_eq!(verify::verify(&copy).await.unwrap(), []);
    })
    .await;
}

async fn outbox_rows(store: &Store) -> u64 {
    posting::count_by_state(store.reader()).await.unwrap().iter().map(|(_, count)| *count as u64).sum()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_archive_is_refused_and_nothing_is_taken() {
    let folder = tempfile::tempdir().unwrap();
    let good = folder.path().join("good.gz");
    let store = private().await;
    seed(&store, 300).await;
    backup::backup(&store, &good, NOW).await.unwrap();
    let bytes = std::fs::read(&good).unwrap();
    let mut flipped = bytes.clone();
    flipped[bytes.len() / 2] ^= 1;
    let bad: [(&str, Vec<u8>); 4] = [
        ("empty", Vec::new()),
        ("cut short", bytes[..bytes.len() - 100].to_vec()),
        ("flipped", flipped),
        ("foreign", b"{\"posting\":1}\n".to_vec()),
    ];
    let target = private().await;
    for (what, bytes) in bad {
        let path = folder.path().join(what);
        std::fs::write(&path, bytes).unwrap();
        let refusal = backup::restore(&target, &path).await;
        assert!(matches!(refusal, Err(Error::Archive(_))), "{what}: {refusal:?}");
    }
    let missing = backup::check(Path::new("/nowhere/at/all")).await;
    assert!(matches!(missing, Err(Error::File(_))));
    assert!(posting::count_by_state(target.reader()).await.unwrap().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn broken_invariants_are_found_and_named() {
    each_backend(|fresh: Fresh| async move {
        let store = &fresh.store;
        seed(store, 5).await;
        sequence(store).await;
        assert_eq!(verify::verify(store).await.unwrap(), []);
        let breaks = [
            ("change_never_announced", "UPDATE posting SET version = 9 WHERE source_id = '1'"),
            ("outbox_ahead_of_posting", "UPDATE outbox SET version = 7 WHERE id = 2"),
            ("content_not_json", "UPDATE posting SET content = '{' WHERE source_id = '3'"),
            ("half_source", "UPDATE posting SET source_id = NULL WHERE source_id = '4'"),
            ("outbox_gap", "DELETE FROM outbox WHERE id = 4"),
        ];
        for (n, (check, sql)) in breaks.into_iter().enumerate() {
            let done = store.write("break", |tx| {
                Box::pin(async move {
                    let statement = Statement::from_string(tx.get_database_backend(), sql);
                    tx.execute_raw(statement).await.map_err(Error::from)
                })
            });
            done.await.unwrap();
            let problems = verify::verify(store).await.unwrap();
            assert!(problems.iter().any(|problem| problem.check == check), "{check}: {problems:?}");
            assert_eq!(problems.len(), n + 1, "{problems:?}");
        }
    })
    .await;
}

/// A page of the file overwritten: the database's own check must see it.
#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_file_is_found() {
    on_sqlite(|fresh: Fresh| async move {
        seed(&fresh.store, 500).await;
        fresh.store.close().await.unwrap();
        let file = fresh.settings.url.trim_start_matches("sqlite://").to_owned();
        let mut bytes = std::fs::read(&file).unwrap();
        // A page full of vacancies: what opens the database is not in it.
        let advert = "Việc làm tốt. Việc làm tốt.".as_bytes();
        let adverts: Vec<usize> = (0..bytes.len() / 4096)
            .filter(|page| bytes[page * 4096..(page + 1) * 4096].windows(advert.len()).any(|part| part == advert))
            .collect();
        let page = adverts[adverts.len() / 2] * 4096;
        bytes[page..page + 4096].fill(0xA5);
        std::fs::write(&file, bytes).unwrap();
        let store = Store::open(fresh.settings.clone()).await.unwrap();
        match verify::verify(&store).await {
            Ok(problems) => assert!(problems.iter().any(|problem| problem.check == "database"), "{problems:?}"),
            Err(error) => assert!(matches!(error, Error::Damaged(_)), "{error:?}"),
        }
    })
    .await;
}

//! Postings and employers: what is written is read back, and nobody overwrites unseen changes.

use crate::data::{NOW, employer_row, insert_all, posting_row, seed};
use sanviec_store::testing::each_backend;
use sanviec_store::{Error, employer, posting};
use uuid::Uuid;

#[tokio::test(flavor = "multi_thread")]
async fn a_posting_is_read_back_as_it_was_written() {
    each_backend(|fresh| async move {
        let mut rows = seed(&fresh.store, 1).await;
        let db = fresh.store.reader();
        assert_eq!(posting::load(db, rows[0].id).await.unwrap(), rows.remove(0));
        assert!(posting::find(db, Uuid::nil()).await.unwrap().is_none());
        assert!(matches!(posting::load(db, Uuid::nil()).await, Err(Error::Missing("posting"))));
    })
    .await;
}

/// Whole numbers beyond what a float holds exactly: money and instants never pass through one.
#[tokio::test(flavor = "multi_thread")]
async fn whole_numbers_keep_every_digit() {
    each_backend(|fresh| async move {
        let exact = 9_007_199_254_740_993;
        let row = posting::Row { posted_at: exact, due_at: Some(i64::MAX), ..posting_row(1) };
        insert_all(&fresh.store, std::slice::from_ref(&row)).await.unwrap();
        let stored = posting::load(fresh.store.reader(), row.id).await.unwrap();
        assert_eq!((stored.posted_at, stored.due_at), (exact, Some(i64::MAX)));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_that_expects_an_old_version_is_a_conflict() {
    each_backend(|fresh| async move {
        let row = seed(&fresh.store, 1).await.remove(0);
        let row = &posting::Row { title: "Kế toán trưởng".into(), state_reason: None, due_at: None, ..row };
        let update = || fresh.store.write("change", |tx| Box::pin(posting::update_guarded(tx, row)));
        assert_eq!(update().await.unwrap(), 2);
        assert!(matches!(update().await, Err(Error::Conflict)));
        let stored = posting::load(fresh.store.reader(), row.id).await.unwrap();
        assert_eq!(stored, posting::Row { version: 2, ..row.clone() });
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn many_guarded_changes_name_those_refused() {
    each_backend(|fresh| async move {
        let mut rows = seed(&fresh.store, 600).await;
        for (n, row) in rows.iter_mut().enumerate() {
            row.title = format!("Mới {n}");
            row.version = if n % 100 == 99 { 7 } else { 1 };
        }
        let rows = &rows;
        let refused = fresh.store.write("change", |tx| Box::pin(posting::update_many_guarded(tx, rows)));
        let refused: Vec<Uuid> = refused.await.unwrap();
        assert_eq!(refused, [99, 199, 299, 399, 499, 599].map(|n: usize| rows[n].id));
        let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
        let stored = posting::find_many(fresh.store.reader(), &ids).await.unwrap();
        assert_eq!(stored.iter().filter(|row| row.version == 2 && row.title.starts_with("Mới")).count(), 594);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn concurrent_changes_of_one_posting_never_overwrite_each_other() {
    each_backend(|fresh| async move {
        let id = seed(&fresh.store, 1).await[0].id;
        let tasks = (0..4).map(|_| {
            let store = fresh.store.clone();
            tokio::spawn(async move {
                let mut done = 0;
                while done < 10 {
                    let outcome = store.write("hire", |tx| {
                        Box::pin(async move {
                            let mut row = posting::load(tx, id).await?;
                            row.hired += 1;
                            posting::update_guarded(tx, &row).await
                        })
                    });
                    match outcome.await {
                        Ok(_) => done += 1,
                        Err(Error::Conflict) => {}
                        Err(other) => panic!("{other:?}"),
                    }
                }
            })
        });
        for task in tasks.collect::<Vec<_>>() {
            task.await.unwrap();
        }
        let row = posting::load(fresh.store.reader(), id).await.unwrap();
        assert_eq!((row.hired, row.version), (40, 41));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_row_of_the_same_source_is_refused_by_name() {
    each_backend(|fresh| async move {
        seed(&fresh.store, 1).await;
        let twin = posting::Row { id: Uuid::from_u128(99), ..posting_row(1) };
        let refusal = insert_all(&fresh.store, &[twin]).await.unwrap_err();
        assert!(matches!(&refusal, Error::Constraint(name) if name == "uq_posting_source_source_id"), "{refusal:?}");
        let again = insert_all(&fresh.store, &[posting_row(1)]).await.unwrap_err();
        assert!(matches!(again, Error::Constraint(_)), "{again:?}");
        let bad = posting::Row { content_hash: vec![1], ..posting_row(2) };
        assert!(matches!(insert_all(&fresh.store, &[bad]).await, Err(Error::Constraint(_))));
        let sourceless = [3, 4].map(|n| posting::Row { source: None, source_id: None, ..posting_row(n) });
        insert_all(&fresh.store, &sourceless).await.unwrap();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn lists_are_paged_by_key_and_counted_by_state() {
    each_backend(|fresh| async move {
        let mut rows: Vec<posting::Row> = (1..=25).map(posting_row).collect();
        for row in rows.iter_mut().skip(20) {
            row.state = "expired".into();
            row.due_at = None;
        }
        rows[4].due_at = Some(NOW - 5);
        insert_all(&fresh.store, &rows).await.unwrap();
        let db = fresh.store.reader();
        let (mut seen, mut after) = (Vec::new(), None);
        loop {
            let page = posting::list_by_state(db, &["published"], after, 7).await.unwrap();
            let Some(last) = page.last() else { break };
            after = Some(last.id);
            seen.extend(page.into_iter().map(|row| row.id));
        }
        assert_eq!(seen, rows[..20].iter().map(|row| row.id).collect::<Vec<_>>());
        let counts = posting::count_by_state(db).await.unwrap();
        assert_eq!(counts, [("expired".to_owned(), 5), ("published".to_owned(), 20)]);
        let due = posting::list_due(db, NOW, 10).await.unwrap();
        assert_eq!(due.iter().map(|row| row.id).collect::<Vec<_>>(), [rows[4].id]);
        let found = posting::find_by_source(db, "feed", &["3".into(), "99".into()]).await.unwrap();
        assert_eq!(found.iter().map(|row| row.id).collect::<Vec<_>>(), [rows[2].id]);
        let newest = posting::list_by_employer(db, rows[0].employer_id, None, 2).await.unwrap();
        assert_eq!(newest.iter().map(|row| row.id).collect::<Vec<_>>(), [rows[24].id, rows[23].id]);
        let known = posting::find_known(db, "feed", &["3".into(), "99".into()]).await.unwrap();
        assert_eq!(known.iter().map(|row| (row.id, row.version)).collect::<Vec<_>>(), [(rows[2].id, 1)]);
        let (mut walked, mut after) = (0, None::<String>);
        loop {
            let page = posting::list_known(db, "feed", after.as_deref(), 7).await.unwrap();
            let Some(last) = page.last() else { break };
            after = Some(last.source_id.clone());
            walked += page.len();
        }
        assert_eq!(walked, 25);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_scan_sees_every_live_posting_and_passes_pages_of_others() {
    each_backend(|fresh| async move {
        let mut rows: Vec<posting::Row> = (1..=90).map(posting_row).collect();
        for row in &mut rows[20..60] {
            row.state = "closed".into();
        }
        insert_all(&fresh.store, &rows).await.unwrap();
        let db = fresh.store.reader();
        let mut scan = posting::scan(db, &["published"], 10).await.unwrap();
        let mut seen = 0;
        loop {
            let page = scan.next(db).await.unwrap();
            if page.is_empty() {
                break;
            }
            seen += page.len();
        }
        assert_eq!(seen, 50);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_employer_known_by_its_name_key_keeps_its_id() {
    each_backend(|fresh| async move {
        let upsert = |rows: Vec<employer::Row>| {
            let store = fresh.store.clone();
            async move {
                let rows = &rows;
                store.write("employers", |tx| Box::pin(employer::upsert_by_name_key(tx, rows))).await.unwrap()
            }
        };
        assert_eq!(upsert((1..=5).map(employer_row).collect()).await.len(), 5);
        let newcomer = employer::Row { id: Uuid::from_u128(5), ..employer_row(3) };
        let stored = upsert(vec![newcomer, employer_row(6)]).await;
        let ids: std::collections::BTreeSet<Uuid> = stored.iter().map(|row| row.id).collect();
        assert_eq!(ids, [employer_row(3).id, employer_row(6).id].into());
        let db = fresh.store.reader();
        let first = employer::list_by_name(db, None, 4).await.unwrap();
        let next = employer::list_by_name(db, Some((&first[3].name_sort, first[3].id)), 4).await.unwrap();
        assert_eq!(next.iter().map(|row| row.name.as_str()).collect::<Vec<_>>(), ["Công ty 5", "Công ty 6"]);
        let checked = &employer::Row { verified_at: Some(NOW), ..employer_row(1) };
        let update = || fresh.store.write("verify", |tx| Box::pin(employer::update_guarded(tx, checked)));
        assert_eq!(update().await.unwrap(), 2);
        assert!(matches!(update().await, Err(Error::Conflict)));
    })
    .await;
}

//! The bulk paths, with the rates they reach on this machine printed: `cargo test -p sanviec-store rate --
//! --nocapture`.

use crate::data::{change, insert_all, posting_row, seed};
use sanviec_store::testing::{Fresh, each_backend};
use sanviec_store::{Backend, Error, Settings, Store, backup, outbox, posting, verify};
use std::time::Instant;

const ROWS: u128 = 2_000;
const BATCH: usize = 500;

#[tokio::test(flavor = "multi_thread")]
async fn rate_of_bulk_inserts_changes_and_scans() {
    each_backend(|fresh| async move {
        let store = &fresh.store;
        let mut rows: Vec<posting::Row> = (1..=ROWS).map(posting_row).collect();
        let start = Instant::now();
        for batch in rows.chunks(BATCH) {
            insert_all(store, batch).await.unwrap();
        }
        report(fresh.backend, "insert + audit + outbox", ROWS, start);

        for row in &mut rows {
            row.title.push_str(" (mới)");
        }
        let start = Instant::now();
        for batch in rows.chunks(BATCH) {
            let announce = |row: &posting::Row| outbox::Change { version: row.version + 1, ..change(row) };
            let changes: &Vec<outbox::Change> = &batch.iter().map(announce).collect();
            let outcome = store.write("change", |tx| {
                Box::pin(async move {
                    let refused = posting::update_many_guarded(tx, batch).await?;
                    assert!(refused.is_empty());
                    outbox::append(tx, changes, 0).await
                })
            });
            outcome.await.unwrap();
        }
        report(fresh.backend, "guarded change + outbox", ROWS, start);

        let start = Instant::now();
        let mut numbered = 0;
        loop {
            match crate::data::sequence(store).await {
                0 => break,
                some => numbered += some,
            }
        }
        report(fresh.backend, "sequenced", numbered.into(), start);

        let start = Instant::now();
        let mut scan = posting::scan(store.reader(), &["published"], 1_000).await.unwrap();
        let mut seen = 0;
        loop {
            let page = scan.next(store.reader()).await.unwrap();
            if page.is_empty() {
                break;
            }
            seen += page.len() as u128;
        }
        report(fresh.backend, "scan", seen, start);
        backup_rates(&fresh).await;
    })
    .await;
}

async fn backup_rates(fresh: &Fresh) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("backup.jsonl.gz");
    let start = Instant::now();
    let rows = backup::backup(&fresh.store, &path, 0).await.unwrap().rows;
    let rows: u64 = rows.iter().map(|(_, rows)| rows).sum();
    report(fresh.backend, "backup", rows.into(), start);
    let copy =
        Store::open(Settings::new(format!("sqlite://{}", folder.path().join("copy.db").display()))).await.unwrap();
    let start = Instant::now();
    backup::restore(&copy, &path).await.unwrap();
    report(fresh.backend, "restore into SQLite", rows.into(), start);
    let start = Instant::now();
    assert_eq!(verify::verify(&fresh.store).await.unwrap(), []);
    report(fresh.backend, "verify", ROWS, start);
}

#[tokio::test(flavor = "multi_thread")]
async fn rate_of_single_durable_writes_at_eight_clients() {
    each_backend(|fresh| async move {
        let row = seed(&fresh.store, 1).await.remove(0);
        let start = Instant::now();
        let clients: Vec<_> = (0..8_u128)
            .map(|client| {
                let (store, row) = (fresh.store.clone(), row.clone());
                tokio::spawn(async move {
                    for n in 0..250 {
                        let id = client * 1_000 + n + 10;
                        let row = posting::Row { employer_id: row.employer_id, ..posting_row(id) };
                        insert_all(&store, &[row]).await.unwrap();
                    }
                    Ok::<(), Error>(())
                })
            })
            .collect();
        for client in clients {
            client.await.unwrap().unwrap();
        }
        report(fresh.backend, "single durable write", 2_000, start);
    })
    .await;
}

fn report(backend: Backend, what: &str, rows: u128, start: Instant) {
    println!("{backend:?}: {what}: {:.0} rows/s", rows as f64 / start.elapsed().as_secs_f64());
}

//! Regression tests of the pool hook: a cut-off `begin` must not swallow what is written next.

use super::*;
use crate::testing::{Fresh, on_postgres};
use sea_orm::{ConnectionTrait, TransactionTrait};
use std::time::Duration;

const ROUNDS: u32 = 6_000;

/// Cuts `begin` off at every moment of its life, each time followed by a plain insert through the pool of one
/// connection. Answers how many inserts were acknowledged and how many were cut off.
async fn cut_off_rounds(pool: &DatabaseConnection) -> (u32, u32) {
    pool.execute_unprepared("CREATE TABLE IF NOT EXISTS cut_off (n integer)").await.expect("a table can be made");
    let (mut acknowledged, mut cut) = (0, 0);
    for round in 0..ROUNDS {
        let patience = Duration::from_micros(u64::from(5 + round * 37 % 178));
        match tokio::time::timeout(patience, pool.begin()).await {
            Ok(begun) => begun.expect("a transaction begins").rollback().await.expect("it rolls back"),
            Err(_) => cut += 1,
        }
        let insert = format!("INSERT INTO cut_off VALUES ({round})");
        acknowledged += u32::from(pool.execute_unprepared(&insert).await.is_ok());
    }
    (acknowledged, cut)
}

async fn rows_seen_from_outside(fresh: &Fresh) -> i64 {
    let sql = crate::per_backend::statement(fresh.store.reader(), "SELECT count(*) FROM cut_off");
    let row = fresh.store.reader().query_one_raw(sql).await.expect("rows can be counted");
    row.and_then(|row| row.try_get_by_index(0).ok()).expect("a count is a number")
}

#[tokio::test(flavor = "multi_thread")]
async fn with_the_hook_no_acknowledged_write_is_lost_when_begin_is_cut_off() {
    on_postgres(|fresh| async move {
        let one = open(&Settings { max_readers: 1, ..fresh.settings.clone() }).await.unwrap();
        let (acknowledged, cut) = cut_off_rounds(&one.writer).await;
        one.writer.close().await.unwrap();
        let stored = rows_seen_from_outside(&fresh).await;
        println!("with the hook: {acknowledged} acknowledged, {stored} stored, {cut} cut off");
        assert!(cut > 50, "the rounds must cut something off, not {cut}");
        assert_eq!((acknowledged, stored), (ROUNDS, i64::from(ROUNDS)));
    })
    .await;
}

/// When this fails the driver is mended: then the hook and this test can go.
#[tokio::test(flavor = "multi_thread")]
async fn without_the_hook_acknowledged_writes_are_lost() {
    on_postgres(|fresh| async move {
        let mut bare = options(&fresh.settings, &fresh.settings.url, 1);
        bare.map_sqlx_postgres_opts(|connect| session(connect, false));
        let bare = Database::connect(bare).await.unwrap();
        let (acknowledged, cut) = cut_off_rounds(&bare).await;
        bare.close().await.unwrap();
        let stored = rows_seen_from_outside(&fresh).await;
        println!("without the hook: {acknowledged} acknowledged, {stored} stored, {cut} cut off");
        assert!(stored < i64::from(acknowledged), "nothing lost without the hook: it proves nothing");
    })
    .await;
}

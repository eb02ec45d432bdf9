//! Jobs, schedules and leases: whatever races and dies, each effect happens once.

use crate::data::NOW;
use sanviec_store::testing::each_backend;
use sanviec_store::{Error, Store, job, lease, node, schedule};
use std::collections::HashSet;
use uuid::Uuid;

const MINUTE: i64 = 60_000_000;

async fn enqueue(store: &Store, key: Option<&str>, max_attempts: i32) -> bool {
    let new = &job::New { kind: "mail", dedup_key: key, payload: "{}", run_at: NOW, max_attempts };
    store.write("enqueue", |tx| Box::pin(job::enqueue(tx, new, NOW))).await.unwrap()
}

async fn claim(store: &Store, lease_us: i64, limit: i64) -> Vec<job::Row> {
    store.write("claim", |tx| Box::pin(job::claim(tx, &["mail"], NOW, lease_us, limit))).await.unwrap()
}

async fn finish(store: &Store, job: &job::Row) -> Result<(), Error> {
    let (id, token) = (job.id, job.lease_token.unwrap());
    store.write("finish", |tx| Box::pin(job::finish(tx, id, token, NOW))).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_with_a_taken_key_is_not_queued_again() {
    each_backend(|fresh| async move {
        assert!(enqueue(&fresh.store, Some("a"), 3).await);
        assert!(!enqueue(&fresh.store, Some("a"), 3).await);
        assert!(enqueue(&fresh.store, None, 3).await);
        assert!(enqueue(&fresh.store, None, 3).await);
        assert_eq!(claim(&fresh.store, MINUTE, 10).await.len(), 3);
    })
    .await;
}

/// On PostgreSQL this rests on `SKIP LOCKED`, on SQLite on the single writer.
#[tokio::test(flavor = "multi_thread")]
async fn racing_workers_never_get_the_same_job() {
    each_backend(|fresh| async move {
        for _ in 0..120 {
            enqueue(&fresh.store, None, 3).await;
        }
        let workers = (0..6).map(|_| {
            let store = fresh.store.clone();
            tokio::spawn(async move {
                let mut mine = Vec::new();
                loop {
                    let jobs = claim(&store, MINUTE, 5).await;
                    assert!(jobs.len() <= 5);
                    if jobs.is_empty() {
                        return mine;
                    }
                    mine.extend(jobs.iter().map(|job| job.id));
                }
            })
        });
        let mut all = Vec::new();
        for worker in workers.collect::<Vec<_>>() {
            all.extend(worker.await.unwrap());
        }
        assert_eq!((all.len(), all.iter().collect::<HashSet<_>>().len()), (120, 120));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_worker_that_lost_its_lease_has_no_effect() {
    each_backend(|fresh| async move {
        let store = &fresh.store;
        enqueue(store, None, 3).await;
        let stalled = claim(store, -1, 1).await.remove(0);
        let other = claim(store, MINUTE, 1).await.remove(0);
        assert_eq!((stalled.id, other.attempts), (other.id, 2));
        let (id, token) = (stalled.id, stalled.lease_token.unwrap());
        let effect = store.write("effect", |tx| {
            Box::pin(async move {
                job::enqueue(tx, &job::New { kind: "x", dedup_key: None, payload: "", run_at: 0, max_attempts: 1 }, 0)
                    .await?;
                job::finish(tx, id, token, NOW).await
            })
        });
        assert!(matches!(effect.await, Err(Error::Conflict)));
        let extend = store.write("extend", |tx| Box::pin(job::extend(tx, id, token, MINUTE)));
        assert!(matches!(extend.await, Err(Error::Conflict)));
        finish(store, &other).await.unwrap();
        assert!(matches!(finish(store, &other).await, Err(Error::Conflict)));
        assert_eq!(job::count_by_state(store.reader()).await.unwrap(), [("done".to_owned(), 1)]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failing_job_waits_longer_each_time_and_dies_at_last() {
    each_backend(|fresh| async move {
        let store = &fresh.store;
        enqueue(store, None, 2).await;
        let first = &claim(store, MINUTE, 1).await.remove(0);
        let after = store.write("fail", |tx| Box::pin(job::fail(tx, first, "no answer", NOW))).await.unwrap();
        let job::AfterFailure::Retry { run_at } = after else { panic!("{after:?}") };
        assert!((NOW + 1_000_000..=NOW + 1_250_000).contains(&run_at));
        assert!(claim(store, MINUTE, 1).await.is_empty(), "not before its time");
        let again = store.write("claim", |tx| Box::pin(job::claim(tx, &["mail"], run_at, MINUTE, 1)));
        let again = &again.await.unwrap().remove(0);
        let after = store.write("fail", |tx| Box::pin(job::fail(tx, again, "no answer", NOW))).await.unwrap();
        assert_eq!(after, job::AfterFailure::Dead);
        let dead = job::list_by_state(store.reader(), "dead", 0, 10).await.unwrap();
        assert_eq!(dead[0].last_error.as_deref(), Some("no answer"));
        let id = dead[0].id;
        store.write("requeue", |tx| Box::pin(job::requeue(tx, id, NOW))).await.unwrap();
        assert_eq!(claim(store, MINUTE, 1).await.len(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_that_kills_its_process_each_time_dies_too() {
    each_backend(|fresh| async move {
        let store = &fresh.store;
        enqueue(store, None, 2).await;
        assert_eq!(claim(store, -1, 1).await.len(), 1);
        assert_eq!(claim(store, -1, 1).await.len(), 1);
        assert!(claim(store, -1, 1).await.is_empty());
        assert_eq!(job::count_by_state(store.reader()).await.unwrap(), [("dead".to_owned(), 1)]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_released_job_keeps_its_attempts() {
    each_backend(|fresh| async move {
        let store = &fresh.store;
        enqueue(store, None, 2).await;
        let job = claim(store, MINUTE, 1).await.remove(0);
        let (id, token) = (job.id, job.lease_token.unwrap());
        store.write("release", |tx| Box::pin(job::release(tx, id, token))).await.unwrap();
        let job = claim(store, MINUTE, 1).await.remove(0);
        assert_eq!(job.attempts, 1);
        finish(store, &job).await.unwrap();
        let prune = store.write("prune", |tx| Box::pin(job::prune(tx, NOW + 1, 10)));
        assert_eq!(prune.await.unwrap(), 1);
    })
    .await;
}

async fn come_again(store: &Store, job: &job::Row, now: i64) -> Result<(), Error> {
    let (id, token) = (job.id, job.lease_token.unwrap());
    store.write("come_again", |tx| Box::pin(job::come_again(tx, id, token, now))).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_that_did_a_part_comes_again_behind_the_others_with_all_its_attempts() {
    each_backend(|fresh| async move {
        let store = &fresh.store;
        enqueue(store, None, 2).await;
        let first = claim(store, MINUTE, 1).await.remove(0);
        come_again(store, &first, NOW).await.unwrap();
        let again = claim(store, MINUTE, 1).await.remove(0);
        assert_eq!((again.id, again.attempts), (first.id, 1));
        let lost = come_again(store, &first, NOW).await;
        assert!(matches!(lost, Err(Error::Conflict)), "whose lease is over puts nothing back: {lost:?}");
        come_again(store, &again, NOW + 1).await.unwrap();
        assert!(claim(store, MINUTE, 1).await.is_empty(), "it stands behind what is due by then");
        let later = store.write("claim", |tx| Box::pin(job::claim(tx, &["mail"], NOW + 1, MINUTE, 1)));
        let later = later.await.unwrap().remove(0);
        // Another one of the kind goes on instead.
        enqueue(store, None, 2).await;
        come_again(store, &later, NOW + 1).await.unwrap();
        let states = job::count_by_state(store.reader()).await.unwrap();
        assert_eq!(states, [("done".to_owned(), 1), ("queued".to_owned(), 1)]);
        assert_ne!(claim(store, MINUTE, 1).await[0].id, first.id);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn racing_ticks_make_each_occurrence_once() {
    each_backend(|fresh| async move {
        let row = schedule::Row {
            name: "mail".into(),
            cron: "0 0 * * * *".into(),
            zone: "Asia/Ho_Chi_Minh".into(),
            last_occurrence: 0,
            catch_up: "all".into(),
        };
        let ensured = &row;
        fresh.store.write("ensure", |tx| Box::pin(schedule::ensure(tx, ensured))).await.unwrap();
        let ticks = (0..5).map(|_| {
            let (store, row) = (fresh.store.clone(), row.clone());
            tokio::spawn(async move {
                let row = &row;
                let tick = store.write("tick", |tx| Box::pin(schedule::advance(tx, row, 30, &[10, 20, 30], 5, NOW)));
                tick.await.unwrap()
            })
        });
        let mut won = 0;
        for tick in ticks.collect::<Vec<_>>() {
            won += i32::from(tick.await.unwrap());
        }
        assert_eq!(won, 1);
        let stored = schedule::list(fresh.store.reader()).await.unwrap();
        assert_eq!(stored, [schedule::Row { last_occurrence: 30, ..row }]);
        assert_eq!(claim(&fresh.store, MINUTE, 10).await.len(), 3);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lease_has_one_holder_and_a_stalled_one_is_fenced_off() {
    each_backend(|fresh| async move {
        let store = &fresh.store;
        let acquire = |holder, ttl| store.write("acquire", move |tx| Box::pin(lease::acquire(tx, "seq", holder, ttl)));
        assert_eq!(acquire("a", MINUTE).await.unwrap(), Some(1));
        assert_eq!(acquire("b", MINUTE).await.unwrap(), None);
        let renew = |token, ttl| store.write("renew", move |tx| Box::pin(lease::renew(tx, "seq", token, ttl)));
        assert!(renew(1, -1_000).await.unwrap());
        assert!(!renew(1, MINUTE).await.unwrap(), "a lease that ran out is not renewed");
        assert_eq!(acquire("b", MINUTE).await.unwrap(), Some(2));
        let guard = |token| store.write("guard", move |tx| Box::pin(lease::guard(tx, "seq", token)));
        assert!(matches!(guard(1).await, Err(Error::Conflict)));
        guard(2).await.unwrap();
        store.write("release", |tx| Box::pin(lease::release(tx, "seq", 2))).await.unwrap();
        assert_eq!(acquire("a", MINUTE).await.unwrap(), Some(3));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nodes_tell_how_far_their_index_is() {
    each_backend(|fresh| async move {
        let store = &fresh.store;
        for (n, pos) in [(1, 40), (2, 30), (1, 50)] {
            let beat = store.write("beat", |tx| Box::pin(node::beat(tx, Uuid::from_u128(n), Some(Uuid::max()), pos)));
            beat.await.unwrap();
        }
        let nodes = node::list(store.reader(), MINUTE).await.unwrap();
        assert_eq!(nodes.iter().map(|node| node.index_pos).collect::<Vec<_>>(), [50, 30]);
        assert_eq!(node::lowest_index_pos(store.reader(), MINUTE).await.unwrap(), Some(30));
        assert_eq!(store.write("forget", |tx| Box::pin(node::forget(tx, -MINUTE))).await.unwrap(), 2);
    })
    .await;
}

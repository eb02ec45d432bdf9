//! What recurs happens once for each occurrence, whoever looks, races or dies.
//!
//! The racers are this test program again, told by the environment. The default run kills 12 of them;
//! `SANVIEC_RECURRING_KILLS=1000` kills as many as it says.

use crate::exchange::NOW;
use sanviec_app::secrets::Keyring;
use sanviec_app::{Actor, App, AppError, Clock, Ctx, Facts, Ids, Locale};
use sanviec_domain::time::Micros;
use sanviec_jobs::JobError;
use sanviec_jobs::recurring::{CatchUp, Left, Pace, Recurring, Runner, Work};
use sanviec_search::Index;
use sanviec_store::testing::{Fresh, each_backend, on_sqlite};
use sanviec_store::{BoxFuture, Settings, Store, Tx, audit, job, schedule};
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write as _};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

const DATABASE: &str = "SANVIEC_TEST_RECURRING_DATABASE";
const THING: Uuid = Uuid::from_u128(0xef_fec7);
const RACERS: usize = 5;
/// Occurrences that nobody was there for when the race begins.
const MISSED: i64 = 400;

/// The effect of an occurrence: one row that says which.
fn effect<'a>(tx: &'a Tx<'_>, ctx: &'a Ctx, at: Micros) -> BoxFuture<'a, Result<(), AppError>> {
    Box::pin(async move {
        let row = audit::Row {
            id: 0,
            at: ctx.now.0,
            actor: "system".into(),
            role: "system".into(),
            action: "occur".into(),
            entity: "test".into(),
            entity_id: THING,
            before: None,
            after: None,
            request_id: Some(at.0.to_string()),
            centre_id: None,
        };
        Ok(audit::append(tx, &[row]).await?)
    })
}

const TABLE: &[Recurring] =
    &[Recurring { name: "race", cron: "* * * * * *", catch_up: CatchUp::All, work: Work::Once(effect) }];

fn pace() -> Pace {
    Pace { pause: Duration::from_millis(20), lease: Duration::from_millis(600), workers: 2 }
}

fn app(store: Store, clock: Clock) -> App {
    let app = App::new(store, Index::in_memory().expect("index"), clock, Ids::System, Facts::default());
    app.with_keys(Keyring::generated().expect("keys"))
}

/// How often each occurrence had its effect.
async fn effects(store: &Store) -> BTreeMap<i64, usize> {
    let (mut found, mut after) = (BTreeMap::new(), 0);
    loop {
        let page = audit::list_of(store.reader(), THING, after, 500).await.expect("effects");
        let Some(last) = page.last() else { return found };
        after = last.id;
        for row in page {
            *found.entry(row.request_id.expect("occurrence").parse().expect("number")).or_default() += 1;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn racer() {
    #[expect(clippy::disallowed_methods, reason = "the parent tells the child by the environment")]
    let Ok(url) = std::env::var(DATABASE) else { return };
    let store = Store::open(Settings::new(url)).await.expect("store");
    let runner = Runner::new(app(store, Clock::System), TABLE, pace());
    let stop = CancellationToken::new();
    loop {
        // What contention does not let through comes with the next turn.
        if let Ok(done) = runner.turn(&stop).await {
            writeln!(std::io::stdout(), "did {done}").expect("the parent listens");
        }
        tokio::task::yield_now().await;
    }
}

fn start(url: &str) -> (Child, BufReader<std::process::ChildStdout>) {
    let mut child = Command::new(std::env::current_exe().expect("program"))
        .args(["recurring::racer", "--exact", "--nocapture"])
        .env(DATABASE, url)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("started");
    let out = BufReader::new(child.stdout.take().expect("output"));
    (child, out)
}

/// Reads on until the racer has begun, so that a kill meets it at work.
fn at_work(out: &mut BufReader<std::process::ChildStdout>) {
    let mut line = String::new();
    while out.read_line(&mut line).expect("output") > 0 && !line.contains("did ") {
        line.clear();
    }
}

fn race(url: &str, kills: usize) {
    let mut racers: Vec<_> = (0..RACERS).map(|_| start(url)).collect();
    for kill in 0..kills {
        let racer = &mut racers[kill % RACERS];
        at_work(&mut racer.1);
        racer.0.kill().expect("killed");
        racer.0.wait().expect("ended");
        *racer = start(url);
    }
    for (mut child, mut out) in racers {
        at_work(&mut out);
        child.kill().expect("killed");
        child.wait().expect("ended");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn five_racing_processes_that_are_killed_give_each_occurrence_one_effect() {
    #[expect(clippy::disallowed_methods, reason = "a long run is asked for by the environment")]
    let kills = std::env::var("SANVIEC_RECURRING_KILLS").ok().and_then(|text| text.parse().ok()).unwrap_or(12);
    each_backend(move |fresh: Fresh| async move {
        let runner = Runner::new(app(fresh.store.clone(), Clock::System), TABLE, pace());
        runner.register().await.expect("registered");
        let began = schedule::list(fresh.store.reader()).await.expect("list")[0].last_occurrence;
        set_back(&fresh.store, began - MISSED * 1_000_000).await;
        let url = fresh.settings.url.clone();
        tokio::task::spawn_blocking(move || race(&url, kills)).await.expect("raced");
        // Whatever the killed ones held comes back when its lease runs out.
        let stop = CancellationToken::new();
        while !is_finished(&fresh.store).await {
            let _ = runner.turn(&stop).await;
        }
        let row = &schedule::list(fresh.store.reader()).await.expect("list")[0];
        let found = effects(&fresh.store).await;
        let twice: Vec<_> = found.iter().filter(|(_, times)| **times != 1).collect();
        assert!(twice.is_empty(), "{twice:?}");
        let (first, last) = (first_second(began - MISSED * 1_000_000), row.last_occurrence / 1_000_000);
        let expected: Vec<i64> = (first..=last).map(|second| second * 1_000_000).collect();
        assert!(found.into_keys().eq(expected.iter().copied()), "every second has its effect");
        assert!(expected.len() as i64 >= MISSED);
        println!("{:?}: {} occurrences, {kills} kills", fresh.backend, expected.len());
    })
    .await;
}

fn first_second(after: i64) -> i64 {
    after.div_euclid(1_000_000) + 1
}

async fn set_back(store: &Store, to: i64) {
    let row = &schedule::list(store.reader()).await.expect("list")[0];
    let moved = store.write("set_back", |tx| Box::pin(schedule::advance(tx, row, to, &[], 1, 0)));
    assert!(moved.await.expect("moved"));
}

async fn is_finished(store: &Store) -> bool {
    job::count_by_state(store.reader()).await.expect("counted").iter().all(|(state, _)| state == "done")
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_night_without_anybody_each_schedule_catches_up_as_it_says() {
    const TABLE: &[Recurring] = &[
        Recurring { name: "all", cron: "0 0 * * * *", catch_up: CatchUp::All, work: Work::Once(effect) },
        Recurring { name: "last", cron: "0 30 * * * *", catch_up: CatchUp::Last, work: Work::Once(effect) },
        Recurring { name: "none", cron: "0 45 * * * *", catch_up: CatchUp::None, work: Work::Once(effect) },
    ];
    on_sqlite(|fresh| async move {
        let app = app(fresh.store.clone(), Clock::at(NOW));
        let runner = Runner::new(app.clone(), TABLE, Pace::default());
        runner.register().await.expect("registered");
        let stop = CancellationToken::new();
        assert_eq!(runner.turn(&stop).await.expect("turn"), 0, "of a new schedule only what comes counts");
        app.clock().set(NOW.plus_seconds(10 * 3_600));
        assert_eq!(runner.turn(&stop).await.expect("turn"), 10 + 1);
        assert_eq!(runner.turn(&stop).await.expect("turn"), 0);
        let hours: Vec<i64> = (1..=10).map(|hour| NOW.plus_seconds(hour * 3_600).0).collect();
        let half = NOW.plus_seconds(9 * 3_600 + 1_800).0;
        let mut expected = [hours, vec![half]].concat();
        expected.sort_unstable();
        assert_eq!(effects(&fresh.store).await.into_keys().collect::<Vec<_>>(), expected);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clock_that_jumps_ten_years_and_back_repeats_nothing_and_silences_no_sweep() {
    const TABLE: &[Recurring] = &[
        Recurring { name: "all", cron: "0 0 9 1 * *", catch_up: CatchUp::All, work: Work::Once(effect) },
        Recurring {
            name: "sweep",
            cron: "0 30 * * * *",
            catch_up: CatchUp::Last,
            work: Work::Sweep(|app, ctx| {
                Box::pin(async move {
                    let (store, at) = (app.store(), ctx.now);
                    store.write("sweep", |tx| Box::pin(async move { effect(tx, ctx, Micros(-at.0)).await })).await?;
                    Ok(())
                })
            }),
        },
    ];
    on_sqlite(|fresh| async move {
        let app = app(fresh.store.clone(), Clock::at(NOW));
        let runner = Runner::new(app.clone(), TABLE, Pace::default());
        runner.register().await.expect("registered");
        let stop = CancellationToken::new();
        let sweeps = |found: &BTreeMap<i64, usize>| found.keys().filter(|at| **at < 0).count();
        for days in [3_650, 0, -3_650, 0, 1, 3_660, 2] {
            app.clock().set(NOW.plus_days(days));
            runner.turn(&stop).await.expect("turn");
            let before = sweeps(&effects(&fresh.store).await);
            app.clock().set(NOW.plus_days(days).plus_seconds(3_600));
            runner.turn(&stop).await.expect("turn");
            let found = effects(&fresh.store).await;
            assert!(sweeps(&found) > before || days == 0 && before > 0, "{days}: a sweep within the hour");
            let twice: Vec<_> = found.iter().filter(|(at, times)| **at > 0 && **times != 1).collect();
            assert!(twice.is_empty(), "{days}: {twice:?}");
        }
    })
    .await;
}

/// More parts than a job has attempts.
const PARTS: i64 = 12;
/// Parts of a long piece of work that were done.
static DONE: AtomicI64 = AtomicI64::new(0);

/// One part, which takes a minute and a second.
fn part<'a>(app: &'a App, ctx: &'a Ctx) -> BoxFuture<'a, Result<Left, JobError>> {
    Box::pin(async move {
        let at = Micros(-ctx.now.0);
        app.store().write("part", |tx| Box::pin(async move { effect(tx, ctx, at).await })).await?;
        app.clock().set(ctx.now.plus_seconds(61));
        let done = DONE.fetch_add(1, Ordering::SeqCst) + 1;
        Ok(if done < PARTS { Left::More } else { Left::Nothing })
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn work_that_is_done_in_parts_lets_others_in_between_and_comes_again_until_nothing_is_left() {
    const TABLE: &[Recurring] = &[
        Recurring { name: "parts", cron: "0 0 * * * *", catch_up: CatchUp::Last, work: Work::Parts(part) },
        Recurring { name: "beside", cron: "0 * * * * *", catch_up: CatchUp::Last, work: Work::Once(effect) },
    ];
    on_sqlite(|fresh| async move {
        let app = app(fresh.store.clone(), Clock::at(NOW));
        let runner = Runner::new(app.clone(), TABLE, Pace::default());
        runner.register().await.expect("registered");
        let stop = CancellationToken::new();
        app.clock().set(NOW.plus_seconds(3_600));
        assert_eq!(runner.turn(&stop).await.expect("turn"), 2 * PARTS as usize);
        let rows = audit::list_of(fresh.store.reader(), THING, 0, 500).await.expect("effects");
        let at =
            |row: &audit::Row| row.request_id.as_deref().and_then(|at| at.parse::<i64>().ok()).expect("an instant");
        // What falls due while a part is done comes before the next one.
        let begun = NOW.plus_seconds(3_600);
        let expected = (0..PARTS).flat_map(|nth| [begun.plus_seconds(60 * nth).0, -begun.plus_seconds(61 * nth).0]);
        assert_eq!(rows.iter().map(at).collect::<Vec<_>>(), expected.collect::<Vec<_>>());
        assert!(is_finished(&fresh.store).await, "no job is left");
        assert_eq!(runner.turn(&stop).await.expect("turn"), 1, "what is beside, alone");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn work_that_fails_is_tried_again_and_at_last_left_to_a_person() {
    fn fails<'a>(_: &'a Tx<'_>, _: &'a Ctx, _: Micros) -> BoxFuture<'a, Result<(), AppError>> {
        Box::pin(async { Err(AppError::NotFound) })
    }
    const TABLE: &[Recurring] =
        &[Recurring { name: "fails", cron: "0 0 9 24 11 *", catch_up: CatchUp::All, work: Work::Once(fails) }];
    on_sqlite(|fresh| async move {
        let app = app(fresh.store.clone(), Clock::at(NOW.plus_seconds(-1)));
        let runner = Runner::new(app.clone(), TABLE, Pace::default());
        runner.register().await.expect("registered");
        let stop = CancellationToken::new();
        for hour in 0..12 {
            app.clock().set(NOW.plus_seconds(hour * 7_200));
            runner.turn(&stop).await.expect("a failure of work is none of the runner");
        }
        let dead = job::list_by_state(fresh.store.reader(), "dead", 0, 9).await.expect("list");
        assert_eq!(dead.len(), 1);
        assert_eq!(dead[0].last_error.as_deref(), Some("a use case failed: there is no such thing"));
        let ctx = app.ctx(Actor::System, Locale::Vi);
        let id = dead[0].id;
        let again = fresh.store.write("again", |tx| Box::pin(job::requeue(tx, id, ctx.now.0)));
        again.await.expect("a person lets it run again");
    })
    .await;
}

//! Copies of the database that are made by themselves: one for each occurrence, as many as are kept, whoever looks, is
//! killed or puts something else into the folder.
//!
//! The one that is killed is this test program again, told by the environment.

use crate::exchange::{Exchange, NOW};
use sanviec_app::{App, Clock, Copies, Facts, Ids};
use sanviec_domain::time::Micros;
use sanviec_jobs::copies::{Folder, recurring};
use sanviec_jobs::recurring::{Pace, Recurring, Runner};
use sanviec_search::Index;
use sanviec_store::testing::{Fresh, each_backend, on_sqlite};
use sanviec_store::{Settings, Store, backup, job};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// When it is, the folder and the database, one on each line.
const TOLD: &str = "SANVIEC_TEST_COPIES";
/// Kills of which one has to meet a copy that is being written.
const KILLS: i64 = 10;

fn node(store: Store, folder: &Path, keep: u16, now: Micros) -> Runner {
    let copies = Copies { folder: folder.to_owned(), cron: "0 30 2 * * *".into(), keep };
    let table: &'static [Recurring] = vec![recurring(&copies)].leak();
    let facts = Facts { copies: Some(copies), ..Facts::default() };
    let app = App::new(store, Index::in_memory().expect("index"), Clock::at(now), Ids::System, facts);
    Runner::new(app, table, Pace { lease: Duration::from_millis(600), ..Pace::default() })
}

async fn turn(store: &Store, folder: &Path, keep: u16, now: Micros) -> usize {
    node(store.clone(), folder, keep, now).turn(&CancellationToken::new()).await.expect("a turn")
}

/// The copies, the oldest first; each of them can be read.
async fn whole(store: &Store, folder: &Path) -> Vec<PathBuf> {
    let archives = Folder::of(store, folder).await.expect("a mark").look().expect("a folder").archives;
    for archive in &archives {
        let held = backup::check(&archive.path).await.expect("it can be read");
        // The name says whole seconds.
        assert_eq!(held.taken_at / 1_000_000, archive.taken_at.0 / 1_000_000);
        let mode = std::fs::metadata(&archive.path).expect("a file").permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "people's names stand in it");
    }
    archives.into_iter().map(|archive| archive.path).collect()
}

fn names(folder: &Path) -> BTreeSet<String> {
    let entries = std::fs::read_dir(folder).expect("a folder");
    entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn so_many_are_kept_and_what_is_not_ours_stays() {
    each_backend(|fresh: Fresh| async move {
        let folder = tempfile::tempdir().expect("a folder");
        let (path, store) = (folder.path(), &fresh.store);
        let ours = Folder::of(store, path).await.expect("a mark").path_at(NOW.plus_days(-100));
        let ours = ours.file_name().and_then(|name| name.to_str()).expect("a name");
        let other = |mark: &str| format!("sanviec-{mark}{}", &ours["sanviec-01234567".len()..]);
        let foreign = [
            "notes.txt".to_owned(),
            "sanviec-2026-11-01.jsonl.gz".to_owned(),
            other("zzzzzzzz"),
            other("00000000"),
            format!("{}.partial", other("00000000")),
            format!("{ours}.kept"),
        ];
        for name in &foreign {
            std::fs::write(path.join(name), "not ours").expect("written");
        }
        std::fs::create_dir(path.join(ours)).expect("a folder that is called as one of ours");
        node(store.clone(), path, 3, NOW).register().await.expect("registered");
        assert_eq!(turn(store, path, 3, NOW).await, 0, "the first one comes at its time");
        let mut made = Vec::new();
        for day in 1..=5 {
            assert_eq!(turn(store, path, 3, NOW.plus_days(day)).await, 1);
            let kept = whole(store, path).await;
            made.push(kept.last().expect("the new one").clone());
            assert_eq!(kept, made[made.len().saturating_sub(3)..], "the newest");
            assert_eq!(turn(store, path, 3, NOW.plus_days(day)).await, 0, "one for each night");
        }
        let mut expected: BTreeSet<String> = foreign.into_iter().chain([ours.to_owned()]).collect();
        let kept = made.iter().rev().take(3).filter_map(|path| path.file_name()?.to_str());
        expected.extend(kept.map(str::to_owned));
        assert_eq!(names(path), expected);
        assert_eq!(Folder::of(store, path).await.expect("a mark").look().expect("a folder").foreign, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_nodes_at_once_make_one() {
    each_backend(|fresh: Fresh| async move {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path();
        let other = Store::open(fresh.settings.clone()).await.expect("a second node");
        node(fresh.store.clone(), path, 30, NOW).register().await.expect("registered");
        for day in 1..=6 {
            let now = NOW.plus_days(day);
            let nodes = [fresh.store.clone(), other.clone()].map(|store| {
                let node = node(store, path, 30, now);
                tokio::spawn(async move { node.turn(&CancellationToken::new()).await.expect("a turn") })
            });
            let mut done = 0;
            for node in nodes {
                done += node.await.expect("no panic");
            }
            assert_eq!(done, 1, "day {day}");
            assert_eq!(whole(&fresh.store, path).await.len(), usize::try_from(day).expect("a number"));
        }
        other.close().await.expect("closed");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_that_fails_leaves_no_half_and_the_older_ones_and_comes_later() {
    on_sqlite(|fresh: Fresh| async move {
        let folder = tempfile::tempdir().expect("a folder");
        let (path, store) = (folder.path(), &fresh.store);
        node(store.clone(), path, 1, NOW).register().await.expect("registered");
        turn(store, path, 1, NOW.plus_days(1)).await;
        let before = whole(store, path).await;
        let now = NOW.plus_days(2);
        let blocked = Folder::of(store, path).await.expect("a mark").path_at(now);
        std::fs::create_dir(backup::partial_of(&blocked)).expect("what stands where it is to be written");
        turn(store, path, 1, now).await;
        assert_eq!(whole(store, path).await, before, "the older one stays");
        let waiting = job::list_by_state(store.reader(), "queued", 0, 9).await.expect("list");
        let why = waiting[0].last_error.as_deref().unwrap_or_default();
        assert!(why.contains("the folder of copies"), "{why}");
        assert_eq!(turn(store, path, 1, now.plus_seconds(60)).await, 1, "it comes later");
        let after = whole(store, path).await;
        assert_eq!((after.len(), after == before), (1, false));
    })
    .await;
}

/// Makes the copy that is due.
#[tokio::test(flavor = "multi_thread")]
async fn copier() {
    #[expect(clippy::disallowed_methods, reason = "the parent tells the child by the environment")]
    let Ok(told) = std::env::var(TOLD) else { return };
    let [at, folder, url] = told.lines().collect::<Vec<_>>()[..] else { panic!("three lines: {told}") };
    let store = Store::open(Settings::new(url)).await.expect("store");
    turn(&store, Path::new(folder), 30, Micros(at.parse().expect("an instant"))).await;
}

/// Starts one and kills it as soon as something is being written; whether it was killed in the middle.
fn killed_in_the_middle(url: &str, folder: &Path, now: Micros) -> bool {
    let before = names(folder);
    let mut child = Command::new(std::env::current_exe().expect("program"))
        .args(["copies::copier", "--exact", "--nocapture"])
        .env(TOLD, format!("{}\n{}\n{url}", now.0, folder.display()))
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("started");
    while child.try_wait().expect("a child").is_none() {
        if names(folder) != before {
            let _ = child.kill();
        }
        std::thread::park_timeout(Duration::from_micros(200));
    }
    names(folder).difference(&before).any(|name| name.ends_with(".partial"))
}

/// Adverts enough for a copy to take a while.
async fn furnish(fresh: &Fresh) {
    let exchange = Exchange::new(fresh);
    let mut lines = String::new();
    for number in 0..1_500 {
        let (title, place) = (format!("Thợ hàn số {number}"), "Quận 7, TPHCM");
        writeln!(lines, r#"{{"id":"{number}","title":"{title}","company":"Xưởng cơ khí","location":"{place}"}}"#)
            .expect("a text takes everything");
    }
    exchange.import(&lines).await;
    exchange.follow().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_that_is_killed_leaves_no_half_that_counts_and_the_next_one_cleans_up() {
    each_backend(|fresh: Fresh| async move {
        furnish(&fresh).await;
        let folder = tempfile::tempdir().expect("a folder");
        let (path, store) = (folder.path(), &fresh.store);
        node(store.clone(), path, 30, NOW).register().await.expect("registered");
        let mut killed = 0;
        for day in 1..=KILLS {
            let now = NOW.plus_days(day);
            let before = whole(store, path).await;
            let (url, into) = (fresh.settings.url.clone(), path.to_owned());
            let is_half = tokio::task::spawn_blocking(move || killed_in_the_middle(&url, &into, now));
            if is_half.await.expect("no panic") {
                killed += 1;
                assert_eq!(whole(store, path).await, before, "a half is no copy");
            }
            // What the killed one held comes back when its lease runs out.
            let later = now.plus_seconds(60);
            while job::list_by_state(store.reader(), "done", 0, 99).await.expect("list").len() < day as usize {
                turn(store, path, 30, later).await;
                tokio::task::yield_now().await;
            }
            assert!(whole(store, path).await.len() > before.len(), "day {day}");
            assert!(names(path).iter().all(|name| !name.ends_with(".partial")), "day {day}");
        }
        assert!(killed > 0, "no copy was killed in its middle: this run shows nothing");
        println!("{:?}: {killed} of {KILLS} were killed in the middle", fresh.backend);
    })
    .await;
}

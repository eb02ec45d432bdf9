//! What is broken off, damaged or foreign: nothing half done stays, and the exchange finds its way back.

use crate::exchange::{Exchange, NOW};
use crate::forms::{damage, stuck_rows};
use sanviec_app::find::{self, Params};
use sanviec_app::stream::{self, Entry};
use sanviec_app::{Actor, App, AppError, Clock, Facts, Ids};
use sanviec_search::{Build, Change, Index, PostingDoc, ask_for_rebuild};
use sanviec_store::posting;
use sanviec_store::testing::{Fresh, as_superuser, each_backend, on_sqlite};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

pub(crate) fn adverts(count: usize, word: &str) -> String {
    let advert = |number: usize| {
        format!(r#"{{"id":"n{number}","title":"Thợ hàn {word} {number}","company":"Xưởng {}"}}"#, number % 40)
    };
    (0..count).map(advert).collect::<Vec<_>>().join("\n")
}

/// Live postings and their versions in the store and in the index.
pub(crate) async fn both(exchange: &Exchange) -> (BTreeMap<u128, u64>, BTreeMap<u128, u64>) {
    let ctx = exchange.ctx(Actor::System);
    let mut snapshot = stream::Snapshot::begin(&exchange.app, &ctx).await.expect("snapshot");
    let mut stored = BTreeMap::new();
    loop {
        let page = snapshot.next(&exchange.app, &ctx).await.expect("page");
        if page.is_empty() {
            break;
        }
        for change in page {
            if let Change::Live(doc) = change {
                stored.insert(doc.id, doc.version);
            }
        }
    }
    let mut indexed = BTreeMap::new();
    exchange.app.index().each_version(|id, version| assert!(indexed.insert(id, version).is_none())).expect("versions");
    (stored, indexed)
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_cut_off_anywhere_and_run_again_takes_each_row_once() {
    each_backend(|fresh: Fresh| async move {
        let exchange = Exchange::new(&fresh);
        let lines = adverts(2_000, "một");
        for milliseconds in [1, 7, 20, 45, 80, 140, 220] {
            let import = exchange.import(&lines);
            let _cut_off = tokio::time::timeout(Duration::from_millis(milliseconds), import).await;
        }
        exchange.app.finish().await;
        exchange.import(&lines).await;
        let counts = posting::count_by_state(fresh.store.reader()).await.expect("counts");
        assert_eq!(counts, [("published".to_owned(), 2_000)]);
        exchange.follow().await;
        let (stored, indexed) = both(&exchange).await;
        assert_eq!(stored, indexed);
        assert_eq!(sanviec_store::verify::verify(&fresh.store).await.expect("verified"), []);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn changes_during_a_rebuild_are_in_the_new_index_after_it() {
    each_backend(|fresh: Fresh| async move {
        let exchange = Exchange::new(&fresh);
        exchange.import(&adverts(600, "một")).await;
        exchange.follow().await;
        let lines = adverts(600, "hai");
        let (rebuilt, _) = tokio::join!(sanviec_jobs::rebuild(&exchange.app), exchange.import(&lines));
        rebuilt.expect("rebuilt");
        exchange.follow().await;
        let (stored, indexed) = both(&exchange).await;
        assert_eq!(stored, indexed);
        assert_eq!(exchange.words("hai").await.len(), 20);
        assert!(exchange.words("\"một\"").await.is_empty());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_index_is_left_alone_until_a_new_one_has_taken_its_place() {
    on_sqlite(|fresh: Fresh| async move {
        let folder = tempfile::tempdir().expect("folder");
        let open = || {
            let index = Index::open(folder.path()).expect("an index");
            let clock = Clock::at(NOW);
            Exchange { app: App::new(fresh.store.clone(), index, clock, Ids::System, Facts::default()) }
        };
        let exchange = open();
        exchange.import(&adverts(50, "một")).await;
        exchange.follow().await;
        drop(exchange);
        assert_eq!(open().app.index().len(), 50, "an index in order is opened as it is");
        let name = std::fs::read_to_string(folder.path().join("current")).expect("current");
        let damaged = folder.path().join(name.trim());
        std::fs::write(damaged.join("meta.json"), "{").expect("damaged");
        assert!(Index::open_existing(folder.path()).is_err());
        let exchange = open();
        assert!(damaged.exists() && exchange.app.index().cursor().expect("cursor").is_none());
        exchange.follow().await;
        assert_eq!(exchange.app.index().len(), 50);
        assert!(!damaged.exists());
        drop(exchange);
        assert_eq!(open().app.index().len(), 50);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn while_the_first_index_is_made_searches_are_refused_and_say_how_far_it_is() {
    each_backend(|fresh: Fresh| async move {
        let folder = tempfile::tempdir().expect("folder");
        let index = Index::open(folder.path()).expect("an index");
        let app = App::new(fresh.store.clone(), index, Clock::at(NOW), Ids::System, Facts::default());
        let exchange = Exchange { app };
        let (app, public) = (&exchange.app, exchange.ctx(Actor::Public));
        exchange.import(&adverts(50, "một")).await;
        let words = Params { q: "một".into(), ..Params::default() };
        let waiting = Params { position: Some(1), ..words.clone() };
        for params in [&words, &waiting] {
            let refused = exchange.find(params).await.expect_err("nothing can be said yet");
            assert!(matches!(refused, AppError::Rebuilding { percent: None }), "{refused:?}");
        }
        assert!(matches!(find::help(app, &public, &words, 0).await, Err(AppError::Rebuilding { .. })));
        assert!(matches!(find::listed(app, &public).await, Err(AppError::Rebuilding { .. })));
        assert!(matches!(app.index_seen(), Err(AppError::Rebuilding { .. })));
        // A wrong value is named all the same.
        let wrong = Params { pay_min: "nhiều".into(), ..words.clone() };
        assert!(matches!(exchange.find(&wrong).await, Err(AppError::Refused(_))));
        let half = app.index().rebuild(Build { id: 1, expected: Some(50) }).expect("begun");
        (1..=25).for_each(|id| half.add(&PostingDoc { id, ..PostingDoc::default() }).expect("added"));
        let refused = exchange.find(&words).await.expect_err("half an index is none");
        assert!(matches!(refused, AppError::Rebuilding { percent: Some(50) }), "{refused:?}");
        drop(half);
        exchange.follow().await;
        assert_eq!(exchange.find(&words).await.expect("found").total, 50);
        // The next one is made beside an index that answers as before.
        let seen = app.index_seen().expect("an index");
        let next = app.index().rebuild(Build { id: 2, expected: Some(50) }).expect("begun");
        next.add(&PostingDoc { id: 1, ..PostingDoc::default() }).expect("added");
        assert_eq!(exchange.find(&words).await.expect("found").total, 50);
        assert_eq!(app.index_seen().expect("an index"), seen);
        drop(next);
        let position = app.index().position();
        sanviec_jobs::rebuild(app).await.expect("rebuilt");
        assert_eq!(app.index().position(), position);
        assert_ne!(app.index_seen().expect("an index"), seen, "another index at the same position");
        let seen = app.index_seen().expect("an index");
        drop(exchange);
        let opened = Index::open_existing(folder.path()).expect("readable").expect("an index");
        assert_eq!((opened.seen(), opened.is_incomplete()), (seen, false), "it is known again after a restart");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_running_server_makes_the_new_index_that_an_operator_asks_for() {
    on_sqlite(|fresh: Fresh| async move {
        let folder = tempfile::tempdir().expect("folder");
        let index = Index::open(folder.path()).expect("an index");
        let app = App::new(fresh.store.clone(), index, Clock::at(NOW), Ids::System, Facts::default());
        let exchange = Exchange { app };
        exchange.import(&adverts(50, "một")).await;
        exchange.follow().await;
        assert!(Index::open(folder.path()).is_err(), "one process writes");
        let current = || std::fs::read_to_string(folder.path().join("current")).expect("current");
        let before = current();
        let (stop, follower) = (CancellationToken::new(), Arc::new(sanviec_jobs::Follower::default()));
        let server = tokio::spawn(sanviec_jobs::run(exchange.app.clone(), follower, None, stop.clone()));
        assert!(sanviec_jobs::rebuilt_by_server(folder.path()).await.expect("rebuilt"));
        stop.cancel();
        server.await.expect("stopped");
        assert_ne!(before, current());
        assert_eq!(exchange.words("một").await.len(), 20);
        drop(exchange);
        // Nobody is there to ask: the request waits for the next one who opens the folder.
        assert!(!sanviec_jobs::rebuilt_by_server(folder.path()).await.expect("asked"));
        assert!(Index::open(folder.path()).expect("free").is_rebuild_asked());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_index_that_fails_on_the_way_leaves_the_old_one_and_the_request() {
    each_backend(|fresh: Fresh| async move {
        let folder = tempfile::tempdir().expect("folder");
        let index = Index::open(folder.path()).expect("an index");
        let app = App::new(fresh.store.clone(), index, Clock::at(NOW), Ids::System, Facts::default());
        let exchange = Exchange { app };
        exchange.import(&adverts(50, "một")).await;
        exchange.follow().await;
        let current = || std::fs::read_to_string(folder.path().join("current")).expect("current");
        let directories = || {
            let entries = std::fs::read_dir(folder.path()).expect("folder").filter_map(Result::ok);
            entries.filter(|entry| entry.path().is_dir()).count()
        };
        let before = current();
        ask_for_rebuild(folder.path()).expect("asked");
        as_superuser(&fresh.store, &["ALTER TABLE employer RENAME TO employer_away".to_owned()]).await;
        for _ in 0..2 {
            sanviec_jobs::rebuild(&exchange.app).await.expect_err("the employers cannot be read");
            assert!(exchange.app.index().is_rebuild_asked(), "the request stays open");
            assert_eq!((current(), directories()), (before.clone(), 1), "nothing half done stays");
            assert_eq!(exchange.app.index().len(), 50);
        }
        as_superuser(&fresh.store, &["ALTER TABLE employer_away RENAME TO employer".to_owned()]).await;
        assert_eq!(exchange.words("một").await.len(), 20, "the old index answers");
        assert_eq!(sanviec_jobs::rebuild(&exchange.app).await.expect("rebuilt"), 50);
        assert!(!exchange.app.index().is_rebuild_asked());
        assert_ne!(before, current());
        assert_eq!(exchange.words("một").await.len(), 20);
    })
    .await;
}

/// Makes the posting of a source id unreadable below the program; says which one it is and what mends it.
async fn unreadable(fresh: &Fresh, source_id: &str) -> (Uuid, String) {
    let rows = posting::list_all(fresh.store.reader(), None, 100).await.expect("rows");
    let row = rows.into_iter().find(|row| row.source_id.as_deref() == Some(source_id)).expect("a row");
    damage(fresh, "posting", row.id, "content_version = 99").await;
    (row.id, format!("content_version = {}", row.content_version))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_posting_that_cannot_be_read_keeps_no_other_from_being_found() {
    each_backend(|fresh: Fresh| async move {
        let exchange = Exchange::new(&fresh);
        let (app, public) = (&exchange.app, exchange.ctx(Actor::Public));
        exchange.import(&adverts(30, "một")).await;
        let (first, mend_first) = unreadable(&fresh, "n7").await;
        exchange.follow().await;
        assert_eq!(app.index().len(), 29, "a new index holds the others");
        assert_eq!(stuck_rows(app).await, [("posting".to_owned(), first)]);
        let start = stream::position(app, &public).await.expect("position");
        exchange.import(&adverts(10, "hai").replace(r#""id":"n"#, r#""id":"m"#)).await;
        let (second, mend_second) = unreadable(&fresh, "m3").await;
        exchange.follow().await;
        assert_eq!(app.index().len(), 38, "an index that follows takes in the others");
        let stuck: BTreeSet<_> = stuck_rows(app).await.into_iter().map(|(_, id)| id).collect();
        assert_eq!(stuck, BTreeSet::from([first, second]));
        let stretch = stream::after(app, &public, start, 1000).await.expect("stream");
        let (live, gone): (Vec<_>, Vec<_>) =
            stretch.entries.into_iter().partition(|entry| matches!(entry, Entry::Upsert { .. }));
        assert_eq!((live.len(), gone.len()), (9, 1), "partners get the others");
        let (stored, indexed) = both(&exchange).await;
        assert_eq!(stored, indexed);
        damage(&fresh, "posting", first, &mend_first).await;
        damage(&fresh, "posting", second, &mend_second).await;
        assert_eq!(sanviec_jobs::rebuild(app).await.expect("rebuilt"), 40, "mended, they are found");
    })
    .await;
}

//! Files of the search index that are not what they were: found, said, and a new index made from the database, with
//! nothing lost.

use crate::cut_off::{adverts, both};
use crate::exchange::{Exchange, NOW};
use sanviec_app::find::Params;
use sanviec_app::{App, AppError, Clock, Facts, Ids};
use sanviec_jobs::{Follower, follow_turn};
use sanviec_search::Index;
use sanviec_store::testing::{Fresh, each_backend, on_sqlite};
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// What is done to a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Harm {
    /// One bit of what was written is another.
    Flip,
    /// Half of it is there.
    Cut,
    /// It is not there.
    Remove,
}

/// Each kind of file, and each kind of harm.
const HARMS: [(&str, Harm); 12] = [
    ("term", Harm::Flip),
    ("idx", Harm::Flip),
    ("pos", Harm::Flip),
    ("store", Harm::Flip),
    ("fast", Harm::Flip),
    ("fieldnorm", Harm::Flip),
    ("del", Harm::Flip),
    ("idx", Harm::Cut),
    ("store", Harm::Cut),
    ("fast", Harm::Cut),
    ("term", Harm::Remove),
    ("fast", Harm::Remove),
];

fn over(fresh: &Fresh, folder: &Path) -> Exchange {
    let index = Index::open(folder).expect("an index");
    Exchange { app: App::new(fresh.store.clone(), index, Clock::at(NOW), Ids::System, Facts::default()) }
}

fn current(folder: &Path) -> PathBuf {
    folder.join(std::fs::read_to_string(folder.join("current")).expect("current").trim())
}

/// The largest file of a kind in the index that answers.
fn file_of(folder: &Path, kind: &str) -> PathBuf {
    let entries = std::fs::read_dir(current(folder)).expect("the directory").filter_map(Result::ok);
    let of_kind = entries.map(|entry| entry.path()).filter(|path| path.extension().is_some_and(|end| end == kind));
    of_kind.max_by_key(|path| std::fs::metadata(path).expect("a file").len()).expect("a file of this kind")
}

/// The bytes before the checksum.
fn body(bytes: &[u8]) -> usize {
    let end = bytes.len() - 8;
    let footer = u32::from_le_bytes(bytes[end..end + 4].try_into().expect("four bytes"));
    end - usize::try_from(footer).expect("small")
}

/// Does it to a file of this kind; says which one it was.
fn harm(folder: &Path, kind: &str, how: Harm) -> String {
    let path = file_of(folder, kind);
    let bytes = std::fs::read(&path).expect("readable");
    match how {
        Harm::Flip => {
            let at = body(&bytes) / 2;
            let file = std::fs::File::options().write(true).open(&path).expect("writable");
            file.write_all_at(&[bytes[at] ^ 0x10], at as u64).expect("written");
        }
        // Another file in its place: cutting one that is mapped kills the process that reads it.
        Harm::Cut => {
            let short = path.with_extension("short");
            std::fs::write(&short, &bytes[..bytes.len() / 2]).expect("written");
            std::fs::rename(&short, &path).expect("renamed");
        }
        Harm::Remove => std::fs::remove_file(&path).expect("removed"),
    }
    path.file_name().expect("a name").to_string_lossy().into_owned()
}

/// Five of the adverts say something else now, so that the index holds documents that are gone.
async fn change_some(exchange: &Exchange, word: &str) {
    exchange.import(&adverts(5, word)).await;
    exchange.follow().await;
    assert_eq!(exchange.app.index().check().expect("checked"), None, "an index in order is found to be in order");
}

async fn assert_healed(exchange: &Exchange, folder: &Path, before: &Path) {
    let index = exchange.app.index();
    follow_turn(&exchange.app, &Follower::default()).await.expect("a new index");
    assert_ne!(current(folder), before);
    assert!(!before.exists(), "the damaged one is gone");
    assert_eq!(index.check().expect("checked"), None);
    let (stored, indexed) = both(exchange).await;
    assert_eq!((stored.len(), &stored), (50, &indexed));
    let whole = current(folder);
    follow_turn(&exchange.app, &Follower::default()).await.expect("nothing to do");
    assert_eq!(current(folder), whole, "once is enough");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_is_damaged_while_the_index_answers_is_found_and_a_new_index_made() {
    each_backend(|fresh: Fresh| async move {
        let folder = tempfile::tempdir().expect("folder");
        let exchange = over(&fresh, folder.path());
        exchange.import(&adverts(50, "một")).await;
        exchange.follow().await;
        for (round, (kind, how)) in HARMS.into_iter().enumerate() {
            change_some(&exchange, &format!("khác{round}")).await;
            let before = current(folder.path());
            let file = harm(folder.path(), kind, how);
            let damage = exchange.app.index().check().expect("checked").expect("it is found");
            assert_eq!(damage.file, file, "{kind} {how:?}");
            assert_eq!(exchange.app.index().damage(), Some(damage), "{kind} {how:?}");
            assert_eq!(current(folder.path()), before, "it answers until the new one is there");
            assert_healed(&exchange, folder.path(), &before).await;
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_file_is_found_before_a_merge_hides_it_and_a_new_index_made() {
    each_backend(|fresh: Fresh| async move {
        let folder = tempfile::tempdir().expect("folder");
        let exchange = over(&fresh, folder.path());
        exchange.import(&adverts(50, "một")).await;
        exchange.follow().await;
        let before = current(folder.path());
        let file = harm(folder.path(), "store", Harm::Flip);
        assert_eq!(exchange.app.index().damage(), None, "nobody has looked");
        // More than a fifth of what is there is gone: the rest is due to be written anew.
        exchange.import(&adverts(15, "khác")).await;
        follow_turn(&exchange.app, &Follower::default()).await.expect("followed");
        assert_eq!(exchange.app.index().damage().expect("it is found").file, file);
        assert_eq!(current(folder.path()), before, "it answers until the new one is there");
        assert_healed(&exchange, folder.path(), &before).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_is_damaged_while_nobody_looks_is_found_after_the_start() {
    each_backend(|fresh: Fresh| async move {
        let folder = tempfile::tempdir().expect("folder");
        let mut exchange = over(&fresh, folder.path());
        exchange.import(&adverts(50, "một")).await;
        exchange.follow().await;
        for (round, (kind, how)) in HARMS.into_iter().enumerate() {
            change_some(&exchange, &format!("khác{round}")).await;
            drop(exchange);
            let before = current(folder.path());
            let file = harm(folder.path(), kind, how);
            exchange = over(&fresh, folder.path());
            let index = exchange.app.index();
            let at_once = how != Harm::Flip || matches!(kind, "fast" | "del");
            assert!(index.is_incomplete() || !at_once, "{kind} {how:?} is seen at the opening");
            if !index.is_incomplete() {
                assert_eq!(index.check().expect("checked").expect("it is found").file, file, "{kind} {how:?}");
            }
            assert_healed(&exchange, folder.path(), &before).await;
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_search_that_cannot_read_its_files_is_an_error_and_has_them_looked_at() {
    each_backend(|fresh: Fresh| async move {
        let folder = tempfile::tempdir().expect("folder");
        let exchange = over(&fresh, folder.path());
        exchange.import(&adverts(50, "một")).await;
        exchange.follow().await;
        drop(exchange);
        let exchange = over(&fresh, folder.path());
        let before = current(folder.path());
        let path = file_of(folder.path(), "store");
        let most = body(&std::fs::read(&path).expect("readable")) * 3 / 4;
        let file = std::fs::File::options().write(true).open(&path).expect("writable");
        file.write_all_at(&vec![0; most], 0).expect("written");
        let words = Params { q: "một".into(), ..Params::default() };
        let failed = exchange.find(&words).await.expect_err("it cannot be read");
        assert!(matches!(failed, AppError::Unavailable(_)), "{failed:?}");
        assert!(exchange.app.index().is_check_asked());
        assert!(exchange.app.index().check().expect("checked").is_some());
        assert!(!exchange.app.index().is_check_asked());
        assert_healed(&exchange, folder.path(), &before).await;
        assert_eq!(exchange.find(&words).await.expect("found").total, 50);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_running_server_checks_its_index_and_replaces_only_a_damaged_one() {
    on_sqlite(|fresh: Fresh| async move {
        let folder = tempfile::tempdir().expect("folder");
        let exchange = over(&fresh, folder.path());
        exchange.import(&adverts(50, "một")).await;
        exchange.follow().await;
        let before = current(folder.path());
        let run = || {
            let stop = CancellationToken::new();
            let follower = Arc::new(Follower::default());
            (tokio::spawn(sanviec_jobs::run(exchange.app.clone(), follower, None, stop.clone())), stop)
        };
        let mut pause = tokio::time::interval(Duration::from_millis(100));
        let (server, stop) = run();
        for _ in 0..30 {
            pause.tick().await;
        }
        stop.cancel();
        server.await.expect("stopped");
        assert_eq!(current(folder.path()), before, "an index in order is never made anew");
        harm(folder.path(), "idx", Harm::Flip);
        let (server, stop) = run();
        let replaced = async {
            while current(folder.path()) == before {
                pause.tick().await;
            }
        };
        tokio::time::timeout(Duration::from_mins(1), replaced).await.expect("a new index");
        stop.cancel();
        server.await.expect("stopped");
        assert_eq!(exchange.app.index().check().expect("checked"), None);
        let (stored, indexed) = both(&exchange).await;
        assert_eq!((stored.len(), &stored), (50, &indexed));
    })
    .await;
}

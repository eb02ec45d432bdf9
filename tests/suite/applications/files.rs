//! Files: sealed in parts, opened when contact is open and the scanner found nothing.

use super::{PHONE, World, code, key, pdf};
use crate::forms::{damage, stuck_rows, thrice};
use sanviec_app::applications::{self, Access, Attach, Media, Verdict};
use sanviec_app::{Actor, AppError, Key, Locale};
use sanviec_domain::application::Command;
use sanviec_jobs::Scanner;
use sanviec_store::testing::each_backend;
use sanviec_store::upload;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

impl World {
    async fn attach(&self, link: &str, name: &str, bytes: Vec<u8>, key: &Key) -> Result<(), AppError> {
        let order = Attach { access: Access::Link(link.into()), name: name.into(), bytes };
        applications::attach(&self.app, &self.public(), order, key).await
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_kept_in_sealed_parts_and_opened_by_the_employer_only_when_contact_is_open() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let link = world.applied(PHONE).await;
        let other = world.applied("0905 123 457").await;
        let id = world.own(&link).await.id;
        let code_of = id.code().to_string();
        let (form, document) = (key(), pdf(200_000, "Nguyen Thi Lan 0905123456"));
        thrice(|| world.attach(&link, "../CV của Lan.exe", document.clone(), &form)).await;
        let files = world.own(&link).await.files;
        assert_eq!(files.len(), 1, "the same form is one file");
        assert_eq!((files[0].name.as_str(), files[0].media), ("CV của Lan.pdf", Media::Pdf));
        let file = files[0].id;
        let chunks = upload::list_chunks(fresh.store.reader(), file).await.expect("chunks");
        assert_eq!(chunks.len(), 4);
        let plain = b"0905123456".as_slice();
        assert!(chunks.iter().all(|chunk| !chunk.bytes.windows(plain.len()).any(|part| part == plain)), "sealed");
        let mine = applications::own_file(&world.app, &world.public(), &Access::Link(link.clone()), file).await;
        assert_eq!(mine.expect("own file").bytes, document);
        let not_mine = applications::own_file(&world.app, &world.public(), &Access::Link(other), file).await;
        assert_eq!(code(&not_mine.map(|_| ()).expect_err("another's")), "not_found");
        let open = |key: Key| {
            let (app, ctx, code_of) = (world.app.clone(), world.member(), code_of.clone());
            async move { applications::open_file(&app, &ctx, &code_of, file, &key).await.map(|blob| blob.bytes) }
        };
        applications::mark_seen(&world.app, &world.member(), &code_of, &key()).await.expect("opened");
        assert_eq!(code(&open(key()).await.expect_err("shut")), "contact_shut", "a CV says how to reach its writer");
        world.answer(&code_of, Command::Shortlist, &key()).await.expect("shortlisted");
        assert_eq!(open(key()).await.expect("open"), document);
        assert_eq!(world.own(&link).await.reveals.len(), 1, "a look like one at the telephone");
        for (at, refused) in [(1, None), (2, None), (3, Some("too_many_files"))] {
            let answer = world.attach(&link, "b.pdf", pdf(100 + at, "x"), &key()).await;
            assert_eq!(answer.err().map(|error| code(&error)), refused, "{at}");
        }
        for (bytes, expected) in [
            (Vec::new(), "missing"),
            (b"<svg xmlns='x'><script>1</script></svg>".to_vec(), "file_kind"),
            (pdf(5 * 1024 * 1024 + 1, "x"), "file_too_large"),
        ] {
            assert_eq!(code(&world.attach(&link, "a.pdf", bytes, &key()).await.expect_err("refused")), expected);
        }
        applications::remove_file(&world.app, &world.public(), Access::Link(link.clone()), file, &key())
            .await
            .expect("removed");
        assert!(upload::list_chunks(fresh.store.reader(), file).await.expect("chunks").is_empty());
        applications::erase(&world.app, &world.public(), Access::Link(link), &key()).await.expect("erased");
        assert!(upload::list(fresh.store.reader(), id.0).await.expect("files").is_empty(), "gone with the data");
        world.messages().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_stays_shut_until_the_scanner_has_said_that_it_is_clean() {
    each_backend(|fresh| async move {
        let world = World::with(&fresh, true).await;
        let link = world.applied(PHONE).await;
        let code_of = world.own(&link).await.id.code().to_string();
        applications::mark_seen(&world.app, &world.member(), &code_of, &key()).await.expect("opened");
        world.answer(&code_of, Command::Shortlist, &key()).await.expect("shortlisted");
        for name in ["a.pdf", "b.pdf"] {
            world.attach(&link, name, pdf(500, name), &key()).await.expect("taken");
        }
        let files = world.own(&link).await.files;
        let open = |file: Uuid| {
            let (app, ctx, code_of) = (world.app.clone(), world.member(), code_of.clone());
            async move { applications::open_file(&app, &ctx, &code_of, file, &key()).await.map(|_| ()) }
        };
        assert_eq!(code(&open(files[0].id).await.expect_err("waits")), "file_shut");
        let ctx = world.app.ctx(Actor::System, Locale::Vi);
        let waiting = applications::waiting_files(&world.app, &ctx, 10).await.expect("waiting");
        assert_eq!(waiting.len(), 2, "a scanner that is down leaves them waiting");
        assert_eq!(code(&open(files[0].id).await.expect_err("still waits")), "file_shut");
        let virus = Verdict::Infected("Eicar-Test-Signature".into());
        applications::settle_scan(&world.app, &ctx, files[0].id, virus).await.expect("noted");
        applications::settle_scan(&world.app, &ctx, files[0].id, Verdict::Clean).await.expect("said twice");
        applications::settle_scan(&world.app, &ctx, files[1].id, Verdict::Clean).await.expect("noted");
        assert_eq!(code(&open(files[0].id).await.expect_err("infected")), "file_shut", "the first word counts");
        let mine = applications::own_file(&world.app, &world.public(), &Access::Link(link), files[0].id).await;
        assert_eq!(code(&mine.map(|_| ()).expect_err("not even to its person")), "file_shut");
        open(files[1].id).await.expect("clean");
        assert!(applications::waiting_files(&world.app, &ctx, 10).await.expect("none").is_empty());
        world.messages().await;
    })
    .await;
}

/// Says of one file that it finds nothing, or, of what says BAD, that it cannot read it.
async fn answer(mut stream: TcpStream) -> std::io::Result<()> {
    let mut command = [0; 10];
    stream.read_exact(&mut command).await?;
    let mut bytes = Vec::new();
    loop {
        let length = stream.read_u32().await?;
        if length == 0 {
            break;
        }
        let mut part = vec![0; length as usize];
        stream.read_exact(&mut part).await?;
        bytes.extend(part);
    }
    let is_bad = bytes.windows(3).any(|part| part == b"BAD");
    let said: &[u8] = if is_bad { b"INSTREAM size limit exceeded. ERROR\0" } else { b"stream: OK\0" };
    stream.write_all(said).await
}

async fn scanner() -> Scanner {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address").to_string();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(answer(stream));
        }
    });
    Scanner::parse(&address).expect("a scanner")
}

#[tokio::test(flavor = "multi_thread")]
async fn files_that_the_scanner_cannot_read_let_the_others_go_before_them() {
    each_backend(|fresh| async move {
        let world = World::with(&fresh, true).await;
        let (first, second) = (world.applied(PHONE).await, world.applied("0905 123 457").await);
        let reader = fresh.store.reader();
        for (link, names) in [(&first, ["BAD 1", "BAD 2", "BAD 3"]), (&second, ["BAD 4", "cut", "good"])] {
            for name in names {
                world.attach(link, &format!("{name}.pdf"), pdf(500, name), &key()).await.expect("taken");
            }
        }
        let system = || world.app.ctx(Actor::System, Locale::Vi);
        let sent = world.own(&second).await.files;
        let named = |name: &str| sent.iter().find(|file| file.name == format!("{name}.pdf")).expect("a file").id;
        let [fourth, cut, good] = ["BAD 4", "cut", "good"].map(named);
        let mut bad: Vec<Uuid> = world.own(&first).await.files.iter().map(|file| file.id).collect();
        bad.extend([fourth, cut]);
        // Four that the scanner cannot read, and one that cannot be opened: as many as are shown at a time, and more.
        let chunk = upload::list_chunks(reader, cut).await.expect("chunks").remove(0).id;
        damage(&fresh, "application_chunk", chunk, "bytes = (SELECT hash FROM application_file LIMIT 1)").await;
        let stop = CancellationToken::new();
        let scanning = tokio::spawn(sanviec_jobs::scan(world.app.clone(), scanner().await, stop.clone()));
        let settled = async {
            let mut pause = tokio::time::interval(Duration::from_millis(50));
            while upload::find(reader, good).await.expect("read").expect("a file").state == "waiting" {
                pause.tick().await;
            }
        };
        tokio::time::timeout(Duration::from_mins(1), settled).await.expect("it had its turn");
        stop.cancel();
        scanning.await.expect("stopped");
        assert_eq!(upload::find(reader, good).await.expect("read").expect("a file").state, "clean");
        for id in &bad {
            assert_eq!(upload::find(reader, *id).await.expect("read").expect("a file").state, "waiting", "shut");
        }
        let mut stuck: Vec<Uuid> = stuck_rows(&world.app).await.into_iter().map(|(_, id)| id).collect();
        stuck.sort_unstable();
        bad.sort_unstable();
        assert_eq!(stuck, bad, "named to whoever runs the platform");
        assert!(applications::waiting_files(&world.app, &system(), 10).await.expect("listed").is_empty());
        world.pass_days(1);
        let again = applications::waiting_files(&world.app, &system(), 10).await.expect("listed");
        assert_eq!(again.len(), 4, "shown again later");
        applications::settle_scan(&world.app, &system(), fourth, Verdict::Clean).await.expect("noted");
        assert!(!stuck_rows(&world.app).await.iter().any(|(_, id)| *id == fourth), "mended, it is forgotten");
        world.messages().await;
    })
    .await;
}

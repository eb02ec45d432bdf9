//! Files: sealed in parts, opened when contact is open and the scanner found nothing.

use super::{PHONE, World, code, key, pdf};
use crate::forms::thrice;
use sanviec_app::applications::{self, Access, Attach, Media, Verdict};
use sanviec_app::{Actor, AppError, Key, Locale};
use sanviec_domain::application::Command;
use sanviec_store::testing::each_backend;
use sanviec_store::upload;
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

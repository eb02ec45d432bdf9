//! Files that somebody brings to the counter: kept sealed with the profile, sent along where an officer applies for the
//! person, shut until the scanner has looked at them, and gone with the profile.

use super::counter::{Counter, asked, id_of};
use super::{code, key, pdf};
use crate::forms::thrice;
use sanviec_app::applications::{self, Applied, FileState, FileView, SendFor, Verdict, at_desk};
use sanviec_app::profiles::{self, Bring, Brought, MOST_BROUGHT, remove_brought};
use sanviec_app::{Actor, AppError, Ctx, Key, Locale};
use sanviec_domain::application::Command;
use sanviec_store::testing::each_backend;
use sanviec_store::{audit, profile_file};
use uuid::Uuid;

impl Counter {
    async fn bring(&self, person: &str, bytes: Vec<u8>, key: &Key) -> Result<(), AppError> {
        let order = Bring { profile: id_of(person), brought: Brought::Cv, bytes };
        profiles::bring(&self.world.app, &self.officer, order, key).await
    }

    async fn files(&self, person: &str) -> Vec<FileView> {
        profiles::brought(&self.world.app, &self.officer, id_of(person)).await.expect("files").files
    }

    async fn send_with(&self, person: &str, files: Vec<Uuid>) -> Result<Applied, AppError> {
        self.send(SendFor { files, ..self.order(person) }, &key()).await
    }

    fn system(&self) -> Ctx {
        self.world.app.ctx(Actor::System, Locale::Vi)
    }
}

fn names(files: &[FileView]) -> Vec<&str> {
    files.iter().map(|file| file.name.as_str()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_brought_to_the_counter_is_kept_sealed_and_goes_with_what_the_officer_sends() {
    each_backend(|fresh| async move {
        let counter = Counter::new(&fresh).await;
        let (world, app, reader) = (&counter.world, &counter.world.app, fresh.store.reader());
        let lan = counter.walk_in("12/03/1994", "0905 123 456").await;
        let document = pdf(100_000, "Nguyen Thi Lan 0905123456");
        for other in [&counter.foreign, &world.member(), &world.public()] {
            let order = Bring { profile: id_of(&lan), brought: Brought::Cv, bytes: document.clone() };
            let refused = profiles::bring(app, other, order, &key()).await.expect_err("not theirs");
            assert_eq!(code(&refused), "forbidden");
            let refused = profiles::brought(app, other, id_of(&lan)).await.map(|_| ()).expect_err("not theirs");
            assert_eq!(code(&refused), "forbidden");
        }
        for (bytes, expected) in
            [(Vec::new(), "missing"), (b"MZ\x90 program".to_vec(), "file_kind"), (pdf(5 << 20, "x"), "file_too_large")]
        {
            assert_eq!(code(&counter.bring(&lan, bytes, &key()).await.expect_err(expected)), expected);
        }
        let form = key();
        thrice(|| counter.bring(&lan, document.clone(), &form)).await;
        counter.bring(&lan, document.clone(), &key()).await.expect("the same once more");
        let files = counter.files(&lan).await;
        assert_eq!(names(&files), ["CV.pdf"], "one, named by us");
        let chunks = profile_file::list_chunks(reader, files[0].id).await.expect("chunks");
        let plain = b"0905123456".as_slice();
        assert_eq!(chunks.len(), 2);
        assert!(chunks.iter().all(|chunk| !chunk.bytes.windows(plain.len()).any(|part| part == plain)), "sealed");
        let noted = audit::list_of(reader, id_of(&lan).0, 0, 100).await.expect("trail");
        let noted: Vec<_> = noted.iter().filter(|entry| entry.action == "attach_profile_file").collect();
        assert_eq!((noted.len(), noted[0].role.as_str(), noted[0].centre_id), (1, "officer", Some(counter.centre)));

        // Of somebody else nothing goes, and nothing is sent then.
        let mai = counter.walk_in("12/03/1990", "0905 999 888").await;
        let refused = counter.send_with(&mai, vec![files[0].id]).await.expect_err("another's");
        assert_eq!(code(&refused), "file_gone");
        assert!(world.rows().await.is_empty() && counter.seen(&mai).await.is_empty());

        counter.send_with(&lan, vec![files[0].id, files[0].id]).await.expect("sent");
        let of = counter.seen(&lan).await[0].id.code().to_string();
        let view = at_desk(app, &counter.officer, &of).await.expect("a page");
        assert_eq!(names(&view.files), ["CV.pdf"]);
        remove_brought(app, &counter.officer, (id_of(&lan), files[0].id), &key()).await.expect("deleted");
        assert!(counter.files(&lan).await.is_empty());
        assert!(profile_file::list_chunks(reader, files[0].id).await.expect("chunks").is_empty());
        applications::mark_seen(app, &world.member(), &of, &key()).await.expect("opened");
        world.answer(&of, Command::Shortlist, &key()).await.expect("shortlisted");
        let sent = applications::open_file(app, &world.member(), &of, view.files[0].id, &key()).await.expect("open");
        assert_eq!(sent.bytes, document, "what was sent stays with the application");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_has_a_few_files_each_of_another_name_and_a_copy_of_what_they_are() {
    each_backend(|fresh| async move {
        let counter = Counter::new(&fresh).await;
        let lan = counter.walk_in("12/03/1994", "0905 123 456").await;
        for number in 0..MOST_BROUGHT {
            counter.bring(&lan, pdf(500, &format!("cv {number}")), &key()).await.expect("taken");
        }
        let refused = counter.bring(&lan, pdf(500, "one more"), &key()).await.expect_err("too many");
        assert_eq!(code(&refused), "too_many_files");
        let files = counter.files(&lan).await;
        assert_eq!(names(&files), ["CV.pdf", "CV 2.pdf", "CV 3.pdf", "CV 4.pdf", "CV 5.pdf"]);
        let four = files.iter().take(4).map(|file| file.id).collect();
        assert_eq!(code(&counter.send_with(&lan, four).await.expect_err("three go")), "too_many_files");
        let (app, officer) = (&counter.world.app, &counter.officer);
        let copied = profiles::copy_at_counter(app, officer, (id_of(&lan), asked()), &key()).await.expect("a copy");
        assert_eq!(copied.file["files"].as_array().map(Vec::len), Some(MOST_BROUGHT));
        assert_eq!(copied.file["files"][0]["name"], "CV.pdf");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_brought_file_stays_shut_on_both_sides_until_the_scanner_has_looked_at_each() {
    each_backend(|fresh| async move {
        let counter = Counter::with(&fresh, true).await;
        let (world, app) = (&counter.world, &counter.world.app);
        let lan = counter.walk_in("12/03/1994", "0905 123 456").await;
        for mark in ["good", "bad"] {
            counter.bring(&lan, pdf(500, mark), &key()).await.expect("taken");
        }
        let files = counter.files(&lan).await;
        assert!(
            files.iter().all(|file| file.state == FileState::Waiting),
            "a scanner that is down leaves them waiting"
        );
        let waiting = applications::waiting_files(app, &counter.system(), 10).await.expect("waiting");
        assert_eq!(waiting.len(), 2);
        let virus = Verdict::Infected("Eicar-Test-Signature".into());
        applications::settle_scan(app, &counter.system(), files[1].id, virus).await.expect("noted");
        applications::settle_scan(app, &counter.system(), files[1].id, Verdict::Clean).await.expect("said twice");
        applications::settle_scan(app, &counter.system(), files[0].id, Verdict::Clean).await.expect("noted");
        let states: Vec<_> = counter.files(&lan).await.iter().map(|file| file.state).collect();
        assert_eq!(states, [FileState::Clean, FileState::Infected], "the first word counts");
        let refused = counter.send_with(&lan, vec![files[1].id]).await.expect_err("infected");
        assert_eq!(code(&refused), "file_gone");
        counter.send_with(&lan, vec![files[0].id]).await.expect("sent");
        let of = counter.seen(&lan).await[0].id.code().to_string();
        applications::mark_seen(app, &world.member(), &of, &key()).await.expect("opened");
        world.answer(&of, Command::Shortlist, &key()).await.expect("shortlisted");
        let copy = at_desk(app, &counter.officer, &of).await.expect("a page").files[0].id;
        let open = async || applications::open_file(app, &world.member(), &of, copy, &key()).await.map(|_| ());
        assert_eq!(code(&open().await.expect_err("looked at anew")), "file_shut");
        applications::settle_scan(app, &counter.system(), copy, Verdict::Clean).await.expect("noted");
        open().await.expect("clean");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_file_stays_of_somebody_whose_data_are_deleted_at_the_same_moment() {
    each_backend(|fresh| async move {
        let counter = Counter::new(&fresh).await;
        let app = &counter.world.app;
        for turn in 0..6 {
            let lan = counter.walk_in("12/03/1994", &format!("0905 123 45{turn}")).await;
            counter.bring(&lan, pdf(500, "before"), &key()).await.expect("taken");
            let (bringing, deleting) = (key(), key());
            let (_, deleted) = tokio::join!(
                counter.bring(&lan, pdf(500, "at once"), &bringing),
                profiles::delete_at_counter(app, &counter.officer, (id_of(&lan), asked()), &deleting)
            );
            // Whoever was overtaken looks again; nothing is half done.
            if let Err(error) = deleted {
                assert_eq!(code(&error), "conflict", "turn {turn}");
                let again = profiles::delete_at_counter(app, &counter.officer, (id_of(&lan), asked()), &key()).await;
                again.expect("deleted");
            }
            let left = profile_file::list(fresh.store.reader(), &[id_of(&lan).0]).await.expect("read");
            assert!(left.is_empty(), "turn {turn}: {left:?}");
        }
    })
    .await;
}

//! Files that facts are taken from, on both databases: kept whole and once, their rows judged once for each sending,
//! and no fact names a file that is not there.

mod long;

use super::{Placed, told_by_insurer};
use crate::desk::person;
use crate::forms::code;
use sanviec_app::placements::{self, AsOf, EvidenceFile, RowView, Said};
use sanviec_app::{Actor, AppError, Locale, Role, Thing, accounts};
use sanviec_domain::placement::Source;
use sanviec_domain::time::Micros;
use sanviec_store::testing::{as_superuser, each_backend};
use std::sync::Arc;

/// A day; the calendar's type has no name here.
macro_rules! on {
    ($text:literal) => {
        sanviec_domain::time::parse_date($text).expect("a day")
    };
}

impl Placed {
    fn csv(&self) -> Vec<u8> {
        let rows = "{id},30/11/2026,15/12/2026,có\n{id},31/02/2026,15/12/2026,có\n".replace("{id}", &self.id);
        format!("placement,from,through,employed\n{rows}").into_bytes()
    }

    async fn take(&self, bytes: &[u8]) -> Vec<placements::RowVerdict> {
        let file = EvidenceFile { source: Source::Insurer, bytes: bytes.to_vec() };
        let taken = placements::take_file(&self.world.app, &self.world.ctx(self.world.officer), file).await;
        taken.expect("verdicts").verdicts()
    }

    /// Code of the newest kept file.
    async fn newest(&self) -> String {
        let ctx = self.world.ctx(self.world.manager);
        let files = placements::kept_files(&self.world.app, &ctx, None).await.expect("files");
        files.first().expect("a file").id.clone()
    }

    async fn rows(&self, file: &str) -> Vec<RowView> {
        placements::kept_file(&self.world.app, &self.world.ctx(self.world.manager), file, 1).await.expect("kept").rows
    }

    async fn count(&self) -> usize {
        self.seen(AsOf::default()).await.judged.case.facts.len()
    }
}

/// A file of one placement, with a row for each of these answers about the same days; `mark` makes it another file.
fn says(id: &str, answers: &[&str], mark: &str) -> Vec<u8> {
    let rows: Vec<String> = answers.iter().map(|answer| format!("{id},30/11/2026,31/12/2026,{answer}\n")).collect();
    format!("placement,from,through,employed\n{}{mark}", rows.concat()).into_bytes()
}

fn news(verdicts: &[placements::RowVerdict]) -> Vec<bool> {
    assert!(verdicts.iter().all(|row| row.outcome.is_ok()), "{verdicts:?}");
    verdicts.iter().map(|row| row.is_new).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_row_that_reaches_further_by_now_is_recorded_and_the_same_again_stands() {
    each_backend(|fresh| async move {
        let placed = Placed::new(&fresh).await;
        placed.contracted().await;
        let clock = placed.world.app.clock();
        clock.set(Micros::start_of(on!("2026-12-10")).plus_seconds(9 * 3_600));
        let before = placed.count().await;
        let first = says(&placed.id, &["có"], "");
        for (is_new, mark) in [(true, ""), (false, ""), (false, "\n")] {
            assert_eq!(news(&placed.take(&says(&placed.id, &["có"], mark)).await), [is_new]);
        }
        assert_eq!(placed.count().await, before + 1);
        clock.set(Micros::start_of(on!("2027-01-05")).plus_seconds(9 * 3_600));
        assert_eq!(placed.seen(AsOf::default()).await.judged.outcome.verified_days, 11, "through the day it was said");
        assert_eq!(news(&placed.take(&says(&placed.id, &["có"], "\n\n")).await), [true]);
        assert_eq!(placed.seen(AsOf::default()).await.judged.outcome.verified_days, 32);
        assert_eq!(news(&placed.take(&first).await), [false]);
        // A node whose clock is behind records nothing back.
        clock.set(Micros::start_of(on!("2026-12-20")));
        assert_eq!(news(&placed.take(&says(&placed.id, &["có"], "\n\n\n")).await), [false]);
        assert_eq!(placed.count().await, before + 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_corrected_or_taken_back_is_recorded_anew_and_an_old_file_unsays_nothing() {
    each_backend(|fresh| async move {
        let placed = Placed::new(&fresh).await;
        placed.contracted().await;
        placed.world.app.clock().set(Micros::start_of(on!("2027-01-05")).plus_seconds(9 * 3_600));
        let verified = || async { placed.seen(AsOf::default()).await.judged.outcome.verified_days };
        let [yes, no] = [["có"], ["không"]].map(|answers| says(&placed.id, &answers, ""));
        assert_eq!(news(&placed.take(&yes).await), [true]);
        assert_eq!(news(&placed.take(&no).await), [true]);
        assert_eq!(verified().await, 0);
        assert_eq!(news(&placed.take(&yes).await), [false], "the first file again");
        assert_eq!(verified().await, 0);
        assert_eq!(news(&placed.take(&says(&placed.id, &["có"], "\n")).await), [true], "a correction");
        assert_eq!(verified().await, 32);
        assert_eq!(news(&placed.take(&no).await), [false]);
        assert_eq!(verified().await, 32);
        // What a file contradicts itself in is recorded in its order, once.
        let count = placed.count().await;
        let both = says(&placed.id, &["không", "có", "không"], "");
        assert_eq!(news(&placed.take(&both).await), [true, true, true]);
        assert_eq!(verified().await, 0);
        assert_eq!(news(&placed.take(&both).await), [false, false, false]);
        assert_eq!(placed.count().await, count + 3);
        let facts = placed.seen(AsOf::default()).await.judged.case.facts;
        for fact in facts.iter().filter(|fact| fact.says.attestation().is_some()) {
            let retraction = format!(r#"{{"kind":"retraction","retracts":"{}","why":"sai người"}}"#, fact.id);
            placed.say(&retraction, told_by_insurer).await.expect("taken back");
        }
        assert_eq!(verified().await, 0);
        assert_eq!(news(&placed.take(&yes).await), [true], "sent again after it was taken back");
        assert_eq!(verified().await, 32);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_one_row_in_several_files_at_once_one_is_recorded() {
    each_backend(|fresh| async move {
        let placed = Arc::new(Placed::new(&fresh).await);
        placed.contracted().await;
        placed.world.pass_days(60);
        let before = placed.count().await;
        let racing: Vec<_> = (0..5)
            .map(|nth| {
                let placed = Arc::clone(&placed);
                let csv = says(&placed.id, &["có"], &"\n".repeat(nth));
                tokio::spawn(async move { news(&placed.take(&csv).await) })
            })
            .collect();
        let mut recorded = 0;
        for sending in racing {
            recorded += sending.await.expect("a task").into_iter().filter(|is_new| *is_new).count();
        }
        assert_eq!((recorded, placed.count().await), (1, before + 1));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_kept_once_and_judged_once_however_many_send_it_at_once() {
    each_backend(|fresh| async move {
        let placed = Arc::new(Placed::new(&fresh).await);
        placed.contracted().await;
        placed.world.pass_days(30);
        let (before, csv) = (placed.count().await, placed.csv());
        let racing: Vec<_> = (0..4)
            .map(|_| {
                let (placed, csv) = (Arc::clone(&placed), csv.clone());
                tokio::spawn(async move { placed.take(&csv).await })
            })
            .collect();
        for sending in racing {
            let verdicts = sending.await.expect("a task");
            assert_eq!(verdicts.iter().map(|row| row.outcome.is_ok()).collect::<Vec<_>>(), [true, false]);
        }
        assert_eq!(placed.count().await, before + 1);
        let (app, ctx) = (&placed.world.app, placed.world.ctx(placed.world.manager));
        let files = placements::kept_files(app, &ctx, None).await.expect("files");
        assert_eq!(files.len(), 2, "this one and the one that every placement of the tests has");
        let rows = placed.rows(&files[0].id).await;
        let told: Vec<_> = rows.iter().map(|row| (row.run, row.line, row.refused.as_deref())).collect();
        assert_eq!(told, [(1, 2, None), (1, 3, Some("not_a_day"))]);
        assert_eq!(rows[0].placement.as_deref(), Some(placed.id.as_str()));
        let opened = placements::open_file(app, &ctx, &files[0].id).await.expect("opened");
        assert_eq!(opened.bytes, csv, "as it came");
        let facts = placements::timeline(app, &ctx, &placed.id).await.expect("facts");
        let fact = facts.first().expect("a fact");
        assert_eq!((fact.file.as_deref(), fact.reference.as_deref()), (Some(files[0].id.as_str()), Some("2")));
        assert_eq!(fact.document_hash.as_deref(), Some(files[0].hash.as_str()));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_row_that_was_mended_elsewhere_is_judged_anew_and_the_first_verdict_stays() {
    each_backend(|fresh| async move {
        let placed = Placed::new(&fresh).await;
        placed.contracted().await;
        placed.world.pass_days(30);
        let csv = b"personal_number,tax_code,from,through,employed\n052094000001,,30/11/2026,15/12/2026,c\xc3\xb3\n";
        assert!(placed.take(csv).await[0].outcome.is_err(), "nobody has this number yet");
        let file = placed.newest().await;
        placed.take(csv).await;
        assert_eq!(placed.rows(&file).await.len(), 1, "the same verdicts again are not kept again");
        // What the row is told changes with what the centre knows.
        let other = String::from_utf8(csv.to_vec()).expect("text").replace("052094000001", "05209400000");
        assert_eq!(placed.take(other.as_bytes()).await[0].outcome.as_ref().expect_err("short")[0].code, "not_a_number");
        assert_ne!(placed.newest().await, file);
        assert_eq!(placed.rows(&placed.newest().await).await[0].refused.as_deref(), Some("not_a_number"));
        assert_eq!(placed.rows(&file).await[0].refused.as_deref(), Some("placement_unknown"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_cut_off_is_finished_when_the_file_is_sent_again() {
    each_backend(|fresh| async move {
        let placed = Placed::new(&fresh).await;
        placed.contracted().await;
        placed.world.pass_days(30);
        let csv = placed.csv();
        placed.take(&csv).await;
        let (file, count) = (placed.newest().await, placed.count().await);
        // Cut off after the last fact: the verdicts are not there.
        let trigger = match placed.world.app.store().backend() {
            sanviec_store::Backend::Sqlite => "DROP TRIGGER evidence_row_no_delete",
            sanviec_store::Backend::Postgres => "ALTER TABLE evidence_row DISABLE TRIGGER ALL",
        };
        as_superuser(placed.world.app.store(), &[trigger.to_owned(), "DELETE FROM evidence_row".to_owned()]).await;
        assert!(placed.rows(&file).await.is_empty());
        placed.take(&csv).await;
        assert_eq!((placed.count().await, placed.rows(&file).await.len()), (count, 2));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_fact_names_a_file_that_nobody_kept_and_no_kept_file_is_changed() {
    each_backend(|fresh| async move {
        let placed = Placed::new(&fresh).await;
        let days = r#"{"kind":"attestation","from":"2026-11-30","through":"2026-12-01","employed":true}"#;
        let unknown = |said| Said { document_hash: Some([3; 32]), ..told_by_insurer(said) };
        assert_eq!(code(&placed.say(days, unknown).await.expect_err("never sent")), "file_unknown");
        let payroll = |said| Said { source: Source::Payroll, ..told_by_insurer(said) };
        assert_eq!(code(&placed.say(days, payroll).await.expect_err("the insurer's")), "file_unknown");
        let app = &placed.world.app;
        let operator = app.ctx(Actor::Operator, Locale::Vi);
        let name = "Trung tâm Dịch vụ việc làm Đắk Lắk";
        let other = accounts::add_centre(app, &operator, name, "66").await.expect("centre");
        let stranger = person(app, "dung@vidu.vn", Role::Officer, Thing::of_centre(other)).await;
        let (ctx, file) = (placed.world.ctx(stranger), placed.newest().await);
        assert_eq!(code(&placements::kept_file(app, &ctx, &file, 1).await.expect_err("theirs")), "not_found");
        assert!(placements::open_file(app, &ctx, &file).await.is_err());
        for change in ["UPDATE evidence_file SET size = 1", "DELETE FROM evidence_chunk", "DELETE FROM evidence_file"] {
            let store = app.store().clone();
            let change = tokio::spawn(async move { as_superuser(&store, &[change.to_owned()]).await });
            assert!(change.await.is_err(), "the database refuses it");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_of_too_many_rows_is_refused_whole_with_the_limit_and_what_to_do() {
    each_backend(|fresh| async move {
        let placed = Placed::new(&fresh).await;
        let row = format!("{},30/11/2026,15/12/2026,có\n", placed.id);
        let bytes = format!("placement,from,through,employed\n{}", row.repeat(placements::FILE_ROWS_MOST + 1));
        let file = EvidenceFile { source: Source::Insurer, bytes: bytes.into_bytes() };
        let before = placed.count().await;
        let refused = placements::take_file(&placed.world.app, &placed.world.ctx(placed.world.officer), file).await;
        let refused = refused.expect_err("too many rows");
        assert_eq!(code(&refused), "too_many_rows");
        let AppError::Refused(errors) = refused else { panic!("a refusal without errors") };
        assert!(errors[0].vi.contains("20000") && errors[0].vi.contains("chia thành nhiều tệp"), "{errors:?}");
        assert!(errors[0].en.contains("20000") && errors[0].en.contains("split it"), "{errors:?}");
        assert_eq!(placed.count().await, before, "nothing of it was recorded");
    })
    .await;
}

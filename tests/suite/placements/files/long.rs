//! Files of more rows than a page waits for: cut off, raced, sent again, damaged, and of somebody who left meanwhile,
//! each row is judged once.

use super::super::{Placed, hired};
use crate::forms::{damage, key, stuck_rows};
use sanviec_app::placements::{self, Create, EvidenceFile, FILE_ROWS_AT_ONCE, FileProgress, FileTaken, SendingState};
use sanviec_app::{Actor, Locale, Person};
use sanviec_domain::placement::Source;
use sanviec_domain::posting::PostingCode;
use sanviec_domain::time::{Micros, parse_date, short_date};
use sanviec_jobs::TABLE;
use sanviec_jobs::recurring::{Pace, Recurring, Runner};
use sanviec_store::placement;
use sanviec_store::testing::{Fresh, as_superuser, each_backend};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

/// Rows of the long file: of ten, one is a new fact, one says the same again, and eight have a day that is none.
const ROWS: usize = 450;
const NEW: usize = 45;

impl Placed {
    fn long(&self) -> Vec<u8> {
        let first = parse_date("2026-11-30").expect("a day");
        let row = |number: usize| {
            let days = i64::try_from(number / 10).expect("a number");
            let day = short_date(Micros::start_of(first).plus_days(days).day());
            let day = if number % 10 < 2 { day.as_str() } else { "31/02/2026" };
            format!("{},{day},{day},có\n", self.id)
        };
        let rows: Vec<String> = (0..ROWS).map(row).collect();
        format!("placement,from,through,employed\n{}", rows.concat()).into_bytes()
    }

    /// Sends a file that goes on; its code.
    async fn send_long(&self, who: Person, bytes: Vec<u8>) -> String {
        let file = EvidenceFile { source: Source::Insurer, bytes };
        let taken = placements::take_file(&self.world.app, &self.world.ctx(who), file).await.expect("kept");
        let FileTaken::GoesOn { file } = taken else { panic!("judged at once") };
        file
    }

    /// One turn of the clock, as short as one is; it may be the last one of its process.
    async fn go_on(&self) -> usize {
        self.go_on_for(0).await
    }

    async fn go_on_for(&self, time_us: i64) -> usize {
        let app = &self.world.app;
        placements::take_files(app, &app.ctx(Actor::System, Locale::Vi), time_us).await.expect("gone on")
    }

    async fn go_to_the_end(&self) {
        while self.go_on().await > 0 {}
    }

    async fn progress(&self, file: &str) -> FileProgress {
        let ctx = self.world.ctx(self.world.manager);
        placements::kept_file(&self.world.app, &ctx, file, 1).await.expect("kept").progress.expect("a sending")
    }

    /// Lines of the file and sendings in which something was said of each, over all pages.
    async fn said(&self, file: &str) -> Vec<(u32, u64)> {
        let (ctx, mut said) = (self.world.ctx(self.world.manager), Vec::new());
        for page in 1.. {
            let page = placements::kept_file(&self.world.app, &ctx, file, page).await.expect("kept");
            said.extend(page.rows.iter().map(|row| (row.run, row.line)));
            if !page.has_more {
                break;
            }
        }
        said
    }

    /// Accounts that entered the facts of files, each with how many.
    async fn entered(&self) -> BTreeMap<Option<Uuid>, usize> {
        let id = self.id.parse::<PostingCode>().expect("a code").uuid();
        let facts = placement::facts(self.world.app.store().reader(), id, i64::MAX).await.expect("facts");
        let mut entered = BTreeMap::new();
        for fact in facts.iter().filter(|fact| fact.channel == "file") {
            *entered.entry(fact.entered_by).or_insert(0) += 1;
        }
        entered
    }
}

async fn contracted(fresh: &Fresh) -> Placed {
    let placed = Placed::new(fresh).await;
    placed.contracted().await;
    placed.world.pass_days(60);
    placed.world.told_done().await;
    placed
}

fn of(state: SendingState, done: u64, [recorded, stood, refused]: [u64; 3]) -> FileProgress {
    FileProgress { state, done, of: 450, recorded, stood, refused }
}

/// Every row of the long file, said once, on the first sending.
fn each_once() -> Vec<(u32, u64)> {
    (2..452).map(|line| (1, line)).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_long_file_that_is_cut_off_goes_on_at_its_row_and_judges_each_once() {
    each_backend(|fresh| async move {
        let placed = contracted(&fresh).await;
        let (officer, before) = (placed.world.officer, placed.count().await);
        let file = placed.send_long(officer, placed.long()).await;
        assert_eq!(placed.progress(&file).await, of(SendingState::Going, 0, [0; 3]));
        assert_eq!(placed.count().await, before, "nothing while the page waits");
        assert_eq!(placed.go_on().await, 200);
        assert_eq!(placed.progress(&file).await, of(SendingState::Going, 200, [20, 20, 160]));
        assert_eq!(placed.said(&file).await, each_once()[..200], "what was said so far is shown");
        assert_eq!(placed.send_long(placed.world.colleague, placed.long()).await, file, "sent again meanwhile");
        for milliseconds in [1, 9, 40] {
            let _cut_off = tokio::time::timeout(Duration::from_millis(milliseconds), placed.go_on()).await;
        }
        placed.go_to_the_end().await;
        assert_eq!(placed.progress(&file).await, of(SendingState::Done, 450, [45, 45, 360]));
        assert_eq!((placed.count().await, placed.said(&file).await), (before + NEW, each_once()));
        assert_eq!(placed.entered().await, BTreeMap::from([(Some(officer.account_id), NEW)]));
        let told = placed.world.told_done().await;
        assert_eq!(told.len(), 1, "whoever sent it first is told, once");
        assert_eq!(told[0].0, Some(officer.account_id));
        let numbers = ["recorded", "stood", "refused"].map(|name| told[0].1[name].as_str());
        assert_eq!(numbers, ["45", "45", "360"]);
        assert_eq!(placed.go_on().await, 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_long_file_that_is_sent_again_when_it_is_done_records_nothing_and_says_nothing_new() {
    each_backend(|fresh| async move {
        let placed = contracted(&fresh).await;
        let file = placed.send_long(placed.world.officer, placed.long()).await;
        placed.go_to_the_end().await;
        let count = placed.count().await;
        assert_eq!(placed.send_long(placed.world.colleague, placed.long()).await, file);
        assert_eq!(placed.progress(&file).await, of(SendingState::Going, 0, [0; 3]));
        placed.go_to_the_end().await;
        assert_eq!(placed.progress(&file).await, of(SendingState::Done, 450, [0, 90, 360]));
        assert_eq!((placed.count().await, placed.said(&file).await), (count, each_once()));
        let told: Vec<_> = placed.world.told_done().await.into_iter().map(|(account, _)| account).collect();
        let world = &placed.world;
        assert_eq!(told.len(), 2);
        assert!(told.contains(&Some(world.officer.account_id)) && told.contains(&Some(world.colleague.account_id)));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_who_go_on_with_a_long_file_at_once_judge_each_row_once() {
    each_backend(|fresh| async move {
        let placed = Arc::new(contracted(&fresh).await);
        let before = placed.count().await;
        let file = placed.send_long(placed.world.officer, placed.long()).await;
        let workers: Vec<_> = (0..2)
            .map(|_| {
                let placed = Arc::clone(&placed);
                tokio::spawn(async move { placed.go_to_the_end().await })
            })
            .collect();
        for worker in workers {
            worker.await.expect("a worker");
        }
        placed.go_to_the_end().await;
        assert_eq!(placed.progress(&file).await, of(SendingState::Done, 450, [45, 45, 360]));
        assert_eq!((placed.count().await, placed.said(&file).await), (before + NEW, each_once()));
        assert_eq!(placed.world.told_done().await.len(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_long_file_of_somebody_who_left_stops_and_goes_on_for_whoever_sends_it_then() {
    each_backend(|fresh| async move {
        let placed = contracted(&fresh).await;
        let (officer, colleague) = (placed.world.officer, placed.world.colleague);
        let before = placed.count().await;
        let file = placed.send_long(officer, placed.long()).await;
        assert_eq!(placed.go_on().await, 200);
        placed.world.leave_centre(officer).await;
        placed.go_to_the_end().await;
        assert_eq!(placed.progress(&file).await, of(SendingState::Stopped, 200, [20, 20, 160]));
        assert_eq!(placed.entered().await, BTreeMap::from([(Some(officer.account_id), 20)]), "nothing in their name");
        assert_eq!(placed.send_long(colleague, placed.long()).await, file);
        placed.go_to_the_end().await;
        assert_eq!(placed.progress(&file).await, of(SendingState::Done, 450, [45, 45, 360]));
        let entered = BTreeMap::from([(Some(officer.account_id), 20), (Some(colleague.account_id), 25)]);
        assert_eq!((placed.entered().await, placed.count().await), (entered, before + NEW));
        assert_eq!(placed.said(&file).await, each_once());
        let told: Vec<_> = placed.world.told_done().await.into_iter().map(|(account, _)| account).collect();
        assert_eq!(told, [Some(colleague.account_id)]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_long_file_keeps_no_other_waiting() {
    each_backend(|fresh| async move {
        let placed = contracted(&fresh).await;
        let bad = placed.send_long(placed.world.officer, [placed.long(), b"\n".to_vec()].concat()).await;
        let good = placed.send_long(placed.world.officer, placed.long()).await;
        let id = bad.parse::<PostingCode>().expect("a code").uuid();
        let chunks = placement::file::list_chunks(fresh.store.reader(), id).await.expect("chunks");
        damage(&fresh, "evidence_chunk", chunks[0].id, "number = 7").await;
        placed.go_to_the_end().await;
        assert_eq!(placed.progress(&good).await.state, SendingState::Done);
        assert_eq!(placed.progress(&bad).await, of(SendingState::Going, 0, [0; 3]));
        assert_eq!(stuck_rows(&placed.world.app).await, [("evidence_sending".to_owned(), id)]);
        damage(&fresh, "evidence_chunk", chunks[0].id, "number = 0").await;
        placed.world.pass_days(2);
        placed.go_to_the_end().await;
        assert_eq!(placed.progress(&bad).await, of(SendingState::Done, 450, [0, 90, 360]));
        assert!(stuck_rows(&placed.world.app).await.is_empty());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_long_file_whose_rows_are_read_otherwise_than_before_begins_anew_when_it_is_sent_again() {
    each_backend(|fresh| async move {
        let placed = contracted(&fresh).await;
        let (colleague, before) = (placed.world.colleague, placed.count().await);
        let file = placed.send_long(placed.world.officer, placed.long()).await;
        let id = file.parse::<PostingCode>().expect("a code").uuid();
        assert_eq!(placed.go_on().await, 200);
        as_superuser(&fresh.store, &["UPDATE evidence_sending SET row_count = 451".to_owned()]).await;
        placed.go_to_the_end().await;
        assert_eq!(stuck_rows(&placed.world.app).await, [("evidence_sending".to_owned(), id)]);
        assert_eq!(placed.send_long(colleague, placed.long()).await, file);
        assert!(stuck_rows(&placed.world.app).await.is_empty(), "it is tried at once");
        placed.go_to_the_end().await;
        assert_eq!(placed.progress(&file).await, of(SendingState::Done, 450, [25, 65, 360]));
        assert_eq!((placed.count().await, placed.said(&file).await), (before + NEW, each_once()));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_row_of_a_damaged_placement_keeps_no_other_row_waiting() {
    each_backend(|fresh| async move {
        let placed = Placed::new(&fresh).await;
        placed.contracted().await;
        let world = &placed.world;
        let create = Create { from: placements::From::Referral(hired(world, 2).await), task: String::new() };
        let created = placements::create(&world.app, &world.ctx(world.officer), create, &key()).await;
        let other = created.expect("created").id;
        let id = other.parse::<PostingCode>().expect("a code").uuid();
        let whole = placement::find(fresh.store.reader(), id).await.expect("read").expect("there").placed_on;
        world.pass_days(60);
        damage(&fresh, "placement", id, "placed_on = 2147483647").await;
        let first = format!("{other},30/11/2026,30/11/2026,có\n");
        let with_first = |rows: &[u8]| {
            let text = std::str::from_utf8(rows).expect("text");
            text.replacen("employed\n", &format!("employed\n{first}"), 1).into_bytes()
        };
        let file = placed.send_long(world.officer, with_first(&placed.long())).await;
        placed.go_to_the_end().await;
        let of = |recorded, stood, refused| FileProgress {
            of: 451,
            ..of(SendingState::Done, 451, [recorded, stood, refused])
        };
        assert_eq!(placed.progress(&file).await, of(45, 45, 361));
        assert!(stuck_rows(&world.app).await.is_empty());
        let short = format!("placement,from,through,employed\n{},31/02/2026,15/12/2026,có\n", placed.id);
        let told = placed.take(&with_first(short.as_bytes())).await;
        let codes = told.iter().map(|row| row.outcome.as_ref().map_or_else(|errors| errors[0].code, |_| "taken"));
        assert_eq!(codes.collect::<Vec<_>>(), ["placement_damaged", "not_a_day"]);
        damage(&fresh, "placement", id, &format!("placed_on = {whole}")).await;
        placed.send_long(world.officer, with_first(&placed.long())).await;
        placed.go_to_the_end().await;
        assert_eq!(placed.progress(&file).await, of(1, 90, 360));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_judged_at_once_up_to_its_bound_and_goes_on_beyond_it() {
    each_backend(|fresh| async move {
        let placed = contracted(&fresh).await;
        let bytes = |rows: usize| {
            let row = format!("{},31/02/2026,15/12/2026,có\n", placed.id);
            format!("placement,from,through,employed\n{}", row.repeat(rows)).into_bytes()
        };
        assert_eq!(placed.take(&bytes(FILE_ROWS_AT_ONCE)).await.len(), FILE_ROWS_AT_ONCE);
        assert_eq!(placed.go_on().await, 0);
        placed.send_long(placed.world.officer, bytes(FILE_ROWS_AT_ONCE + 1)).await;
        assert_eq!(placed.go_on().await, 200);
        assert_eq!(placed.go_on().await, 2, "the last row, and the end");
        assert_eq!(placed.go_on().await, 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn files_go_on_for_the_time_that_there_is_and_each_for_its_share_of_it() {
    each_backend(|fresh| async move {
        let placed = contracted(&fresh).await;
        let other = [placed.long(), b"\n".to_vec()].concat();
        let files = [
            placed.send_long(placed.world.officer, placed.long()).await,
            placed.send_long(placed.world.officer, other).await,
        ];
        assert_eq!(placed.go_on_for(1).await, 2 * 200, "200 rows of each, however short the time");
        assert_eq!(placed.go_on_for(10_000_000).await, 2 * (250 + 1), "no time passes: all the others, and both ends");
        let states = [placed.progress(&files[0]).await, placed.progress(&files[1]).await].map(|file| file.state);
        assert_eq!(states, [SendingState::Done; 2]);
        assert_eq!(placed.go_on_for(10_000_000).await, 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn refused_rows_of_a_file_come_back_as_they_came_and_can_be_sent_again() {
    each_backend(|fresh| async move {
        let placed = contracted(&fresh).await;
        let (app, officer) = (&placed.world.app, placed.world.ctx(placed.world.officer));
        let rows = "{id},30/11/2026,15/12/2026,có\n{id},31/02/2026,15/12/2026,có\n{id},=1,15/12/2026,có\n";
        let csv = format!("placement,from,through,employed\n{}", rows.replace("{id}", &placed.id));
        let file = EvidenceFile { source: Source::Payroll, bytes: csv.into_bytes() };
        let taken = placements::take_file(app, &officer, file).await.expect("verdicts");
        let FileTaken::Judged { file, .. } = taken else { panic!("it goes on") };
        let kept = placements::kept_file(app, &officer, &file, 1).await.expect("kept");
        assert_eq!((kept.to_mend, kept.rows[0].left.is_none()), (2, true));
        let (vi, en) = kept.rows[1].left.clone().expect("what to do");
        assert_eq!(vi, "from: Nhập ngày như 05/11/2026.");
        assert_eq!(en, "from: Enter a day like 05/11/2026.");
        let back = placements::file_to_mend(app, &officer, &file).await.expect("what is to be mended");
        assert!(back.name.starts_with("can-sua-payroll-"), "{}", back.name);
        assert_eq!(back.name.rsplit_once('.').map(|(_, kind)| kind), Some("csv"));
        let text = String::from_utf8(back.bytes.clone()).expect("a CSV");
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines.len(), 3, "the header and two rows: {text}");
        assert!(lines[1].ends_with("Dòng 3: from: Nhập ngày như 05/11/2026."), "{text}");
        assert!(lines[2].contains(",'=1,"), "no cell is a formula: {text}");
        let mended = text.replace("31/02/2026", "16/12/2026").replace("15/12/2026", "20/12/2026");
        let again = EvidenceFile { source: Source::Payroll, bytes: mended.into_bytes() };
        let told = placements::take_file(app, &officer, again).await.expect("verdicts").verdicts();
        let told: Vec<_> = told.iter().map(|row| row.outcome.is_ok()).collect();
        assert_eq!(told, [true, false], "the column of reasons is not read");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_long_file_leaves_the_clock_to_others_after_a_while_and_goes_on_later() {
    each_backend(|fresh| async move {
        let placed = contracted(&fresh).await;
        let file = placed.send_long(placed.world.officer, placed.long()).await;
        let table: Vec<Recurring> = TABLE.iter().filter(|one| one.name == "take_files").copied().collect();
        let (app, stop) = (&placed.world.app, CancellationToken::new());
        let runner = Runner::new(app.clone(), table.leak(), Pace::default());
        runner.register().await.expect("registered");
        let pass = |seconds| app.clock().set(app.clock().now().plus_seconds(seconds));
        pass(60);
        // In the middle of its first rows more time passes than one piece of work takes.
        let meanwhile = async {
            while placed.progress(&file).await.done == 0 {
                tokio::task::yield_now().await;
            }
            pass(20);
        };
        let both = async { tokio::join!(Box::pin(runner.turn(&stop)), Box::pin(meanwhile)) };
        let (done, ()) = tokio::time::timeout(Duration::from_mins(1), both).await.expect("both end");
        assert_eq!(done.expect("a turn"), 1);
        assert_eq!(placed.progress(&file).await, of(SendingState::Going, 200, [20, 20, 160]));
        assert_eq!(Box::pin(runner.turn(&stop)).await.expect("a turn"), 1);
        assert_eq!(placed.progress(&file).await, of(SendingState::Done, 450, [45, 45, 360]));
    })
    .await;
}

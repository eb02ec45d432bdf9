//! Lists of more rows than a page waits for: cut off, raced, sent again, and of somebody who left meanwhile, each row
//! is taken once, and what is to be mended comes back.

use super::{Cells, HEAD, Lists, book, told, with};
use crate::forms::key;
use sanviec_app::placements::{
    self, FileProgress, RUNNING_ROWS_AT_ONCE, RunningFile, RunningTaken, RunningVerdict, SendingState,
};
use sanviec_app::{Actor, Locale, Person};
use sanviec_store::testing::{Fresh, each_backend};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

/// Rows of the list: of ten, one is somebody's, and nine have a day that is none. Each of the people has three rows.
const ROWS: usize = 510;
const PEOPLE: usize = 17;

impl Lists {
    /// The rows of the list. The signatures of the first person wait for their scan.
    async fn rows(&self) -> Vec<Cells> {
        let mut people = vec![self.row(1).await];
        for number in (2..).take(PEOPLE - 1) {
            let row = self.row(number).await;
            people.push(with(&row, &[("ben_su_dung_ky", ""), ("ben_lao_dong_ky", "")]));
        }
        let bad = with(&people[0], &[("ngay_gioi_thieu", "31/02/2026")]);
        let row = |number: usize| if number.is_multiple_of(10) { people[number / 30].clone() } else { bad.clone() };
        (0..ROWS).map(row).collect()
    }

    async fn csv(&self) -> Vec<u8> {
        let rows: Vec<String> = self.rows().await.iter().map(|cells| format!("{}\n", cells.join(","))).collect();
        format!("{}\n{}", HEAD.join(","), rows.concat()).into_bytes()
    }

    async fn taken(&self, who: Person, bytes: Vec<u8>, dry_run: bool) -> RunningTaken {
        let (app, ctx) = (&self.world.app, self.world.ctx(who));
        placements::take_running(app, &ctx, RunningFile { bytes, dry_run }, &key()).await.expect("taken")
    }

    /// Sends a list that goes on; code of the kept file.
    async fn send_long(&self, who: Person, bytes: Vec<u8>) -> String {
        let RunningTaken::GoesOn { file } = self.taken(who, bytes, false).await else { panic!("judged at once") };
        file
    }

    /// One turn of the clock, which may be the last one of its process.
    async fn go_on(&self) -> usize {
        let app = &self.world.app;
        placements::take_files(app, &app.ctx(Actor::System, Locale::Vi), 0).await.expect("gone on")
    }

    async fn go_to_the_end(&self) {
        while self.go_on().await > 0 {}
    }

    async fn progress(&self, file: &str) -> FileProgress {
        let ctx = self.world.ctx(self.world.manager);
        placements::kept_file(&self.world.app, &ctx, file, 1).await.expect("kept").progress.expect("a sending")
    }

    /// Sendings and lines in which something was said, over all pages, and in how many lines each placement is named.
    async fn said(&self, file: &str) -> (Vec<(u32, u64)>, BTreeMap<String, usize>) {
        let (ctx, mut lines, mut named) = (self.world.ctx(self.world.manager), Vec::new(), BTreeMap::new());
        for page in 1.. {
            let page = placements::kept_file(&self.world.app, &ctx, file, page).await.expect("kept");
            lines.extend(page.rows.iter().map(|row| (row.run, row.line)));
            for code in page.rows.into_iter().filter_map(|row| row.placement) {
                *named.entry(code).or_insert(0) += 1;
            }
            if !page.has_more {
                break;
            }
        }
        (lines, named)
    }

    /// Each person has one placement with one contract, and each row was judged once.
    async fn demand_whole(&self, file: &str) {
        let (lines, named) = self.said(file).await;
        assert_eq!(lines, (2..512).map(|line| (1, line)).collect::<Vec<_>>());
        assert_eq!((named.len(), self.followed().await), (PEOPLE, PEOPLE));
        for (code, rows) in named {
            let facts = self.seen(&code).await.judged.case.facts.len();
            assert_eq!((rows, facts), (3, 1), "three rows of one contract");
        }
    }
}

/// A centre with the people of the list, of whom nothing is to be told any more.
async fn lists(fresh: &Fresh) -> Lists {
    let lists = Lists::new(fresh).await;
    lists.rows().await;
    lists.world.told_done().await;
    lists
}

fn of(state: SendingState, done: u64, [recorded, stood, refused]: [u64; 3]) -> FileProgress {
    FileProgress { state, done, of: 510, recorded, stood, refused }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_long_list_that_is_cut_off_goes_on_at_its_row_and_takes_each_once() {
    each_backend(|fresh| async move {
        let lists = lists(&fresh).await;
        let officer = lists.world.officer;
        let file = lists.send_long(officer, lists.csv().await).await;
        assert_eq!(lists.progress(&file).await, of(SendingState::Going, 0, [0; 3]));
        assert_eq!(lists.followed().await, 0, "nothing while the page waits");
        assert_eq!(lists.go_on().await, 200);
        assert_eq!(lists.progress(&file).await, of(SendingState::Going, 200, [7, 13, 180]));
        assert_eq!(lists.followed().await, 7);
        for milliseconds in [1, 9, 40] {
            let _cut_off = tokio::time::timeout(Duration::from_millis(milliseconds), lists.go_on()).await;
        }
        lists.go_to_the_end().await;
        assert_eq!(lists.progress(&file).await, of(SendingState::Done, 510, [17, 34, 459]));
        lists.demand_whole(&file).await;
        let told: Vec<_> = lists.world.told_done().await.into_iter().map(|(account, _)| account).collect();
        assert_eq!(told, [Some(officer.account_id)], "whoever sent it is told, once");
        assert_eq!(lists.go_on().await, 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_long_list_that_two_send_at_once_and_two_go_on_with_is_taken_once() {
    each_backend(|fresh| async move {
        let lists = Arc::new(lists(&fresh).await);
        let (bytes, world) = (book(&lists.rows().await), &lists.world);
        let send = |who| lists.send_long(who, bytes.clone());
        let (file, second, third) = tokio::join!(send(world.officer), send(world.colleague), send(world.officer));
        assert_eq!((&file, &file), (&second, &third), "it is one file");
        let workers: Vec<_> = (0..2)
            .map(|_| {
                let lists = Arc::clone(&lists);
                tokio::spawn(async move { lists.go_to_the_end().await })
            })
            .collect();
        for worker in workers {
            worker.await.expect("a worker");
        }
        lists.go_to_the_end().await;
        assert_eq!(lists.progress(&file).await, of(SendingState::Done, 510, [17, 34, 459]));
        lists.demand_whole(&file).await;
        assert_eq!(world.told_done().await.len(), 1);
        // Sent again when it is done, nothing is taken twice and nothing new is said.
        assert_eq!(lists.send_long(world.colleague, bytes.clone()).await, file);
        lists.go_to_the_end().await;
        assert_eq!(lists.progress(&file).await, of(SendingState::Done, 510, [0, 51, 459]));
        lists.demand_whole(&file).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_long_list_of_somebody_who_left_stops_and_goes_on_for_whoever_sends_it_then() {
    each_backend(|fresh| async move {
        let lists = lists(&fresh).await;
        let (world, bytes) = (&lists.world, lists.csv().await);
        let file = lists.send_long(world.officer, bytes.clone()).await;
        assert_eq!(lists.go_on().await, 200);
        world.leave_centre(world.officer).await;
        lists.go_to_the_end().await;
        assert_eq!(lists.progress(&file).await, of(SendingState::Stopped, 200, [7, 13, 180]));
        assert_eq!(lists.followed().await, 7, "nothing more in their name");
        assert_eq!(lists.send_long(world.colleague, bytes).await, file);
        lists.go_to_the_end().await;
        assert_eq!(lists.progress(&file).await, of(SendingState::Done, 510, [17, 34, 459]));
        lists.demand_whole(&file).await;
        let told: Vec<_> = world.told_done().await.into_iter().map(|(account, _)| account).collect();
        assert_eq!(told, [Some(world.colleague.account_id)]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_left_of_a_long_list_comes_back_in_its_kind_and_can_be_sent_again() {
    each_backend(|fresh| async move {
        let lists = lists(&fresh).await;
        let (app, ctx) = (&lists.world.app, lists.world.ctx(lists.world.officer));
        for (bytes, ending) in [(lists.csv().await, "csv"), (book(&lists.rows().await), "xlsx")] {
            let file = lists.send_long(lists.world.officer, bytes).await;
            lists.go_to_the_end().await;
            let kept = placements::kept_file(app, &ctx, &file, 1).await.expect("kept");
            assert_eq!(kept.to_mend, 459 + 3, "refused rows, and three that wait for a scan");
            let left: Vec<_> = kept.rows.iter().map(|row| row.left.as_ref().map(|(vi, _)| vi.as_str())).collect();
            assert_eq!(left[0], Some("Đã nhận; còn chờ bản quét hợp đồng."));
            assert_eq!(left[1], Some("ngay_gioi_thieu: Nhập ngày như 05/11/2026."));
            assert_eq!(left[30], None, "taken, and nothing is left");
            let back = placements::file_to_mend(app, &ctx, &file).await.expect("what is left");
            assert!(back.name.ends_with(ending), "{}", back.name);
            assert_eq!(back.bytes.starts_with(b"PK"), ending == "xlsx");
            let verdicts = lists.taken(lists.world.officer, back.bytes, true).await.verdicts();
            let expected = (0..462).map(|number| match number {
                0 | 10 | 20 => "known",
                _ => "ngay_gioi_thieu not_a_day",
            });
            assert_eq!(told(&verdicts), expected.collect::<Vec<_>>());
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_a_long_list_the_first_rows_are_looked_over_and_nothing_is_kept() {
    each_backend(|fresh| async move {
        let lists = lists(&fresh).await;
        let looked = lists.taken(lists.world.officer, lists.csv().await, true).await;
        let RunningTaken::Judged { file, rows, of } = looked else { panic!("it goes on") };
        assert_eq!((file, rows.len(), of), (None, RUNNING_ROWS_AT_ONCE, ROWS));
        let is_left = |verdict: &&RunningVerdict| verdict.outcome.is_left();
        assert_eq!(rows.iter().filter(is_left).count(), 450);
        assert_eq!((lists.go_on().await, lists.followed().await), (0, 0));
        let ctx = lists.world.ctx(lists.world.manager);
        assert!(placements::kept_files(&lists.world.app, &ctx, None).await.expect("files").is_empty());
    })
    .await;
}

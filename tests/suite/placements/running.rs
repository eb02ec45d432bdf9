//! A centre's own list of running placements: rows become placements with their dated facts, once however often and by
//! however many they are sent, whole or not at all.

use crate::desk::{World, person};
use crate::forms::key;
use rust_xlsxwriter::Workbook;
use sanviec_app::organisations::{self, Registration};
use sanviec_app::placements::{
    self, AsOf, AttachDocument, Attached, RunningFile, RunningOutcome, RunningTaken, RunningVerdict, Seen,
};
use sanviec_app::{Actor, AppError, Locale, Person, Role, Thing, accounts};
use sanviec_domain::placement::{FactKind, Source, Status};
use sanviec_domain::posting::PostingCode;
use sanviec_store::profile;
use sanviec_store::testing::{Fresh, each_backend};
use uuid::Uuid;

const HEAD: [&str; 10] = [
    "ho_so",
    "ma_so_thue",
    "ngay_gioi_thieu",
    "so_hop_dong",
    "loai_hop_dong",
    "tu_ngay",
    "den_ngay",
    "ben_su_dung_ky",
    "ben_lao_dong_ky",
    "nghi_vi",
];
const TAX: &str = "0100233488";
const SCAN: &[u8] = b"%PDF-1.7\n1 0 obj\n%%EOF\n";

type Cells = [String; 10];

struct Lists {
    world: World,
}

impl Lists {
    async fn new(fresh: &Fresh) -> Self {
        let world = World::new(fresh).await;
        let form = Registration {
            kind: "enterprise".into(),
            number: TAX.into(),
            name: "Công ty TNHH May Sông Hồng".into(),
            employer_type: "non_state".into(),
            industry: "C".into(),
            size: "51_100".into(),
            address: "12 Trần Phú, phường Quy Nhơn, Gia Lai".into(),
            phone: "0256 3822 123".into(),
            email: "nhansu@songhong.vn".into(),
            representative: "Nguyễn Thị Lan".into(),
            centre: world.centre.to_string(),
        };
        organisations::register(&world.app, &world.ctx(world.officer), form, &key()).await.expect("registered");
        Self { world }
    }

    /// A row of somebody who was referred on 1 September and signed on the 5th for good.
    async fn row(&self, number: u128) -> Cells {
        let person = self.world.person(number).await;
        let cells = [
            &person,
            TAX,
            "01/09/2026",
            "HĐ 7",
            "không xác định thời hạn",
            "07/09/2026",
            "",
            "05/09/2026",
            "05/09/2026",
            "",
        ];
        cells.map(str::to_owned)
    }

    async fn send(&self, who: Person, rows: &[Cells], dry_run: bool) -> Result<Vec<RunningVerdict>, AppError> {
        let file = RunningFile { bytes: book(rows), dry_run };
        let taken = placements::take_running(&self.world.app, &self.world.ctx(who), file, &key()).await;
        taken.map(RunningTaken::verdicts)
    }

    async fn seen(&self, placement: &str) -> Seen {
        let ctx = self.world.ctx(self.world.officer);
        placements::outcome_of(&self.world.app, &ctx, placement, AsOf::default()).await.expect("an outcome")
    }

    async fn scan(&self, placement: &str) -> Attached {
        let scan = AttachDocument { placement: placement.into(), name: "HĐ 7.pdf".into(), bytes: SCAN.to_vec() };
        let ctx = self.world.ctx(self.world.officer);
        placements::attach_document(&self.world.app, &ctx, scan, &key()).await.expect("scan")
    }

    /// How many placements the centre follows.
    async fn followed(&self) -> usize {
        let asked = placements::Asked { everybodys: true, ..placements::Asked::default() };
        let ctx = self.world.ctx(self.world.officer);
        placements::placements(&self.world.app, &ctx, asked).await.expect("a list").items.len()
    }
}

fn book(rows: &[Cells]) -> Vec<u8> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    let head = HEAD.map(str::to_owned);
    for (row, cells) in (0..).zip(std::iter::once(&head).chain(rows)) {
        for (column, cell) in (0..).zip(cells) {
            sheet.write_string(row, column, cell).expect("a cell");
        }
    }
    workbook.save_to_buffer().expect("a book")
}

fn with(row: &Cells, changed: &[(&str, &str)]) -> Cells {
    let mut row = row.clone();
    for (name, text) in changed {
        let at = HEAD.iter().position(|known| known == name).expect("a column");
        (*text).clone_into(&mut row[at]);
    }
    row
}

/// What each row was told: facts recorded and signatures that wait, or the first code and its column.
fn told(verdicts: &[RunningVerdict]) -> Vec<String> {
    let of = |verdict: &RunningVerdict| match &verdict.outcome {
        RunningOutcome::Fit(known) => if known.is_some() { "known" } else { "new" }.to_owned(),
        RunningOutcome::Taken { recorded, waiting, .. } => format!("{recorded} {waiting}"),
        RunningOutcome::Refused(errors) => format!("{} {}", errors[0].field, errors[0].code),
    };
    verdicts.iter().map(of).collect()
}

fn placement_of(verdict: &RunningVerdict) -> String {
    match &verdict.outcome {
        RunningOutcome::Taken { placement, .. } => placement.clone(),
        other => panic!("not taken: {other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn each_row_of_a_list_is_one_placement_however_often_it_is_sent() {
    each_backend(|fresh| async move {
        let lists = Lists::new(&fresh).await;
        let (officer, colleague) = (lists.world.officer, lists.world.colleague);
        let rows = [lists.row(1).await, lists.row(2).await];
        let dry = lists.send(officer, &rows, true).await.expect("verdicts");
        assert_eq!((told(&dry), lists.followed().await), (vec!["new".into(), "new".to_owned()], 0), "nothing is done");
        let taken = lists.send(officer, &rows, false).await.expect("verdicts");
        assert_eq!(told(&taken), ["1 2", "1 2"], "the contract is there, the signatures wait for the paper");
        let placement = placement_of(&taken[0]);
        assert_eq!(lists.seen(&placement).await.judged.outcome.status, Status::AwaitingContract);
        let again = lists.send(colleague, &rows, false).await.expect("verdicts");
        assert_eq!((told(&again), lists.followed().await), (vec!["0 2".into(), "0 2".to_owned()], 2), "nothing twice");
        assert_eq!(placement_of(&again[0]), placement);
        let attached = lists.scan(&placement).await;
        let signed = lists.send(officer, &rows, false).await.expect("verdicts");
        assert_eq!(told(&signed), ["2 0", "0 2"], "the same list again records what waited");
        assert_eq!(lists.followed().await, 2);
        let seen = lists.seen(&placement).await;
        assert_eq!(seen.judged.outcome.status, Status::Counting);
        assert_eq!(seen.judged.outcome.start.map(|day| day.to_string()).as_deref(), Some("2026-09-07"));
        let of = |kind| seen.judged.case.facts.iter().filter(move |fact| fact.says.kind() == kind);
        assert!(of(FactKind::Contract).all(|fact| fact.source == Source::Centre), "the centre's word");
        assert!(of(FactKind::Signature).all(|fact| fact.source == Source::Officer), "an officer who saw the paper");
        assert_eq!(attached.hash.len(), 64);
        let back = placements::running_fix_up(&lists.world.ctx(officer), &signed).expect("a book");
        let left = lists.world.app.clone();
        let file = RunningFile { bytes: back, dry_run: true };
        let read = placements::take_running(&left, &lists.world.ctx(officer), file, &key()).await.expect("read");
        assert_eq!(told(&read.verdicts()), ["known"], "what is left comes back as a list that can be sent");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn lists_of_two_officers_at_once_make_each_placement_once() {
    each_backend(|fresh| async move {
        let lists = Lists::new(&fresh).await;
        let mut rows = Vec::new();
        for number in 1..=4 {
            rows.push(lists.row(number).await);
        }
        let (officer, colleague) = (lists.world.officer, lists.world.colleague);
        let send = |who| lists.send(who, &rows, false);
        let (a, b, c, d) = tokio::join!(send(officer), send(colleague), send(officer), send(colleague));
        for verdicts in [a, b, c, d] {
            let verdicts = verdicts.expect("verdicts");
            assert!(
                told(&verdicts).iter().all(|told| ["1 2", "0 2"].contains(&told.as_str())),
                "{:?}",
                told(&verdicts)
            );
        }
        assert_eq!(lists.followed().await, 4);
        for verdict in lists.send(officer, &rows, false).await.expect("verdicts") {
            let facts = lists.seen(&placement_of(&verdict)).await.judged.case.facts;
            assert_eq!(facts.len(), 1, "one contract each");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_row_that_cannot_be_taken_whole_leaves_nothing_behind() {
    each_backend(|fresh| async move {
        let lists = Lists::new(&fresh).await;
        let (world, officer) = (&lists.world, lists.world.officer);
        let row = lists.row(1).await;
        let rows = [
            with(&row, &[("ho_so", "")]),
            with(&row, &[("ho_so", "AAAAAAAAAAAAAAAAAAAAAAAAAA")]),
            with(&row, &[("ma_so_thue", "0100109106")]),
            with(&row, &[("ma_so_thue", "0100233489")]),
            with(&row, &[("ngay_gioi_thieu", "31/02/2026")]),
            with(&row, &[("ngay_gioi_thieu", "01/01/2199")]),
            with(&row, &[("den_ngay", "06/09/2027")]),
            with(&row, &[("loai_hop_dong", "mùa vụ")]),
            with(&row, &[("nghi_vi", "ốm đau")]),
            with(&row, &[("ben_su_dung_ky", "01/01/2199")]),
        ];
        let told_now = told(&lists.send(officer, &rows, false).await.expect("verdicts"));
        let expected = [
            "so_dinh_danh missing",
            "ho_so person_unknown",
            "ma_so_thue employer_unknown",
            "ma_so_thue tax_code_check_digit",
            "ngay_gioi_thieu not_a_day",
            "ngay_gioi_thieu not_yet",
            "den_ngay against-form",
            "loai_hop_dong not-in-list",
            "nghi_tu missing",
            "ben_su_dung_ky not_yet",
        ];
        assert_eq!(told_now, expected);
        assert_eq!(lists.followed().await, 0);
        let file = RunningFile { bytes: digital_list(&row), dry_run: false };
        let taken = placements::take_running(&world.app, &world.ctx(officer), file, &key()).await.expect("verdicts");
        assert_eq!(told(&taken.verdicts()), ["3 0"], "a number on the national platform needs no scan");
        let odd = RunningFile { bytes: b"ten,ngay\nLan,1\n".to_vec(), dry_run: false };
        let refused = placements::take_running(&world.app, &world.ctx(officer), odd, &key()).await;
        assert_eq!(crate::forms::code(&refused.expect_err("no such columns")), "unreadable");
        let refused = lists.send(world.manager, std::slice::from_ref(&row), false).await;
        assert!(matches!(refused, Err(AppError::Forbidden)), "a manager follows nobody");
        // The same person at the same place since another day is a slip, until the first work has ended.
        let other = with(&row, &[("ngay_gioi_thieu", "02/09/2026")]);
        let slip = lists.send(officer, std::slice::from_ref(&other), false).await.expect("verdicts");
        assert_eq!(told(&slip), ["ngay_gioi_thieu followed_already"]);
        assert_eq!(lists.followed().await, 1);
    })
    .await;
}

/// The same row, signed digitally under a number of the national platform.
fn digital_list(row: &Cells) -> Vec<u8> {
    let head = HEAD.join(",");
    format!("{head},cach_ky,so_hop_dong_dien_tu\n{},chữ ký số,EC-1\n", row.join(",")).into_bytes()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_placement_of_another_centre_takes_nothing_from_a_list() {
    each_backend(|fresh| async move {
        let lists = Lists::new(&fresh).await;
        let (world, row) = (&lists.world, lists.row(1).await);
        let taken = lists.send(world.officer, std::slice::from_ref(&row), false).await.expect("verdicts");
        let placement = placement_of(&taken[0]);
        let before = lists.seen(&placement).await.judged.case.facts.len();
        // The person is served by another centre now, whose officer has the same list.
        let operator = world.app.ctx(Actor::Operator, Locale::Vi);
        let other = accounts::add_centre(&world.app, &operator, "Trung tâm khác", "66").await.expect("centre");
        let stranger = person(&world.app, "xa@vidu.vn", Role::Officer, Thing::of_centre(other)).await;
        let refused = lists.send(stranger, std::slice::from_ref(&row), false).await.expect("verdicts");
        assert_eq!(told(&refused), ["ho_so person_unknown"], "not theirs");
        moved(&lists, other).await;
        let refused = lists.send(stranger, std::slice::from_ref(&row), false).await.expect("verdicts");
        assert_eq!(told(&refused), ["ngay_gioi_thieu followed_elsewhere"]);
        assert_eq!(lists.seen(&placement).await.judged.case.facts.len(), before, "nothing came to the placement");
        let own = with(&row, &[("ngay_gioi_thieu", "02/09/2026")]);
        let own = lists.send(stranger, &[own], false).await.expect("verdicts");
        assert_eq!(told(&own), ["1 2"], "their own referral is their own placement");
        assert_ne!(placement_of(&own[0]), placement);
    })
    .await;
}

/// The first person is served by this centre from now on.
async fn moved(lists: &Lists, centre: Uuid) {
    let app = &lists.world.app;
    let code: PostingCode = lists.world.person(1).await.parse().expect("a code");
    let mut row = profile::load(app.store().reader(), code.uuid()).await.expect("profile");
    (row.centre_id, row.branch_id) = (Some(centre), None);
    let row = &row;
    let write = app.store().write("move", |tx| Box::pin(async move { profile::update_guarded(tx, row).await }));
    write.await.expect("moved");
}

//! What somebody agrees to when registering: each purpose by itself, on a paper that is printed here, in one write with
//! the profile; and nothing is searched by a profile whose person has not agreed to it.

use super::{World, code, key, person};
use rust_xlsxwriter::Workbook;
use sanviec_app::desk::{self, Outcome, PeopleOptions, PersonVerdict};
use sanviec_app::find::Sought;
use sanviec_app::profiles::{self, OnPaper, Register, typed};
use sanviec_app::{Actor, Ctx, Locale, Role, Thing, accounts};
use sanviec_domain::consent::{Command, Giver, Lack, Ledger, Matter, Purpose, Standing, Way};
use sanviec_domain::posting::PostingCode;
use sanviec_domain::profile::{Content, Field, ProfileId};
use sanviec_store::testing::each_backend;
use sanviec_store::{look, profile};

const PAPER: &str = "PDK-4T9W2K7M-241126";

fn content(ctx: &Ctx, name: &str) -> Content {
    let mut content = Content::default();
    for (field, text) in [
        (Field::Name, name),
        (Field::Birth, "12/03/1994"),
        (Field::Phone, "0905 123 456"),
        (Field::PermanentUnit, "phường Quy Nhơn, Gia Lai"),
        (Field::WishTitle, "Kế toán"),
    ] {
        typed::set(&mut content, field, &vec![vec![text.to_owned()]], ctx).expect("typed");
    }
    content
}

fn on(purpose: Purpose) -> OnPaper {
    OnPaper { purpose, paper: PAPER.into() }
}

impl World {
    fn order(&self, name: &str) -> Register {
        Register { content: content(&self.ctx(self.officer), name), branch_id: None }
    }

    async fn agreed_to(&self, id: ProfileId) -> Ledger {
        profiles::consents(&self.app, &self.ctx(self.officer), id).await.expect("consents")
    }

    async fn import(&self, bytes: &[u8], dry_run: bool) -> Vec<PersonVerdict> {
        let ctx = self.ctx(self.officer);
        desk::import_people(&self.app, &ctx, bytes, PeopleOptions { dry_run }).await.expect("taken")
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_agreed_to_on_paper_is_kept_with_the_profile_once_and_each_purpose_by_itself() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let (app, ctx, form) = (&world.app, world.ctx(world.officer), key());
        let agreed = vec![on(Purpose::Matching)];
        let send = || profiles::register_agreed(app, &ctx, (world.order("Nguyễn Thị Lan"), agreed.clone()), &form);
        let (one, two, three) = tokio::join!(send(), send(), send());
        let id = one.expect("registered");
        assert_eq!((two.expect("sent twice"), three.expect("sent three times")), (id, id));
        let ledger = world.agreed_to(id).await;
        let [record] = ledger.records() else { panic!("one consent, not {:?}", ledger.records()) };
        assert_eq!((record.matter, record.evidence.as_deref()), (Matter::whole(Purpose::Matching), Some(PAPER)));
        for other in [Purpose::Counselling, Purpose::NationalExchange] {
            assert!(matches!(ledger.standing(Matter::whole(other), ctx.now), Standing::Never), "{other:?}");
        }
        let order = world.order("Nguyễn Thị Lan");
        let before = profiles::registered_before(app, &ctx, (&order, &agreed), &form).await;
        assert_eq!(before.expect("asked"), Some(id));
        let more = vec![on(Purpose::Matching), on(Purpose::Counselling)];
        let other = profiles::register_agreed(app, &ctx, (order, more), &form).await.expect_err("another form");
        assert_eq!(code(&other), "form_used", "what is ticked is part of the form");

        let count = async || profile::list_all(fresh.store.reader(), None, 100).await.expect("rows").len();
        let people = count().await;
        let no_paper = vec![on(Purpose::Counselling), OnPaper { paper: " ".into(), ..on(Purpose::Matching) }];
        let cut = profiles::register_agreed(app, &ctx, (world.order("Lê Văn Chín"), no_paper), &key()).await;
        assert_eq!(code(&cut.expect_err("no paper")), "consent_evidence_missing");
        assert_eq!(count().await, people, "neither the person nor the first consent stays");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn vacancies_are_searched_by_a_profile_only_while_its_person_agrees_to_that() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let (app, ctx) = (&world.app, world.ctx(world.officer));
        let order = (world.order("Nguyễn Thị Lan"), vec![on(Purpose::Counselling)]);
        let id = profiles::register_agreed(app, &ctx, order, &key()).await.expect("registered");
        let by = async || {
            let view = desk::person(app, &ctx, &desk::code_of_profile(id)).await.expect("the person");
            desk::searched_by(app, &ctx, &view).await.expect("asked")
        };
        assert_eq!(by().await, Err(Lack::NotGiven), "being advised is another purpose");
        profiles::record(app, &ctx, id, on(Purpose::Matching).command(), &key()).await.expect("agreed");
        assert_eq!(by().await, Ok(Sought { words: "Kế toán".into(), near: "Phường Quy Nhơn, Gia Lai".into() }));
        let no =
            Command::Withdraw { matter: Matter::whole(Purpose::Matching), way: Way::OnPaper, giver: Giver::Person };
        profiles::record(app, &ctx, id, no, &key()).await.expect("taken back");
        assert_eq!(by().await, Err(Lack::Withdrawn));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_officer_of_the_own_centre_prints_the_slip_and_the_person_reads_that() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let (app, ctx) = (&world.app, world.ctx(world.officer));
        let order = (world.order("Nguyễn Thị Lan"), vec![on(Purpose::Counselling)]);
        let id = profiles::register_agreed(app, &ctx, order, &key()).await.expect("registered");
        let slip = profiles::slip_at_counter(app, &ctx, id).await.expect("printed");
        assert_eq!(slip.centre, "Trung tâm Dịch vụ việc làm Gia Lai");
        assert_eq!(slip.profile.content, content(&ctx, "Nguyễn Thị Lan").tidied(), "all of it, as the person signs it");
        assert_eq!(slip.consents.records().len(), 1);
        let again = profiles::slip_at_counter(app, &ctx, id).await.expect("printed again");
        assert_eq!(again.number, slip.number, "one number a day for one person");
        let tail = desk::code_of_profile(id)[18..].to_uppercase();
        assert!(slip.number.starts_with(&format!("PDK-{tail}-")), "{}", slip.number);
        let looks = look::list_of(fresh.store.reader(), &[id.0], None, 50).await.expect("looks");
        let printed: Vec<_> = looks.iter().filter(|look| look.why == "export").collect();
        assert_eq!(printed.len(), 2);
        assert!(printed[0].fields.contains("phone") && printed[0].fields.contains("name"), "{}", printed[0].fields);

        let operator = app.ctx(Actor::Operator, Locale::Vi);
        let elsewhere = accounts::add_centre(app, &operator, "Trung tâm Huế", "46").await.expect("centre");
        let foreign = person(app, "hue@vidu.vn", Role::Officer, Thing::of_centre(elsewhere)).await;
        for stranger in [foreign, world.manager] {
            let refused = profiles::slip_at_counter(app, &world.ctx(stranger), id).await.map(|_| ());
            assert_eq!(code(&refused.expect_err("not theirs to print")), "forbidden");
        }
        let looks = look::list_of(fresh.store.reader(), &[id.0], None, 50).await.expect("looks");
        assert_eq!(looks.iter().filter(|look| look.why == "export").count(), 2, "and saw nothing");
    })
    .await;
}

fn book(rows: &[[&str; 4]]) -> Vec<u8> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    let head = ["ho_ten", "giay_dong_y", "giay_tu_van", "giay_ghep_viec"];
    for (row, cells) in (0..).zip(std::iter::once(&head).chain(rows)) {
        for (column, cell) in (0..).zip(cells) {
            sheet.write_string(row, column, *cell).expect("a cell");
        }
    }
    workbook.save_to_buffer().expect("a book")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_says_of_each_purpose_which_paper_and_one_paper_for_all_is_sent_back() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let rows = book(&[
            ["Phạm Thị Dung", "", PAPER, "PDK-9X2-241126"],
            ["Lý Thị Hà", PAPER, "", ""],
            ["Trần Văn Bảy", "", "", PAPER],
            ["Đỗ Văn Giang", "", "", ""],
        ]);
        let verdicts = world.import(&rows, false).await;
        for (at, agreed) in [
            (0, vec![(Purpose::Counselling, PAPER), (Purpose::Matching, "PDK-9X2-241126")]),
            (2, vec![(Purpose::Matching, PAPER)]),
            (3, Vec::new()),
        ] {
            let Outcome::Registered(id) = &verdicts[at].outcome else { panic!("{:?}", verdicts[at]) };
            let ledger = world.agreed_to(ProfileId(id.parse::<PostingCode>().expect("code").uuid())).await;
            let said = ledger.records().iter();
            let mut said: Vec<_> =
                said.map(|one| (one.matter.purpose, one.evidence.as_deref().unwrap_or_default())).collect();
            said.sort_unstable();
            assert_eq!(said, agreed, "row {at}");
        }
        let Outcome::Refused(errors) = &verdicts[1].outcome else { panic!("{:?}", verdicts[1]) };
        assert_eq!((errors[0].field, errors[0].code), ("giay_dong_y", "consents_bundled"));
        for told in [&errors[0].vi, &errors[0].en] {
            assert!(told.contains("giay_tu_van") && told.contains("giay_ghep_viec"), "{told}");
        }
        // What comes back to be mended still has the number of the paper.
        let mended = desk::people_fix_up(&world.ctx(world.officer), &verdicts).expect("a file");
        let again = world.import(&mended, true).await;
        assert_eq!(again.len(), 1);
        assert!(matches!(&again[0].outcome, Outcome::Refused(errors) if errors[0].code == "consents_bundled"));
        let people = profile::list_all(fresh.store.reader(), None, 100).await.expect("rows").len();
        world.import(&rows, false).await;
        let after = profile::list_all(fresh.store.reader(), None, 100).await.expect("rows").len();
        assert_eq!(after, people, "sent twice, nobody is there twice");
    })
    .await;
}

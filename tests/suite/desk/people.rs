//! People for a vacancy, people from a file, and what is left at the desk of somebody who takes a consent back or goes.

use super::{World, person};
use crate::forms::{code, key};
use rust_xlsxwriter::Workbook;
use sanviec_app::desk::{self, Issue, Issued, Outcome, PeopleOptions, PersonVerdict};
use sanviec_app::postings::{NewPosting, publish};
use sanviec_app::profiles::{self, GuardianNeed, typed, wording};
use sanviec_app::{Actor, AppError, Ctx, Locale, Person, Role, Thing, find};
use sanviec_domain::Lang;
use sanviec_domain::consent::{Command, Giver, Matter, Purpose, Way, Wording};
use sanviec_domain::posting::{Content, EmployerId, PostingCode, SkillMention, UnitLevel, UnitRef, Vintage, Workplace};
use sanviec_domain::profile::{Content as ProfileContent, Field, ProfileId};
use sanviec_domain::referral::State;
use sanviec_store::testing::each_backend;
use sanviec_store::{audit, look, posting, referral};

const PAPER: &str = "GĐY 12/2026, tủ 3";

impl World {
    /// A vacancy for an accountant with a skill, in a commune.
    async fn vacancy(&self) -> String {
        self.vacancy_at(Vec::new()).await
    }

    async fn vacancy_at(&self, workplaces: Vec<Workplace>) -> String {
        let operator = self.app.ctx(Actor::Operator, Locale::Vi);
        let mut content = Content::titled("Kế toán kho");
        content.workplaces = workplaces;
        let found = sanviec_reference::occupation::lookup("Kế toán", 1);
        content.occupation_code = found.first().map(|found| found.occupation.code.to_owned());
        let known = sanviec_reference::skill::named("Excel").expect("a skill");
        content.skills = vec![SkillMention { written: "Excel".into(), skill_id: Some(known.id.to_owned()) }];
        let new = NewPosting { employer: "Công ty TNHH Phú Tài".into(), content };
        publish(&self.app, &operator, new).await.expect("posting").id.code().to_string()
    }

    async fn registered(&self, officer: Person, said: &[(Field, &str)]) -> ProfileId {
        let ctx = self.ctx(officer);
        let mut content = ProfileContent::default();
        for (field, text) in said {
            typed::set(&mut content, *field, &vec![vec![(*text).to_owned()]], &ctx).expect("typed");
        }
        let register = profiles::Register { content, branch_id: None };
        profiles::register(&self.app, &ctx, register, &key()).await.expect("registered")
    }

    async fn agrees(&self, officer: Person, id: ProfileId, purpose: Purpose) {
        let version = wording(purpose);
        let give = Command::Give {
            matter: Matter::whole(purpose),
            wording: Wording { version, lang: Lang::Vi },
            shown: version,
            way: Way::OnPaper,
            giver: if purpose == Purpose::Guardian { Giver::Guardian } else { Giver::Person },
            evidence: Some(PAPER.into()),
        };
        profiles::record(&self.app, &self.ctx(officer), id, give, &key()).await.expect("agreed");
    }

    /// A letter to the employer of the vacancy.
    async fn refer(&self, id: ProfileId, paper: &str) -> Result<Issued, AppError> {
        let (profile, posting) = (desk::code_of_profile(id), self.posting.clone());
        let order = Issue { profile, posting, paper: paper.to_owned() };
        desk::issue(&self.app, &self.ctx(self.officer), order, &key()).await
    }

    async fn people_for(&self, officer: Person, posting: &str) -> Vec<String> {
        let fits = find::people(&self.app, &self.ctx(officer), posting).await.expect("people");
        fits.people.into_iter().map(|fit| fit.name).collect()
    }

    async fn take(&self, rows: &[[&str; 6]], dry_run: bool) -> Result<Vec<PersonVerdict>, AppError> {
        desk::import_people(&self.app, &self.ctx(self.officer), &book(rows), PeopleOptions { dry_run }).await
    }
}

fn book(rows: &[[&str; 6]]) -> Vec<u8> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    let head = ["ho_ten", "ngay_sinh", "so_dinh_danh", "dien_thoai", "viec_mong_muon", "giay_tu_van"];
    for (row, cells) in (0..).zip(std::iter::once(&head).chain(rows)) {
        for (column, cell) in (0..).zip(cells) {
            sheet.write_string(row, column, *cell).expect("a cell");
        }
    }
    workbook.save_to_buffer().expect("a book")
}

fn told(verdicts: &[PersonVerdict]) -> Vec<&'static str> {
    let of = |verdict: &PersonVerdict| match &verdict.outcome {
        Outcome::Fit => "fit",
        Outcome::Registered(_) => "registered",
        Outcome::Similar(_) => "similar",
        Outcome::Repeated(_) => "repeated",
        Outcome::Refused(errors) => errors[0].code,
    };
    verdicts.iter().map(of).collect()
}

const ACCOUNTANT: [(Field, &str); 3] =
    [(Field::Birth, "12/03/1994"), (Field::WishTitle, "Kế toán"), (Field::Skills, "Excel")];

fn named<'a>(name: &'a str, said: &[(Field, &'a str)]) -> Vec<(Field, &'a str)> {
    std::iter::once((Field::Name, name)).chain(said.iter().copied()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_of_people_for_a_vacancy_says_when_more_fit() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let posting = world.vacancy().await;
        let fits = async || find::people(&world.app, &world.ctx(world.officer), &posting).await.expect("people");
        for family in ["Lê", "Trần", "Phạm", "Hoàng", "Đặng"] {
            for given in ["An", "Bình", "Cúc", "Dung", "Hà"] {
                let id = world.registered(world.officer, &named(&format!("{family} Thị {given}"), &ACCOUNTANT)).await;
                world.agrees(world.officer, id, Purpose::Matching).await;
            }
        }
        let all = fits().await;
        assert_eq!((all.people.len(), all.has_more), (25, false));
        let one_more = world.registered(world.officer, &named("Vũ Thị Yến", &ACCOUNTANT)).await;
        world.agrees(world.officer, one_more, Purpose::Matching).await;
        let cut = fits().await;
        assert_eq!((cut.people.len(), cut.has_more), (25, true));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_vacancy_is_found_by_the_first_or_last_letters_of_its_code_while_it_is_live() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let posting = world.vacancy().await;
        let named = async |said: &str| find::spoken(&world.app, &world.ctx(world.officer), said).await;
        let grouped = format!("{} {}-{}", &posting[..4].to_uppercase(), &posting[4..16], &posting[16..]);
        for said in [posting.as_str(), grouped.as_str(), &posting[18..], &posting[13..], &posting[..25]] {
            let found = named(said).await.expect(said);
            assert!(found.is_by_code && found.vacancies.iter().any(|one| one.code == posting), "{said}: {found:?}");
        }
        let nothing = named("zzzzzzzz").await.map(|_| ()).expect_err("no such code");
        assert_eq!(code(&nothing), "no_live_posting");
        let manager = find::spoken(&world.app, &world.ctx(world.manager), &posting).await;
        assert!(matches!(manager, Err(AppError::Forbidden)), "who refers nobody looks for nobody");
        world.app.clock().set(world.app.clock().now().plus_days(800));
        let over = named(&posting).await.map(|_| ()).expect_err("not live any more");
        assert_eq!(code(&over), "no_live_posting");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_seat_of_a_province_stands_for_it_and_no_distance_is_told() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let unit = UnitRef { code: "52".into(), level: UnitLevel::Province, vintage: Vintage::Since2025 };
        let place = Workplace { unit: Some(unit), address_line: None, original: "Gia Lai".into() };
        let posting = world.vacancy_at(vec![place]).await;
        // In Pleiku and in Quy Nhơn, the seat. Who was registered first came first, were all of the province alike.
        for (name, home) in [("Lê Văn Chín", "23575"), ("Nguyễn Thị Lan", "21583")] {
            let lives = [&ACCOUNTANT[..], &[(Field::PermanentUnit, home)]].concat();
            let id = world.registered(world.officer, &named(name, &lives)).await;
            world.agrees(world.officer, id, Purpose::Matching).await;
        }
        assert_eq!(world.people_for(world.officer, &posting).await, ["Nguyễn Thị Lan", "Lê Văn Chín"]);
        let fits = find::people(&world.app, &world.ctx(world.officer), &posting).await.expect("people");
        assert!(fits.people.iter().all(|fit| fit.km.is_none()), "where in the province nobody said");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn for_a_vacancy_only_people_of_the_centre_who_agreed_are_listed_best_first() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let posting = world.vacancy().await;
        let best = world.registered(world.officer, &named("Nguyễn Thị Lan", &ACCOUNTANT)).await;
        let less = world.registered(world.officer, &named("Trần Văn Bảy", &[ACCOUNTANT[0], ACCOUNTANT[2]])).await;
        let other = world.registered(world.officer, &named("Lê Văn Chín", &[ACCOUNTANT[0]])).await;
        assert!(world.people_for(world.officer, &posting).await.is_empty(), "nobody agreed");
        for id in [best, less, other] {
            world.agrees(world.officer, id, Purpose::Matching).await;
        }
        assert_eq!(world.people_for(world.officer, &posting).await, ["Nguyễn Thị Lan", "Trần Văn Bảy"]);
        let fits = find::people(&world.app, &world.ctx(world.officer), &posting).await.expect("people");
        assert_eq!(fits.people[0].skills.len(), 1);
        assert!(fits.people[0].occupation.is_some() && fits.people[1].occupation.is_none());
        let row = posting::find(fresh.store.reader(), posting.parse::<PostingCode>().expect("code").uuid());
        let row = row.await.expect("read").expect("row");
        let noted = audit::list_of(fresh.store.reader(), row.id, 0, 50).await.expect("trail");
        assert!(noted.iter().any(|entry| entry.action == "find_people"));
        // Listed twice, they read it once; who was not shown reads nothing.
        let seen =
            [(best, vec!["name birth_on wish_title skills"]), (less, vec!["name birth_on skills"]), (other, vec![])];
        for (id, seen) in seen {
            let looks = look::list_of(fresh.store.reader(), &[id.0], None, 50).await.expect("looks");
            let listed: Vec<&str> =
                looks.iter().filter(|look| look.why == "list").map(|look| look.fields.as_str()).collect();
            assert_eq!(listed, seen, "{looks:?}");
        }

        let take =
            Command::Withdraw { matter: Matter::whole(Purpose::Matching), way: Way::OnPaper, giver: Giver::Person };
        profiles::record(&world.app, &world.ctx(world.officer), best, take, &key()).await.expect("taken back");
        assert_eq!(world.people_for(world.officer, &posting).await, ["Trần Văn Bảy"]);

        let operator = world.app.ctx(Actor::Operator, Locale::Vi);
        let elsewhere = sanviec_app::accounts::add_centre(&world.app, &operator, "Trung tâm Huế", "46").await;
        let there = Thing::of_centre(elsewhere.expect("centre"));
        let foreign = person(&world.app, "hue@vidu.vn", Role::Officer, there).await;
        assert!(world.people_for(foreign, &posting).await.is_empty(), "another centre's people are nobody's business");
        let manager = find::people(&world.app, &world.ctx(world.manager), &posting).await;
        assert!(matches!(manager, Err(AppError::Forbidden)));
        let unknown = find::people(&world.app, &world.ctx(world.officer), "khong-co").await;
        assert_eq!(code(&unknown.map(|_| ()).expect_err("no vacancy")), "no_live_posting");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn each_row_of_a_file_has_its_verdict_and_the_same_file_again_registers_nobody_twice() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let known = world.person(7).await;
        let rows = [
            ["Phạm Thị Dung", "05/06/1990", "", "0912 000 001", "Kế toán kho", PAPER],
            ["Phạm Văn Em", "31/02/1990", "", "", "", ""],
            ["Đỗ Văn Giang", "01/02/1988", "", "0912 000 001", "", ""],
            ["Nguyễn Thị Lan", "12/03/1994", "", "0905 123 007", "", ""],
            ["", "", "", "0912 000 002", "", ""],
            ["Lý Thị Hà", "", "123", "", "", ""],
        ];
        let dry = world.take(&rows, true).await.expect("a dry run");
        assert_eq!(told(&dry)[0], "fit");
        let before = sanviec_store::profile::list_all(fresh.store.reader(), None, 100).await.expect("rows").len();
        let (one, two, three) =
            tokio::join!(world.take(&rows, false), world.take(&rows, false), world.take(&rows, false));
        for verdicts in [one, two, three] {
            let verdicts = verdicts.expect("taken");
            let told = told(&verdicts);
            assert!(["registered", "similar"].contains(&told[0]), "{told:?}");
            assert_eq!(told[2..4], ["repeated", "similar"]);
            assert!(matches!(verdicts[3].outcome, Outcome::Similar(ref hits) if hits.len() == 1));
            for (at, what) in [(1, "no such day"), (4, "no name"), (5, "no such number")] {
                assert!(matches!(verdicts[at].outcome, Outcome::Refused(_)), "{what}");
            }
        }
        let after = sanviec_store::profile::list_all(fresh.store.reader(), None, 100).await.expect("rows").len();
        assert_eq!(after, before + 1, "one person came in, once");
        let again = world.take(&rows, false).await.expect("again");
        let Outcome::Registered(id) = &again[0].outcome else { panic!("{:?}", told(&again)) };
        assert_ne!(*id, known);
        let id = ProfileId(id.parse::<PostingCode>().expect("code").uuid());
        let ledger = profiles::consents(&world.app, &world.ctx(world.officer), id).await.expect("consents");
        assert_eq!(ledger.records().len(), 1, "counselling alone, once");
        let (officer, manager) = (world.ctx(world.officer), world.ctx(world.manager));
        let mended = desk::people_fix_up(&officer, &again).expect("a file");
        let back = desk::import_people(&world.app, &officer, &mended, PeopleOptions { dry_run: true }).await;
        assert_eq!(back.expect("it can be sent again as it is").len(), 5, "all but the one that was taken");
        let refused = desk::import_people(&world.app, &manager, &book(&rows), PeopleOptions::default()).await;
        assert!(matches!(refused, Err(AppError::Forbidden)));
        let nothing = desk::import_people(&world.app, &world.ctx(world.officer), b"x", PeopleOptions::default()).await;
        assert_eq!(code(&nothing.map(|_| ()).expect_err("no book")), "unreadable");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_under_18_is_referred_only_while_a_guardian_agrees() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let (app, officer) = (&world.app, world.ctx(world.officer));
        let unborn = world.registered(world.officer, &named("Lê Văn Chín", &[])).await;
        assert_eq!(code(&world.refer(unborn, PAPER).await.expect_err("of what age?")), "birth_missing");
        let need = profiles::guardian_need(app, &officer, unborn).await.expect("answered");
        assert_eq!(need, GuardianNeed::BirthUnknown);
        // 16 years old.
        let nam = world.registered(world.officer, &named("Lê Văn Nam", &[(Field::Birth, "12/03/2010")])).await;
        assert_eq!(profiles::guardian_need(app, &officer, nam).await.expect("answered"), GuardianNeed::Underage);
        assert_eq!(code(&world.refer(nam, PAPER).await.expect_err("alone")), "guardian_consent_missing");
        assert_eq!(code(&world.refer(nam, "").await.expect_err("nothing was kept of it")), "consent_missing");
        world.agrees(world.officer, nam, Purpose::Guardian).await;
        assert_eq!(code(&world.refer(nam, "").await.expect_err("the person too")), "consent_missing");
        let letter = world.refer(nam, PAPER).await.expect("both agree");
        let matter = Matter::whole(Purpose::Guardian);
        let no = Command::Withdraw { matter, way: Way::OnPaper, giver: Giver::Guardian };
        profiles::record(app, &officer, nam, no, &key()).await.expect("taken back");
        assert_eq!(world.state(&letter.id).await.0, State::Withdrawn);
        for paper in ["", PAPER] {
            assert_eq!(
                code(&world.refer(nam, paper).await.expect_err("a guardian said no")),
                "guardian_consent_missing"
            );
        }
        let lan = world.registered(world.officer, &named("Nguyễn Thị Lan", &ACCOUNTANT)).await;
        assert_eq!(profiles::guardian_need(app, &officer, lan).await.expect("answered"), GuardianNeed::OfAge);
        world.refer(lan, PAPER).await.expect("nobody else is asked");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_says_which_home_is_known_and_names_no_unit_that_is_no_more() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let officer = world.ctx(world.officer);
        let registered = [
            (Field::Birth, "12/03/1994"),
            (Field::PermanentUnit, "phường Trần Phú, thành phố Quy Nhơn, tỉnh Bình Định"),
            (Field::PermanentLine, "12 Lê Lợi"),
        ];
        let there = "12 Lê Lợi, Phường Quy Nhơn, Gia Lai";
        for (name, now, address, is_permanent) in [
            ("Lê Văn Chín", None, there, true),
            ("Trần Thị Hoa", Some(typed::SAME), there, false),
            ("Phạm Văn Em", Some("phường Pleiku, Gia Lai"), "Phường Pleiku, Gia Lai", false),
        ] {
            let now: Vec<(Field, &str)> = now.map(|text| (Field::CurrentUnit, text)).into_iter().collect();
            let id = world.registered(world.officer, &named(name, &[&registered[..], &now].concat())).await;
            let letter = world.refer(id, PAPER).await.expect("issued");
            let paper = desk::letter(&world.app, &officer, &letter.id).await.expect("printed");
            assert_eq!((paper.person_address.as_deref(), paper.is_permanent), (Some(address), is_permanent), "{name}");
            // The person reads which of the two homes somebody saw.
            let looks = look::list_of(fresh.store.reader(), &[id.0], None, 50).await.expect("looks");
            let printed = looks.iter().find(|look| look.why == "referral").expect("a look");
            assert_eq!(printed.fields.contains("permanent_unit"), is_permanent, "{}", printed.fields);
            assert_eq!(printed.fields.contains("current_unit"), !is_permanent, "{}", printed.fields);
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_happened_last_is_shown_however_often_somebody_looked_or_printed() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let ctx = world.ctx(world.officer);
        let letter = world.issue_for(world.officer, 7).await.expect("issued").id;
        let profile = world.person(7).await;
        for _ in 0..120 {
            desk::person(&world.app, &ctx, &profile).await.expect("looked");
        }
        world.appoint(world.officer, 7, 24).await.expect("made");
        let view = desk::person(&world.app, &ctx, &profile).await.expect("the person");
        assert_eq!(view.events[0].1.action, "appoint", "{:?}", view.events);
        assert!(view.events.iter().any(|(_, event)| event.action == "issue_letter"));
        assert!(view.events.iter().all(|(_, event)| event.action != "read_profile"), "looks are read elsewhere");
        assert_eq!(view.older, None, "120 looks fill no page");
        for _ in 0..105 {
            desk::letter(&world.app, &ctx, &letter).await.expect("printed");
        }
        let page = desk::person(&world.app, &ctx, &profile).await.expect("the person");
        assert_eq!(page.events.len(), 100);
        assert!(page.events.iter().all(|(case, event)| event.action == "print_letter" && !case.is_empty()));
        let rest = desk::person_before(&world.app, &ctx, &profile, page.older).await.expect("what is older");
        let actions: Vec<&str> = rest.events.iter().map(|(_, event)| event.action.as_str()).collect();
        assert_eq!(
            actions[..6],
            ["print_letter", "print_letter", "print_letter", "print_letter", "print_letter", "appoint"]
        );
        assert!(actions.contains(&"issue_letter"), "{actions:?}");
        assert_eq!(rest.older, None);
        // The letter's own page goes on in the same way.
        let page = desk::referral(&world.app, &ctx, &letter).await.expect("the letter");
        assert!(page.events.len() == 100 && page.events.iter().all(|event| event.action == "print_letter"));
        let rest = desk::referral_before(&world.app, &ctx, &letter, page.older).await.expect("what is older");
        assert_eq!((rest.events.len(), rest.older), (6, None));
        assert_eq!(rest.events[5].action, "issue_letter");
    })
    .await;
}

/// The person of a letter, signed in.
pub(super) async fn claimed(world: &World, id: ProfileId) -> Ctx {
    let issued = desk::issue_claim(&world.app, &world.ctx(world.officer), &desk::code_of_profile(id), &key()).await;
    let seeker = person(&world.app, "lan@vidu.vn", Role::Seeker, Thing::default()).await;
    let ctx = world.ctx(Person { is_fresh: true, ..seeker });
    desk::claim(&world.app, &ctx, &issued.expect("a code").code, &key()).await.expect("taken over");
    ctx
}

#[tokio::test(flavor = "multi_thread")]
async fn a_consent_to_be_referred_that_is_taken_back_withdraws_the_letter_and_leaving_empties_it() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let issued = world.issue_for(world.officer, 7).await.expect("issued");
        let row = |id: &str| {
            let (store, id) = (fresh.store.clone(), id.parse::<PostingCode>().expect("code").uuid());
            async move { referral::find(store.reader(), id).await.expect("read").expect("row") }
        };
        let letter = row(&issued.id).await;
        let lan = claimed(&world, ProfileId(letter.profile_id)).await;
        let matter = Matter::with(Purpose::Referral, EmployerId(letter.employer_id));
        let back = profiles::Decide { matter, agreed: None };
        profiles::decide(&world.app, &lan, back, &key()).await.expect("taken back");
        assert_eq!(row(&issued.id).await.state, State::Withdrawn.code());
        let copy = profiles::export_own(&world.app, &lan).await.expect("copy");
        assert_eq!(copy["referrals"]["letters"][0]["letter"]["person_name"], "Nguyễn Thị Lan");
        profiles::delete_own(&world.app, &lan, profiles::Extent::Profile, &key()).await.expect("gone");
        let view = desk::referral(&world.app, &world.ctx(world.officer), &issued.id).await.expect("the case stays");
        assert!(!format!("{view:?}").contains("Lan"), "and says nothing of the person: {view:?}");
    })
    .await;
}

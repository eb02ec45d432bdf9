//! The desk through its use cases, on both databases: letters without gaps or doubles under racing, colleagues who
//! come and go, work that is never without somebody.

mod people;

use crate::exchange::NOW;
use sanviec_app::accounts::{NewPerson, Origin, Recognised, SignIn, recognise, sign_in};
use sanviec_app::desk::{
    self, Appoint, CentreOrder, HandOver, Invite, Issue, Issued, Join, Joined, LetterheadOrder, Next, Record,
};
use sanviec_app::postings::{NewPosting, publish};
use sanviec_app::profiles::{self, typed};
use sanviec_app::secrets::Keyring;
use sanviec_app::{Actor, App, AppError, Clock, Ctx, Facts, Ids, Key, Locale, Person, Role, Thing, accounts};
use sanviec_domain::appointment::{CancelReason, Command as MeetingCommand, Kind};
use sanviec_domain::posting::{Content, PostingCode};
use sanviec_domain::profile::{Content as ProfileContent, Field};
use sanviec_domain::referral::{Command, Follow, NotHiredReason, State, Validity, Way, WithdrawReason};
use sanviec_domain::time::Micros;
use sanviec_domain::why::Why;
use sanviec_search::Index;
use sanviec_store::testing::{Fresh, each_backend};
use sanviec_store::{audit, membership};
use std::collections::HashMap;
use uuid::Uuid;

const PASSWORD: &str = "sông Hương nước trong";

/// A centre with a letterhead, two officers and a manager, and one vacancy.
pub(crate) struct World {
    pub(crate) app: App,
    pub(crate) centre: Uuid,
    pub(crate) officer: Person,
    pub(crate) colleague: Person,
    pub(crate) manager: Person,
    pub(crate) posting: String,
    /// Codes of the people who were registered, by number.
    pub(crate) people: tokio::sync::Mutex<HashMap<u128, String>>,
}

pub(crate) fn key() -> Key {
    Key::fresh().expect("key")
}

/// A day; the calendar's type has no name here.
macro_rules! on {
    ($text:literal) => {
        sanviec_domain::time::parse_date($text).expect("a day")
    };
}

pub(crate) fn code(error: &AppError) -> &'static str {
    match error {
        AppError::Refused(errors) => errors[0].code,
        AppError::Forbidden => "forbidden",
        AppError::NotFound => "not_found",
        AppError::Conflict => "conflict",
        AppError::Gone | AppError::Unavailable(_) | AppError::Internal(_) => panic!("{error:?}"),
    }
}

impl World {
    pub(crate) async fn new(fresh: &Fresh) -> Self {
        Self::with(fresh, |app| app).await
    }

    /// The same with an app that was given something more before its first clone.
    pub(crate) async fn with(fresh: &Fresh, given: impl FnOnce(App) -> App) -> Self {
        let facts = Facts { hash_kib: 64, two_factors: false, ..Facts::default() };
        let index = Index::in_memory().expect("index");
        let app = App::new(fresh.store.clone(), index, Clock::at(NOW), Ids::System, facts);
        let app = given(app.with_keys(Keyring::generated().expect("keys")));
        let operator = app.ctx(Actor::Operator, Locale::Vi);
        let name = "Trung tâm Dịch vụ việc làm Gia Lai";
        let centre = accounts::add_centre(&app, &operator, name, "52").await.expect("centre");
        let mut people = Vec::new();
        for (contact, role) in
            [("an@vidu.vn", Role::Officer), ("binh@vidu.vn", Role::Officer), ("chi@vidu.vn", Role::CentreManager)]
        {
            people.push(person(&app, contact, role, Thing::of_centre(centre)).await);
        }
        let new = NewPosting { employer: "Công ty TNHH Phú Tài".into(), content: Content::titled("Kế toán kho") };
        let posting = publish(&app, &operator, new).await.expect("posting").id.code().to_string();
        let [officer, colleague, manager] = people[..] else { panic!("three people") };
        let people = tokio::sync::Mutex::default();
        let world = Self { app, centre, officer, colleague, manager, posting, people };
        world.letterhead().await;
        world
    }

    pub(crate) fn ctx(&self, person: Person) -> Ctx {
        self.app.ctx(Actor::Person(person), Locale::Vi)
    }

    fn centre_code(&self) -> String {
        PostingCode::of(self.centre).to_string()
    }

    pub(crate) fn pass_days(&self, days: i64) {
        self.app.clock().set(self.app.clock().now().plus_days(days));
    }

    async fn letterhead(&self) {
        let order = LetterheadOrder {
            centre: self.centre_code(),
            parent_body: "SỞ NỘI VỤ TỈNH GIA LAI".into(),
            place: "Gia Lai".into(),
            sign: "GTVL-TTDVVL".into(),
            signer_post: "GIÁM ĐỐC".into(),
            send_days: "2".into(),
            answer_days: "10".into(),
            ..LetterheadOrder::default()
        };
        desk::save_letterhead(&self.app, &self.ctx(self.manager), order, &key()).await.expect("letterhead");
    }

    pub(crate) async fn issue_for(&self, officer: Person, profile: u128) -> Result<Issued, AppError> {
        let order = Issue {
            profile: self.person(profile).await,
            posting: self.posting.clone(),
            paper: format!("GĐY {profile}/2026"),
        };
        desk::issue(&self.app, &self.ctx(officer), order, &key()).await
    }

    /// Somebody registered at the counter, the same for the same number.
    pub(crate) async fn person(&self, number: u128) -> String {
        let mut people = self.people.lock().await;
        if let Some(code) = people.get(&number) {
            return code.clone();
        }
        let ctx = self.ctx(self.officer);
        let mut content = ProfileContent::default();
        for (field, text) in [
            (Field::Name, "Nguyễn Thị Lan".to_owned()),
            (Field::Birth, "12/03/1994".to_owned()),
            (Field::Phone, format!("0905 123 {number:03}")),
        ] {
            typed::set(&mut content, field, &vec![vec![text]], &ctx).expect("typed");
        }
        let register = profiles::Register { content, branch_id: None };
        let id = profiles::register(&self.app, &ctx, register, &key()).await.expect("registered");
        let code = desk::code_of_profile(id);
        people.insert(number, code.clone());
        code
    }

    /// A meeting so many hours from now, for half an hour.
    async fn appoint(&self, officer: Person, profile: u128, hours: i64) -> Result<String, AppError> {
        let order = Appoint {
            profile: self.person(profile).await,
            kind: Kind::Counselling,
            from: self.app.clock().now().plus_seconds(hours * 3_600),
            minutes: 30,
            subject: "Tư vấn việc làm".into(),
            place: "Quầy 2".into(),
        };
        desk::appoint(&self.app, &self.ctx(officer), order, &key()).await
    }

    pub(crate) async fn record(&self, id: &str, command: Command) -> Result<(), AppError> {
        let order = Record { id: id.to_owned(), version: None, command };
        desk::record(&self.app, &self.ctx(self.officer), order, &key()).await
    }

    async fn state(&self, id: &str) -> (State, Option<Next>) {
        let view = desk::referral(&self.app, &self.ctx(self.officer), id).await.expect("referral");
        (view.item.state, view.item.next)
    }

    async fn role_of(&self, person: Person) -> String {
        let held = membership::list_held(self.app.store().reader(), person.account_id).await.expect("held");
        PostingCode::of(held[0].id).to_string()
    }

    async fn hand_over(&self, from: Person, to: Option<Person>) -> Result<desk::Handed, AppError> {
        let to = match to {
            Some(person) => Some(self.role_of(person).await),
            None => None,
        };
        let order = HandOver { membership: self.role_of(from).await, to };
        desk::hand_over(&self.app, &self.ctx(self.manager), order, &key()).await
    }
}

/// Somebody with a role, signed in.
pub(crate) async fn person(app: &App, contact: &str, role: Role, place: Thing) -> Person {
    let operator = app.ctx(Actor::Operator, Locale::Vi);
    let new = NewPerson { contact: contact.into(), password: Some(PASSWORD.into()), role, place };
    accounts::add_person(app, &operator, new).await.expect("person");
    entered(app, contact).await
}

async fn entered(app: &App, contact: &str) -> Person {
    let order = SignIn { contact: contact.into(), password: PASSWORD.into(), origin: Origin::default() };
    let public = app.ctx(Actor::Public, Locale::Vi);
    let entered = sign_in(app, &public, order, &key()).await.expect("signed in");
    match recognise(app, app.clock().now(), &entered.token).await.expect("looked up") {
        Recognised::Signed(person) => person,
        other => panic!("not signed in: {other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn fifty_letters_at_once_have_the_numbers_one_to_fifty() {
    each_backend(|fresh| async move {
        let world = std::sync::Arc::new(World::new(&fresh).await);
        for profile in 0..50 {
            world.person(profile + 1).await;
        }
        let racing: Vec<_> = (0..50)
            .map(|profile| {
                let world = std::sync::Arc::clone(&world);
                let officer = if profile % 2 == 0 { world.officer } else { world.colleague };
                // A write that lost five times says so; the officer presses again.
                tokio::spawn(async move {
                    loop {
                        match world.issue_for(officer, profile + 1).await {
                            Ok(issued) => return (issued.year, issued.serial),
                            Err(AppError::Unavailable(_)) => {}
                            Err(other) => panic!("{other:?}"),
                        }
                    }
                })
            })
            .collect();
        let mut numbers = Vec::new();
        for letter in racing {
            numbers.push(letter.await.expect("issued"));
        }
        numbers.sort_unstable();
        assert_eq!(numbers, (1..=50).map(|serial| (2026, serial)).collect::<Vec<_>>());
        // A letter that is refused gives its number back.
        assert_eq!(code(&world.issue_for(world.officer, 1).await.expect_err("twice")), "referred_already");
        assert_eq!(world.issue_for(world.officer, 99).await.expect("issued").serial, 51);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn numbers_begin_anew_with_the_year_and_in_each_centre() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        assert_eq!(world.issue_for(world.officer, 1).await.expect("issued").serial, 1);
        world.app.clock().set(Micros::start_of(on!("2027-01-04")));
        let operator = world.app.ctx(Actor::Operator, Locale::Vi);
        let new = NewPosting { employer: "Công ty TNHH Phú Tài".into(), content: Content::titled("Thủ kho") };
        let posting = publish(&world.app, &operator, new).await.expect("posting").id.code().to_string();
        let world = World { posting, ..world };
        let issued = world.issue_for(world.officer, 2).await.expect("issued");
        assert_eq!((issued.year, issued.serial), (2027, 1));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_is_sent_answered_entered_and_followed_up_in_time() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let id = world.issue_for(world.officer, 1).await.expect("issued").id;
        assert_eq!(world.state(&id).await, (State::Issued, Some(Next::Send)));
        world.record(&id, Command::Send(Way::ByHand)).await.expect("sent");
        assert_eq!(world.state(&id).await, (State::Sent, Some(Next::Answer)));
        let hire = Command::Hire { told_on: on!("2026-11-24"), starts_on: on!("2026-11-30"), ends_on: None };
        world.record(&id, hire.clone()).await.expect("hired");
        world.record(&id, hire).await.expect("told twice has one effect");
        let view = desk::referral(&world.app, &world.ctx(world.officer), &id).await.expect("view");
        assert_eq!(
            (view.item.state, view.item.next, view.item.due_on),
            (State::Hired, Some(Next::Result), Some(on!("2026-12-22")),)
        );
        assert_eq!(view.events.len(), 3, "the second telling left no entry");
        world.record(&id, Command::EnterResult).await.expect("entered");
        assert_eq!(world.state(&id).await, (State::Hired, Some(Next::FollowUp)));
        let early = world.record(&id, Command::FollowUp(Follow::StillWorking)).await.expect_err("too early");
        assert_eq!(code(&early), "month_not_over");
        world.pass_days(40);
        world.record(&id, Command::FollowUp(Follow::StillWorking)).await.expect("followed up");
        assert_eq!(world.state(&id).await, (State::Hired, None));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn time_makes_letters_lapse_once_however_many_clocks_tick() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let id = world.issue_for(world.officer, 1).await.expect("issued").id;
        world.pass_days(9);
        let system = world.app.ctx(Actor::System, Locale::Vi);
        let racing: Vec<_> = (0..5)
            .map(|_| {
                let (app, ctx) = (world.app.clone(), system.clone());
                tokio::spawn(async move { desk::tick(&app, &ctx).await.expect("ticked") })
            })
            .collect();
        for clock in racing {
            clock.await.expect("a clock");
        }
        assert_eq!(world.state(&id).await, (State::Lapsed, None));
        let view = desk::referral(&world.app, &world.ctx(world.officer), &id).await.expect("view");
        let lapsed = view.events.iter().filter(|event| event.after.as_deref() == Some("lapsed")).count();
        assert_eq!(lapsed, 1, "{:?}", view.events);
        assert_eq!(desk::tick(&world.app, &system).await.expect("ticked"), 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_officers_who_record_at_once_do_not_overwrite_each_other() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let id = world.issue_for(world.officer, 1).await.expect("issued").id;
        let seen = desk::referral(&world.app, &world.ctx(world.officer), &id).await.expect("view").version;
        world.record(&id, Command::Send(Way::Email)).await.expect("sent");
        let why = Why::plain(NotHiredReason::AnotherChosen);
        let late = Record { id: id.clone(), version: Some(seen), command: Command::RefuseHire(why) };
        let refused = desk::record(&world.app, &world.ctx(world.colleague), late, &key()).await;
        assert_eq!(code(&refused.expect_err("changed meanwhile")), "conflict");
        assert_eq!(world.state(&id).await.0, State::Sent);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_on_paper_proves_the_letter_and_nothing_of_the_person() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let id = world.issue_for(world.officer, 1).await.expect("issued").id;
        let letter = desk::letter(&world.app, &world.ctx(world.officer), &id).await.expect("letter");
        assert_eq!((letter.number.as_str(), letter.person_name.as_str()), ("01/GTVL-TTDVVL", "Nguyễn Thị Lan"));
        let public = world.app.ctx(Actor::Public, Locale::Vi);
        let proof = desk::proof(&world.app, &public, &letter.proof.to_uppercase()).await.expect("proof");
        assert_eq!((proof.number.as_str(), proof.validity), ("01/GTVL-TTDVVL", Validity::Valid));
        assert_eq!(letter.person_phone.as_deref(), Some("0905 123 001"));
        let said = format!("{proof:?}");
        assert!(!said.contains("Lan") && !said.contains("Phú Tài") && !said.contains("0905"), "{said}");
        for guess in ["", "0000000000000000", "x", "%00", &letter.proof[..15]] {
            assert_eq!(code(&desk::proof(&world.app, &public, guess).await.expect_err("guessed")), "not_found");
        }
        let stored = desk::letter(&world.app, &world.ctx(world.officer), &id).await.expect("again");
        assert_eq!(stored, letter, "printed twice it says the same");
        let row = id.parse::<PostingCode>().map(PostingCode::uuid).expect("code");
        let entries = audit::list_of(world.app.store().reader(), row, 0, 50).await.expect("audit");
        assert_eq!(entries.iter().filter(|entry| entry.action == "print_letter").count(), 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn another_centre_sees_and_moves_nothing() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let id = world.issue_for(world.officer, 1).await.expect("issued").id;
        let operator = world.app.ctx(Actor::Operator, Locale::Vi);
        let name = "Trung tâm Dịch vụ việc làm Huế";
        let other = accounts::add_centre(&world.app, &operator, name, "46").await.expect("centre");
        let stranger = person(&world.app, "dung@vidu.vn", Role::Officer, Thing::of_centre(other)).await;
        let ctx = world.ctx(stranger);
        assert_eq!(code(&desk::referral(&world.app, &ctx, &id).await.expect_err("seen")), "forbidden");
        assert_eq!(code(&desk::letter(&world.app, &ctx, &id).await.expect_err("printed")), "forbidden");
        let order = Record { id, version: None, command: Command::RecordNoShow };
        assert_eq!(code(&desk::record(&world.app, &ctx, order, &key()).await.expect_err("moved")), "forbidden");
        let queue = desk::queue(&world.app, &ctx, desk::Asked { everybodys: true, ..Default::default() }).await;
        assert!(queue.expect("queue").items.is_empty());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_who_leaves_hands_everything_over_in_one_go() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        for profile in 1..=3 {
            world.issue_for(world.officer, profile).await.expect("issued");
        }
        let alone = world.hand_over(world.officer, None).await.expect_err("nobody takes over");
        assert_eq!(code(&alone), "nobody_takes_over");
        let itself = world.hand_over(world.officer, Some(world.officer)).await.expect_err("to oneself");
        assert_eq!(code(&itself), "nobody_takes_over");
        let handed = world.hand_over(world.officer, Some(world.colleague)).await.expect("handed over");
        assert_eq!((handed.referrals, handed.appointments), (3, 0));
        let queue = desk::queue(&world.app, &world.ctx(world.colleague), desk::Asked::default()).await.expect("queue");
        assert_eq!(queue.items.len(), 3);
        let held = membership::list_held(world.app.store().reader(), world.officer.account_id).await.expect("held");
        assert!(held.is_empty(), "the role has ended, and every session with it");
        let late = world.issue_for(world.officer, 9).await.expect_err("a role that ended");
        assert_eq!(code(&late), "forbidden");
        let last = world.hand_over(world.manager, Some(world.colleague)).await.expect_err("the only manager");
        assert_eq!(code(&last), "last_manager");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn letters_issued_while_their_officer_leaves_are_with_somebody_afterwards() {
    each_backend(|fresh| async move {
        let world = std::sync::Arc::new(World::new(&fresh).await);
        world.issue_for(world.officer, 1).await.expect("issued");
        for profile in 2..12 {
            world.person(profile).await;
        }
        let issuing: Vec<_> = (2..12)
            .map(|profile| {
                let world = std::sync::Arc::clone(&world);
                tokio::spawn(async move { world.issue_for(world.officer, profile).await.is_ok() })
            })
            .collect();
        let handed = world.hand_over(world.officer, Some(world.colleague)).await.expect("handed over");
        let mut issued = 1;
        for letter in issuing {
            issued += u64::from(letter.await.expect("ended"));
        }
        let queue = desk::queue(&world.app, &world.ctx(world.colleague), desk::Asked::default()).await.expect("queue");
        assert_eq!((queue.items.len() as u64, handed.referrals), (issued, issued));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invitation_is_used_once_and_gives_the_role_it_says() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let (app, manager) = (&world.app, world.ctx(world.manager));
        let order = |contact: &str| Invite {
            centre: world.centre_code(),
            name: "Trần Văn Dũng".into(),
            contact: contact.into(),
            role: Some(Role::Officer),
            branch: None,
        };
        let invited = desk::invite(app, &manager, order("dung@vidu.vn"), &key()).await.expect("invited");
        let public = app.ctx(Actor::Public, Locale::Vi);
        let offer = desk::offer(app, &public, &invited.secret).await.expect("offer");
        assert_eq!((offer.role, offer.is_new, offer.name.as_str()), (Role::Officer, true, "Trần Văn Dũng"));
        let join =
            |again: &str| Join { link: invited.secret.clone(), password: PASSWORD.to_owned(), again: again.to_owned() };
        assert_eq!(code(&desk::join(app, &public, join("khác"), &key()).await.expect_err("typed")), "not_the_same");
        let form = key();
        for _ in 0..3 {
            assert_eq!(desk::join(app, &public, join(PASSWORD), &form).await.expect("joined"), Joined::Made);
        }
        assert_eq!(code(&desk::join(app, &public, join(PASSWORD), &key()).await.expect_err("used")), "link_over");
        let person = entered(app, "dung@vidu.vn").await;
        assert_eq!((person.role, person.centre_id), (Role::Officer, Some(world.centre)));
        // An address with an account: one role more, the password stays.
        let second = desk::invite(app, &manager, order("an@vidu.vn"), &key()).await.expect("invited");
        let added = Join { link: second.secret, password: String::new(), again: String::new() };
        assert_eq!(desk::join(app, &public, added, &key()).await.expect("joined"), Joined::Added);
        let late = desk::invite(app, &manager, order("em@vidu.vn"), &key()).await.expect("invited");
        world.pass_days(7);
        let public = app.ctx(Actor::Public, Locale::Vi);
        assert_eq!(code(&desk::offer(app, &public, &late.secret).await.expect_err("a week later")), "link_over");
        let manager = world.ctx(world.manager);
        let staff = desk::staff(app, &manager, &world.centre_code()).await.expect("staff");
        assert_eq!((staff.colleagues.len(), staff.invitations.len()), (4, 0));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_manager_gives_roles_at_the_own_centre_and_no_other() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let operator = world.app.ctx(Actor::Operator, Locale::Vi);
        let other = accounts::add_centre(&world.app, &operator, "Trung tâm Dịch vụ việc làm Huế", "46").await;
        let other = PostingCode::of(other.expect("centre")).to_string();
        let order = |centre: String, role| Invite {
            centre,
            name: "Em".into(),
            contact: "em@vidu.vn".into(),
            role: Some(role),
            branch: None,
        };
        let manager = world.ctx(world.manager);
        let away = desk::invite(&world.app, &manager, order(other.clone(), Role::Officer), &key()).await;
        assert_eq!(code(&away.expect_err("another centre")), "forbidden");
        let above =
            desk::invite(&world.app, &manager, order(world.centre_code(), Role::PlatformOperator), &key()).await;
        assert_eq!(code(&above.expect_err("above")), "missing");
        let officer = world.ctx(world.officer);
        assert_eq!(
            code(&desk::staff(&world.app, &officer, &world.centre_code()).await.expect_err("staff")),
            "forbidden"
        );
        let found =
            CentreOrder { name: "Trung tâm Dịch vụ việc làm Quảng Trị".into(), province: "44".into() };
        assert_eq!(
            code(&desk::found_centre(&world.app, &manager, found, &key()).await.expect_err("found")),
            "forbidden"
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_referred_without_having_agreed_to_it() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let profile = world.person(1).await;
        let order =
            |paper: &str| Issue { profile: profile.clone(), posting: world.posting.clone(), paper: paper.into() };
        let ctx = world.ctx(world.officer);
        let refused = desk::issue(&world.app, &ctx, order("  "), &key()).await.expect_err("no paper");
        assert_eq!(code(&refused), "consent_missing");
        let issued = desk::issue(&world.app, &ctx, order("GĐY 1/2026"), &key()).await.expect("on paper");
        assert_eq!(issued.serial, 1, "a refusal gives its number back");
        // The paper holds for this employer: a second letter after the first is over needs none.
        let view =
            Record { id: issued.id, version: None, command: Command::Withdraw(Why::plain(WithdrawReason::Mistake)) };
        desk::record(&world.app, &ctx, view, &key()).await.expect("taken back");
        assert_eq!(desk::issue(&world.app, &ctx, order(""), &key()).await.expect("agreed before").serial, 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_slot_is_given_once_however_many_want_it() {
    each_backend(|fresh| async move {
        let world = std::sync::Arc::new(World::new(&fresh).await);
        for profile in 1..=12 {
            world.person(profile).await;
        }
        let racing: Vec<_> = (1..=12)
            .map(|profile| {
                let world = std::sync::Arc::clone(&world);
                tokio::spawn(async move {
                    let outcome = world.appoint(world.officer, profile, 24).await;
                    outcome.map_err(|error| code(&error)).map(|_| ())
                })
            })
            .collect();
        let mut given = 0;
        for slot in racing {
            match slot.await.expect("ended") {
                Ok(()) => given += 1,
                Err(code) => assert_eq!(code, "slot_taken"),
            }
        }
        assert_eq!(given, 1);
        world.appoint(world.colleague, 13, 24).await.expect("another officer at the same time");
        let twice = world.appoint(world.officer, 13, 24).await.expect_err("the person is with somebody else");
        assert_eq!(code(&twice), "slot_taken");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn meetings_go_over_with_the_work_unless_they_clash() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        world.appoint(world.officer, 1, 24).await.expect("made");
        world.appoint(world.officer, 2, 48).await.expect("made");
        let other = world.appoint(world.colleague, 3, 24).await.expect("made");
        let clash = world.hand_over(world.officer, Some(world.colleague)).await.expect_err("both at once");
        assert_eq!(code(&clash), "slots_clash");
        let why = Why::plain(CancelReason::NotNeeded);
        let cancel = MeetingCommand::Cancel(why);
        let ctx = world.ctx(world.colleague);
        desk::move_appointment(&world.app, &ctx, (&other, None), cancel, &key()).await.expect("cancelled");
        let handed = world.hand_over(world.officer, Some(world.colleague)).await.expect("handed over");
        assert_eq!((handed.referrals, handed.appointments), (0, 2));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_printed_code_hands_the_record_over_once() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let profile = world.person(1).await;
        let first = desk::issue_claim(&world.app, &world.ctx(world.officer), &profile, &key()).await.expect("code");
        let second = desk::issue_claim(&world.app, &world.ctx(world.officer), &profile, &key()).await.expect("code");
        let seeker = person(&world.app, "lan@vidu.vn", Role::Seeker, Thing::default()).await;
        let other = person(&world.app, "mai@vidu.vn", Role::Seeker, Thing::default()).await;
        let claim = |who: Person, text: String| {
            let (app, ctx) = (world.app.clone(), world.ctx(who));
            async move { desk::claim(&app, &ctx, &text, &key()).await }
        };
        assert_eq!(code(&claim(seeker, first.code).await.expect_err("replaced")), "wrong_code");
        let typed = second.code.to_lowercase().replace('-', " ");
        claim(seeker, typed).await.expect("claimed");
        assert_eq!(code(&claim(other, second.code).await.expect_err("used")), "wrong_code");
        let own = profiles::find_own(&world.app, &world.ctx(seeker)).await.expect("own").expect("a profile");
        assert_eq!(desk::code_of_profile(own.id), profile);
        let again = desk::issue_claim(&world.app, &world.ctx(world.officer), &profile, &key()).await;
        assert_eq!(code(&again.expect_err("belongs to somebody")), "claimed_already");
        for _ in 0..10 {
            let _ = claim(other, "0000-0000-0000".into()).await;
        }
        assert_eq!(code(&claim(other, "0000-0000-0001".into()).await.expect_err("guessing")), "too_many");
    })
    .await;
}

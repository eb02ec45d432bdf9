//! Applications through the use cases, on both databases: the same form three times at once, cut off, replayed after a
//! withdrawal, two who act at once, who sees what when, what the clock closes and deletes.

mod full;

use crate::exchange::NOW;
use sanviec_app::accounts::{self, NewPerson, Origin};
use sanviec_app::applications::{
    self, Access, Answer, AnswerMany, Applied, Asked, Attach, Decision, GUARDIAN_WORDING, Linked, Many, Media, Prove,
    Quick, Ticked, Verdict, WORDING, Writer,
};
use sanviec_app::messages::{self, Claimed, End};
use sanviec_app::postings::{self, Edit, NewPosting};
use sanviec_app::reports::{self, Report};
use sanviec_app::secrets::Keyring;
use sanviec_app::{Actor, App, AppError, Clock, Ctx, Facts, Ids, Key, Locale, Person, Role, Thing};
use sanviec_domain::application::{Command, EndReason, ResponseRate, State, Status};
use sanviec_domain::posting::{self, Content, PostingCode, PostingId};
use sanviec_domain::reveal::Contact;
use sanviec_domain::why::Why;
use sanviec_search::Index;
use sanviec_store::testing::{Fresh, each_backend};
use sanviec_store::{application, audit, employer, upload};
use std::time::Duration;
use uuid::Uuid;

const PHONE: &str = "0905 123 456";
const GUARDIAN: &str = "0987 654 321";

struct World {
    app: App,
    posting: PostingId,
    employer_id: Uuid,
    member: Ctx,
}

impl World {
    async fn new(fresh: &Fresh) -> Self {
        Self::with(fresh, false).await
    }

    /// The same, with or without a scanner.
    async fn with(fresh: &Fresh, scans: bool) -> Self {
        let facts = Facts { hash_kib: 64, scans, ..Facts::default() };
        let index = Index::in_memory().expect("index");
        let app = App::new(fresh.store.clone(), index, Clock::at(NOW), Ids::System, facts);
        let app = app.with_keys(Keyring::generated().expect("keys"));
        let operator = app.ctx(Actor::Operator, Locale::Vi);
        let mut content = Content::titled("Kế toán tổng hợp");
        content.wanted = 3;
        let new = NewPosting { employer: "Công ty TNHH Minh Anh".into(), content };
        let posting = postings::publish(&app, &operator, new).await.expect("published").id;
        let row = employer::list_by_name(fresh.store.reader(), None, 1).await.expect("employers").remove(0);
        let employer_id = row.id;
        verify(&app, row, true).await;
        let member = person(&app, "tuyendung@vidu.vn", Role::EmployerMember, Thing::of_employer(employer_id)).await;
        Self { app, posting, employer_id, member }
    }

    fn public(&self) -> Ctx {
        self.app.ctx(Actor::Public, Locale::Vi)
    }

    /// The member of the employer at this moment.
    fn member(&self) -> Ctx {
        self.app.ctx(self.member.actor, Locale::Vi)
    }

    fn pass_days(&self, days: i64) {
        self.app.clock().set(self.app.clock().now().plus_days(days));
    }

    fn quick(&self, phone: &str) -> Quick {
        Quick {
            posting: self.posting.code().to_string(),
            name: "Nguyễn Thị Lan".into(),
            phone: phone.into(),
            email: String::new(),
            age: "18".into(),
            guardian: String::new(),
            consent: true,
            wording: WORDING,
            origin: Origin { source: "10.0.0.1".into(), device: String::new() },
        }
    }

    async fn apply(&self, order: Quick, key: &Key) -> Result<Applied, AppError> {
        applications::apply_quick(&self.app, &self.public(), order, key).await
    }

    /// Somebody applies, and the token of the link that came.
    async fn applied(&self, phone: &str) -> String {
        let mut order = self.quick(phone);
        order.origin.source = format!("of {phone}");
        assert_eq!(self.apply(order, &key()).await.expect("sent"), Applied::Sent);
        token(&self.messages().await, "application_sent")
    }

    /// Messages that wait, sent.
    async fn messages(&self) -> Vec<Claimed> {
        let ctx = self.app.ctx(Actor::System, Locale::Vi);
        let claimed = messages::claim(&self.app, &ctx, 60, 100).await.expect("claimed");
        for message in &claimed {
            messages::settle(&self.app, &ctx, message.id, message.lease, End::Sent(None)).await.expect("settled");
        }
        claimed
    }

    async fn own(&self, token: &str) -> applications::MyApplication {
        match applications::follow(&self.app, &self.public(), token).await.expect("followed") {
            Linked::Person(own) => *own,
            Linked::Guardian(_) => panic!("a guardian's link"),
        }
    }

    async fn withdraw(&self, token: &str, key: &Key) -> Result<(), AppError> {
        applications::withdraw(&self.app, &self.public(), Access::Link(token.into()), "", key).await
    }

    async fn answer(&self, code: &str, command: Command, key: &Key) -> Result<(), AppError> {
        let view = applications::applicant(&self.app, &self.member(), code).await.expect("applicant");
        let answer = Answer { application: code.into(), version: view.version, command };
        applications::answer(&self.app, &self.member(), answer, key).await
    }

    async fn rows(&self) -> Vec<application::Row> {
        let filter = application::Filter::default();
        application::list_by_employer(self.app.store().reader(), self.employer_id, filter, 100).await.expect("rows")
    }

    async fn rate(&self) -> ResponseRate {
        let code = PostingCode::of(self.employer_id).to_string();
        applications::response_rate(&self.app, &self.public(), &code).await.expect("rate")
    }

    async fn tick(&self) -> Ticked {
        applications::tick(&self.app, &self.app.ctx(Actor::System, Locale::Vi), 100).await.expect("ticked")
    }
}

async fn verify(app: &App, row: employer::Row, is_verified: bool) {
    let row = &employer::Row { verified_at: is_verified.then_some(NOW.0), ..row };
    let write = app.store().write("verify", |tx| Box::pin(async move { employer::update_guarded(tx, row).await }));
    write.await.expect("verified");
}

/// Somebody with a role, as signed in.
async fn person(app: &App, contact: &str, role: Role, place: Thing) -> Ctx {
    let new = NewPerson { contact: contact.into(), password: None, role, place };
    let account_id = accounts::add_person(app, &app.ctx(Actor::Operator, Locale::Vi), new).await.expect("added");
    let Thing { centre_id, employer_id, .. } = place;
    let person = Person { account_id, session_id: account_id, role, centre_id, employer_id, is_fresh: true };
    app.ctx(Actor::Person(person), Locale::Vi)
}

fn key() -> Key {
    Key::fresh().expect("key")
}

fn code(error: &AppError) -> &'static str {
    match error {
        AppError::Refused(errors) => errors[0].code,
        AppError::Forbidden => "forbidden",
        AppError::NotFound => "not_found",
        AppError::Conflict => "conflict",
        AppError::Gone | AppError::Unavailable(_) | AppError::Internal(_) => panic!("{error:?}"),
    }
}

fn templates(messages: &[Claimed]) -> Vec<&str> {
    let mut templates: Vec<&str> = messages.iter().map(|message| message.template.as_str()).collect();
    templates.sort_unstable();
    templates
}

fn token(messages: &[Claimed], template: &str) -> String {
    let found = messages.iter().find(|message| message.template == template).expect("a message");
    found.params["path"].rsplit('/').next().expect("a token").to_owned()
}

fn reject(reason: EndReason) -> Command {
    Command::Reject(Why::plain(reason))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_quick_application_is_sent_followed_answered_and_told() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        assert_eq!(world.apply(world.quick(PHONE), &key()).await.expect("sent"), Applied::Sent);
        let sent = world.messages().await;
        assert_eq!(templates(&sent), ["application_received", "application_sent"]);
        let received = sent.iter().find(|message| message.template == "application_received").expect("told");
        assert_eq!(received.recipient, "tuyendung@vidu.vn");
        assert!(!format!("{:?}", received.params).contains("Lan"), "nothing of the person in a message");
        let link = token(&sent, "application_sent");
        let own = world.own(&link).await;
        assert_eq!((own.status, own.name.as_str()), (Some(Status::Sent), "Nguyễn Thị Lan"));
        let id = own.id.code().to_string();
        let rows = world.rows().await;
        assert!(rows[0].person_key.as_ref().is_some_and(|key| key.len() == 32));
        let sealed = [&rows[0].name, &rows[0].contact].map(|value| value.clone().expect("sealed"));
        for plain in ["905123456", "Lan"] {
            assert!(sealed.iter().all(|value| !value.windows(plain.len()).any(|part| part == plain.as_bytes())));
        }

        let view = applications::applicant(&world.app, &world.member(), &id).await.expect("applicant");
        assert!(view.is_unopened && view.name.is_none(), "nothing before it is opened");
        assert_eq!(world.own(&link).await.status, Some(Status::Sent), "looking at the page opens nothing");
        applications::mark_seen(&world.app, &world.member(), &id, &key()).await.expect("opened");
        assert_eq!(world.own(&link).await.status, Some(Status::Seen));
        assert!(world.messages().await.is_empty(), "being opened is no message");
        world.answer(&id, Command::Shortlist, &key()).await.expect("shortlisted");
        let told = world.messages().await;
        assert_eq!(templates(&told), ["application_status_changed"]);
        assert_eq!(told[0].recipient, "+84905123456");
        assert_eq!(told[0].params["status"], "shortlisted");
        let newer = token(&told, "application_status_changed");
        assert_ne!(newer, link);
        for token in [&link, &newer] {
            assert_eq!(world.own(token).await.status, Some(Status::Shortlisted), "every link stays good");
        }
        let trail = audit::list_of(fresh.store.reader(), rows[0].id, 0, 20).await.expect("trail");
        let actions: Vec<&str> = trail.iter().map(|row| row.action.as_str()).collect();
        assert_eq!(actions, ["begin", "submit", "mark_seen", "shortlist"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_form_three_times_at_once_has_one_effect_and_equal_answers() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let form = key();
        let send = || world.apply(world.quick(PHONE), &form);
        let (one, two, three) = tokio::join!(send(), send(), send());
        let answers = [one.expect("sent"), two.expect("sent"), three.expect("sent")];
        assert_eq!(answers, [Applied::Sent; 3]);
        assert_eq!(world.rows().await.len(), 1);
        assert_eq!(world.messages().await.len(), 2, "one for each side");
        let other = Quick { name: "Trần Văn Bảy".into(), ..world.quick(PHONE) };
        assert_eq!(code(&world.apply(other, &form).await.expect_err("refused")), "form_used");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_person_applies_once_and_a_stranger_learns_nothing_from_it() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let first = world.apply(world.quick(PHONE), &key()).await.expect("sent");
        world.messages().await;
        let again = Quick { phone: "+84 905.123.456".into(), name: "Người Khác".into(), ..world.quick(PHONE) };
        assert_eq!(world.apply(again, &key()).await.expect("the same answer"), first);
        let rows = world.rows().await;
        assert_eq!(rows.len(), 1);
        let told = world.messages().await;
        assert_eq!(templates(&told), ["application_sent"], "only the telephone is told");
        assert_eq!(world.own(&token(&told, "application_sent")).await.name, "Nguyễn Thị Lan");
        // Two who send different forms with one telephone at the same moment.
        let mut racing = Vec::new();
        for at in 0..4 {
            let mut order = world.quick("0912 000 111");
            order.origin.source = format!("10.0.1.{at}");
            let (app, ctx) = (world.app.clone(), world.public());
            racing.push(tokio::spawn(async move { applications::apply_quick(&app, &ctx, order, &key()).await }));
        }
        let mut sent = 0;
        for one in racing {
            match one.await.expect("ran") {
                Ok(answer) => {
                    assert_eq!(answer, Applied::Sent);
                    sent += 1;
                }
                Err(error) => assert_eq!(code(&error), "conflict", "told to send again"),
            }
        }
        assert!(sent >= 1);
        assert_eq!(world.rows().await.len(), 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_cut_off_and_sent_again_is_there_once() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        for (at, micros) in [0, 50, 200, 800, 2_000, 5_000, 12_000, 30_000].into_iter().enumerate() {
            let (form, phone) = (key(), format!("0905 123 4{at:02}"));
            let mut order = world.quick(&phone);
            order.origin.source = format!("10.0.2.{at}");
            let sending = world.apply(order.clone(), &form);
            let _cut_off = tokio::time::timeout(Duration::from_micros(micros), sending).await;
            assert_eq!(world.apply(order, &form).await.expect("sent"), Applied::Sent);
        }
        assert_eq!(world.rows().await.len(), 8);
        let sent = world.messages().await;
        assert_eq!(sent.iter().filter(|message| message.template == "application_sent").count(), 8);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_replayed_after_a_withdrawal_brings_nothing_back() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let form = key();
        world.apply(world.quick(PHONE), &form).await.expect("sent");
        let link = token(&world.messages().await, "application_sent");
        let withdrawal = key();
        for _ in 0..3 {
            world.withdraw(&link, &withdrawal).await.expect("withdrawn");
        }
        assert_eq!(templates(&world.messages().await), ["application_status_changed"], "the employer is told once");
        assert_eq!(world.apply(world.quick(PHONE), &form).await.expect("answered as before"), Applied::Sent);
        assert!(world.messages().await.is_empty());
        let own = world.own(&link).await;
        assert_eq!((own.status, own.may_withdraw), (Some(Status::Withdrawn), false));
        assert_eq!(code(&world.withdraw(&link, &key()).await.expect_err("refused")), "not_from_state");
        // Who changes their mind may apply again with a form of its own.
        assert_eq!(world.apply(world.quick(PHONE), &key()).await.expect("sent"), Applied::Sent);
        assert_eq!(world.rows().await.len(), 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_a_withdrawal_and_an_answer_at_once_one_wins_and_both_sides_read_the_same() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        for at in 0..6 {
            let link = world.applied(&format!("0905 123 5{at:02}")).await;
            let id = world.own(&link).await.id.code().to_string();
            applications::mark_seen(&world.app, &world.member(), &id, &key()).await.expect("opened");
            let (one, two) = (key(), key());
            let (withdrawn, answered) =
                tokio::join!(world.withdraw(&link, &one), world.answer(&id, reject(EndReason::AnotherChosen), &two));
            assert!(withdrawn.is_ok() ^ answered.is_ok(), "{withdrawn:?} {answered:?}");
            let expected = if withdrawn.is_ok() { Status::Withdrawn } else { Status::NotSuitable };
            assert_eq!(world.own(&link).await.status, Some(expected));
            let refused = withdrawn.err().or(answered.err()).expect("one refusal");
            assert!(["not_from_state", "conflict"].contains(&code(&refused)), "{refused:?}");
            let told = world.messages().await;
            assert_eq!(templates(&told), ["application_status_changed"]);
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_answers_to_what_both_saw_the_second_is_told_to_look_again() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let link = world.applied(PHONE).await;
        let id = world.own(&link).await.id.code().to_string();
        applications::mark_seen(&world.app, &world.member(), &id, &key()).await.expect("opened");
        let version = applications::applicant(&world.app, &world.member(), &id).await.expect("seen").version;
        let order = |command| Answer { application: id.clone(), version, command };
        let (shortlist, reject) = (order(Command::Shortlist), order(reject(EndReason::AnotherChosen)));
        let (ctx, forms) = (world.member(), [key(), key()]);
        let (one, two) = tokio::join!(
            applications::answer(&world.app, &ctx, shortlist, &forms[0]),
            applications::answer(&world.app, &ctx, reject, &forms[1]),
        );
        assert!(one.is_ok() ^ two.is_ok(), "{one:?} {two:?}");
        let refused = one.err().or(two.err()).expect("one refusal");
        assert_eq!(code(&refused), "conflict");
        assert_eq!(world.messages().await.len(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn contact_opens_by_the_rule_and_every_look_is_recorded_and_seen() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let link = world.applied(PHONE).await;
        let id = world.own(&link).await.id.code().to_string();
        let look = |key: Key| {
            let (app, ctx, id) = (world.app.clone(), world.member(), id.clone());
            async move { applications::reveal(&app, &ctx, &id, &key).await }
        };
        assert_eq!(code(&look(key()).await.expect_err("shut")), "contact_shut");
        applications::mark_seen(&world.app, &world.member(), &id, &key()).await.expect("opened");
        assert_eq!(code(&look(key()).await.expect_err("shut")), "contact_shut");
        world.answer(&id, Command::Shortlist, &key()).await.expect("shortlisted");
        let form = key();
        for _ in 0..3 {
            assert_eq!(look(form.clone()).await.expect("open").reach.phone.as_deref(), Some("+84905123456"));
        }
        assert_eq!(world.own(&link).await.reveals.len(), 1, "the same form is one look");
        look(key()).await.expect("open");
        assert_eq!(world.own(&link).await.reveals.len(), 2, "the person sees them all");
        let row = world.rows().await.remove(0);
        let trail = audit::list_of(fresh.store.reader(), row.id, 0, 50).await.expect("trail");
        assert_eq!(trail.iter().filter(|row| row.action == "reveal_contact").count(), 2);

        let known = employer::load(fresh.store.reader(), world.employer_id).await.expect("employer");
        verify(&world.app, known, false).await;
        assert_eq!(code(&look(key()).await.expect_err("shut")), "contact_shut", "no longer verified");
        let view = applications::applicant(&world.app, &world.member(), &id).await.expect("applicant");
        assert_eq!((view.name, view.contact), (None, Contact::NotVerified));
        let known = employer::load(fresh.store.reader(), world.employer_id).await.expect("employer");
        verify(&world.app, known, true).await;

        world.withdraw(&link, &key()).await.expect("withdrawn");
        assert_eq!(code(&look(key()).await.expect_err("shut")), "contact_shut", "over");
        assert_eq!(code(&look(form).await.expect_err("shut")), "contact_shut", "nor by the form that once worked");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_else_finds_an_application() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let link = world.applied(PHONE).await;
        let id = world.own(&link).await.id.code().to_string();
        let operator = world.app.ctx(Actor::Operator, Locale::Vi);
        let new = NewPosting { employer: "Công ty Khác".into(), content: Content::titled("Bảo vệ") };
        postings::publish(&world.app, &operator, new).await.expect("published");
        let others = employer::list_by_name(fresh.store.reader(), None, 10).await.expect("employers");
        let other = others.into_iter().find(|row| row.id != world.employer_id).expect("another");
        let stranger = person(&world.app, "khac@vidu.vn", Role::EmployerMember, Thing::of_employer(other.id)).await;
        let seeker = person(&world.app, "lan@vidu.vn", Role::Seeker, Thing::default()).await;
        let refused = applications::applicant(&world.app, &stranger, &id).await.expect_err("not found");
        assert_eq!(code(&refused), "not_found");
        for form in [key(), key()] {
            let refused = applications::reveal(&world.app, &stranger, &id, &form).await.expect_err("not found");
            assert_eq!(code(&refused), "not_found");
        }
        let order = AnswerMany { applications: vec![id.clone()], command: Command::Shortlist };
        let refused = applications::answer_many(&world.app, &stranger, order, &key()).await.expect_err("not found");
        assert_eq!(code(&refused), "not_found");
        let asked = Asked { limit: 20, ..Asked::default() };
        let list = applications::list_of_employer(&world.app, &stranger, &asked).await.expect("own list");
        assert!(list.rows.is_empty());
        let access = Access::Own(id.clone());
        for refused in [
            applications::my_application(&world.app, &seeker, &access).await.map(|_| ()).expect_err("not found"),
            applications::withdraw(&world.app, &seeker, access.clone(), "", &key()).await.expect_err("not found"),
            applications::erase(&world.app, &seeker, access.clone(), &key()).await.expect_err("not found"),
        ] {
            assert_eq!(code(&refused), "not_found");
        }
        for odd in ["", "AAAAAAAAAAAAAAAAAAAAAA", "x", &"a".repeat(5_000), "đđđđđđđđđđđ"] {
            assert_eq!(code(&world.withdraw(odd, &key()).await.expect_err("not found")), "not_found", "{odd}");
        }
        let operator = person(&world.app, "vh@vidu.vn", Role::PlatformOperator, Thing::default()).await;
        let refused = applications::list_of_employer(&world.app, &operator, &Asked::default()).await;
        assert_eq!(code(&refused.expect_err("forbidden")), "forbidden");
        assert_eq!(world.own(&link).await.status, Some(Status::Sent), "untouched");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn under_18_the_employer_sees_nothing_before_a_guardian_agreed() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let minor = |phone: &str| Quick { age: "15".into(), guardian: GUARDIAN.into(), ..world.quick(phone) };
        let own_number = Quick { guardian: PHONE.into(), ..minor(PHONE) };
        assert_eq!(code(&world.apply(own_number, &key()).await.expect_err("refused")), "guardian_is_applicant");
        assert_eq!(world.apply(minor(PHONE), &key()).await.expect("asked"), Applied::GuardianAsked);
        let asked = world.messages().await;
        assert_eq!(templates(&asked), ["guardian_asked"]);
        assert_eq!(asked[0].recipient, "+84987654321");
        assert!(world.rows().await.is_empty(), "not before the employer");
        let link = token(&asked, "guardian_asked");
        for _ in 0..2 {
            let Linked::Guardian(view) = applications::follow(&world.app, &world.public(), &link).await.expect("read")
            else {
                panic!("a guardian's link")
            };
            assert!(view.until.is_some() && !view.is_agreed, "opening the link is no yes");
        }
        assert_eq!(code(&world.withdraw(&link, &key()).await.expect_err("refused")), "not_found", "no other use");
        let decide =
            |agrees, name: &str| Decision { token: link.clone(), agrees, name: name.into(), wording: GUARDIAN_WORDING };
        let say = |decision, key| {
            let (app, ctx) = (world.app.clone(), world.public());
            async move { applications::decide(&app, &ctx, decision, &key).await }
        };
        let refused = say(decide(true, ""), key()).await.expect_err("who agrees has a name");
        assert!(matches!(&refused, AppError::Refused(errors) if errors[0].field == "name"), "{refused:?}");
        let old = Decision { wording: 0, ..decide(true, "Trần Thị Mẹ") };
        assert!(say(old, key()).await.is_err(), "another sentence was read");
        assert!(world.rows().await.is_empty());
        let form = key();
        let (one, two) =
            tokio::join!(say(decide(true, "Trần Thị Mẹ"), form.clone()), say(decide(true, "Trần Thị Mẹ"), form));
        one.expect("agreed");
        two.expect("the same answer");
        assert_eq!(world.rows().await.len(), 1);
        assert_eq!(templates(&world.messages().await), ["application_received", "application_sent"]);

        assert_eq!(world.apply(minor("0905 123 999"), &key()).await.expect("asked"), Applied::GuardianAsked);
        let link = token(&world.messages().await, "guardian_asked");
        let no = Decision { token: link, agrees: false, name: String::new(), wording: 0 };
        say(no, key()).await.expect("refused");
        let told = world.messages().await;
        assert_eq!(templates(&told), ["application_status_changed"]);
        assert_eq!((told[0].recipient.as_str(), told[0].params["status"].as_str()), ("+84905123999", "withdrawn"));
        assert_eq!(world.rows().await.len(), 1, "never before the employer");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_network_that_sends_many_has_to_show_codes_and_then_is_stopped() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        for at in 0..3 {
            let order = world.quick(&format!("0905 123 6{at:02}"));
            assert_eq!(world.apply(order, &key()).await.expect("sent"), Applied::Sent);
        }
        world.messages().await;
        let Applied::CodeAsked(code_id) = world.apply(world.quick(PHONE), &key()).await.expect("asked") else {
            panic!("a code is asked for")
        };
        assert_eq!(world.rows().await.len(), 3, "a draft is not before the employer");
        let asked = world.messages().await;
        assert_eq!(templates(&asked), ["application_code"]);
        let digits = asked[0].params["code"].clone();
        let show = |digits: &str, key: Key| {
            let (app, ctx) = (world.app.clone(), world.public());
            let origin = Origin { source: "10.0.0.1".into(), device: String::new() };
            let prove = Prove { code_id, code: digits.into(), origin };
            async move { applications::prove_quick(&app, &ctx, prove, &key).await }
        };
        let wrong = if digits == "000000" { "111111" } else { "000000" };
        assert_eq!(code(&show(wrong, key()).await.expect_err("wrong")), "wrong_code");
        let form = key();
        let (one, two) = tokio::join!(show(&digits, form.clone()), show(&digits, form));
        assert_eq!((one.expect("sent"), two.expect("sent")), (Applied::Sent, Applied::Sent));
        assert_eq!(code(&show(&digits, key()).await.expect_err("used")), "wrong_code");
        assert_eq!(world.rows().await.len(), 4);
        // A telephone that applied before gets no second application by a code either.
        let again = world.quick("0905 123 600");
        let Applied::CodeAsked(again_id) = world.apply(again, &key()).await.expect("asked") else { panic!("a code") };
        let told = world.messages().await;
        let digits =
            told.iter().find(|message| message.template == "application_code").expect("a code").params["code"].clone();
        let origin = Origin { source: "10.0.0.1".into(), device: String::new() };
        let prove = Prove { code_id: again_id, code: digits, origin };
        let sent = applications::prove_quick(&world.app, &world.public(), prove, &key()).await.expect("answered");
        assert_eq!(sent, Applied::Sent);
        assert_eq!(world.rows().await.len(), 4);
        let mut refused = 0;
        for at in 0..60 {
            let order = world.quick(&format!("0905 124 {at:03}"));
            refused += i32::from(world.apply(order, &key()).await.is_err());
        }
        assert!(refused > 0, "60 a day are enough");
        for _ in 0..11 {
            let mut order = world.quick("0905 777 888");
            order.origin.source = key().as_str().to_owned();
            refused = i32::from(world.apply(order, &key()).await.is_err());
        }
        assert_eq!(refused, 1, "ten a day for one telephone");
        world.messages().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_clock_closes_what_nobody_answered_and_deletes_what_is_left_when_its_time_is_over() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let link = world.applied(PHONE).await;
        let id = world.own(&link).await.id;
        let code = id.code().to_string();
        applications::mark_seen(&world.app, &world.member(), &code, &key()).await.expect("opened");
        applications::note(&world.app, &world.member(), &code, "Gọi lại thứ Hai", &key()).await.expect("noted");
        let words = Writer::Person(Access::Link(link.clone()));
        applications::write_line(&world.app, &world.public(), words, "Tôi đi làm ngay được", &key())
            .await
            .expect("sent");
        world.messages().await;
        assert_eq!(world.tick().await, Ticked::default(), "nothing is due");
        world.pass_days(15);
        assert_eq!(world.own(&link).await.status, Some(Status::NotSuitable), "a late tick changes no answer");
        let ctx = [world.app.ctx(Actor::System, Locale::Vi), world.app.ctx(Actor::System, Locale::Vi)];
        let (one, two) =
            tokio::join!(applications::tick(&world.app, &ctx[0], 100), applications::tick(&world.app, &ctx[1], 100));
        one.expect("ticked");
        two.expect("ticked");
        let told = world.messages().await;
        assert_eq!(templates(&told), ["application_status_changed"], "told once, however many clocks tick");
        assert_eq!(world.rate().await, ResponseRate { answered: 0, unanswered: 1 });
        world.pass_days(29);
        assert_eq!(world.tick().await, Ticked::default(), "30 days were promised");
        world.pass_days(2);
        assert_eq!(world.tick().await, Ticked { moved: 1, failed: 0 });
        let row = application::find(fresh.store.reader(), id.0).await.expect("read").expect("a row that counts");
        assert_eq!(row.state, State::Erased.code());
        let gone = [&row.name, &row.contact, &row.answers, &row.guardian, &row.note, &row.person_key];
        assert!(gone.iter().all(|value| value.is_none()) && row.account_id.is_none());
        assert!(application::list_events(fresh.store.reader(), id.0).await.expect("events").is_empty());
        assert!(application::list_consents(fresh.store.reader(), id.0).await.expect("consents").is_empty());
        assert!(sanviec_store::conversation::list(fresh.store.reader(), id.0).await.expect("lines").is_empty());
        let refused = applications::follow(&world.app, &world.public(), &link).await.map(|_| ()).expect_err("gone");
        assert!(matches!(refused, AppError::NotFound), "the link is gone with the data");
        assert_eq!(world.rate().await, ResponseRate { answered: 0, unanswered: 1 }, "still counted");
        assert_eq!(world.tick().await, Ticked::default());
        assert!(world.messages().await.is_empty());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_has_the_data_deleted_at_once_and_a_hire_is_kept() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let link = world.applied(PHONE).await;
        let id = world.own(&link).await.id;
        let erase = |link: String, key: Key| {
            let (app, ctx) = (world.app.clone(), world.public());
            async move { applications::erase(&app, &ctx, Access::Link(link), &key).await }
        };
        let form = key();
        erase(link.clone(), form.clone()).await.expect("deleted");
        erase(link.clone(), form).await.expect("the same answer");
        assert_eq!(templates(&world.messages().await), ["application_status_changed"], "the employer learns of it");
        let row = application::find(fresh.store.reader(), id.0).await.expect("read").expect("a row that counts");
        assert!(row.state == "erased" && row.name.is_none());
        assert!(matches!(
            applications::applicant(&world.app, &world.member(), &id.code().to_string()).await,
            Err(AppError::NotFound)
        ));
        let link = world.applied("0905 123 777").await;
        let code_of = world.own(&link).await.id.code().to_string();
        applications::mark_seen(&world.app, &world.member(), &code_of, &key()).await.expect("opened");
        let starts_on = world.member().today();
        world.answer(&code_of, Command::Hire { starts_on }, &key()).await.expect("hired");
        assert_eq!(code(&erase(link.clone(), key()).await.expect_err("kept")), "must_be_kept");
        world.pass_days(1_000);
        assert_eq!(world.tick().await, Ticked::default(), "no clock runs on a hire");
        world.messages().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn both_sides_write_and_ways_to_reach_each_other_are_hidden_until_contact_opens() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let link = world.applied(PHONE).await;
        let id = world.own(&link).await.id.code().to_string();
        let write = |writer: Writer, words: &str, key: Key| {
            let ctx = if matches!(writer, Writer::Employer(_)) { world.member() } else { world.public() };
            let (app, words) = (world.app.clone(), words.to_owned());
            async move { applications::write_line(&app, &ctx, writer, &words, &key).await }
        };
        let me = || Writer::Person(Access::Link(link.clone()));
        let form = key();
        for _ in 0..3 {
            write(me(), "Gọi tôi số 0905 123 456", form.clone()).await.expect("written");
        }
        let told = world.messages().await;
        assert_eq!(templates(&told), ["application_message"], "once");
        assert!(!format!("{:?}", told[0].params).contains("905"), "a notice holds no words of it");
        applications::mark_seen(&world.app, &world.member(), &id, &key()).await.expect("opened");
        write(Writer::Employer(id.clone()), "Viết cho tuyendung@minhanh.vn", key()).await.expect("written");
        let seen = applications::applicant(&world.app, &world.member(), &id).await.expect("applicant").lines;
        assert_eq!(
            seen.iter().map(|line| line.words.as_str()).collect::<Vec<_>>(),
            ["Gọi tôi số •••", "Viết cho tuyendung@minhanh.vn"]
        );
        let mine = world.own(&link).await.lines;
        assert_eq!(
            mine.iter().map(|line| line.words.as_str()).collect::<Vec<_>>(),
            ["Gọi tôi số 0905 123 456", "Viết cho •••"]
        );
        world.answer(&id, Command::Shortlist, &key()).await.expect("shortlisted");
        let seen = applications::applicant(&world.app, &world.member(), &id).await.expect("applicant").lines;
        assert_eq!(seen[0].words, "Gọi tôi số 0905 123 456", "open now");
        assert_eq!(world.own(&link).await.lines[1].words, "Viết cho tuyendung@minhanh.vn");
        world.withdraw(&link, &key()).await.expect("withdrawn");
        assert_eq!(code(&write(me(), "Còn nữa", key()).await.expect_err("over")), "closed");
        assert_eq!(code(&write(Writer::Employer(id), "Còn nữa", key()).await.expect_err("over")), "closed");
        world.messages().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn many_are_answered_at_once_and_those_that_moved_on_are_left() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let mut codes = Vec::new();
        for at in 0..4 {
            let link = world.applied(&format!("0905 123 8{at:02}")).await;
            codes.push(world.own(&link).await.id.code().to_string());
            if at == 0 {
                world.withdraw(&link, &key()).await.expect("withdrawn");
            }
        }
        world.messages().await;
        let order = AnswerMany { applications: codes.clone(), command: reject(EndReason::NoLongerNeeded) };
        let (form, ctx) = (key(), world.member());
        let (one, two) = tokio::join!(
            applications::answer_many(&world.app, &ctx, order.clone(), &form),
            applications::answer_many(&world.app, &ctx, order.clone(), &form),
        );
        let expected = Many { answered: 3, left: 1 };
        assert_eq!((one.expect("answered"), two.expect("the same answer")), (expected, expected));
        assert_eq!(world.messages().await.len(), 3);
        let none = AnswerMany { applications: Vec::new(), ..order };
        let refused = applications::answer_many(&world.app, &ctx, none, &key()).await.expect_err("refused");
        assert_eq!(code(&refused), "missing");
        let asked = Asked { status: "not_suitable".into(), limit: 2, ..Asked::default() };
        let first = applications::list_of_employer(&world.app, &ctx, &asked).await.expect("list");
        assert_eq!((first.rows.len(), first.counts["not_suitable"], first.counts["withdrawn"]), (2, 3, 1));
        let after = first.next.expect("more");
        let rest = applications::list_of_employer(&world.app, &ctx, &Asked { after, ..asked }).await.expect("list");
        assert_eq!((rest.rows.len(), rest.next), (1, None));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn when_a_posting_is_taken_down_what_was_sent_for_it_is_closed_and_nobody_applies_any_more() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let link = world.applied(PHONE).await;
        let operator = world.app.ctx(Actor::Operator, Locale::Vi);
        let command = posting::Command::Remove(posting::Why::plain(posting::RemoveReason::Fraud));
        let order = Edit { id: world.posting, version: None, command, content: None };
        postings::edit(&world.app, &operator, order).await.expect("removed");
        let refused = world.apply(world.quick("0912 345 678"), &key()).await.expect_err("closed");
        assert_eq!(code(&refused), "posting_closed");
        assert_eq!(world.tick().await, Ticked { moved: 1, failed: 0 });
        let own = world.own(&link).await;
        assert_eq!(own.status, Some(Status::NotSuitable));
        assert!(own.reason.expect("a reason").0[1].contains("no fault of yours"));
        assert_eq!(templates(&world.messages().await), ["application_status_changed"]);
        assert_eq!(world.tick().await, Ticked::default());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_advert_is_reported_once_by_each_and_no_more_than_a_few_a_day() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let order = |source: &str, reason: &str, words: &str| Report {
            posting: world.posting.code().to_string(),
            reason: reason.into(),
            words: words.into(),
            origin: Origin { source: source.into(), device: String::new() },
        };
        let report = |order: Report, key: Key| {
            let (app, ctx) = (world.app.clone(), world.public());
            async move { reports::report(&app, &ctx, order, &key).await }
        };
        let form = key();
        let same = || report(order("10.0.0.1", "asks_for_money", "Đòi cọc 2 triệu"), form.clone());
        let (one, two, three) = tokio::join!(same(), same(), same());
        for answer in [one, two, three] {
            answer.expect("taken");
        }
        report(order("10.0.0.1", "fraud", ""), key()).await.expect("the same answer to a second one");
        report(order("10.0.0.2", "fraud", ""), key()).await.expect("taken");
        assert_eq!(code(&report(order("10.0.0.3", "", ""), key()).await.expect_err("refused")), "missing");
        assert_eq!(code(&report(order("10.0.0.3", "other", " "), key()).await.expect_err("refused")), "missing");
        let operator = world.app.ctx(Actor::Operator, Locale::Vi);
        let place = Thing::of_centre(accounts::add_centre(&world.app, &operator, "TT", "52").await.expect("centre"));
        let moderator = person(&world.app, "kd@vidu.vn", Role::Moderator, place).await;
        let open = reports::list_open(&world.app, &moderator, None, 10).await.expect("queue");
        let queue: Vec<_> = open.iter().map(|report| (report.reason.as_str(), report.words.as_str())).collect();
        assert_eq!(queue, [("asks_for_money", "Đòi cọc 2 triệu"), ("fraud", "")]);
        assert!(reports::list_open(&world.app, &world.member(), None, 10).await.is_err());
        let mut refused = 0;
        for _ in 0..12 {
            refused += i32::from(report(order("10.0.0.9", "wrong", ""), key()).await.is_err());
        }
        assert_eq!(refused, 2, "ten a day");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_tick_a_name_a_telephone_or_a_verified_employer_nothing_is_sent() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let good = || world.quick(PHONE);
        for (order, expected) in [
            (Quick { consent: false, ..good() }, "consent_not_given"),
            (Quick { wording: 0, ..good() }, "wording_changed"),
            (Quick { phone: "024 3825 1234".into(), ..good() }, "phone_not_mobile"),
            (Quick { age: String::new(), ..good() }, "age_missing"),
            (Quick { age: "15".into(), ..good() }, "guardian_missing"),
            (Quick { posting: "khong-co".into(), ..good() }, "not_found"),
        ] {
            assert_eq!(code(&world.apply(order, &key()).await.expect_err("refused")), expected);
        }
        let empty = Quick { name: String::new(), phone: String::new(), consent: false, age: String::new(), ..good() };
        let AppError::Refused(errors) = world.apply(empty, &key()).await.expect_err("refused") else {
            panic!("fields")
        };
        let fields: Vec<&str> = errors.iter().map(|error| error.field).collect();
        assert_eq!(fields, ["name", "phone", "age", "consent"], "all at once");
        let known = employer::load(fresh.store.reader(), world.employer_id).await.expect("employer");
        verify(&world.app, known, false).await;
        assert_eq!(code(&world.apply(good(), &key()).await.expect_err("refused")), "employer_not_verified");
        assert!(world.rows().await.is_empty() && world.messages().await.is_empty());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn from_an_account_the_person_finds_all_of_them_and_withdraws_there() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let lan = person(&world.app, "0911 222 333", Role::Seeker, Thing::default()).await;
        let sent = applications::apply_quick(&world.app, &lan, world.quick("0911 222 333"), &key()).await;
        assert_eq!(sent.expect("sent"), Applied::Sent);
        let told = world.messages().await;
        let mine = told.iter().find(|message| message.template == "application_sent").expect("told");
        assert_eq!(mine.params["path"], "/ung-tuyen", "whoever signs in needs no link");
        let (list, next) = applications::list_mine(&world.app, &lan, "", 20).await.expect("list");
        assert_eq!((list.len(), next), (1, None));
        let access = Access::Own(list[0].id.code().to_string());
        let other_phone = applications::apply_quick(&world.app, &lan, world.quick("0911 222 444"), &key()).await;
        assert_eq!(other_phone.expect("the same answer"), Applied::Sent);
        assert_eq!(world.rows().await.len(), 1, "one application of one account, whatever the telephone");
        world.messages().await;
        applications::withdraw(&world.app, &lan, access.clone(), "found_work", &key()).await.expect("withdrawn");
        let own = applications::my_application(&world.app, &lan, &access).await.expect("own");
        assert_eq!(own.status, Some(Status::Withdrawn));
        let odd = applications::withdraw(&world.app, &lan, access, "guardian_silent", &key()).await;
        assert_eq!(code(&odd.expect_err("not a person's reason")), "reason_unknown");
        world.messages().await;
    })
    .await;
}

/// A document of so many bytes, each run with another text.
fn pdf(bytes: usize, mark: &str) -> Vec<u8> {
    let mut document = format!("%PDF-1.7\n{mark}\n").into_bytes();
    document.resize(bytes.max(document.len() + 8), b' ');
    document.extend(b"\n%%EOF\n");
    document
}

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
        let send = || world.attach(&link, "../CV của Lan.exe", document.clone(), &form);
        let (one, two, three) = tokio::join!(send(), send(), send());
        for answer in [one, two, three] {
            answer.expect("taken");
        }
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

#[tokio::test(flavor = "multi_thread")]
async fn an_employer_keeps_words_for_answers_that_no_other_employer_sees() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let add = |title: &str, words: &str, key: Key| {
            let (app, ctx, title, words) = (world.app.clone(), world.member(), title.to_owned(), words.to_owned());
            async move { applications::add_template(&app, &ctx, &title, &words, &key).await }
        };
        let form = key();
        let same = || add("Cảm ơn", "Cảm ơn bạn đã ứng tuyển.", form.clone());
        let (one, two) = tokio::join!(same(), same());
        one.expect("kept");
        two.expect("the same answer");
        assert_eq!(code(&add("Cảm ơn", "Khác", key()).await.expect_err("known")), "template_known");
        assert_eq!(code(&add(" ", "Khác", key()).await.expect_err("no name")), "template_title");
        let known = applications::templates(&world.app, &world.member()).await.expect("templates");
        assert_eq!(known.iter().map(|known| known.words.as_str()).collect::<Vec<_>>(), ["Cảm ơn bạn đã ứng tuyển."]);
        let operator = world.app.ctx(Actor::Operator, Locale::Vi);
        let new = NewPosting { employer: "Công ty Khác".into(), content: Content::titled("Bảo vệ") };
        postings::publish(&world.app, &operator, new).await.expect("published");
        let others = employer::list_by_name(fresh.store.reader(), None, 10).await.expect("employers");
        let other = others.into_iter().find(|row| row.id != world.employer_id).expect("another");
        let stranger = person(&world.app, "khac@vidu.vn", Role::EmployerMember, Thing::of_employer(other.id)).await;
        assert!(applications::templates(&world.app, &stranger).await.expect("own").is_empty());
        let refused = applications::remove_template(&world.app, &stranger, known[0].id, &key()).await;
        assert_eq!(code(&refused.expect_err("another's")), "not_found");
        applications::remove_template(&world.app, &world.member(), known[0].id, &key()).await.expect("removed");
        assert!(applications::templates(&world.app, &world.member()).await.expect("none").is_empty());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_for_the_link_is_used_for_it_and_never_shown_to_the_employer() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let odd = Quick { email: "lan@".into(), ..world.quick(PHONE) };
        let AppError::Refused(errors) = world.apply(odd, &key()).await.expect_err("refused") else { panic!("fields") };
        assert_eq!(errors[0].field, "email");
        let order = Quick { email: "lan@vidu.vn".into(), ..world.quick(PHONE) };
        assert_eq!(world.apply(order, &key()).await.expect("sent"), Applied::Sent);
        let told = world.messages().await;
        let sent = told.iter().find(|message| message.template == "application_sent").expect("told");
        assert_eq!(sent.recipient, "lan@vidu.vn");
        let code_of = world.own(&token(&told, "application_sent")).await.id.code().to_string();
        applications::mark_seen(&world.app, &world.member(), &code_of, &key()).await.expect("opened");
        world.answer(&code_of, Command::Shortlist, &key()).await.expect("shortlisted");
        let reach = applications::reveal(&world.app, &world.member(), &code_of, &key()).await.expect("open").reach;
        assert_eq!((reach.phone.as_deref(), reach.email), (Some("+84905123456"), None));
        world.messages().await;
    })
    .await;
}

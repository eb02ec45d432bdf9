//! An officer applies for somebody at the counter: the same rules as for whoever applies alone, once, with the person's
//! yes on paper, and for ever marked as sent by the centre; and what the desk sees of a person's applications.

use super::full::{LAN, seeker};
use super::{GUARDIAN, World, code, key, person, templates, token};
use crate::forms::{damage, stuck_rows, thrice};
use sanviec_app::applications::{self, Access, Applied, Begin, Decision, GUARDIAN_WORDING, OfPerson, SendFor};
use sanviec_app::applications::{material_for, send_for};
use sanviec_app::desk::{Issue, LetterheadOrder, Record};
use sanviec_app::profiles::{self, AtCounter, Merge, Register, typed};
use sanviec_app::{Actor, AppError, Ctx, Key, Locale, Role, Thing, accounts, desk};
use sanviec_domain::Lang;
use sanviec_domain::application::{Command as Answered, State, Status};
use sanviec_domain::consent::{Command, Giver, Matter, Purpose, Way, Wording};
use sanviec_domain::data_request::{Asker, Paper};
use sanviec_domain::posting::{EmployerId, PostingCode};
use sanviec_domain::profile::{Content, Field, ProfileId};
use sanviec_domain::referral::{Command as Told, Way as ByWay};
use sanviec_store::testing::each_backend;
use sanviec_store::{application, audit, profile};
use uuid::Uuid;

const CENTRE: &str = "Trung tâm Dịch vụ việc làm Gia Lai";
const PAPER: &str = "GĐY 7/2026";

/// The person, with a paper that was seen.
pub(super) fn asked() -> AtCounter {
    AtCounter { asker: Asker::Person, paper: Paper::IdentityCard, issued_on: "2021-05-11".parse().expect("a day") }
}

pub(super) fn id_of(profile: &str) -> ProfileId {
    ProfileId(profile.parse::<PostingCode>().expect("a code").uuid())
}

pub(super) struct Counter {
    pub(super) world: World,
    pub(super) centre: Uuid,
    pub(super) officer: Ctx,
    pub(super) foreign: Ctx,
}

impl Counter {
    pub(super) async fn new(fresh: &sanviec_store::testing::Fresh) -> Self {
        Self::with(fresh, false).await
    }

    /// The same, with or without a scanner.
    pub(super) async fn with(fresh: &sanviec_store::testing::Fresh, scans: bool) -> Self {
        let world = World::with(fresh, scans).await;
        let operator = world.app.ctx(Actor::Operator, Locale::Vi);
        let centre = accounts::add_centre(&world.app, &operator, CENTRE, "52").await.expect("a centre");
        let other = accounts::add_centre(&world.app, &operator, "TTDVVL Huế", "46").await.expect("a centre");
        let officer = person(&world.app, "an@vidu.vn", Role::Officer, Thing::of_centre(centre)).await;
        let foreign = person(&world.app, "dung@vidu.vn", Role::Officer, Thing::of_centre(other)).await;
        Self { world, centre, officer, foreign }
    }

    /// Somebody registered at the counter, without an account.
    pub(super) async fn walk_in(&self, birth: &str, phone: &str) -> String {
        let mut content = Content::default();
        let said = [(Field::Name, "Nguyễn Thị Lan"), (Field::Birth, birth), (Field::Phone, phone)];
        for (field, text) in said {
            typed::set(&mut content, field, &vec![vec![text.to_owned()]], &self.officer).expect("typed");
        }
        let register = Register { content, branch_id: None };
        let id = profiles::register(&self.world.app, &self.officer, register, &key()).await.expect("registered");
        desk::code_of_profile(id)
    }

    pub(super) fn order(&self, profile: &str) -> SendFor {
        SendFor {
            profile: profile.to_owned(),
            posting: self.world.posting.code().to_string(),
            words: "Chị Lan ở gần công ty.".into(),
            paper: PAPER.into(),
            ..SendFor::default()
        }
    }

    pub(super) async fn send(&self, order: SendFor, key: &Key) -> Result<Applied, AppError> {
        send_for(&self.world.app, &self.officer, order, key).await
    }

    /// What letters need before the first.
    async fn letterhead(&self) {
        let manager = person(&self.world.app, "chi@vidu.vn", Role::CentreManager, Thing::of_centre(self.centre)).await;
        let order = LetterheadOrder {
            centre: PostingCode::of(self.centre).to_string(),
            parent_body: "SỞ NỘI VỤ TỈNH GIA LAI".into(),
            place: "Gia Lai".into(),
            sign: "GTVL-TTDVVL".into(),
            signer_post: "GIÁM ĐỐC".into(),
            send_days: "2".into(),
            answer_days: "10".into(),
            ..LetterheadOrder::default()
        };
        desk::save_letterhead(&self.world.app, &manager, order, &key()).await.expect("letterhead");
    }

    /// Somebody applied for by an officer, and referred by a letter too: the codes of both.
    async fn sent_and_referred(&self, profile: &str) -> (String, String) {
        let before: Vec<Uuid> = self.world.rows().await.iter().map(|row| row.id).collect();
        self.send(self.order(profile), &key()).await.expect("sent");
        let rows = self.world.rows().await;
        let sent = rows.iter().find(|row| !before.contains(&row.id)).expect("a new one");
        let of = PostingCode::of(sent.id).to_string();
        applications::mark_seen(&self.world.app, &self.world.member(), &of, &key()).await.expect("opened");
        let posting = self.world.posting.code().to_string();
        let order = Issue { profile: profile.to_owned(), posting, paper: PAPER.into() };
        let letter = desk::issue(&self.world.app, &self.officer, order, &key()).await.expect("issued").id;
        (of, letter)
    }

    async fn hired_by_letter(&self, letter: &str) {
        let today = self.officer.today();
        for command in [Told::Send(ByWay::ByHand), Told::Hire { told_on: today, starts_on: today, ends_on: None }] {
            let order = Record { id: letter.to_owned(), version: None, command };
            desk::record(&self.world.app, &self.officer, order, &key()).await.expect("recorded");
        }
    }

    pub(super) async fn seen(&self, profile: &str) -> Vec<OfPerson> {
        desk::person(&self.world.app, &self.officer, profile).await.expect("a page").applications
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_officer_applies_for_somebody_once_however_often_it_is_sent() {
    each_backend(|fresh| async move {
        let counter = Counter::new(&fresh).await;
        let (world, app) = (&counter.world, &counter.world.app);
        let lan = counter.walk_in("12/03/1994", "0905 123 456").await;
        let without = SendFor { paper: " ".into(), ..counter.order(&lan) };
        assert_eq!(code(&counter.send(without, &key()).await.expect_err("no yes")), "consent_missing");
        for refused in [
            send_for(app, &counter.foreign, counter.order(&lan), &key()).await.map(|_| ()),
            material_for(app, &counter.foreign, &lan, &world.posting.code().to_string()).await.map(|_| ()),
            send_for(app, &world.member(), counter.order(&lan), &key()).await.map(|_| ()),
        ] {
            assert_eq!(code(&refused.expect_err("not theirs")), "forbidden");
        }
        assert!(world.rows().await.is_empty() && counter.seen(&lan).await.is_empty());

        let form = key();
        assert_eq!(thrice(|| counter.send(counter.order(&lan), &form)).await, Applied::Sent);
        let rows = world.rows().await;
        let [row] = &rows[..] else { panic!("{}", rows.len()) };
        assert_eq!((row.by_centre_id, row.account_id), (Some(counter.centre), None));
        let told = world.messages().await;
        assert_eq!(templates(&told), ["application_received", "application_sent"], "as for whoever applies alone");
        let own = world.own(&token(&told, "application_sent")).await;
        assert_eq!((own.by_centre.as_deref(), own.status), (Some(CENTRE), Some(Status::Sent)));
        let trail = audit::list_of(fresh.store.reader(), row.id, 0, 20).await.expect("trail");
        let entry = trail.iter().find(|entry| entry.action == "apply_for_person").expect("who did it");
        assert_eq!((entry.role.as_str(), entry.centre_id), ("officer", Some(counter.centre)));
        let of = sanviec_domain::posting::PostingCode::of(row.id).to_string();
        applications::mark_seen(app, &world.member(), &of, &key()).await.expect("opened");
        let view = applications::applicant(app, &world.member(), &of).await.expect("view");
        assert_eq!((view.by_centre.as_deref(), view.name.as_deref()), (Some(CENTRE), Some("Nguyễn Thị Lan")));
        assert_eq!(view.carried.expect("carried").words, "Chị Lan ở gần công ty.");

        // Another form for the same vacancy, and two at once for somebody else.
        let again = counter.send(counter.order(&lan), &key()).await.expect_err("once");
        assert_eq!(code(&again), "applied_already");
        let mai = counter.walk_in("12/03/1990", "0905 999 888").await;
        let (first, second) = (key(), key());
        let (one, two) =
            tokio::join!(counter.send(counter.order(&mai), &first), counter.send(counter.order(&mai), &second));
        let sent = [one, two].into_iter().flatten().count();
        assert_eq!((sent, world.rows().await.len()), (1, 2));

        let seen = counter.seen(&lan).await;
        assert_eq!((seen.len(), seen[0].status, seen[0].by_centre.as_deref()), (1, Some(Status::Seen), Some(CENTRE)));
        assert_eq!(seen[0].employer_name, "Công ty TNHH Minh Anh");
        // Taken back by the person, it may be sent again; the yes of before still stands.
        world.withdraw(&token(&told, "application_sent"), &key()).await.expect("withdrawn");
        let again = SendFor { paper: String::new(), ..counter.order(&lan) };
        assert_eq!(counter.send(again, &key()).await.expect("asked again"), Applied::Sent);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn for_somebody_under_18_an_officer_asks_a_guardian_first() {
    each_backend(|fresh| async move {
        let counter = Counter::new(&fresh).await;
        let world = &counter.world;
        let minor = counter.walk_in("12/03/2010", "0905 123 456").await;
        for (guardian, refused) in [("", "guardian_missing"), ("0905 123 456", "guardian_is_applicant")] {
            let order = SendFor { guardian: guardian.into(), ..counter.order(&minor) };
            assert_eq!(code(&counter.send(order, &key()).await.expect_err(refused)), refused);
        }
        let order = SendFor { guardian: GUARDIAN.into(), ..counter.order(&minor) };
        assert_eq!(counter.send(order, &key()).await.expect("asked"), Applied::GuardianAsked);
        assert!(world.rows().await.is_empty(), "not before the employer");
        let asked = world.messages().await;
        assert_eq!(templates(&asked), ["application_status_changed", "guardian_asked"]);
        let seen = counter.seen(&minor).await;
        assert_eq!((seen[0].state, seen[0].status), (State::AwaitingGuardian, None));
        let token = token(&asked, "guardian_asked");
        let yes = Decision { token, agrees: true, name: "Trần Thị Mẹ".into(), wording: GUARDIAN_WORDING };
        applications::decide(&world.app, &world.public(), yes, &key()).await.expect("agreed");
        assert_eq!(world.rows().await.len(), 1);
        assert_eq!(templates(&world.messages().await), ["application_received", "application_sent"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_officer_applies_for_an_account_only_while_the_centre_serves_it_and_sees_no_drafts() {
    each_backend(|fresh| async move {
        let counter = Counter::new(&fresh).await;
        let (world, app) = (&counter.world, &counter.world.app);
        let lan = seeker(world, "lan@vidu.vn", &LAN).await;
        let profile = desk::code_of_profile(profiles::own_or_new(app, &lan.ctx()).await.expect("own").id);
        assert_eq!(code(&counter.send(counter.order(&profile), &key()).await.expect_err("a stranger")), "forbidden");
        profiles::join_centre(app, &lan.ctx(), (counter.centre, 1), &key()).await.expect("joined");
        world.messages().await;
        lan.begin(&[]).await.expect("a draft");
        assert!(counter.seen(&profile).await.is_empty(), "what is being written is the person's alone");
        assert_eq!(counter.send(counter.order(&profile), &key()).await.expect("sent"), Applied::Sent);
        let told = world.messages().await;
        let own = told.iter().find(|message| message.template == "application_sent").expect("the person is told");
        assert_eq!((own.recipient.as_str(), own.params["path"].as_str()), ("lan@vidu.vn", "/ung-tuyen"));
        let (mine, _) = applications::list_mine(app, &lan.ctx(), "", 20).await.expect("list");
        assert!(mine.iter().any(|one| one.state == State::Sent), "it stands among the own ones");
        assert_eq!(counter.seen(&profile).await.len(), 1);
        assert_eq!(code(&lan.begin(&[]).await.expect_err("once")), "applied_already");
        profiles::leave_centre(app, &lan.ctx(), &key()).await.expect("left");
        let gone = desk::person(app, &counter.officer, &profile).await.map(|_| ()).expect_err("not served");
        assert_eq!(code(&gone), "forbidden");
        assert_eq!(code(&counter.send(counter.order(&profile), &key()).await.expect_err("left")), "forbidden");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_sent_at_the_counter_is_the_own_of_whoever_takes_the_record_over() {
    each_backend(|fresh| async move {
        let counter = Counter::new(&fresh).await;
        let (world, app) = (&counter.world, &counter.world.app);
        let lan = counter.walk_in("12/03/1994", "0905 123 456").await;
        assert_eq!(counter.send(counter.order(&lan), &key()).await.expect("sent"), Applied::Sent);
        let printed = desk::issue_claim(app, &counter.officer, &lan, &key()).await.expect("a code");
        let own = person(app, "lan@vidu.vn", Role::Seeker, Thing::default()).await;
        desk::claim(app, &own, &printed.code, &key()).await.expect("taken over");
        let (mine, _) = applications::list_mine(app, &own, "", 20).await.expect("list");
        let [one] = &mine[..] else { panic!("{mine:?}") };
        assert_eq!(one.state, State::Sent);
        let copy = profiles::export_own(app, &own).await.expect("a copy");
        assert_eq!(copy["applications"].as_array().map(Vec::len), Some(1));
        let again = Begin { posting: world.posting.code().to_string(), ..Begin::default() };
        let again = applications::begin_full(app, &own, again, &key()).await;
        assert_eq!(code(&again.map(|_| ()).expect_err("once")), "applied_already");
        let access = Access::Own(one.id.code().to_string());
        applications::withdraw(app, &own, access, "", &key()).await.expect("taken back");
        assert_eq!(counter.seen(&lan).await[0].status, Some(Status::Withdrawn));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_sent_for_somebody_stays_whose_data_are_deleted_at_the_same_moment() {
    each_backend(|fresh| async move {
        let counter = Counter::new(&fresh).await;
        let app = &counter.world.app;
        for turn in 0..6 {
            let lan = counter.walk_in("12/03/1994", &format!("0905 123 45{turn}")).await;
            let (sending, deleting) = (key(), key());
            let (_, deleted) = tokio::join!(
                counter.send(counter.order(&lan), &sending),
                profiles::delete_at_counter(app, &counter.officer, (id_of(&lan), asked()), &deleting)
            );
            deleted.expect("deleted");
            let left = application::list_of_profiles(fresh.store.reader(), &[id_of(&lan).0]).await.expect("read");
            assert!(left.is_empty(), "turn {turn}: {left:?}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_stays_with_an_employer_on_a_yes_that_is_taken_back_at_the_same_moment() {
    each_backend(|fresh| async move {
        let counter = Counter::new(&fresh).await;
        let (app, officer) = (&counter.world.app, &counter.officer);
        let matter = Matter::with(Purpose::Application, EmployerId(counter.world.employer_id));
        let version = profiles::wording(Purpose::Application);
        for turn in 0..6 {
            let lan = counter.walk_in("12/03/1994", &format!("0905 123 45{turn}")).await;
            let give = Command::Give {
                matter,
                wording: Wording { version, lang: Lang::Vi },
                shown: version,
                way: Way::OnPaper,
                giver: Giver::Person,
                evidence: Some(PAPER.into()),
            };
            profiles::record(app, officer, id_of(&lan), give, &key()).await.expect("agreed");
            let order = SendFor { paper: String::new(), ..counter.order(&lan) };
            let (sending, taking) = (key(), key());
            let (_, taken) = tokio::join!(
                counter.send(order, &sending),
                profiles::withdraw_at_counter(app, officer, id_of(&lan), (matter, asked()), &taking)
            );
            taken.expect("taken back");
            let seen = counter.seen(&lan).await;
            assert!(seen.iter().all(|one| one.status == Some(Status::Withdrawn)), "turn {turn}: {seen:?}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_application_keeps_the_rest_of_the_person_from_nobody() {
    each_backend(|fresh| async move {
        let counter = Counter::new(&fresh).await;
        let (world, lan) = (&counter.world, counter.walk_in("12/03/1994", "0905 123 456").await);
        counter.send(counter.order(&lan), &key()).await.expect("sent");
        world.withdraw(&token(&world.messages().await, "application_sent"), &key()).await.expect("withdrawn");
        counter.send(counter.order(&lan), &key()).await.expect("sent again");
        let newest = world.rows().await.iter().map(|row| row.id).max().expect("two of them");
        damage(&fresh, "application", newest, "state = 'nonsense'").await;
        for _ in 0..2 {
            let seen = counter.seen(&lan).await;
            assert_eq!(seen.iter().map(|one| one.status).collect::<Vec<_>>(), [Some(Status::Withdrawn)]);
            assert_eq!(stuck_rows(&world.app).await, [("application_view".to_owned(), newest)]);
        }
        damage(&fresh, "application", newest, "state = 'sent'").await;
        assert_eq!(counter.seen(&lan).await.len(), 2);
        assert!(stuck_rows(&world.app).await.is_empty(), "mended, nothing is noted any more");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_sent_from_a_record_that_is_part_of_the_own_one_stands_among_the_own_while_it_is() {
    each_backend(|fresh| async move {
        let counter = Counter::new(&fresh).await;
        let (world, app, reader) = (&counter.world, &counter.world.app, fresh.store.reader());
        let lan = seeker(world, "lan@vidu.vn", &LAN).await;
        let kept = profiles::own_or_new(app, &lan.ctx()).await.expect("own").id;
        profiles::join_centre(app, &lan.ctx(), (counter.centre, 1), &key()).await.expect("joined");
        let draft = lan.begin(&[]).await.expect("a draft");
        let walk_in = counter.walk_in("12/03/1994", "0905 123 456").await;
        assert_eq!(counter.send(counter.order(&walk_in), &key()).await.expect("sent"), Applied::Sent);
        let sent = world.rows().await[0].id;
        let access = || Access::Own(PostingCode::of(sent).to_string());
        let own = async || applications::my_application(app, &lan.ctx(), &access()).await;
        assert_eq!(code(&own().await.map(|_| ()).expect_err("of nobody yet")), "not_found");

        let gone = id_of(&walk_in);
        let rows = profile::find_many(reader, &[kept.0, gone.0]).await.expect("both");
        let version = |id: ProfileId| rows.iter().find(|row| row.id == id.0).expect("one of both").version;
        let merge = Merge { kept: (kept, version(kept)), gone: (gone, version(gone)), take: Vec::new() };
        let merged = profiles::merge(app, &counter.officer, merge, &key()).await.expect("merged");
        let (first, next) = applications::list_mine(app, &lan.ctx(), "", 1).await.expect("a page");
        let (second, end) = applications::list_mine(app, &lan.ctx(), &next.expect("more"), 1).await.expect("a page");
        let both: Vec<Uuid> = first.iter().chain(&second).map(|one| one.id.0).collect();
        assert_eq!((both, first[0].state, end), (vec![sent, draft.0], State::Sent, None));
        assert_eq!(own().await.expect("the own").by_centre.as_deref(), Some(CENTRE));
        let mai = seeker(world, "mai@vidu.vn", &[(Field::Name, "Trần Thị Mai")]).await;
        let others = applications::my_application(app, &mai.ctx(), &access()).await;
        assert_eq!(code(&others.map(|_| ()).expect_err("somebody else's")), "not_found");
        applications::withdraw(app, &lan.ctx(), access(), "", &key()).await.expect("taken back");
        assert_eq!(counter.seen(&walk_in).await[0].status, Some(Status::Withdrawn));

        profiles::unmerge(app, &counter.officer, merged, &key()).await.expect("taken apart");
        let (mine, _) = applications::list_mine(app, &lan.ctx(), "", 20).await.expect("list");
        assert_eq!(mine.iter().map(|one| one.id).collect::<Vec<_>>(), [draft]);
        assert_eq!(code(&own().await.map(|_| ()).expect_err("of nobody again")), "not_found");
        world.messages().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_hired_by_an_application_and_a_letter_counts_once_on_the_vacancy() {
    each_backend(|fresh| async move {
        let counter = Counter::new(&fresh).await;
        let world = &counter.world;
        counter.letterhead().await;
        let lan = counter.walk_in("12/03/1994", "0905 123 456").await;
        let mai = counter.walk_in("12/03/1990", "0905 999 888").await;
        let (sent, letter) = counter.sent_and_referred(&lan).await;
        let (other_sent, other_letter) = counter.sent_and_referred(&mai).await;
        let hire = || Answered::Hire { starts_on: world.member().today() };
        assert_eq!(world.filled().await, ("published".to_owned(), 0));
        world.answer(&sent, hire(), &key()).await.expect("hired");
        assert_eq!(world.filled().await, ("published".to_owned(), 1));
        counter.hired_by_letter(&letter).await;
        assert_eq!(world.filled().await, ("published".to_owned(), 1), "the letter tells of the same person");
        counter.hired_by_letter(&other_letter).await;
        assert_eq!(world.filled().await, ("published".to_owned(), 2), "a letter counts by itself");
        world.answer(&other_sent, hire(), &key()).await.expect("hired");
        assert_eq!(world.filled().await, ("published".to_owned(), 2), "and so does the application");
        world.messages().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_officer_neither_applies_for_nor_refers_somebody_under_18_to_a_job_for_older_people() {
    each_backend(|fresh| async move {
        let counter = Counter::new(&fresh).await;
        let world = &counter.world;
        counter.letterhead().await;
        world.takes_from(18).await;
        let minor = counter.walk_in("12/03/2010", "0905 123 456").await;
        let posting = world.posting.code().to_string();
        let known = material_for(&world.app, &counter.officer, &minor, &posting).await.expect("material");
        assert_eq!(known.material.kept_from, Some(18));
        let order = || SendFor { guardian: GUARDIAN.into(), ..counter.order(&minor) };
        assert_eq!(code(&counter.send(order(), &key()).await.expect_err("16")), "too_young_for_job");
        let refer = async || {
            let order = Issue { profile: minor.clone(), posting: posting.clone(), paper: PAPER.into() };
            desk::issue(&world.app, &counter.officer, order, &key()).await.map(|_| ())
        };
        let refused = refer().await.expect_err("16");
        assert!(matches!(&refused, AppError::Refused(errors) if errors[0].field == "posting"), "{refused:?}");
        assert_eq!(code(&refused), "too_young_for_job");
        assert!(world.rows().await.is_empty() && world.messages().await.is_empty());

        world.takes_from(16).await;
        assert_eq!(code(&refer().await.expect_err("16, alone")), "guardian_consent_missing");
        assert_eq!(counter.send(order(), &key()).await.expect("asked"), Applied::GuardianAsked);
        world.messages().await;
    })
    .await;
}

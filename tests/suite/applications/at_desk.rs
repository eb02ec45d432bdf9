//! One application as the desk of the person's centre sees it: where it stands and whom it waits for, nothing of what
//! the two sides write to each other, a look each time; and taking it back for whoever asks at the counter.

use super::counter::{Counter, asked, id_of};
use super::full::{LAN, seeker};
use super::{GUARDIAN, code, key, person, templates};
use crate::forms::thrice;
use sanviec_app::applications::{
    self, Awaited, DeskView, Over, SendFor, WithdrawAtCounter, Writer, at_desk, withdraw_for, write_line,
};
use sanviec_app::profiles::{self, AtCounter};
use sanviec_app::{AppError, Ctx, Key, Locale, Role, Thing};
use sanviec_domain::application::{Command, State, Status, WithdrawReason};
use sanviec_domain::data_request::Asker;
use sanviec_domain::profile::Field;
use sanviec_store::testing::each_backend;
use sanviec_store::{audit, look};

const WORDS: &str = "Chị Lan ở gần công ty.";

impl Counter {
    fn now(&self) -> Ctx {
        self.world.app.ctx(self.officer.actor, Locale::Vi)
    }

    /// Somebody at the counter for whom an application was sent: codes of the profile and of the application.
    async fn applied(&self) -> (String, String) {
        let lan = self.walk_in("12/03/1994", "0905 123 456").await;
        self.send(self.order(&lan), &key()).await.expect("sent");
        let application = self.seen(&lan).await[0].id.code().to_string();
        self.world.messages().await;
        (lan, application)
    }

    async fn at(&self, application: &str) -> Result<DeskView, AppError> {
        at_desk(&self.world.app, &self.now(), application).await
    }

    async fn take_back(&self, order: WithdrawAtCounter, key: &Key) -> Result<(), AppError> {
        withdraw_for(&self.world.app, &self.now(), order, key).await
    }
}

fn order(view: &DeskView) -> WithdrawAtCounter {
    let application = view.id.code().to_string();
    WithdrawAtCounter { application, version: view.version, reason: "found_work".to_owned(), seen: asked() }
}

fn kinds(view: &DeskView) -> Vec<&str> {
    view.events.iter().map(|event| event.kind.as_str()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_desk_sees_where_an_application_stands_and_nothing_that_the_two_sides_write() {
    each_backend(|fresh| async move {
        let counter = Counter::new(&fresh).await;
        let (app, member) = (&counter.world.app, || counter.world.member());
        let (lan, of) = counter.applied().await;
        let view = counter.at(&of).await.expect("sent by the centre");
        assert_eq!(
            (view.status, view.profile.as_str(), view.person.as_str()),
            (Some(Status::Sent), lan.as_str(), "Nguyễn Thị Lan")
        );
        assert_eq!(view.awaited.map(|(who, _)| who), Some(Awaited::Employer));
        assert!(view.awaited.expect("a clock").1 > view.at && view.may_withdraw);
        assert_eq!((view.carried.words.as_str(), view.has_words), (WORDS, true), "the officer wrote it");
        assert!(view.goes.contains(&Field::Phone) && !view.carried.fields.contains(&Field::Phone), "known, and masked");
        assert_eq!(kinds(&view), ["sent"]);

        applications::mark_seen(app, &member(), &of, &key()).await.expect("opened");
        write_line(app, &member(), Writer::Employer(of.clone()), "zqtinmat", &key()).await.expect("written");
        applications::note(app, &member(), &of, "zqghichu", &key()).await.expect("noted");
        let view = counter.at(&of).await.expect("seen by the employer");
        assert_eq!((view.status, kinds(&view)), (Some(Status::Seen), vec!["sent", "seen"]));
        let shown = format!("{view:?}");
        assert!(!shown.contains("zqtinmat") && !shown.contains("zqghichu"), "{shown}");

        // Each time the person is told who looked, and at what.
        let looks = look::list_of(fresh.store.reader(), &[id_of(&lan).0], None, 50).await.expect("looks");
        let looks: Vec<_> = looks.iter().filter(|look| look.why == "application" && look.role == "officer").collect();
        assert_eq!(looks.len(), 2);
        assert!(looks[0].fields.contains(Field::Name.code()) && !looks[0].fields.contains(Field::Phone.code()));

        counter.world.pass_days(20);
        let late = counter.at(&of).await.expect("before the clock came by");
        assert!(late.is_unanswered && late.awaited.is_none() && !late.may_withdraw);
        let refused = counter.take_back(order(&late), &key()).await.expect_err("over");
        assert_eq!(code(&refused), "closed");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_officer_takes_an_application_back_once_for_whoever_asks_at_the_counter() {
    each_backend(|fresh| async move {
        let counter = Counter::new(&fresh).await;
        let (world, app) = (&counter.world, &counter.world.app);
        let (lan, of) = counter.applied().await;
        let stale = counter.at(&of).await.expect("a page");
        applications::mark_seen(app, &world.member(), &of, &key()).await.expect("opened");
        let view = counter.at(&of).await.expect("a page");
        let by = |seen: AtCounter| WithdrawAtCounter { seen, ..order(&view) };
        let tomorrow = counter.now().now.plus_days(1).day();
        for (order, expected) in [
            (order(&stale), "conflict"),
            (by(AtCounter { issued_on: tomorrow, ..asked() }), "day_to_come"),
            (by(AtCounter { asker: Asker::Guardian, ..asked() }), "of_age"),
            (WithdrawAtCounter { reason: "guardian_refused".into(), ..order(&view) }, "reason_unknown"),
        ] {
            assert_eq!(code(&counter.take_back(order, &key()).await.expect_err(expected)), expected);
        }
        let manager = person(app, "quanly@vidu.vn", Role::CentreManager, Thing::of_centre(counter.centre)).await;
        assert!(!at_desk(app, &manager, &of).await.expect("reads").may_withdraw);
        for other in [&counter.foreign, &manager, &world.member(), &world.public()] {
            let refused = withdraw_for(app, other, order(&view), &key()).await.expect_err("not theirs to do");
            assert_eq!(code(&refused), "forbidden");
        }
        assert_eq!(counter.at(&of).await.expect("as it was").status, Some(Status::Seen));
        assert!(world.messages().await.is_empty(), "nobody was told of anything");

        let form = key();
        thrice(|| counter.take_back(order(&view), &form)).await;
        let gone = counter.at(&of).await.expect("a page");
        assert_eq!((gone.state, gone.over), (State::Withdrawn, Some(Over::Withdrawn(WithdrawReason::FoundWork))));
        assert_eq!(kinds(&gone), ["sent", "seen", "withdrawn_at_counter"], "one withdrawal");
        assert_eq!(gone.events.iter().map(|event| event.for_person).collect::<Vec<_>>(), [true, false, true]);
        let told = world.messages().await;
        assert_eq!(templates(&told), ["application_status_changed"; 2], "the employer and the person");
        let noted = audit::list_of(fresh.store.reader(), id_of(&lan).0, 0, 100).await.expect("trail");
        let noted: Vec<_> = noted.iter().filter(|entry| entry.action == "counter_application").collect();
        let said: serde_json::Value = serde_json::from_str(noted[0].after.as_deref().expect("said")).expect("JSON");
        assert_eq!(
            (noted.len(), said["paper"].as_str(), said["application"].as_str()),
            (1, Some("identity_card"), Some(id_of(&of).0.to_string().as_str()))
        );
        assert_eq!((noted[0].role.as_str(), noted[0].centre_id), ("officer", Some(counter.centre)));
        let again = counter.take_back(order(&gone), &key()).await.expect_err("once");
        assert_eq!(code(&again), "closed");
        let copied =
            profiles::copy_at_counter(app, &counter.now(), (id_of(&lan), asked()), &key()).await.expect("a copy");
        let asked_before = copied.file["asked_at_counter"].to_string();
        assert!(asked_before.contains("counter_application"), "{asked_before}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_officers_who_take_back_at_once_one_does_and_an_answer_between_is_not_undone() {
    each_backend(|fresh| async move {
        let counter = Counter::new(&fresh).await;
        let (_, of) = counter.applied().await;
        let view = counter.at(&of).await.expect("a page");
        let (first, second) = (key(), key());
        let (one, two) =
            tokio::join!(counter.take_back(order(&view), &first), counter.take_back(order(&view), &second));
        assert_eq!([one, two].into_iter().flatten().count(), 1);
        assert_eq!(counter.world.messages().await.len(), 2, "each side is told once");

        let mai = counter.walk_in("12/03/1990", "0905 999 888").await;
        counter.send(counter.order(&mai), &key()).await.expect("sent");
        let of = counter.seen(&mai).await[0].id.code().to_string();
        let view = counter.at(&of).await.expect("a page");
        let (app, world) = (&counter.world.app, &counter.world);
        applications::mark_seen(app, &world.member(), &of, &key()).await.expect("opened");
        let starts_on = counter.now().now.plus_days(7).day();
        world.answer(&of, Command::Hire { starts_on }, &key()).await.expect("hired");
        for order in [order(&view), order(&counter.at(&of).await.expect("a page"))] {
            counter.take_back(order, &key()).await.expect_err("hired meanwhile");
        }
        assert_eq!(counter.at(&of).await.expect("a page").status, Some(Status::Hired));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_the_persons_alone_and_what_is_another_centres_is_not_found_at_the_desk() {
    each_backend(|fresh| async move {
        let counter = Counter::new(&fresh).await;
        let (world, app) = (&counter.world, &counter.world.app);
        let (_, of) = counter.applied().await;
        for (who, expected) in
            [(&counter.foreign, "forbidden"), (&world.member(), "forbidden"), (&world.public(), "forbidden")]
        {
            assert_eq!(code(&at_desk(app, who, &of).await.map(|_| ()).expect_err(expected)), expected);
        }
        let lan = seeker(world, "lan@vidu.vn", &LAN).await;
        profiles::join_centre(app, &lan.ctx(), (counter.centre, 1), &key()).await.expect("joined");
        let draft = lan.begin(&[]).await.expect("a draft").code().to_string();
        assert_eq!(code(&counter.at(&draft).await.map(|_| ()).expect_err("a draft")), "not_found");
        let sent = lan.sent(&[]).await.code().to_string();
        let view = counter.at(&sent).await.expect("handed in");
        assert!(view.events.iter().all(|event| !event.for_person), "the person did it: {:?}", view.events);
        assert!(view.has_words && view.carried.words.is_empty(), "what the person wrote is between the two");
        world.messages().await;
        let quick = world.own(&world.applied("0905 777 666").await).await.id.code().to_string();
        assert_eq!(code(&counter.at(&quick).await.map(|_| ()).expect_err("by telephone")), "not_found");
        profiles::leave_centre(app, &lan.ctx(), &key()).await.expect("left");
        assert_eq!(code(&counter.at(&sent).await.map(|_| ()).expect_err("left")), "forbidden");
        let refused = counter.take_back(order(&view), &key()).await.expect_err("left");
        assert_eq!(code(&refused), "forbidden");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_waits_for_a_guardian_can_be_taken_back_by_one_and_the_employer_hears_nothing() {
    each_backend(|fresh| async move {
        let counter = Counter::new(&fresh).await;
        let minor = counter.walk_in("12/03/2010", "0905 123 456").await;
        let with = SendFor { guardian: GUARDIAN.into(), ..counter.order(&minor) };
        counter.send(with, &key()).await.expect("asked");
        counter.world.messages().await;
        let of = counter.seen(&minor).await[0].id.code().to_string();
        let view = counter.at(&of).await.expect("a page");
        assert_eq!((view.status, view.awaited.map(|(who, _)| who)), (None, Some(Awaited::Guardian)));
        let seen = AtCounter { asker: Asker::Guardian, ..asked() };
        let by_guardian = WithdrawAtCounter { seen, reason: String::new(), ..order(&view) };
        counter.take_back(by_guardian, &key()).await.expect("taken back");
        let told = counter.world.messages().await;
        assert_eq!(templates(&told), ["application_status_changed"], "the person alone");
        assert_eq!(counter.at(&of).await.expect("a page").status, Some(Status::Withdrawn));
    })
    .await;
}

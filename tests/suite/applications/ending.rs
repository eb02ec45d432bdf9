//! The end: what nobody answered, what its time is over of, what the person deletes, what loses its posting.

use super::{PHONE, World, code, key, templates};
use sanviec_app::applications::{self, Access, Ticked, Writer};
use sanviec_app::postings::{self, Edit};
use sanviec_app::{Actor, AppError, Key, Locale};
use sanviec_domain::application::{Command, ResponseRate, State, Status};
use sanviec_domain::posting;
use sanviec_store::application;
use sanviec_store::testing::each_backend;

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
        let own = world.own(&link).await;
        assert_eq!(own.status, Some(Status::NotSuitable), "a late tick changes no answer");
        assert!(own.is_unanswered, "the person reads that it was the employer's silence");
        let ctx = [world.app.ctx(Actor::System, Locale::Vi), world.app.ctx(Actor::System, Locale::Vi)];
        let (one, two) =
            tokio::join!(applications::tick(&world.app, &ctx[0], 100), applications::tick(&world.app, &ctx[1], 100));
        one.expect("ticked");
        two.expect("ticked");
        let told = world.messages().await;
        assert_eq!(templates(&told), ["application_status_changed"], "told once, however many clocks tick");
        assert_eq!(told[0].params["status"], "unanswered");
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

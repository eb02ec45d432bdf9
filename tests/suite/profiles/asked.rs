//! What people ask about their own data: two clocks of the law, seen by both sides, late once, reminded once.

use super::{World, code, key};
use crate::forms::{damage, stuck_rows, thrice};
use sanviec_app::desk::{Work, waiting_at_no_centre};
use sanviec_app::messages::{self, End};
use sanviec_app::requests::{self, Answered, Ask, OpenRequests, Reply, RequestView};
use sanviec_app::{Actor, AppError, Ctx, Locale, Role, Thing, profiles};
use sanviec_domain::clock::DutyState;
use sanviec_domain::data_request::{Kind, Outcome};
use sanviec_domain::time::{Micros, parse_date};
use sanviec_store::testing::each_backend;
use sanviec_store::{audit, data_request};
use uuid::Uuid;

fn asks(kind: Kind) -> Ask {
    Ask { kind, words: "Cho tôi xem ghi chú về tôi".into() }
}

async fn own(world: &World, ctx: &Ctx) -> RequestView {
    requests::own_requests(&world.app, ctx).await.expect("own").remove(0)
}

fn replies(view: &RequestView, reply: Reply) -> Answered {
    Answered { request: (view.id.clone(), view.version), reply, words: "Đã gửi bản sao cho bạn".into() }
}

async fn told(world: &World, template: &str) -> usize {
    let ctx = world.app.ctx(Actor::System, Locale::Vi);
    let sent = messages::claim(&world.app, &ctx, 60, 100).await.expect("claimed");
    sent.iter().filter(|one| one.template == template).count()
}

fn later(ctx: &Ctx, days: i64) -> Ctx {
    Ctx { now: ctx.now.plus_days(days), ..ctx.clone() }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_is_answered_by_the_centre_that_serves_the_person_and_by_nobody_else() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let (officer, foreign) = (world.officer().await, world.foreign_officer().await);
        let auditor = world.person("kt@vidu.vn", Role::Auditor, Thing::of_centre(world.centre)).await;
        let operator = world.person("vh@vidu.vn", Role::PlatformOperator, Thing::default()).await;
        let (lan, mai) = (world.seeker("0905123456").await, world.seeker("0905999888").await);
        profiles::join_centre(&world.app, &lan, (world.centre, 1), &key()).await.expect("joined");
        let form = key();
        thrice(|| requests::ask(&world.app, &lan, asks(Kind::Access), &form)).await;
        requests::ask(&world.app, &mai, asks(Kind::Deletion), &key()).await.expect("asked");
        let one = own(&world, &lan).await;
        // NOW is a Tuesday: two working days end on Thursday.
        assert_eq!(one.due_on.map(|day| day.to_string()).as_deref(), Some("2026-11-26"));
        assert_eq!(one.life.settle.due_on().to_string(), "2026-12-04");
        let of = |list: OpenRequests| list.items.into_iter().map(|one| one.life.kind).collect::<Vec<_>>();
        assert_eq!(of(requests::open_requests(&world.app, &officer, 0).await.expect("own centre")), [Kind::Access]);
        assert_eq!(of(requests::open_requests(&world.app, &foreign, 0).await.expect("own centre")), []);
        assert_eq!(of(requests::open_requests(&world.app, &operator, 0).await.expect("nobody's")), [Kind::Deletion]);
        for ctx in [&foreign, &auditor, &operator, &mai] {
            let read = requests::request(&world.app, ctx, &one.id).await.map(|_| ()).expect_err("not theirs");
            assert_eq!(code(&read), "forbidden");
            let answer = requests::answer(&world.app, ctx, replies(&one, Reply::Done), &key()).await;
            assert_eq!(code(&answer.expect_err("not theirs")), "forbidden");
        }
        let seen = requests::request(&world.app, &officer, &one.id).await.expect("read");
        let empty = Answered { words: " ".into(), ..replies(&seen, Reply::Working) };
        let refused = requests::answer(&world.app, &officer, empty, &key()).await.expect_err("says nothing");
        assert_eq!(code(&refused), "missing");
        let form = key();
        thrice(|| requests::answer(&world.app, &officer, replies(&seen, Reply::Working), &form)).await;
        assert_eq!(told(&world, "request_answered").await, 1);
        let working = own(&world, &lan).await;
        assert_eq!((working.life.answer.state(), working.reply.as_str()), (DutyState::Done, "Đã gửi bản sao cho bạn"));
        // Two colleagues at once: one is told to look again.
        let colleague = world.person("canbo3@vidu.vn", Role::Officer, Thing::of_centre(world.centre)).await;
        let keys = [key(), key()];
        let both = tokio::join!(
            requests::answer(&world.app, &officer, replies(&working, Reply::Done), &keys[0]),
            requests::answer(&world.app, &colleague, replies(&working, Reply::Refused), &keys[1])
        );
        let late = match both {
            (Ok(()), Err(error)) | (Err(error), Ok(())) => error,
            both => panic!("one of both: {both:?}"),
        };
        assert_eq!(code(&late), "conflict");
        let over = own(&world, &lan).await;
        assert!(over.life.outcome.is_some() && over.due_on.is_none());
        let again = requests::answer(&world.app, &officer, replies(&over, Reply::Working), &key()).await;
        assert_eq!(code(&again.expect_err("over")), "request_over");
        assert!(requests::open_requests(&world.app, &officer, 0).await.expect("own centre").items.is_empty());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_officer_on_the_english_pages_writes_to_a_person_in_vietnamese() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let officer = Ctx { locale: Locale::En, ..world.officer().await };
        let lan = world.seeker("0905123456").await;
        profiles::join_centre(&world.app, &lan, (world.centre, 1), &key()).await.expect("joined");
        requests::ask(&world.app, &lan, asks(Kind::Access), &key()).await.expect("asked");
        let one = own(&world, &lan).await;
        requests::answer(&world.app, &officer, replies(&one, Reply::Working), &key()).await.expect("answered");
        let system = world.app.ctx(Actor::System, Locale::Vi);
        let sent = messages::claim(&world.app, &system, 60, 100).await.expect("claimed");
        let answer = sent.iter().find(|one| one.template == "request_answered").expect("told");
        assert_eq!(answer.locale, Locale::Vi, "not the language of whoever wrote it");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_request_keeps_no_other_from_being_late() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        world.officer().await;
        for contact in ["0905123456", "0905999888"] {
            let person = world.seeker(contact).await;
            profiles::join_centre(&world.app, &person, (world.centre, 1), &key()).await.expect("joined");
            requests::ask(&world.app, &person, asks(Kind::Restriction), &key()).await.expect("asked");
        }
        let system = world.app.ctx(Actor::System, Locale::Vi);
        let (morning, over) = (later(&system, 2), later(&system, 3));
        assert_eq!(requests::tick(&world.app, &morning).await.expect("ticked"), 2, "reminded of both");
        let reader = world.app.store().reader();
        let due = data_request::list_due(reader, over.now.0, 10).await.expect("due");
        assert_eq!(due.len(), 2);
        damage(&fresh, "data_request", due[0].id, "answer_state = 'nonsense'").await;
        assert_eq!(requests::tick(&world.app, &over).await.expect("ticked"), 1, "the other");
        assert_eq!(requests::tick(&world.app, &over).await.expect("ticked"), 0, "not tried again at once");
        let other = data_request::find(reader, due[1].id).await.expect("read").expect("a row");
        assert_eq!(other.answer_state, "overdue");
        assert_eq!(stuck_rows(&world.app).await, [("data_request".to_owned(), due[0].id)]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_has_to_answer_is_reminded_once_and_late_stays_late() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let officer = world.officer().await;
        world.person("ql@vidu.vn", Role::CentreManager, Thing::of_centre(world.centre)).await;
        let lan = world.seeker("0905123456").await;
        profiles::join_centre(&world.app, &lan, (world.centre, 1), &key()).await.expect("joined");
        requests::ask(&world.app, &lan, asks(Kind::Restriction), &key()).await.expect("asked");
        let system = world.app.ctx(Actor::System, Locale::Vi);
        assert_eq!(requests::tick(&world.app, &system).await.expect("ticked"), 0, "nothing is due");
        let morning = later(&system, 2);
        let ticks = tokio::join!(requests::tick(&world.app, &morning), requests::tick(&world.app, &morning));
        assert_eq!(ticks.0.expect("ticked") + ticks.1.expect("ticked"), 1, "of two clocks one reminds");
        world.app.clock().set(morning.now);
        assert_eq!(told(&world, "request_due").await, 2, "the officer and the manager");
        let over = later(&system, 3);
        let ticks = tokio::join!(requests::tick(&world.app, &over), requests::tick(&world.app, &over));
        assert_eq!(ticks.0.expect("ticked") + ticks.1.expect("ticked"), 1, "marked once");
        let row = data_request::list_of_account(
            world.app.store().reader(),
            lan.actor.person().expect("signed in").account_id,
            5,
        );
        let row = row.await.expect("rows").remove(0);
        assert_eq!(row.answer_state, "overdue");
        let trail = audit::list_of(world.app.store().reader(), row.id, 0, 10).await.expect("trail");
        let acts: Vec<_> = trail.iter().map(|row| (row.action.as_str(), row.centre_id)).collect();
        assert_eq!(acts, [("ask_about_data", Some(world.centre)), ("request_overdue", Some(world.centre))]);
        let officer = Ctx { now: over.now, ..officer };
        let seen = requests::request(&world.app, &officer, &own(&world, &lan).await.id).await.expect("read");
        assert!(seen.is_late);
        requests::answer(&world.app, &officer, replies(&seen, Reply::Refused), &key()).await.expect("answered");
        let done =
            requests::own_requests(&world.app, &Ctx { now: over.now, ..lan.clone() }).await.expect("own").remove(0);
        assert_eq!(done.life.outcome, Some(Outcome::Refused));
        assert!(done.life.answer.is_late(over.now) && !done.life.settle.is_late(over.now));
        let many = |ctx: Ctx| {
            let app = world.app.clone();
            async move { requests::ask(&app, &ctx, asks(Kind::Access), &key()).await }
        };
        let tomorrow = later(&lan, 1);
        for _ in 0..5 {
            let asked: Result<(), AppError> = many(tomorrow.clone()).await;
            asked.expect("asked");
        }
        assert_eq!(code(&many(tomorrow).await.expect_err("five a day")), "too_many");
    })
    .await;
}

/// Accounts that were told of a request that waits, since the last time; each message counts.
async fn told_to_answer(world: &World) -> Vec<Uuid> {
    let ctx = world.app.ctx(Actor::System, Locale::Vi);
    let sent = messages::claim(&world.app, &ctx, 60, 100).await.expect("claimed");
    for message in &sent {
        messages::settle(&world.app, &ctx, message.id, message.lease, End::Sent(None)).await.expect("settled");
    }
    let due = sent.iter().filter(|message| message.template == "request_due");
    let mut told: Vec<Uuid> = due.filter_map(|message| message.account_id).collect();
    told.sort_unstable();
    told
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_runs_the_platform_sees_the_requests_of_people_whom_no_centre_serves() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let officer = world.officer().await;
        let mut operators = Vec::new();
        for contact in ["vh1@vidu.vn", "vh2@vidu.vn"] {
            operators.push(world.person(contact, Role::PlatformOperator, Thing::default()).await);
        }
        let mut accounts: Vec<Uuid> =
            operators.iter().map(|ctx| ctx.actor.person().expect("signed in").account_id).collect();
        accounts.sort_unstable();
        let mai = world.seeker("0905999888").await;
        told_to_answer(&world).await;
        assert_eq!(waiting_at_no_centre(&world.app, &operators[0]).await.expect("waiting"), []);
        let form = key();
        thrice(|| requests::ask(&world.app, &mai, asks(Kind::Access), &form)).await;
        assert_eq!(told_to_answer(&world).await, accounts, "each at once, and once");
        let waiting = waiting_at_no_centre(&world.app, &operators[1]).await.expect("waiting");
        let [one] = &waiting[..] else { panic!("one kind: {waiting:?}") };
        let by = parse_date("2026-11-26").map(Micros::start_of);
        assert_eq!((one.work, one.count, one.oldest), (Work::Requests, 1, by));
        for ctx in [&officer, &mai] {
            assert_eq!(code(&waiting_at_no_centre(&world.app, ctx).await.expect_err("not theirs")), "forbidden");
        }
        let morning = later(&world.app.ctx(Actor::System, Locale::Vi), 2);
        world.app.clock().set(morning.now);
        for times in [1, 0] {
            assert_eq!(requests::tick(&world.app, &morning).await.expect("ticked"), times);
            assert_eq!(told_to_answer(&world).await.len(), 2 * times, "reminded once on the morning of the last day");
        }
        let operator = Ctx { now: morning.now, ..operators[0].clone() };
        let seen = requests::open_requests(&world.app, &operator, 0).await.expect("open").items.remove(0);
        requests::answer(&world.app, &operator, replies(&seen, Reply::Done), &key()).await.expect("answered");
        assert_eq!(waiting_at_no_centre(&world.app, &operator).await.expect("waiting"), []);
        // Of one whom a centre serves they are told nothing.
        let lan = world.seeker("0905123456").await;
        profiles::join_centre(&world.app, &lan, (world.centre, 1), &key()).await.expect("joined");
        requests::ask(&world.app, &lan, asks(Kind::Access), &key()).await.expect("asked");
        assert_eq!(told_to_answer(&world).await, Vec::<Uuid>::new());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_to_be_answered_goes_on_page_after_page_the_first_due_first() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let (officer, lan) = (world.officer().await, world.seeker("0905123456").await);
        profiles::join_centre(&world.app, &lan, (world.centre, 1), &key()).await.expect("joined");
        for number in 0..51 {
            // No more than five a day are taken.
            let ctx = later(&lan, number / 5 * 2);
            requests::ask(&world.app, &ctx, asks(Kind::Access), &key()).await.expect("asked");
        }
        let (mut met, mut due, mut counts) = (Vec::new(), Vec::new(), Vec::new());
        for page in 0..3 {
            let list = requests::open_requests(&world.app, &officer, page).await.expect("a page");
            counts.push((list.items.len(), list.has_more));
            due.extend(list.items.iter().map(|one| one.due_on));
            met.extend(list.items.into_iter().map(|one| one.id));
        }
        assert_eq!(counts, [(50, true), (1, false), (0, false)]);
        assert!(due.is_sorted(), "{due:?}");
        met.sort_unstable();
        met.dedup();
        assert_eq!(met.len(), 51, "none is left out and none shown twice");
    })
    .await;
}

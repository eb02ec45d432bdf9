//! What the centre has to do after a hire that no letter counts.

use super::leads::{report, worker};
use crate::desk::World;
use crate::forms::{code, key, thrice};
use sanviec_app::placements::{self, AsOf, HireDuty, HireDutyDone, Seen, duty_done};
use sanviec_app::{Actor, AppError, Locale};
use sanviec_domain::posting::PostingCode;
use sanviec_domain::referral::{Command, Way};
use sanviec_domain::time::{Micros, parse_date};
use sanviec_store::placement::asked;
use sanviec_store::testing::each_backend;

/// A placement that the worker told of, whose employer answered nothing.
async fn told(world: &World, number: u128, contact: &str) -> String {
    let letter = world.issue_for(world.officer, number).await.expect("issued").id;
    world.record(&letter, Command::Send(Way::ByHand)).await.expect("sent");
    let who = worker(world, number, contact).await;
    report(world, who, &letter, "2026-11-24", &key()).await.expect("told").id
}

fn done(placement: &str, duty: HireDuty, on: &str) -> HireDutyDone {
    HireDutyDone { placement: placement.to_owned(), duty, on: parse_date(on).expect("a day") }
}

/// Of which duties of a placement somebody was reminded so far.
async fn asked_of(world: &World, placement: &str) -> Vec<String> {
    let id = placement.parse::<PostingCode>().expect("a code").uuid();
    let asks = asked::list_asks(world.app.store().reader(), id).await.expect("asks");
    let is_duty = |occasion: &str| ["entry", "follow-up"].iter().any(|duty| occasion.starts_with(duty));
    let mut asked: Vec<_> = asks.into_iter().map(|ask| ask.occasion).filter(|occasion| is_duty(occasion)).collect();
    asked.sort_unstable();
    asked
}

#[tokio::test(flavor = "multi_thread")]
async fn a_duty_after_a_hire_is_done_once_and_nobody_is_reminded_any_more() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let kept = told(&world, 1, "lan@vidu.vn").await;
        let late = told(&world, 2, "mai@vidu.vn").await;
        let (app, officer) = (&world.app, world.ctx(world.officer));
        let refused = async |order, ctx: &sanviec_app::Ctx| {
            code(&duty_done(&world.app, ctx, order, &key()).await.expect_err("refused")).to_owned()
        };
        assert_eq!(refused(done(&kept, HireDuty::Entry, "2026-11-25"), &officer).await, "not_then", "tomorrow");
        assert_eq!(refused(done(&kept, HireDuty::Entry, "2026-11-23"), &officer).await, "not_then", "before the hire");
        let manager = world.ctx(world.manager);
        assert_eq!(refused(done(&kept, HireDuty::Entry, "2026-11-24"), &manager).await, "forbidden");
        let form = key();
        thrice(|| duty_done(app, &officer, done(&kept, HireDuty::Entry, "2026-11-24"), &form)).await;
        assert_eq!(refused(done(&kept, HireDuty::Entry, "2026-11-24"), &officer).await, "done_already");
        world.app.clock().set(Micros::start_of(parse_date("2027-01-20").expect("a day")).plus_seconds(9 * 3_600));
        let later = world.ctx(world.officer);
        let (first, second) = (key(), key());
        let two_at_once = tokio::join!(
            duty_done(app, &later, done(&kept, HireDuty::FollowUp, "2027-01-04"), &first),
            duty_done(app, &later, done(&kept, HireDuty::FollowUp, "2027-01-05"), &second),
        );
        let lost = match &two_at_once {
            (Ok(()), Err(lost)) | (Err(lost), Ok(())) => lost,
            both => panic!("{both:?}"),
        };
        assert!(matches!(lost, AppError::Refused(_) | AppError::Conflict), "{lost:?}");
        placements::tick(app, &app.ctx(Actor::System, Locale::Vi)).await.expect("ticked");
        assert_eq!(asked_of(&world, &kept).await, Vec::<String>::new());
        // The clock jumped over the reminders before, too.
        let all = ["entry", "entry-late", "follow-up", "follow-up-late"];
        assert_eq!(asked_of(&world, &late).await, all);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_letter_counts_is_recorded_at_the_letter() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let letter = super::hired(&world, 1).await;
        let create = placements::Create { from: placements::From::Referral(letter), task: String::new() };
        let officer = world.ctx(world.officer);
        let id = placements::create(&world.app, &officer, create, &key()).await.expect("created").id;
        let order = done(&id, HireDuty::Entry, "2026-11-24");
        let refused = duty_done(&world.app, &officer, order, &key()).await.expect_err("the letter counts");
        assert_eq!(code(&refused), "not_counted");
    })
    .await;
}

/// What is said of a contract with the first employer.
async fn contracted(world: &World, placement: &str, days: &str) {
    let employer = seen(world, placement).await.row.employer_code;
    let json = format!(r#"{{"kind":"contract","contract":"HĐ 1","employer":"{employer}",{days}}}"#);
    let order = super::order(placement, &json, super::plain);
    placements::append(&world.app, &world.ctx(world.officer), order, &key()).await.expect("recorded");
}

async fn seen(world: &World, placement: &str) -> Seen {
    let ctx = world.ctx(world.officer);
    placements::outcome_of(&world.app, &ctx, placement, AsOf::default()).await.expect("an outcome")
}

/// Last day for the follow-up.
async fn follow_up_by(world: &World, placement: &str) -> String {
    let row = seen(world, placement).await.row;
    HireDuty::FollowUp.of(&row).expect("counted").due_on().to_string()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_follow_up_counts_from_what_the_contract_says_until_it_is_done() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let id = told(&world, 1, "lan@vidu.vn").await;
        let as_told = follow_up_by(&world, &id).await;
        // Two weeks of work, to a Sunday; five working days for asking.
        contracted(&world, &id, r#""form":"fixed-term","start":"2026-11-30","through":"2026-12-13""#).await;
        assert_eq!(follow_up_by(&world, &id).await, "2026-12-18");
        assert!(as_told.as_str() > "2026-12-18", "{as_told}: a month from the 24th of November");
        // It began a week later, and for good: the month counts from there.
        contracted(&world, &id, r#""form":"indefinite","start":"2026-12-07","through":null"#).await;
        let later = follow_up_by(&world, &id).await;
        assert!(later.as_str() > as_told.as_str() && later.as_str() > "2027-01-07", "{later}");
        world.app.clock().set(Micros::start_of(parse_date("2027-01-20").expect("a day")).plus_seconds(9 * 3_600));
        let follow_up = done(&id, HireDuty::FollowUp, "2027-01-08");
        duty_done(&world.app, &world.ctx(world.officer), follow_up, &key()).await.expect("done");
        contracted(&world, &id, r#""form":"fixed-term","start":"2026-12-07","through":"2026-12-13""#).await;
        assert_eq!(follow_up_by(&world, &id).await, later, "what is done is not counted anew");
    })
    .await;
}

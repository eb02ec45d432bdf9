//! Asking about placements, on both databases: what is asked on an occasion is asked once however many clocks ask, a
//! link is answered once however often it is sent, and nothing of it moves an outcome by itself.

use crate::desk::person;
use crate::forms::{code, key};
use crate::placements::{Placed, hired};
use sanviec_app::messages::{self, Claimed, End};
use sanviec_app::placements::{self, Answers, AskNow, Create, Employed, From, LinkState};
use sanviec_app::{Actor, App, AppError, Ctx, Locale, Person, Role, Thing, desk};
use sanviec_domain::placement::{Party, Source, Status};
use sanviec_domain::time::Micros;
use sanviec_domain::verification::State;
use sanviec_store::placement::asked;
use sanviec_store::testing::each_backend;
use sanviec_store::{organisation, verification};
use std::sync::Arc;
use uuid::Uuid;

/// A day; the calendar's type has no name here.
macro_rules! on {
    ($text:literal) => {
        sanviec_domain::time::parse_date($text).expect("a day")
    };
}

mod pages;
mod runs;
mod speaking;

fn public(app: &App) -> Ctx {
    app.ctx(Actor::Public, Locale::Vi)
}

/// What waits to be sent, settled as sent; but for what tells that a letter was issued.
async fn sent(app: &App) -> Vec<Claimed> {
    let ctx = app.ctx(Actor::System, Locale::Vi);
    let claimed = messages::claim(app, &ctx, 60, 100).await.expect("claimed");
    for message in &claimed {
        messages::settle(app, &ctx, message.id, message.lease, End::Sent(None)).await.expect("settled");
    }
    claimed.into_iter().filter(|message| message.template != "referral_issued").collect()
}

fn templates(messages: &[Claimed]) -> Vec<&str> {
    messages.iter().map(|message| message.template.as_str()).collect()
}

/// The token of the one link that was sent.
fn token(messages: &[Claimed]) -> String {
    let asked: Vec<_> = messages.iter().filter(|message| message.template == "employment_asked").collect();
    assert_eq!(asked.len(), 1, "{messages:?}");
    asked[0].params["path"].rsplit('/').next().expect("a token").to_owned()
}

async fn tick(app: &App) -> usize {
    placements::tick(app, &app.ctx(Actor::System, Locale::Vi)).await.expect("ticked")
}

/// The worker took the record over with an account of their own.
pub(crate) async fn claimed(placed: &Placed) -> Person {
    let worker = person(&placed.world.app, "lan@vidu.vn", Role::Seeker, Thing::default()).await;
    taken_over(placed, worker).await;
    worker
}

/// Somebody with an account took the worker's record over.
async fn taken_over(placed: &Placed, worker: Person) {
    let world = &placed.world;
    let profile = world.person(1).await;
    let slip = desk::issue_claim(&world.app, &world.ctx(world.officer), &profile, &key()).await.expect("a code");
    desk::claim(&world.app, &world.ctx(worker), &slip.code, &key()).await.expect("taken over");
}

/// The employer is an organisation of this centre that is verified until that instant.
async fn verified_until(app: &App, employer_id: Uuid, centre_id: Uuid, until: Micros) {
    let known = &organisation::Row {
        id: employer_id,
        version: 1,
        kind: "enterprise".into(),
        centre_id,
        tax_code: Some("4100000001".into()),
        number: None,
        number_lookup: None,
        employer_type: "private".into(),
        industry_code: "C".into(),
        size: "10-50".into(),
        details: Vec::new(),
        entered_by: None,
        due_at: None,
        created_at: 0,
        updated_at: 0,
    };
    let found = &verification::Row {
        organisation_id: employer_id,
        version: 1,
        state: State::Verified.code().into(),
        since_at: Some(0),
        until_at: Some(until.0),
        answer_state: None,
        answer_due_on: None,
        answer_done_on: None,
        closed_state: None,
        closed_at: None,
        closed_reason: None,
        due_at: None,
        updated_at: 0,
        renewal_at: None,
        renewal_from: None,
        told: None,
    };
    let write = app.store().write("verified", |tx| {
        Box::pin(async move {
            organisation::insert(tx, known).await?;
            verification::insert(tx, found).await
        })
    });
    write.await.expect("verified");
}

/// Contracted from 30 November; it is 8 December, nothing was asked yet. The worker has an account.
async fn running(placed: &Placed) -> Person {
    let worker = claimed(placed).await;
    placed.contracted().await;
    sent(&placed.world.app).await;
    placed.world.app.clock().set(Micros::start_of(on!("2026-12-08")).plus_seconds(9 * 3_600));
    worker
}

#[tokio::test(flavor = "multi_thread")]
async fn five_clocks_ask_once_and_look_again_when_it_is_time() {
    each_backend(|fresh| async move {
        let placed = Arc::new(Placed::new(&fresh).await);
        running(&placed).await;
        let racing: Vec<_> = (0..5)
            .map(|_| {
                let placed = Arc::clone(&placed);
                tokio::spawn(async move { tick(&placed.world.app).await })
            })
            .collect();
        for clock in racing {
            clock.await.expect("a clock");
        }
        let asks = asked::list_asks(placed.world.app.store().reader(), placed.uuid().await).await.expect("asks");
        let mut noted: Vec<_> =
            asks.iter().map(|ask| (ask.occasion.as_str(), ask.party.as_str(), ask.messages)).collect();
        noted.sort_unstable();
        // Nobody acts for the employer yet: that it could not be reached is noted too.
        assert_eq!(noted, [("day-7", "employer", 0), ("day-7", "worker", 1)]);
        assert_eq!(templates(&sent(&placed.world.app).await), ["employment_asked"]);
        let row = placed.seen(placements::AsOf::default()).await.row;
        assert_eq!(row.due_at, Some(Micros::start_of(on!("2026-12-14")).0), "then the officer is told");
        assert_eq!(tick(&placed.world.app).await, 0);
        assert_eq!(placed.status().await, Status::Counting);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_opens_on_looking_and_acts_once_however_often_it_is_sent() {
    each_backend(|fresh| async move {
        let placed = Arc::new(Placed::new(&fresh).await);
        running(&placed).await;
        tick(&placed.world.app).await;
        let (app, token) = (&placed.world.app, token(&sent(&placed.world.app).await));
        for _ in 0..3 {
            let question = placements::question(app, &public(app), &token).await.expect("a question");
            assert_eq!((question.state, question.party), (LinkState::Open, Party::Worker));
            assert_eq!(question.days, [(on!("2026-11-30"), on!("2026-12-07"))]);
        }
        let before = placed.seen(placements::AsOf::default()).await.judged.case.facts.len();
        let racing: Vec<_> = (0..6)
            .map(|at| {
                let (placed, token) = (Arc::clone(&placed), token.clone());
                let answer = if at % 2 == 0 { Employed::Yes } else { Employed::No };
                tokio::spawn(async move {
                    let app = &placed.world.app;
                    placements::answer_link(app, &public(app), &token, answer, &key()).await
                })
            })
            .collect();
        let mut taken = 0;
        for answer in racing {
            match answer.await.expect("a task") {
                Ok(()) => taken += 1,
                Err(error) => assert_eq!(code(&error), "link_used"),
            }
        }
        assert_eq!(taken, 1);
        let after = placed.seen(placements::AsOf::default()).await.judged.case.facts;
        assert_eq!(after.len(), before + 1);
        assert_eq!(after.last().map(|fact| fact.source), Some(Source::Worker));
        let question = placements::question(app, &public(app), &token).await.expect("a question");
        assert_eq!(question.state, LinkState::Answered);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_is_over_in_time_and_of_no_use_to_staff() {
    each_backend(|fresh| async move {
        let placed = Placed::new(&fresh).await;
        running(&placed).await;
        tick(&placed.world.app).await;
        let (app, token) = (&placed.world.app, token(&sent(&placed.world.app).await));
        let officer = placed.world.ctx(placed.world.officer);
        let by_staff = placements::answer_link(app, &officer, &token, Employed::Yes, &key()).await;
        assert_eq!(code(&by_staff.expect_err("staff")), "forbidden");
        let nobody = placements::question(app, &public(app), "AAAAAAAAAAAAAAAAAAAAAA").await;
        assert_eq!(code(&nobody.expect_err("no such link")), "not_found");
        placed.world.pass_days(14);
        let late = placements::answer_link(app, &public(app), &token, Employed::Yes, &key()).await;
        assert_eq!(code(&late.expect_err("over")), "link_expired");
        // An officer asks anew, once a day.
        let ask = AskNow { placement: placed.id.clone(), party: Party::Worker };
        placements::ask_now(app, &officer, ask.clone(), &key()).await.expect("asked");
        let again = placements::ask_now(app, &officer, ask, &key()).await;
        assert_eq!(code(&again.expect_err("today already")), "asked_already");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn not_known_is_neither_yes_nor_no_and_is_asked_again() {
    each_backend(|fresh| async move {
        let placed = Placed::new(&fresh).await;
        running(&placed).await;
        tick(&placed.world.app).await;
        let (app, token) = (&placed.world.app, token(&sent(&placed.world.app).await));
        placements::answer_link(app, &public(app), &token, Employed::Unknown, &key()).await.expect("answered");
        let outcome = placed.seen(placements::AsOf::default()).await.judged.outcome;
        assert_eq!((outcome.verified_days, outcome.disputed.len()), (0, 0));
        placed.world.app.clock().set(Micros::start_of(on!("2026-12-30")).plus_seconds(9 * 3_600));
        assert_eq!(tick(app).await, 1);
        let again = sent(app).await;
        assert_eq!(again[0].params["from_on"], "2026-11-30");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_officer_is_told_that_there_is_no_contract() {
    each_backend(|fresh| async move {
        let placed = Placed::new(&fresh).await;
        let app = &placed.world.app;
        sent(app).await;
        assert_eq!(tick(app).await, 1, "a new placement is looked at once");
        assert!(sent(app).await.is_empty());
        placed.world.pass_days(7);
        assert_eq!(tick(app).await, 1);
        let told = sent(app).await;
        assert_eq!(templates(&told), ["placement_waits"]);
        assert_eq!(told[0].account_id, Some(placed.world.officer.account_id));
        assert_eq!(tick(app).await, 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_employer_answers_for_many_and_signs_for_itself_alone() {
    each_backend(|fresh| async move {
        let placed = Placed::new(&fresh).await;
        placed.contracted().await;
        let app = &placed.world.app;
        let ctx = placed.world.ctx(placed.world.officer);
        let create = Create { from: From::Referral(hired(&placed.world, 2).await), task: String::new() };
        let waiting = placements::create(app, &ctx, create, &key()).await.expect("created").id;
        let employer_id = placed.seen(placements::AsOf::default()).await.row.employer_id;
        verified_until(app, employer_id, placed.world.centre, Micros::start_of(on!("2027-12-31"))).await;
        let boss = person(app, "giamdoc@vidu.vn", Role::EmployerAdministrator, Thing::of_employer(employer_id)).await;
        placed.world.app.clock().set(Micros::start_of(on!("2026-12-08")).plus_seconds(9 * 3_600));
        let boss_ctx = placed.world.ctx(boss);
        let answers = vec![(placed.id.clone(), Employed::Yes), (waiting.clone(), Employed::Yes)];
        let (order, once) = (Answers { answers }, key());
        let counted = placements::answer_own(app, &boss_ctx, order.clone(), &once).await.expect("answered");
        assert_eq!((counted.recorded, counted.left), (1, 1), "of one nothing is asked yet");
        let again = placements::answer_own(app, &boss_ctx, order, &once).await.expect("answered");
        assert_eq!(counted, again);
        let own = placements::own_placements(app, &boss_ctx, None).await.expect("own").own;
        assert!(own.iter().all(|own| own.asked.is_empty()));
        let stale = Ctx { actor: Actor::Person(sanviec_app::Person { is_fresh: false, ..boss }), ..boss_ctx.clone() };
        let shown = placed.stated_last("HĐ 1").await;
        let refused = placements::sign(app, &stale, &placed.id, &shown, &key()).await;
        assert_eq!(code(&refused.expect_err("not fresh")), "not_fresh");
        placements::sign(app, &boss_ctx, &placed.id, &shown, &key()).await.expect("signed");
        let elsewhere = placements::sign(app, &boss_ctx, &waiting, &shown, &key()).await;
        assert_eq!(code(&elsewhere.expect_err("stated elsewhere")), "contract_unknown");
        let unknown = placements::sign(app, &boss_ctx, &placed.id, "HĐ 1", &key()).await;
        assert_eq!(code(&unknown.expect_err("no such statement")), "contract_unknown");
        let officer = placements::sign(app, &ctx, &placed.id, &shown, &key()).await;
        assert!(matches!(officer, Err(AppError::Forbidden)));
    })
    .await;
}

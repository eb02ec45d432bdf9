//! A centre and somebody who signed up alone find each other: on a page, or by a code that is read out at the counter.

use super::{World, code, key};
use crate::forms::thrice;
use sanviec_app::profiles::{self, Decide, Why};
use sanviec_app::{Actor, AppError, Ctx, Locale, desk, messages};
use sanviec_domain::consent::{Matter, Purpose, Standing};
use sanviec_domain::person::PersonName;
use sanviec_domain::profile::{Part, ProfileId};
use sanviec_store::testing::each_backend;
use sanviec_store::{audit, profile};
use uuid::Uuid;

const READ: u16 = profiles::wording(Purpose::Counselling);

/// Somebody with an account and a name.
async fn alone(world: &World, contact: &str) -> (Ctx, ProfileId) {
    let ctx = world.seeker(contact).await;
    let id = world
        .save(&ctx, Part::Identity, |content| content.identity.name = PersonName::parse("Nguyễn Thị Lan").ok())
        .await
        .expect("saved");
    (ctx, id)
}

async fn join(world: &World, ctx: &Ctx, centre: Uuid) -> Result<(), AppError> {
    profiles::join_centre(&world.app, ctx, (centre, READ), &key()).await
}

/// Whether an officer finds and opens the person.
async fn is_seen(world: &World, officer: &Ctx, id: ProfileId) -> bool {
    let (_, hits) = profiles::find(&world.app, officer, "lan").await.expect("asked");
    let opened = profiles::load(&world.app, officer, id.0, Why::Case).await;
    assert_eq!(opened.is_ok(), hits.iter().any(|hit| hit.id == id), "found and opened are one");
    opened.is_ok()
}

/// What messages about profiles told since.
async fn told(world: &World) -> Vec<String> {
    let ctx = world.app.ctx(Actor::System, Locale::Vi);
    let sent = messages::claim(&world.app, &ctx, 60, 50).await.expect("claimed");
    sent.into_iter().filter(|one| one.template == "profile_news").map(|one| one.params["news"].clone()).collect()
}

fn later(ctx: &Ctx, seconds: i64) -> Ctx {
    Ctx { now: ctx.now.plus_seconds(seconds), ..ctx.clone() }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_centre_sees_whoever_signed_up_alone_only_from_the_choice_to_the_leaving() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let (officer, foreign) = (world.officer().await, world.foreign_officer().await);
        let (lan, id) = alone(&world, "0905123456").await;
        profiles::decide(
            &world.app,
            &lan,
            Decide { matter: Matter::whole(Purpose::Matching), agreed: Some(1) },
            &key(),
        )
        .await
        .expect("agreed");
        world.save(&lan, Part::Wish, |content| content.wish.title = Some("Kế toán".into())).await.expect("saved");
        assert!(!is_seen(&world, &officer, id).await, "nobody's");
        assert_eq!(code(&join(&world, &lan, Uuid::nil()).await.expect_err("no centre")), "not_in_list");
        let other_text = profiles::join_centre(&world.app, &lan, (world.centre, READ + 1), &key()).await;
        assert_eq!(code(&other_text.expect_err("another text was read")), "consent_wording_changed");
        assert_eq!(code(&join(&world, &officer, world.centre).await.expect_err("no seeker")), "forbidden");
        assert!(!is_seen(&world, &officer, id).await, "refused is not joined");
        let form = key();
        thrice(|| profiles::join_centre(&world.app, &lan, (world.centre, READ), &form)).await;
        assert!(is_seen(&world, &officer, id).await);
        assert!(!is_seen(&world, &foreign, id).await, "another centre's");
        assert_eq!(told(&world).await, ["joined"], "once");
        assert_eq!(found(&world, world.centre).await, [id.0], "compared with vacancies from now on");
        assert_eq!(code(&join(&world, &lan, world.other_centre).await.expect_err("served")), "with_another");
        let form = key();
        let then = later(&lan, 60);
        thrice(|| profiles::leave_centre(&world.app, &then, &form)).await;
        world.app.clock().set(then.now);
        assert!(!is_seen(&world, &officer, id).await, "left");
        assert!(found(&world, world.centre).await.is_empty(), "and no longer compared");
        assert_eq!(told(&world).await, ["left"]);
        let trail = audit::list_of(world.app.store().reader(), id.0, 0, 50).await.expect("trail");
        let of_centre = |action: &str| {
            let rows: Vec<_> = trail.iter().filter(|row| row.action == action).map(|row| row.centre_id).collect();
            assert_eq!(rows, [Some(world.centre)], "{action}");
        };
        of_centre("join_centre");
        of_centre("leave_centre");
        join(&world, &later(&lan, 120), world.other_centre).await.expect("another one");
        assert!(is_seen(&world, &foreign, id).await && !is_seen(&world, &officer, id).await);
    })
    .await;
}

/// Who is found at a centre for work of the group of accountants.
async fn found(world: &World, centre: Uuid) -> Vec<Uuid> {
    let needed: Vec<(String, i64)> = (10..100).map(|group| (format!("g:{group}"), 1)).collect();
    let wanted = profile::Wanted { needed: &needed, near: (&[], 0), close: &[] };
    let rows = profile::list_fitting(world.app.store().reader(), centre, wanted, 10).await.expect("found");
    rows.into_iter().map(|(id, _)| id).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn taking_the_consent_back_on_its_own_page_ends_the_centres_sight_too() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let officer = world.officer().await;
        let (lan, id) = alone(&world, "0905123456").await;
        join(&world, &lan, world.centre).await.expect("joined");
        let matter = Matter::whole(Purpose::Counselling);
        let back = later(&lan, 5);
        profiles::decide(&world.app, &back, Decide { matter, agreed: None }, &key()).await.expect("taken back");
        assert!(!is_seen(&world, &officer, id).await);
        let ledger = profiles::own_consents(&world.app, &back).await.expect("ledger");
        assert!(matches!(ledger.standing(matter, back.now), Standing::Withdrawn(_)));
        // Of somebody without an account it ends in the same way.
        let walk_in = world.register(&officer, super::lan()).await;
        let command = sanviec_domain::consent::Command::Withdraw {
            matter,
            way: sanviec_domain::consent::Way::ByTelephone,
            giver: sanviec_domain::consent::Giver::Person,
        };
        profiles::record(&world.app, &officer, walk_in, command, &key()).await.expect("recorded");
        assert!(!is_seen(&world, &officer, walk_in).await);
        assert_eq!(world.stored(walk_in).await.state, "live", "for whoever has its printed code");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_officers_with_one_code_one_takes_the_person_on() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let (officer, foreign) = (world.officer().await, world.foreign_officer().await);
        let (lan, id) = alone(&world, "0905123456").await;
        let form = key();
        let made = thrice(|| desk::counter_code(&world.app, &lan, READ, &form)).await;
        let forms = [key(), key()];
        let (one, two) = tokio::join!(
            desk::take_on(&world.app, &officer, &made.code, &forms[0]),
            desk::take_on(&world.app, &foreign, &made.code, &forms[1])
        );
        let stored = world.stored(id).await;
        let (winner, loser, winning) = match (one, two) {
            (Ok(person), Err(error)) => ((world.centre, person), error, (&officer, &forms[0])),
            (Err(error), Ok(person)) => ((world.other_centre, person), error, (&foreign, &forms[1])),
            both => panic!("one of both: {both:?}"),
        };
        assert!(["wrong_code", "conflict"].contains(&code(&loser)), "{loser:?}");
        assert_eq!(stored.centre_id, Some(winner.0));
        assert_eq!(winner.1, desk::code_of_profile(id));
        assert_eq!(told(&world).await, ["taken_on"]);
        // The same form again has the same answer; the same digits in another form have none.
        let again = desk::take_on(&world.app, winning.0, &made.code, winning.1).await.expect("the same form");
        assert_eq!(again, winner.1);
        let used = desk::take_on(&world.app, winning.0, &made.code, &key()).await;
        assert_eq!(code(&used.expect_err("used")), "wrong_code");
        let served = desk::counter_code(&world.app, &lan, READ, &key()).await.expect_err("served");
        assert_eq!(code(&served), "served_already");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_counter_code_ends_by_time_by_the_next_one_and_by_a_choice_and_guessing_is_stopped() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let officer = world.officer().await;
        let (lan, id) = alone(&world, "0905123456").await;
        let take = |ctx: Ctx, digits: String| {
            let app = world.app.clone();
            async move { desk::take_on(&app, &ctx, &digits, &key()).await.map_err(|error| code(&error)) }
        };
        let first = desk::counter_code(&world.app, &lan, READ, &key()).await.expect("made");
        let second = desk::counter_code(&world.app, &lan, READ, &key()).await.expect("made");
        assert_eq!(take(officer.clone(), first.code).await, Err("wrong_code"), "replaced");
        assert_eq!(take(later(&officer, 600), second.code.clone()).await, Err("wrong_code"), "ten minutes are over");
        let rows = sanviec_store::testing::row_counts(world.app.store()).await;
        assert_eq!(rows["counter_code"], 2);
        assert_eq!(take(lan.clone(), second.code.clone()).await, Err("forbidden"), "only an officer");
        join(&world, &lan, world.other_centre).await.expect("chosen meanwhile");
        assert_eq!(take(officer.clone(), second.code).await, Err("wrong_code"), "ended by the choice");
        assert_eq!(world.stored(id).await.centre_id, Some(world.other_centre));
        assert_eq!(
            desk::counter_code(&world.app, &lan, READ + 1, &key()).await.map_err(|e| code(&e)),
            Err("wording_changed")
        );
        let (mai, _) = alone(&world, "0905999888").await;
        let right = desk::counter_code(&world.app, &mai, READ, &key()).await.expect("made");
        for number in 0..20 {
            let _ = take(officer.clone(), format!("9999 {number:04}")).await;
        }
        assert_eq!(take(officer.clone(), right.code.clone()).await, Err("too_many"), "even the right one");
        for _ in 0..9 {
            desk::counter_code(&world.app, &mai, READ, &key()).await.expect("made");
        }
        let spent = desk::counter_code(&world.app, &mai, READ, &key()).await.expect_err("an hour");
        assert_eq!(code(&spent), "too_many");
    })
    .await;
}

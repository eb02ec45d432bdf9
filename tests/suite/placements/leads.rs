//! What a placement begins with, as the worker and the officer find it.

use super::hired;
use crate::desk::{World, person};
use crate::forms::{code, key};
use sanviec_app::placements::{self, Create, Created, From};
use sanviec_app::{AppError, Key, Person, Role, Thing, desk};
use sanviec_domain::referral::{Command, Way};
use sanviec_store::testing::each_backend;

/// The profile of this number, taken over by its person.
pub(super) async fn worker(world: &World, number: u128, contact: &str) -> Person {
    let profile = world.person(number).await;
    let slip = desk::issue_claim(&world.app, &world.ctx(world.officer), &profile, &key()).await.expect("slip");
    let worker = person(&world.app, contact, Role::Seeker, Thing::default()).await;
    desk::claim(&world.app, &world.ctx(worker), &slip.code, &key()).await.expect("claimed");
    worker
}

pub(super) async fn report(world: &World, who: Person, of: &str, on: &str, form: &Key) -> Result<Created, AppError> {
    let starts_on = sanviec_domain::time::parse_date(on).expect("a day");
    let order = Create { from: From::Report { of: of.to_owned(), starts_on }, task: String::new() };
    placements::create(&world.app, &world.ctx(who), order, form).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_worker_tells_of_work_once_however_often_and_only_of_what_is_theirs() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let letter = world.issue_for(world.officer, 1).await.expect("issued").id;
        world.record(&letter, Command::Send(Way::ByHand)).await.expect("sent");
        let lan = worker(&world, 1, "lan@vidu.vn").await;
        let mai = worker(&world, 2, "mai@vidu.vn").await;
        let leads = |who: Person| placements_of(&world, who);
        assert_eq!(leads(lan).await, [letter.as_str()]);
        assert!(leads(mai).await.is_empty());
        let stranger = report(&world, mai, &letter, "2026-11-24", &key()).await.expect_err("of somebody else");
        assert!(matches!(stranger, AppError::Forbidden | AppError::NotFound), "{stranger:?}");
        let early = report(&world, lan, &letter, "2026-11-25", &key()).await;
        assert_eq!(code(&early.expect_err("still to come")), "not_yet");
        let form = key();
        let said = || report(&world, lan, &letter, "2026-11-24", &form);
        let (first, second, third) = tokio::join!(said(), said(), said());
        let id = first.expect("made").id;
        assert_eq!((second.expect("equal").id, third.expect("equal").id), (id.clone(), id.clone()));
        let again = report(&world, lan, &letter, "2026-11-24", &key()).await;
        assert_eq!(code(&again.expect_err("another form")), "placed_already");
        assert!(leads(lan).await.is_empty());
        let own = placements::own_placements(&world.app, &world.ctx(lan), None).await.expect("own").own;
        assert_eq!(own.iter().map(|own| own.id.clone()).collect::<Vec<_>>(), [id]);
        let copy = sanviec_app::profiles::export_own(&world.app, &world.ctx(lan)).await.expect("a copy");
        assert_eq!(copy["placements"][0]["placed_on"], "2026-11-24", "the own copy has it, too: {copy}");
        assert!(copy["placements"][0]["facts"].is_array() && copy["placements"][0]["claims"].is_array());
        let others = sanviec_app::profiles::export_own(&world.app, &world.ctx(mai)).await.expect("a copy");
        assert_eq!(others["placements"].as_array().map(Vec::len), Some(0), "and nobody else's");
    })
    .await;
}

async fn placements_of(world: &World, who: Person) -> Vec<String> {
    let leads = placements::reportable(&world.app, &world.ctx(who)).await.expect("leads");
    leads.into_iter().map(|lead| lead.code).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_that_is_a_placement_already_is_not_offered_again() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let letter = hired(&world, 1).await;
        let lan = worker(&world, 1, "lan@vidu.vn").await;
        assert_eq!(placements_of(&world, lan).await, [letter.as_str()]);
        let create = Create { from: From::Referral(letter), task: String::new() };
        placements::create(&world.app, &world.ctx(world.officer), create, &key()).await.expect("created");
        assert!(placements_of(&world, lan).await.is_empty());
        let profile = world.person(1).await;
        let hired = placements::hired_of(&world.app, &world.ctx(world.officer), &profile).await.expect("hired");
        assert!(hired.is_empty(), "letters have a list of their own on the page of the person: {hired:?}");
        let stranger = placements::hired_of(&world.app, &world.ctx(lan), &profile).await;
        assert!(stranger.is_ok_and(|own| own.is_empty()), "the person may look");
    })
    .await;
}

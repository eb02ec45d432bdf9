//! The funding task of a placement, by which its policy is chosen.

use super::hired;
use super::leads::{report, worker};
use crate::desk::{World, person};
use crate::forms::{code, key};
use sanviec_app::placements::{self, AsOf, ChooseTask, Create, From};
use sanviec_app::{Actor, AppError, Locale, Person, Role, Thing, accounts};
use sanviec_domain::referral::{Command, Way};
use sanviec_store::testing::each_backend;

#[tokio::test(flavor = "multi_thread")]
async fn a_task_that_no_policy_is_made_for_is_refused_and_the_known_ones_are_named() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let letter = hired(&world, 1).await;
        let create = async |task: &str| {
            let create = Create { from: From::Referral(letter.clone()), task: task.to_owned() };
            placements::create(&world.app, &world.ctx(world.officer), create, &key()).await
        };
        let refused = create("2021-2052").await.expect_err("mistyped");
        assert_eq!(code(&refused), "task_unknown");
        let AppError::Refused(errors) = refused else { panic!("refused") };
        assert_eq!((errors[0].field, errors[0].suggestions.as_slice()), ("task", ["2021-2025".to_owned()].as_slice()));
        assert!(errors[0].vi.contains("2021-2025") && errors[0].en.contains("2021-2025"), "{errors:?}");
        let id = create(" 2021-2025 ").await.expect("a known one").id;
        let ctx = world.ctx(world.officer);
        let seen = placements::outcome_of(&world.app, &ctx, &id, AsOf::default()).await.expect("an outcome");
        assert_eq!(seen.row.task, "2021-2025");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_worker_told_of_gets_its_task_from_an_officer_of_its_centre() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let letter = world.issue_for(world.officer, 1).await.expect("issued").id;
        world.record(&letter, Command::Send(Way::ByHand)).await.expect("sent");
        let lan = worker(&world, 1, "lan@vidu.vn").await;
        let starts_on = sanviec_domain::time::parse_date("2026-11-24").expect("a day");
        let from = From::Report { of: letter.clone(), starts_on };
        let chosen = Create { from, task: "2021-2025".to_owned() };
        let own = placements::create(&world.app, &world.ctx(lan), chosen, &key()).await.expect_err("by the worker");
        assert_eq!(code(&own), "task_of_officers");
        let id = report(&world, lan, &letter, "2026-11-24", &key()).await.expect("told").id;
        let seen = async || {
            let ctx = world.ctx(world.officer);
            let seen = placements::outcome_of(&world.app, &ctx, &id, AsOf::default()).await.expect("an outcome");
            (seen.row.task.clone(), seen.judged.policy.policy.version.clone())
        };
        assert_eq!(seen().await, (String::new(), "2026-1".to_owned()));
        let choose = async |who: Person| {
            let order = ChooseTask { placement: id.clone(), task: "2021-2025".to_owned() };
            placements::choose_task(&world.app, &world.ctx(who), order, &key()).await
        };
        let operator = world.app.ctx(Actor::Operator, Locale::Vi);
        let centre = accounts::add_centre(&world.app, &operator, "TTDVVL Huế", "46").await.expect("a centre");
        let stranger = person(&world.app, "dung@vidu.vn", Role::Officer, Thing::of_centre(centre)).await;
        for who in [lan, stranger, world.manager] {
            assert_eq!(code(&choose(who).await.expect_err("not theirs")), "forbidden");
        }
        assert_eq!(seen().await.0, "");
        choose(world.officer).await.expect("chosen");
        assert_eq!(seen().await, ("2021-2025".to_owned(), "2023-1".to_owned()));
        assert_eq!(code(&choose(world.colleague).await.expect_err("once")), "task_chosen");
    })
    .await;
}

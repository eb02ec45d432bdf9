//! The second factor by an app: set up before staff's work, each code once, and nothing that stands for it.

use super::{PASSWORD, PHONE, World, app_code, code, key, origin};
use crate::exchange::NOW;
use sanviec_app::accounts::{self, Prove, Purpose, Recognised, Stage};
use sanviec_app::{Actor, Role, Thing};
use sanviec_store::testing::each_backend;

#[tokio::test(flavor = "multi_thread")]
async fn staff_set_up_a_second_factor_before_anything_else_and_show_each_code_once() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh);
        let ctx = world.ctx(Actor::Operator);
        let centre = accounts::add_centre(&world.app, &ctx, "Trung tâm Gia Lai", "52").await.expect("centre");
        world.person("canbo@vidu.vn", Role::Officer, Thing::of_centre(centre)).await;
        let entered = world.sign_in("canbo@vidu.vn", PASSWORD, "10.0.0.1", &key()).await.expect("half in");
        assert_eq!(entered.stage, Stage::Enrol);
        let Recognised::Halfway(halfway) = world.who(&entered).await else { panic!("all the way in") };
        let public = world.ctx(Actor::Public);
        let offer = accounts::offer(&world.app, &public, Some(halfway)).await.expect("offer");
        let enrol = |code: String| accounts::Enrol { sealed: offer.sealed.clone(), code, origin: origin("10.0.0.1") };
        let wrong = accounts::enrol(&world.app, &public, Some(halfway), enrol("000".into()), &key()).await;
        assert_eq!(code(&wrong.expect_err("wrong")), "wrong_code");
        let first = app_code(&offer.secret, NOW);
        let full = accounts::enrol(&world.app, &public, Some(halfway), enrol(first.clone()), &key()).await.expect("in");
        let person = world.ctx_of(&full).await.actor.person().expect("person");
        assert_eq!((person.role, person.centre_id), (Role::Officer, Some(centre)));
        assert_eq!(world.who(&entered).await, Recognised::Nobody, "the token before it is no token any more");

        let entered = world.sign_in("canbo@vidu.vn", PASSWORD, "10.0.0.1", &key()).await.expect("half in");
        assert_eq!(entered.stage, Stage::SecondFactor);
        let Recognised::Halfway(halfway) = world.who(&entered).await else { panic!("all the way in") };
        let prove = |code: String| Prove { code, origin: origin("10.0.0.1") };
        let replayed = accounts::prove(&world.app, &public, halfway, prove(first), &key()).await;
        assert_eq!(code(&replayed.expect_err("used when it was set up")), "wrong_code");
        world.pass_seconds(30);
        let next = app_code(&offer.secret, world.app.clock().now());
        let public = world.ctx(Actor::Public);
        let (one, two) = (key(), key());
        let (a, b) = tokio::join!(
            accounts::prove(&world.app, &public, halfway, prove(next.clone()), &one),
            accounts::prove(&world.app, &public, halfway, prove(next.clone()), &two)
        );
        assert_eq!([a.is_ok(), b.is_ok()].into_iter().filter(|taken| *taken).count(), 1, "of two forms one gets in");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_by_message_does_not_stand_for_the_second_factor() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh);
        let entered = world.seeker().await;
        world.enrol(&entered).await;
        let half = world.by_code(Purpose::Recover, PHONE).await.expect("half in");
        assert_eq!(half.stage, Stage::SecondFactor);
        assert!(matches!(world.who(&half).await, Recognised::Halfway(_)));
        let half = world.by_code(Purpose::SignUp, PHONE).await.expect("half in");
        assert_eq!(half.stage, Stage::SecondFactor);
        let half = world.sign_in(PHONE, PASSWORD, "10.0.0.1", &key()).await.expect("half in");
        assert_eq!(half.stage, Stage::SecondFactor);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_codes_of_a_second_factor_are_limited() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh);
        let entered = world.seeker().await;
        let (secret, _) = world.enrol(&entered).await;
        let halfway = world.halfway().await;
        world.pass_seconds(60);
        for _ in 0..10 {
            assert_eq!(code(&world.prove(halfway, "1").await.expect_err("wrong")), "wrong_code");
        }
        let right = app_code(&secret, world.app.clock().now());
        assert_eq!(code(&world.prove(halfway, &right).await.expect_err("too many")), "too_many");
    })
    .await;
}

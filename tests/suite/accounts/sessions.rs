//! Sessions: listed, ended, switched, over in time, gone with the account.

use super::{MINUTE, PASSWORD, PHONE, World, code, key, origin};
use sanviec_app::accounts::{self, Entered, Purpose, Recognised, Stage};
use sanviec_app::{Actor, Ctx, Facts, Key, Role, Thing};
use sanviec_domain::time::DAY;
use sanviec_store::testing::each_backend;

#[tokio::test(flavor = "multi_thread")]
async fn a_new_password_ends_all_other_sessions_and_old_passwords() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh);
        let first = world.seeker().await;
        let second = world.sign_in(PHONE, PASSWORD, "10.0.0.1", &key()).await.expect("in");
        world.set_password(&second, "đèn biển Mũi Điện sáng").await.expect("changed");
        assert_eq!(world.who(&first).await, Recognised::Nobody);
        assert!(matches!(world.who(&second).await, Recognised::Signed(_)));
        let old = world.sign_in(PHONE, PASSWORD, "10.0.0.1", &key()).await.expect_err("old");
        assert_eq!(code(&old), "wrong_pair");
        world.pass_seconds(16 * MINUTE);
        let stale = world.set_password(&second, "một câu dài khác nữa").await.expect_err("too long ago");
        assert_eq!(code(&stale), "not_fresh");
        assert_eq!(
            code(&world.set_password(&first_again(&world).await, "ngắn").await.expect_err("short")),
            "too_short"
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn sessions_are_listed_ended_and_nobody_ends_anothers() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh);
        let mine = world.seeker().await;
        let phone = world.sign_in(PHONE, PASSWORD, "10.0.0.1", &key()).await.expect("in");
        let other = world.by_code(Purpose::SignUp, "0905 777 888").await.expect("somebody else");
        let (ctx, stranger) = (world.ctx_of(&mine).await, world.ctx_of(&other).await);
        let target = phone.session_id;
        let theirs = accounts::end_session(&world.app, &stranger, target, &key()).await.expect_err("not theirs");
        assert_eq!(code(&theirs), "not_found");
        assert!(matches!(world.who(&phone).await, Recognised::Signed(_)));
        let same = key();
        for _ in 0..3 {
            accounts::end_session(&world.app, &ctx, target, &same).await.expect("ended, and said so each time");
        }
        assert_eq!(world.who(&phone).await, Recognised::Nobody);
        let public = world.ctx(Actor::Public);
        let nobody = accounts::end_session(&world.app, &public, mine.session_id, &key()).await.expect_err("nobody");
        assert_eq!(code(&nobody), "forbidden");
        world.pass_seconds(7 * DAY / 1_000_000);
        assert_eq!(world.who(&mine).await, Recognised::Nobody, "a week without use");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_in_use_lives_on_but_not_for_ever() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh);
        let entered = world.seeker().await;
        for day in 1..=30 {
            world.pass_seconds(DAY / 1_000_000);
            let live = matches!(world.who(&entered).await, Recognised::Signed(_));
            assert_eq!(live, day < 30, "day {day}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn roles_are_switched_with_a_new_token_and_only_to_those_held() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh);
        let ctx = world.ctx(Actor::Operator);
        let centre = accounts::add_centre(&world.app, &ctx, "Trung tâm Gia Lai", "52").await.expect("centre");
        let trial = World::with(&fresh, Facts { hash_kib: 64, two_factors: false, ..Facts::default() });
        trial.person("canbo@vidu.vn", Role::Officer, Thing::of_centre(centre)).await;
        trial.person("khac@vidu.vn", Role::Officer, Thing::of_centre(centre)).await;
        let officer = trial.sign_in("canbo@vidu.vn", PASSWORD, "10.0.0.1", &key()).await.expect("in");
        let other = trial.sign_in("khac@vidu.vn", PASSWORD, "10.0.0.1", &key()).await.expect("in");
        let theirs =
            accounts::overview(&trial.app, &trial.ctx_of(&other).await).await.expect("own").roles[0].membership_id;
        let ctx = trial.ctx_of(&officer).await;
        let switch =
            async |ctx: &Ctx, id, key: &Key| accounts::switch_role(&trial.app, ctx, id, &origin("10.0.0.1"), key).await;
        assert_eq!(code(&switch(&ctx, Some(theirs), &key()).await.expect_err("another's role")), "not_found");
        let (one, two) = (key(), key());
        let (a, b) = tokio::join!(switch(&ctx, None, &one), switch(&ctx, None, &two));
        let entered: Vec<Entered> = [a, b].into_iter().filter_map(Result::ok).collect();
        assert_eq!(entered.len(), 1, "one session goes on as one");
        assert_eq!(trial.who(&officer).await, Recognised::Nobody);
        let ctx = trial.ctx_of(&entered[0]).await;
        assert_eq!(ctx.actor.kind(), Role::Seeker);
        let own = accounts::overview(&trial.app, &ctx).await.expect("own");
        let back = switch(&ctx, Some(own.roles[0].membership_id), &key()).await.expect("back");
        assert_eq!(trial.ctx_of(&back).await.actor.kind(), Role::Officer);
        trial.pass_seconds(12 * 60 * MINUTE);
        assert_eq!(trial.who(&back).await, Recognised::Nobody, "switching gives no new time");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_out_of_use_is_out_at_once_and_a_lost_factor_can_be_taken_away() {
    each_backend(|fresh| async move {
        use accounts::Measure;
        let world = World::new(&fresh);
        let entered = world.seeker().await;
        let (operator, seeker) = (world.ctx(Actor::Operator), world.ctx_of(&entered).await);
        let measure = async |ctx: &Ctx, measure| accounts::take_measure(&world.app, ctx, PHONE, measure).await;
        let refused = measure(&seeker, Measure::Stop).await.expect_err("not for a seeker");
        assert_eq!(code(&refused), "forbidden");
        measure(&operator, Measure::Stop).await.expect("stopped");
        assert_eq!(world.who(&entered).await, Recognised::Nobody);
        let out = world.sign_in(PHONE, PASSWORD, "10.0.0.1", &key()).await.expect_err("out of use");
        assert_eq!(code(&out), "wrong_pair");
        assert_eq!(code(&world.by_code(Purpose::Recover, PHONE).await.expect_err("out of use")), "wrong_code");
        measure(&operator, Measure::Resume).await.expect("in use");
        let entered = world.sign_in(PHONE, PASSWORD, "10.0.0.1", &key()).await.expect("in");
        let (_, entered) = world.enrol(&entered).await;
        measure(&operator, Measure::ResetSecondFactor).await.expect("taken away");
        assert_eq!(world.who(&entered).await, Recognised::Nobody);
        let entered = world.sign_in(PHONE, PASSWORD, "10.0.0.1", &key()).await.expect("in");
        assert_eq!(entered.stage, Stage::Live);
        let nobody = accounts::take_measure(&world.app, &operator, "0905 000 111", Measure::Stop).await;
        assert_eq!(code(&nobody.expect_err("nobody")), "not_found");
    })
    .await;
}

async fn first_again(world: &World) -> Entered {
    world.sign_in(PHONE, "đèn biển Mũi Điện sáng", "10.0.0.1", &key()).await.expect("in")
}

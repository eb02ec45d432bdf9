//! The same form twice at once: one effect, one answer.

use super::{ORIGIN, PASSWORD, PHONE, World, app_code, code, key, origin, thrice};
use crate::exchange::NOW;
use sanviec_app::Actor;
use sanviec_app::accounts::{self, Prove, Purpose, Recognised, SetPassword};
use sanviec_store::testing::each_backend;
use sanviec_store::{audit, session};

#[tokio::test(flavor = "multi_thread")]
async fn a_form_sent_three_times_at_once_has_one_effect_and_one_answer() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh);
        let same = key();
        let asked = thrice(|| world.ask(Purpose::SignUp, PHONE, &same)).await;
        let mut sent = world.messages().await;
        assert_eq!(sent.len(), 1, "one message");
        let digits = sent.remove(0).params["code"].clone();
        let same = key();
        let entered = thrice(|| world.confirm(asked.code_id, &digits, &same)).await;
        world.set_password(&entered, PASSWORD).await.expect("password");
        let same = key();
        let again = thrice(|| world.sign_in(PHONE, PASSWORD, "10.0.0.1", &same)).await;
        let account = world.ctx_of(&again).await.actor.person().expect("person").account_id;
        let live = session::list_live(fresh.store.reader(), account, NOW.0).await.expect("sessions");
        assert_eq!(live.len(), 2, "one session by code and one by password");
        let other = world.sign_in(PHONE, "một mật khẩu khác hẳn", "10.0.0.1", &same).await.expect_err("another form");
        assert_eq!(code(&other), "form_used");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_form_behind_the_sign_in_has_one_effect_however_often_it_comes() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh);
        let app = &world.app;
        let seeker = world.by_code(Purpose::SignUp, PHONE).await.expect("in");
        let (ctx, same) = (world.ctx_of(&seeker).await, key());
        let account = ctx.actor.person().expect("person").account_id;
        let password = || SetPassword { password: PASSWORD.into(), again: PASSWORD.into() };
        thrice(|| accounts::set_password(app, &ctx, password(), &same)).await;
        assert_eq!(world.messages().await.len(), 1, "told once");
        let offer = accounts::offer(app, &ctx, None).await.expect("offer");
        let (first, same) = (app_code(&offer.secret, NOW), key());
        let enrol =
            || accounts::Enrol { sealed: offer.sealed.clone(), code: first.clone(), origin: origin("10.0.0.1") };
        let full = thrice(|| accounts::enrol(app, &ctx, None, enrol(), &same)).await;
        let half = world.sign_in(PHONE, PASSWORD, "10.0.0.1", &key()).await.expect("half in");
        let Recognised::Halfway(halfway) = world.who(&half).await else { panic!("all the way in") };
        world.pass_seconds(30);
        let (public, now, same) = (world.ctx(Actor::Public), world.app.clock().now(), key());
        let prove = || Prove { code: app_code(&offer.secret, now), origin: origin("10.0.0.1") };
        let proved = thrice(|| accounts::prove(app, &public, halfway, prove(), &same)).await;
        let (ctx, same) = (world.ctx_of(&proved).await, key());
        let switched = thrice(|| accounts::switch_role(app, &ctx, None, &ORIGIN, &same)).await;
        let (ctx, same) = (world.ctx_of(&switched).await, key());
        thrice(|| accounts::end_others(app, &ctx, &same)).await;
        assert_eq!(world.who(&full).await, Recognised::Nobody);
        let live = session::list_live(fresh.store.reader(), account, now.0).await.expect("sessions");
        assert_eq!(live.iter().map(|row| row.id).collect::<Vec<_>>(), [switched.session_id]);
        let same = key();
        thrice(|| accounts::remove(app, &ctx, &same)).await;
        let trail = audit::list_of(fresh.store.reader(), account, 0, 50).await.expect("trail");
        let count = |action: &str| trail.iter().filter(|row| row.action == action).count();
        for action in ["set_password", "set_second_factor", "switch_role", "end_session", "remove_second_factor"] {
            assert_eq!(count(action), 1, "{action}");
        }
        assert_eq!(count("show_second_factor"), 2, "once to set it up, once to sign in");
    })
    .await;
}

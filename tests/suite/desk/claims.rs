//! Printed codes by which people take over the profile that was made for them.

use super::{World, code, key, person};
use sanviec_app::desk;
use sanviec_app::profiles;
use sanviec_app::{Person, Role, Thing};
use sanviec_store::testing::each_backend;

#[tokio::test(flavor = "multi_thread")]
async fn a_printed_code_hands_the_record_over_once() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let profile = world.person(1).await;
        let first = desk::issue_claim(&world.app, &world.ctx(world.officer), &profile, &key()).await.expect("code");
        let second = desk::issue_claim(&world.app, &world.ctx(world.officer), &profile, &key()).await.expect("code");
        let seeker = person(&world.app, "lan@vidu.vn", Role::Seeker, Thing::default()).await;
        let other = person(&world.app, "mai@vidu.vn", Role::Seeker, Thing::default()).await;
        let claim = |who: Person, text: String| {
            let (app, ctx) = (world.app.clone(), world.ctx(who));
            async move { desk::claim(&app, &ctx, &text, &key()).await }
        };
        assert_eq!(code(&claim(seeker, first.code).await.expect_err("replaced")), "wrong_code");
        let typed = second.code.to_lowercase().replace('-', " ");
        claim(seeker, typed).await.expect("claimed");
        assert_eq!(code(&claim(other, second.code).await.expect_err("used")), "wrong_code");
        let own = profiles::find_own(&world.app, &world.ctx(seeker)).await.expect("own").expect("a profile");
        assert_eq!(desk::code_of_profile(own.id), profile);
        let again = desk::issue_claim(&world.app, &world.ctx(world.officer), &profile, &key()).await;
        assert_eq!(code(&again.expect_err("belongs to somebody")), "claimed_already");
        for _ in 0..10 {
            let _ = claim(other, "0000-0000-0000".into()).await;
        }
        assert_eq!(code(&claim(other, "0000-0000-0001".into()).await.expect_err("guessing")), "too_many");
    })
    .await;
}

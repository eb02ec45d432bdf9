//! A colleague who lost the second factor: an administrator of the same place takes it away, and gains nothing by it.

use super::{MINUTE, PASSWORD, World, code, key};
use sanviec_app::accounts::{self, Entered, Recognised, Stage};
use sanviec_app::{AppError, Ctx, Facts, Role, Thing};
use sanviec_store::audit;
use sanviec_store::testing::each_backend;

async fn reset(world: &World, ctx: &Ctx, contact: &str) -> Result<(), AppError> {
    accounts::reset_factor(&world.app, ctx, contact, &key()).await
}

#[tokio::test(flavor = "multi_thread")]
async fn an_administrator_helps_colleagues_of_the_same_place_and_nobody_else() {
    each_backend(|fresh| async move {
        // Two factors are not demanded here, so that everybody gets in by password alone.
        let world = World::with(&fresh, Facts { hash_kib: 64, two_factors: false, ..Facts::default() });
        let operator = world.ctx(sanviec_app::Actor::Operator);
        let centre = |name: &'static str| accounts::add_centre(&world.app, &operator, name, "52");
        let (here, there) = (centre("Gia Lai").await.expect("centre"), centre("Bình Định").await.expect("centre"));
        let officer = world.person("canbo@vidu.vn", Role::Officer, Thing::of_centre(here)).await;
        for (contact, role, place) in [
            ("quanly@vidu.vn", Role::CentreManager, Thing::of_centre(here)),
            ("xa@vidu.vn", Role::Officer, Thing::of_centre(there)),
            ("vanhanh@vidu.vn", Role::PlatformOperator, Thing::default()),
            ("vanhanh2@vidu.vn", Role::PlatformOperator, Thing::default()),
            ("timviec@vidu.vn", Role::Seeker, Thing::default()),
        ] {
            world.person(contact, role, place).await;
        }
        let enter = async |contact: &str| world.sign_in(contact, PASSWORD, "10.0.0.1", &key()).await.expect("in");
        let (_, theirs) = world.enrol(&enter("canbo@vidu.vn").await).await;
        let manager = world.ctx_of(&enter("quanly@vidu.vn").await).await;
        for (contact, why) in [
            ("xa@vidu.vn", "another centre's"),
            ("vanhanh@vidu.vn", "an operator"),
            ("timviec@vidu.vn", "nobody's colleague"),
            ("quanly@vidu.vn", "oneself"),
            ("khongco@vidu.vn", "nobody"),
        ] {
            let refused = reset(&world, &manager, contact).await.expect_err(why);
            assert_eq!(code(&refused), "no_colleague", "{why}");
        }
        world.messages().await;
        reset(&world, &manager, "canbo@vidu.vn").await.expect("a colleague");
        assert_eq!(world.who(&theirs).await, Recognised::Nobody, "all sessions end");
        let told = world.messages().await;
        let told: Vec<_> = told.iter().map(|message| (message.template.as_str(), message.recipient.as_str())).collect();
        assert_eq!(told, [("sign_in_changed", "canbo@vidu.vn")]);
        assert_eq!(enter("canbo@vidu.vn").await.stage, Stage::Live, "by the own password, without the lost factor");
        let trail = audit::list_of(fresh.store.reader(), officer, 0, 50).await.expect("trail");
        let row = trail.iter().find(|row| row.action == "reset_second_factor").expect("noted");
        let by = manager.actor.person().expect("person").account_id.to_string();
        assert_eq!((row.actor.as_str(), row.role.as_str()), (by.as_str(), "centre_manager"));

        let above = world.ctx_of(&enter("vanhanh@vidu.vn").await).await;
        for contact in ["vanhanh2@vidu.vn", "xa@vidu.vn", "timviec@vidu.vn"] {
            reset(&world, &above, contact).await.expect(contact);
        }
        assert_eq!(code(&reset(&world, &above, "vanhanh@vidu.vn").await.expect_err("oneself")), "no_colleague");
        let seeker: Entered = enter("timviec@vidu.vn").await;
        let refused = reset(&world, &world.ctx_of(&seeker).await, "canbo@vidu.vn").await.expect_err("no right");
        assert_eq!(code(&refused), "forbidden");
        let officer = enter("canbo@vidu.vn").await;
        let refused = reset(&world, &world.ctx_of(&officer).await, "quanly@vidu.vn").await.expect_err("no right");
        assert_eq!(code(&refused), "forbidden");
        let late = enter("quanly@vidu.vn").await;
        world.pass_seconds(16 * MINUTE);
        let refused = reset(&world, &world.ctx_of(&late).await, "canbo@vidu.vn").await.expect_err("too long ago");
        assert_eq!(code(&refused), "not_fresh");
    })
    .await;
}

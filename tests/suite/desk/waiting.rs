//! All that waits at a centre, on both databases: each kind for whoever may do something about it, what waits longest
//! first, and nothing of another centre's.

use super::{World, key, person};
use crate::placements::Placed;
use sanviec_app::placements;
use sanviec_app::requests::{self, Ask};
use sanviec_app::{Actor, Locale, Person, Role, Thing, accounts, desk};
use sanviec_domain::appointment::{CancelReason, Command as MeetingCommand};
use sanviec_domain::data_request::Kind;
use sanviec_domain::referral::{Command, Way, WithdrawReason};
use sanviec_domain::time::Micros;
use sanviec_domain::why::Why;
use sanviec_store::testing::each_backend;

impl World {
    /// What is listed for somebody, in its order.
    async fn waits_for(&self, who: Person) -> Vec<(&'static str, u64)> {
        let waiting = desk::waiting(&self.app, &self.ctx(who)).await.expect("a list");
        assert!(waiting.is_sorted_by_key(|one| one.oldest), "{waiting:?}");
        waiting.iter().map(|one| (one.work.code(), one.count)).collect()
    }

    async fn tick(&self) {
        placements::tick(&self.app, &self.app.ctx(Actor::System, Locale::Vi)).await.expect("ticked");
    }

    /// The first person takes the own record over and asks what is kept of them.
    async fn asked_by_the_first(&self) {
        let profile = self.person(1).await;
        let slip = desk::issue_claim(&self.app, &self.ctx(self.officer), &profile, &key()).await.expect("a code");
        let lan = person(&self.app, "lan@vidu.vn", Role::Seeker, Thing::default()).await;
        desk::claim(&self.app, &self.ctx(lan), &slip.code, &key()).await.expect("taken over");
        let ask = Ask { kind: Kind::Access, words: "Cho tôi xem ghi chú về tôi".into() };
        requests::ask(&self.app, &self.ctx(lan), ask, &key()).await.expect("asked");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn all_work_of_a_centre_is_listed_by_age_for_whoever_may_do_it() {
    each_backend(|fresh| async move {
        // A letter of 24 November whose answer was "hired": its result is due on 22 December.
        let placed = Placed::new(&fresh).await;
        let world = &placed.world;
        assert_eq!(world.waits_for(world.officer).await, [("referrals", 1)]);
        placed.contracted().await;
        world.app.clock().set(Micros::start_of(on!("2026-12-07")).plus_seconds(9 * 3_600));
        world.tick().await;
        let meeting = world.appoint(world.officer, 5, 3).await.expect("at noon");
        world.appoint(world.officer, 6, 24).await.expect("tomorrow");
        world.asked_by_the_first().await;
        let letter = world.issue_for(world.officer, 9).await.expect("issued").id;
        assert_eq!(world.waits_for(world.colleague).await, [("placements", 1), ("requests", 1), ("referrals", 1)]);
        world.record(&letter, Command::Send(Way::ByHand)).await.expect("sent");
        let all = [("placements", 1), ("appointments", 1), ("requests", 1), ("referrals", 2)];
        assert_eq!(world.waits_for(world.officer).await, all, "asked today; noon; Wednesday; in ten days");
        assert_eq!(world.waits_for(world.manager).await, [("placements", 1), ("requests", 1), ("referrals", 2)]);
        let auditor = person(&world.app, "hoa@vidu.vn", Role::Auditor, Thing::of_centre(world.centre)).await;
        assert_eq!(
            world.waits_for(auditor).await,
            [("placements", 1), ("referrals", 2)],
            "who only reads answers nobody"
        );
        // What is done is not listed any more.
        let cancel = MeetingCommand::Cancel(Why::plain(CancelReason::NotNeeded));
        let ctx = world.ctx(world.officer);
        desk::move_appointment(&world.app, &ctx, (&meeting, None), cancel, &key()).await.expect("cancelled");
        world.record(&letter, Command::Withdraw(Why::plain(WithdrawReason::Mistake))).await.expect("withdrawn");
        assert_eq!(world.waits_for(world.officer).await, [("placements", 1), ("requests", 1), ("referrals", 1)]);
        let operator = world.app.ctx(Actor::Operator, Locale::Vi);
        let other = accounts::add_centre(&world.app, &operator, "TTDVVL Huế", "46").await.expect("a centre");
        let stranger = person(&world.app, "dung@vidu.vn", Role::Officer, Thing::of_centre(other)).await;
        assert!(world.waits_for(stranger).await.is_empty(), "another centre");
    })
    .await;
}

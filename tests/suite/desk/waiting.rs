//! All that waits at a centre, on both databases: each kind for whoever may do something about it, what waits longest
//! first, and nothing of another centre's.

use super::{World, key, person};
use crate::placements::Placed;
use sanviec_app::placements;
use sanviec_app::requests::{self, Ask};
use sanviec_app::{Actor, Locale, Person, Role, Thing, accounts, desk};
use sanviec_domain::appointment::{CancelReason, Command as MeetingCommand};
use sanviec_domain::data_request::Kind;
use sanviec_domain::posting::PostingCode;
use sanviec_domain::referral::{Command, Way, WithdrawReason};
use sanviec_domain::time::Micros;
use sanviec_domain::why::Why;
use sanviec_store::testing::each_backend;
use sanviec_store::{application, posting};
use uuid::Uuid;

impl World {
    /// Applications of the person of a number that ran out unanswered, two at each second that ended a day ago.
    async fn left_unanswered(&self, number: u128, count: u128) {
        let profile_id = self.person(number).await.parse::<PostingCode>().expect("code").uuid();
        let posting_id = self.posting.parse::<PostingCode>().expect("code").uuid();
        let found = posting::find(self.app.store().reader(), posting_id).await.expect("read").expect("a vacancy");
        let day_ago = self.app.clock().now().plus_days(-1);
        let row = |nth: u128| application::Row {
            id: Uuid::from_u128(0x019f_2000_0000_7000_8000_0000_0000_0000 + nth),
            version: 1,
            posting_id,
            employer_id: found.employer_id,
            account_id: None,
            profile_id: Some(profile_id),
            person_key: None,
            account_once: None,
            kind: "full".into(),
            needs_guardian: 0,
            answer_days: 10,
            keep_days: 90,
            state: "not_suitable".into(),
            sent_at: Some(day_ago.plus_days(-10).0),
            answered_at: None,
            due_at: None,
            interview_at: None,
            starts_on: None,
            ended_at: Some(day_ago.plus_seconds(i64::try_from(nth / 2).expect("few")).0),
            reason: None,
            note: None,
            last_status: None,
            response: "unanswered".into(),
            locale: "vi".into(),
            name: None,
            contact: None,
            answers: None,
            guardian: None,
            created_at: day_ago.plus_days(-10).0,
            updated_at: day_ago.0,
            by_centre_id: None,
            interview_place: None,
        };
        let rows: Vec<_> = (0..count).map(row).collect();
        let rows = &rows;
        let write = self.app.store().write("fill", |tx| {
            Box::pin(async move {
                for row in rows {
                    application::insert(tx, row).await?;
                }
                Ok::<(), sanviec_store::Error>(())
            })
        });
        write.await.expect("written");
    }

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
        let mut unsent = world.waits_for(world.colleague).await;
        unsent.sort_unstable();
        assert_eq!(unsent, [("placements", 1), ("referrals", 2), ("requests", 1)], "one letter is still to be sent");
        let asked = desk::Asked { everybodys: true, ..Default::default() };
        let queue = desk::queue(&world.app, &world.ctx(world.colleague), asked).await.expect("the list it leads to");
        assert_eq!(queue.items.len(), 2, "as many as were counted");
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

#[tokio::test(flavor = "multi_thread")]
async fn the_list_of_applications_that_nobody_answered_goes_on_to_its_end() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        world.left_unanswered(1, 205).await;
        let ctx = world.ctx(world.officer);
        assert_eq!(world.waits_for(world.officer).await, [("unanswered", 205)]);
        let (mut after, mut parts, mut ends) = (String::new(), Vec::new(), Vec::new());
        loop {
            let part = desk::unanswered(&world.app, &ctx, &after).await.expect("a part");
            parts.push(part.items.len());
            ends.extend(part.items.iter().map(|one| one.at));
            let Some(next) = part.next else { break };
            after = next;
        }
        assert_eq!(parts, [100, 100, 5]);
        // Two ended at each second: none is left out where a part ends between them, and none stands twice.
        let day_ago = world.app.clock().now().plus_days(-1);
        let all: Vec<Micros> = (0..205).map(|nth| day_ago.plus_seconds(nth / 2)).collect();
        assert_eq!(ends, all);
        let odd = desk::unanswered(&world.app, &ctx, "x-y").await.expect("from the beginning");
        assert_eq!(odd.items.len(), 100);
    })
    .await;
}

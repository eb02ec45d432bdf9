//! Meetings: a slot is given once, and goes over with the work.

use super::{World, code, key, person};
use sanviec_app::{Role, Thing, desk, profiles};
use sanviec_domain::appointment::{CancelReason, Command as MeetingCommand, State as MeetingState};
use sanviec_domain::referral::State;
use sanviec_domain::why::Why;
use sanviec_store::testing::each_backend;

#[tokio::test(flavor = "multi_thread")]
async fn one_slot_is_given_once_however_many_want_it() {
    each_backend(|fresh| async move {
        let world = std::sync::Arc::new(World::new(&fresh).await);
        for profile in 1..=12 {
            world.person(profile).await;
        }
        let racing: Vec<_> = (1..=12)
            .map(|profile| {
                let world = std::sync::Arc::clone(&world);
                tokio::spawn(async move {
                    let outcome = world.appoint(world.officer, profile, 24).await;
                    outcome.map_err(|error| code(&error)).map(|_| ())
                })
            })
            .collect();
        let mut given = 0;
        for slot in racing {
            match slot.await.expect("ended") {
                Ok(()) => given += 1,
                Err(code) => assert_eq!(code, "slot_taken"),
            }
        }
        assert_eq!(given, 1);
        world.appoint(world.colleague, 13, 24).await.expect("another officer at the same time");
        let twice = world.appoint(world.officer, 13, 24).await.expect_err("the person is with somebody else");
        assert_eq!(code(&twice), "slot_taken");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn meetings_go_over_with_the_work_unless_they_clash() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        world.appoint(world.officer, 1, 24).await.expect("made");
        world.appoint(world.officer, 2, 48).await.expect("made");
        let other = world.appoint(world.colleague, 3, 24).await.expect("made");
        let clash = world.hand_over(world.officer, Some(world.colleague)).await.expect_err("both at once");
        assert_eq!(code(&clash), "slots_clash");
        let why = Why::plain(CancelReason::NotNeeded);
        let cancel = MeetingCommand::Cancel(why);
        let ctx = world.ctx(world.colleague);
        desk::move_appointment(&world.app, &ctx, (&other, None), cancel, &key()).await.expect("cancelled");
        let handed = world.hand_over(world.officer, Some(world.colleague)).await.expect("handed over");
        assert_eq!((handed.referrals, handed.appointments), (0, 2));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_leaves_the_centre_is_waited_for_by_nobody_and_their_letters_are_withdrawn() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let officer = world.ctx(world.officer);
        let letter = world.issue_for(world.officer, 1).await.expect("issued");
        let meeting = world.appoint(world.officer, 1, 24).await.expect("made");
        let profile = world.person(1).await;
        let printed = desk::issue_claim(&world.app, &officer, &profile, &key()).await.expect("code");
        let lan = world.ctx(person(&world.app, "lan@vidu.vn", Role::Seeker, Thing::default()).await);
        desk::claim(&world.app, &lan, &printed.code, &key()).await.expect("claimed");
        profiles::leave_centre(&world.app, &lan, &key()).await.expect("left");
        assert_eq!(world.state(&letter.id).await.0, State::Withdrawn);
        let seen = desk::appointment(&world.app, &officer, &meeting).await.expect("the centre's own paper");
        assert_eq!(seen.life.state(), MeetingState::Cancelled);
        assert_eq!(code(&desk::person(&world.app, &officer, &profile).await.expect_err("left")), "forbidden");
        let again = world.issue_for(world.officer, 1).await.expect_err("nobody's person here");
        assert_eq!(code(&again), "forbidden");
    })
    .await;
}

//! Meetings: a slot is given once, and goes over with the work.

use super::{World, code, key, person};
use sanviec_app::{Role, Thing, desk, profiles};
use sanviec_domain::appointment::{CancelReason, Command as MeetingCommand, State as MeetingState};
use sanviec_domain::referral::{State, Way};
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

#[tokio::test(flavor = "multi_thread")]
async fn a_person_reads_the_own_letters_and_meetings_and_nobody_elses() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let officer = world.ctx(world.officer);
        let letter = world.issue_for(world.officer, 1).await.expect("issued");
        let meeting = world.appoint(world.officer, 1, 24).await.expect("made");
        world.issue_for(world.officer, 2).await.expect("another's");
        world.appoint(world.officer, 2, 48).await.expect("another's");
        let lan = world.ctx(person(&world.app, "lan@vidu.vn", Role::Seeker, Thing::default()).await);
        let none = desk::own_cases(&world.app, &lan).await.expect("own");
        assert!(none.letters.is_empty() && none.appointments.is_empty(), "nothing is theirs yet");
        let printed = desk::issue_claim(&world.app, &officer, &world.person(1).await, &key()).await.expect("code");
        desk::claim(&world.app, &lan, &printed.code, &key()).await.expect("claimed");
        let own = desk::own_cases(&world.app, &lan).await.expect("own");
        let [one] = &own.letters[..] else { panic!("one letter: {:?}", own.letters) };
        assert_eq!((one.state, one.posting_title.as_str()), (State::Issued, "Kế toán kho"));
        assert!(one.due_on.is_some() && one.starts_on.is_none());
        let meetings: Vec<_> = own.appointments.iter().map(|one| one.id.as_str()).collect();
        assert_eq!(meetings, [meeting.as_str()]);
        world.record(&letter.id, sanviec_domain::referral::Command::Send(Way::ByHand)).await.expect("sent");
        let hire = sanviec_domain::referral::Command::Hire {
            told_on: on!("2026-11-24"),
            starts_on: on!("2026-11-30"),
            ends_on: None,
        };
        world.record(&letter.id, hire).await.expect("hired");
        let own = desk::own_cases(&world.app, &lan).await.expect("own");
        assert_eq!((own.letters[0].state, own.letters[0].starts_on), (State::Hired, Some(on!("2026-11-30"))));
        assert_eq!(own.letters[0].due_on, None, "what is owed now is owed by the centre");
        assert_eq!(code(&desk::own_cases(&world.app, &officer).await.expect_err("no seeker")), "forbidden");
    })
    .await;
}

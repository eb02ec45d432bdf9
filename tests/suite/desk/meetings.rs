//! Meetings: a slot is given once, and goes over with the work.

use super::{World, code, key, person};
use crate::forms::thrice;
use sanviec_app::{Actor, Ctx, Locale, Person, Role, Thing, desk, messages, profiles};
use sanviec_domain::appointment::{CancelReason, Command as MeetingCommand, Slot, State as MeetingState};
use sanviec_domain::referral::{State, Way};
use sanviec_domain::why::Why;
use sanviec_store::testing::each_backend;
use uuid::Uuid;

impl World {
    /// The person of a number, with an account by a code of the counter.
    pub(super) async fn claimed(&self, number: u128) -> Person {
        let profile = self.person(number).await;
        let printed = desk::issue_claim(&self.app, &self.ctx(self.officer), &profile, &key()).await.expect("code");
        let lan = person(&self.app, "lan@vidu.vn", Role::Seeker, Thing::default()).await;
        desk::claim(&self.app, &self.ctx(lan), &printed.code, &key()).await.expect("claimed");
        lan
    }

    /// Half an hour, so many hours from now.
    fn slot(&self, hours: i64) -> Slot {
        Slot { from: self.app.clock().now().plus_seconds(hours * 3_600), minutes: 30 }
    }

    /// Sends one form three times at once.
    async fn thrice(&self, ctx: &Ctx, meeting: &str, command: &MeetingCommand) {
        let form = key();
        thrice(|| desk::move_appointment(&self.app, ctx, (meeting, None), command.clone(), &form)).await;
    }

    /// Who was told of which change of a meeting, in the last minute and before.
    async fn told(&self) -> Vec<(Uuid, String)> {
        let ctx = self.app.ctx(Actor::System, Locale::Vi);
        let sent = messages::claim(&self.app, &ctx, 600, 100).await.expect("claimed");
        let changed = sent.into_iter().filter(|one| one.template == "appointment_changed");
        let told = changed.map(|one| (one.account_id.expect("an account"), one.params["change"].clone()));
        let mut told: Vec<_> = told.collect();
        told.sort();
        told
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn each_change_of_a_meeting_is_told_once_to_the_side_that_did_not_make_it() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let lan = world.claimed(1).await;
        let (officer, person) = (world.ctx(world.officer), world.ctx(lan));
        let meeting = world.appoint(world.officer, 1, 24).await.expect("made");
        assert!(world.told().await.is_empty(), "made, not changed");
        let slot = world.slot(48);
        world.thrice(&person, &meeting, &MeetingCommand::Move(slot)).await;
        assert_eq!(world.told().await, [(world.officer.account_id, "moved".to_owned())]);
        let own = MeetingCommand::Confirm(slot);
        let own = desk::move_appointment(&world.app, &person, (&meeting, None), own, &key()).await;
        assert_eq!(code(&own.expect_err("the own proposal")), "own_proposal");
        assert!(world.told().await.is_empty(), "what is refused is not told");
        world.thrice(&officer, &meeting, &MeetingCommand::Confirm(slot)).await;
        assert_eq!(world.told().await, [(lan.account_id, "confirmed".to_owned())]);
        // A colleague at the counter moves it: the officer who waits for the person must know it too.
        world.thrice(&world.ctx(world.colleague), &meeting, &MeetingCommand::Move(world.slot(72))).await;
        let mut both = [(world.officer.account_id, "moved".to_owned()), (lan.account_id, "moved".to_owned())];
        both.sort();
        assert_eq!(world.told().await, both);
        let cancel = MeetingCommand::Cancel(Why::plain(CancelReason::NotNeeded));
        world.thrice(&person, &meeting, &cancel).await;
        assert_eq!(world.told().await, [(world.officer.account_id, "cancelled".to_owned())]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_proposal_that_nobody_answers_is_cancelled_and_both_sides_are_told_once() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let lan = world.claimed(1).await;
        let meeting = world.appoint(world.officer, 1, 24).await.expect("made");
        world.thrice(&world.ctx(lan), &meeting, &MeetingCommand::Move(world.slot(240))).await;
        world.pass_days(4);
        for moved in [1, 0] {
            let ctx = world.app.ctx(Actor::System, Locale::Vi);
            assert_eq!(desk::tick(&world.app, &ctx).await.expect("ticked"), moved);
        }
        let view = desk::appointment(&world.app, &world.ctx(lan), &meeting).await.expect("read");
        assert_eq!(view.life.state(), MeetingState::Cancelled);
        let (officer, unanswered) = (world.officer.account_id, "unanswered".to_owned());
        let mut told = vec![(officer, "moved".to_owned()), (officer, unanswered.clone()), (lan.account_id, unanswered)];
        told.sort();
        assert_eq!(world.told().await, told);
    })
    .await;
}

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
        let account = world.claimed(1).await;
        let lan = world.ctx(account);
        profiles::leave_centre(&world.app, &lan, &key()).await.expect("left");
        assert_eq!(world.state(&letter.id).await.0, State::Withdrawn);
        let seen = desk::appointment(&world.app, &officer, &meeting).await.expect("the centre's own paper");
        assert_eq!(seen.life.state(), MeetingState::Cancelled);
        let cancelled = "cancelled".to_owned();
        let mut both = [(world.officer.account_id, cancelled.clone()), (account.account_id, cancelled)];
        both.sort();
        assert_eq!(world.told().await, both, "nobody waits without knowing");
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

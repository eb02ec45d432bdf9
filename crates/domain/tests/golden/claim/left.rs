//! Giving up a claim that was paid, when the money came back.

use super::{DONG, again, asked, beside, bounced, hand, life, proposal};
use crate::days::on;
use sanviec_domain::claim::{Command, Event, Life, Place, Refusal, Settled, Stage, State, WithdrawReason};
use sanviec_domain::why::Why;

fn withdraw(life: Life) -> Result<(Life, Vec<Event>), Refusal> {
    life.step(Command::Withdraw(Why::plain(WithdrawReason::Mistake)))
}

/// All of it came back: the claim stands for its placement no more, and what a bank says later is taken all the same.
#[test]
fn what_came_back_in_full_is_given_up_and_stands_for_nothing() {
    let all = || Settled::Recovered { dong: DONG };
    for before in [life(Stage::Recovered { dong: DONG }), again(all(), None), again(all(), Some(proposal(4, 0, 1)))] {
        let told = format!("{before:?}");
        let (after, events) = withdraw(before).expect(&told);
        assert_eq!((after.state(), events), (State::Withdrawn, vec![Event::Withdrawn]), "{told}");
        assert_eq!((after.is_live(), after.excludes(), after.is_open()), (false, false, false), "{told}");
        assert_eq!(Life::from_parts(&after.parts()).as_ref(), Ok(&after), "{told}");
        let back = Command::BankReturned { dong: DONG, why: bounced() };
        assert_eq!(after.clone().step(back).expect(&told), (after.clone(), Vec::new()), "there is no more: {told}");
        let confirmed = Command::Reconsider { asked_dong: 0, is_confirmed: true };
        assert!(after.clone().step(confirmed).is_err() && withdraw(after.clone()).is_err(), "{told}");
        // Paid after all, by an attempt of before: beside the claim that took its place, or alone.
        for is_alone in [true, false] {
            let command = Command::BankPaid { on: on("2026-11-25"), dong: 68_132, is_alone };
            let (paid, _) = after.clone().step(command).expect(&told);
            assert_eq!((paid.held_dong(), paid.is_live(), paid.is_double), (68_132, is_alone, !is_alone), "{told}");
        }
    }
}

/// What is held is kept, and nobody is asked again whether the rest is wanted.
#[test]
fn what_came_back_in_part_is_kept_and_stays_so_until_more_is_asked_or_the_rest_is_wanted() {
    let (kept, events) = withdraw(again(Settled::Recovered { dong: 136_264 }, None)).expect("given up");
    assert_eq!((kept.state(), events), (State::Kept, vec![Event::Withdrawn, Event::Kept]));
    assert_eq!((kept.is_open(), kept.excludes(), kept.owed_dong()), (false, true, 136_264));
    let told = |asked_dong, is_confirmed| Command::Reconsider { asked_dong, is_confirmed };
    for is_confirmed in [true, false] {
        assert_eq!(kept.clone().step(told(0, is_confirmed)), Ok((kept.clone(), Vec::new())), "it wakes for nothing");
    }
    let (anew, events) = kept.clone().step(Command::PrepareAgain { by: hand(5).person }).expect("wanted after all");
    assert_eq!((anew.stage, events), (Stage::Open(Place::Prepared), vec![Event::PreparedAgain]));
    // Later facts ask for more: two people decide, and keep it kept.
    let (asks, _) = kept.clone().step(told(200_000, false)).expect("looked at again");
    assert_eq!(asks.state(), State::Reconsidered);
    assert!(withdraw(asks.clone()).is_err(), "one person does not end what is asked back");
    let (proposed, _) = asks.step(Command::ProposeRecovery(proposal(4, 0, 1))).expect("proposed");
    let (again, _) = proposed.step(Command::ConfirmRecovery(hand(3), on("2026-11-26"))).expect("confirmed");
    assert_eq!(again, kept);
}

#[test]
fn what_is_asked_back_or_was_paid_beside_another_claim_is_not_given_up_while_it_is_held() {
    for before in [
        life(Stage::Recovering(asked(68_132))),
        again(Settled::Recovering(asked(68_132)), None),
        life(Stage::Recovered { dong: 136_264 }),
        life(Stage::Kept),
        again(Settled::Kept, None),
        beside(Stage::Reconsidered { was: Settled::Recovered { dong: 136_264 }, proposal: None }),
    ] {
        let told = format!("{before:?}");
        assert!(matches!(withdraw(before), Err(Refusal::NotFrom { .. })), "{told}");
    }
    let (after, _) = withdraw(beside(Stage::Recovered { dong: DONG })).expect("all of it came back");
    assert_eq!((after.state(), after.is_double), (State::Withdrawn, false));
}

//! What a bank says after people have gone on.

use super::{DONG, asked, beside, book, bounced, holds, life, outcome};
use crate::days::on;
use sanviec_domain::claim::{Command, Event, RefuseReason, Settled, Stage, State, WithdrawReason, preview};
use sanviec_domain::ledger::Balances;
use sanviec_domain::placement::{Recovery, Status};
use sanviec_domain::why::Why;

/// Not paid, given up; and then the bank says that it paid.
#[test]
fn what_was_paid_after_it_was_given_up_is_booked_and_looked_at() {
    let withdrawn = || life(Stage::Withdrawn { why: Why::plain(WithdrawReason::Mistake) });
    let refused = || life(Stage::Refused { why: Why::plain(RefuseReason::NotEntitled) });
    for (before, is_alone) in [(withdrawn(), true), (withdrawn(), false), (refused(), true), (refused(), false)] {
        let told = format!("{before:?} {is_alone}");
        let command = Command::BankPaid { on: on("2026-11-25"), dong: DONG, is_alone };
        let (after, events) = before.step(command).expect(&told);
        assert_eq!(events.iter().map(|event| event.code()).collect::<Vec<_>>(), ["approved", "paid", "put_in_review"]);
        assert_eq!((after.state(), after.held_dong(), after.is_double), (State::InReview, DONG, !is_alone), "{told}");
        assert_eq!((after.is_live(), after.excludes()), (is_alone, is_alone), "{told}");
        holds(&after, &Balances::of(book(&[], &events)).expect("in range"), &told);
        // Alone it is paid as any other; beside another claim all of it is asked back, whatever the facts say.
        let confirmed = outcome(Status::Confirmed, 91);
        let shown = preview(&after, Recovery::ProRata, &confirmed, (1, on("2026-11-26"))).expect("in range");
        assert_eq!(shown.asked_dong, if is_alone { 0 } else { DONG }, "{told}");
        let (again, _) = after.step(Command::Reconfirm).expect(&told);
        assert_eq!(again.state(), if is_alone { State::Paid } else { State::InReview }, "{told}");
    }
}

/// What the bank brings back while it is asked back, or was, is booked once, and no more of it than is held.
#[test]
fn what_the_bank_brings_back_closes_what_is_asked() {
    for (before, dong, state, held, books) in [
        (Stage::Recovering(asked(0)), DONG, State::Recovered, 0, [263_736, 400_000]),
        (Stage::Recovering(asked(68_132)), DONG, State::Recovered, 0, [263_736, 331_868]),
        (Stage::Recovering(asked(0)), 100_000, State::Recovering, 300_000, [0, 100_000]),
        (Stage::Recovered { dong: 136_264 }, DONG, State::Recovered, 0, [263_736, 263_736]),
    ] {
        let told = format!("{before:?} {dong}");
        let command = Command::BankReturned { dong, why: bounced() };
        let (after, events) = life(before).step(command.clone()).expect(&told);
        let of = |events: &[Event]| {
            let asked = events.iter().map(|event| if let Event::AskedBack { dong } = event { *dong } else { 0 });
            let came = events.iter().map(|event| if let Event::GivenBack { dong } = event { *dong } else { 0 });
            [asked.sum::<i64>(), came.sum()]
        };
        assert_eq!((after.state(), after.held_dong(), of(&events)), (state, held, books), "{told}");
        assert_eq!(after.outstanding_dong(), if state == State::Recovering { 36_264 } else { 0 }, "{told}");
        if held == 0 {
            assert_eq!(after.clone().step(command).expect(&told), (after, Vec::new()), "there is no more: {told}");
        }
    }
    let (kept, events) = life(Stage::Kept).step(Command::BankReturned { dong: DONG, why: bounced() }).expect("booked");
    assert_eq!(events, [Event::BroughtBack { dong: DONG }, Event::PutInReview]);
    assert_eq!((kept.held_dong(), kept.owed_dong(), kept.state()), (0, DONG, State::InReview));
}

/// The claim that it was paid beside is gone: what is asked back follows from the facts, and nothing is undone.
#[test]
fn what_was_paid_beside_a_claim_that_is_gone_stands_alone() {
    let given_up = life(Stage::Withdrawn { why: Why::plain(WithdrawReason::Mistake) });
    let paid = Command::BankPaid { on: on("2026-11-25"), dong: DONG, is_alone: false };
    let (double, _) = given_up.step(paid).expect("paid after all");
    let was = Settled::Recovered { dong: 136_264 };
    for before in
        [double, beside(Stage::Recovering(asked(68_132))), beside(Stage::Reconsidered { was, proposal: None })]
    {
        let told = format!("{before:?}");
        let (after, events) = before.clone().step(Command::StandAlone).expect(&told);
        assert_eq!(events, [Event::StandsAlone], "{told}");
        assert_eq!((&after.stage, after.held_dong()), (&before.stage, before.held_dong()), "{told}");
        assert_eq!((after.is_double, after.is_live(), after.excludes()), (false, true, true), "{told}");
        assert!(after.clone().step(Command::StandAlone).is_err(), "once: {told}");
        if after.state() == State::InReview {
            let (confirmed, _) = after.step(Command::Reconfirm).expect(&told);
            assert_eq!(confirmed.state(), State::Paid, "{told}");
        }
    }
    assert!(beside(Stage::Recovered { dong: DONG }).step(Command::StandAlone).is_err(), "nothing is held");
    assert!(life(Stage::Kept).step(Command::StandAlone).is_err(), "it stands alone");
}

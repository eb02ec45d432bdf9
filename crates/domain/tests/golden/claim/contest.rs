//! Money that is to come back for another reason than the facts.

use super::{DONG, again, beside, book, bounced, contest, hand, holds, life, order, outcome, paid, person, proposal};
use crate::days::on;
use sanviec_domain::claim::{Command, ContestReason, Contested, Event, Life, Place, Refusal, Settled, Stage, State};
use sanviec_domain::claim::{LifeParts, PartsError, preview};
use sanviec_domain::ledger::Balances;
use sanviec_domain::placement::{Recovery, Status};

/// Takes these steps from a new claim; the claim and all that happened.
fn walked(commands: Vec<Command>) -> (Life, Vec<Event>) {
    let (mut life, _) = Life::prepare(order(false)).expect("an amount");
    let mut events = Vec::new();
    for command in commands {
        let told = format!("{command:?} from {life:?}");
        let more;
        (life, more) = life.step(command).expect(&told);
        events.extend(more);
    }
    (life, events)
}

fn until_paid() -> Vec<Command> {
    let batch = super::batch(7);
    let paid = super::bank_paid("2026-11-20", DONG);
    vec![Command::Approve(hand(2)), Command::Batch(batch), Command::Send, paid]
}

fn asked(life: &Life, status: Status) -> i64 {
    preview(life, Recovery::ProRata, &outcome(status, 91), (1, on("2026-11-26"))).expect("in range").asked_dong
}

/// All of it, of a placement that stays confirmed: asked back by two people, and claimed by nobody again.
#[test]
fn what_was_paid_for_nothing_comes_back_while_the_placement_stays_confirmed() {
    let mut steps = until_paid();
    steps.push(Command::Contest(contest(DONG)));
    let (life, _) = walked(steps.clone());
    assert_eq!((life.state(), asked(&life, Status::Confirmed)), (State::InReview, DONG));
    let confirmed = Command::Reconsider { asked_dong: 0, is_confirmed: true };
    steps.extend([
        Command::Reconfirm,
        Command::ProposeRecovery(proposal(4, DONG, 1)),
        Command::ConfirmRecovery(hand(3), on("2026-11-26")),
        Command::GiveBack { dong: DONG, by: hand(3) },
        confirmed,
    ]);
    let (life, events) = walked(steps);
    assert_eq!((life.state(), life.held_dong(), life.owed_dong()), (State::Recovered, 0, 0), "nothing to claim anew");
    holds(&life, &Balances::of(book(&[], &events)).expect("in range"), "recovered");
    assert!(life.clone().step(Command::PrepareAgain { by: person(5) }).is_err());
    assert!(life.can_be_left() && !life.excludes());
}

/// A part of it: the rest is kept, and what the facts unmake later is claimed anew up to the rest.
#[test]
fn an_amount_that_was_too_high_comes_back_to_what_it_should_have_been() {
    let wrong = Contested { dong: 100_000, why: ContestReason::AmountWrong, by: Some(person(4)) };
    let mut steps = until_paid();
    steps.extend([
        Command::Contest(wrong),
        Command::ProposeRecovery(proposal(4, 100_000, 1)),
        Command::ConfirmRecovery(hand(3), on("2026-11-26")),
        Command::GiveBack { dong: 100_000, by: hand(3) },
        Command::Reconsider { asked_dong: 0, is_confirmed: true },
    ]);
    let (life, _) = walked(steps.clone());
    assert_eq!((life.state(), life.held_dong(), life.owed_dong()), (State::Recovered, 300_000, 0));
    assert_eq!(asked(&life, Status::Confirmed), 0, "the rest is kept");
    assert!(life.excludes(), "and holds the person");
    // Unmade, all given back, confirmed again: no more is claimed anew than it should have been.
    steps.extend([
        Command::Reconsider { asked_dong: 300_000, is_confirmed: false },
        Command::ProposeRecovery(proposal(4, 300_000, 1)),
        Command::ConfirmRecovery(hand(3), on("2026-11-26")),
        Command::GiveBack { dong: 300_000, by: hand(3) },
        Command::PrepareAgain { by: person(5) },
        Command::Approve(hand(2)),
        Command::Batch(super::batch(8)),
        Command::Send,
        super::bank_paid("2026-12-20", 300_000),
    ]);
    let (life, events) = walked(steps);
    assert_eq!((life.state(), life.held_dong(), life.owed_dong()), (State::Paid, 300_000, 0));
    holds(&life, &Balances::of(book(&[], &events)).expect("in range"), "paid anew");
}

#[test]
fn another_person_says_that_it_is_not_to_come_back_after_all() {
    let mut steps = until_paid();
    steps.push(Command::Contest(contest(DONG)));
    let (life, _) = walked(steps);
    assert_eq!(life.clone().step(Command::Uncontest(hand(4))), Err(Refusal::OwnContest));
    let entered = super::Hand { entered_facts: true, ..hand(3) };
    assert_eq!(life.clone().step(Command::Uncontest(entered)), Err(Refusal::EnteredFacts));
    let (life, events) = life.step(Command::Uncontest(hand(3))).expect("by another person");
    assert_eq!((life.contested, events), (None, vec![Event::Uncontested]));
    let (life, _) = life.step(Command::Reconfirm).expect("confirmed all the while");
    assert_eq!(life.state(), State::Paid);
}

#[test]
fn only_what_is_held_of_a_claim_that_was_paid_is_contested() {
    let of = |dong| Command::Contest(Contested { dong, ..contest(DONG) });
    for dong in [0, -1, DONG + 1] {
        let refused = life(Stage::Open(paid())).step(of(dong)).expect_err("no such amount");
        assert_eq!(refused, Refusal::AmountOutOfRange, "{dong}");
    }
    // 136,264 came back already: less than that asks for nothing.
    let came = life(Stage::Recovered { dong: 136_264 });
    assert_eq!(came.clone().step(of(136_264)), Err(Refusal::AmountOutOfRange));
    let (more, _) = came.step(of(136_265)).expect("one dong more");
    assert_eq!(asked(&more, Status::Confirmed), 1);
    for unpaid in [
        life(Stage::Open(Place::Prepared)),
        life(Stage::Open(Place::Approved)),
        life(Stage::Recovered { dong: DONG }),
        again(Settled::Recovered { dong: DONG }, None),
        beside(Stage::InReview { place: paid(), proposal: None }),
    ] {
        let told = format!("{unpaid:?}");
        assert!(matches!(unpaid.step(of(DONG)), Err(Refusal::NotFrom { .. })), "{told}");
    }
}

/// A bank that brings it back gives back what was to come back: it is not owed again.
#[test]
fn what_a_bank_brings_back_of_it_is_not_paid_again() {
    let contested = Contested { dong: 100_000, ..contest(DONG) };
    for command in [Command::BankBounced(bounced()), Command::BankReturned { dong: DONG, why: bounced() }] {
        let mut steps = until_paid();
        steps.extend([Command::Contest(contested), command]);
        let (life, events) = walked(steps);
        assert_eq!((life.state(), life.held_dong(), life.owed_dong()), (State::Recovered, 0, 300_000));
        holds(&life, &Balances::of(book(&[], &events)).expect("in range"), "brought back");
    }
}

#[test]
fn a_contest_is_written_and_read_back_whole() {
    let good = Life { contested: Some(contest(1)), ..life(Stage::Kept) };
    assert_eq!(Life::from_parts(&good.parts()).as_ref(), Ok(&good));
    let nobody = Life { contested: Some(Contested { by: None, ..contest(1) }), ..life(Stage::Kept) };
    assert_eq!(Life::from_parts(&nobody.parts()).as_ref(), Ok(&nobody));
    for broken in [
        LifeParts { contested_dong: None, ..good.parts() },
        LifeParts { contested_why: None, ..good.parts() },
        LifeParts { contested_dong: Some(DONG + 1), ..good.parts() },
        LifeParts { contested_dong: Some(0), ..good.parts() },
    ] {
        assert_eq!(Life::from_parts(&broken), Err(PartsError), "{broken:?}");
    }
}

//! The moves that more than one stage makes: each is asked by [`super::step`], which decides whether it may be made.
#![expect(
    clippy::needless_pass_by_value,
    clippy::unnecessary_wraps,
    reason = "a move takes a life and answers as the step does"
)]

use super::life::{Hand, Life, Place, Proposal, Stage};
use super::reason::{BounceReason, RefuseReason, WithdrawReason};
use super::refusal::Refusal;
use super::{BatchId, Event};
use crate::membership::AccountId;
use crate::why::{NoteFault, Why, check_note};
use chrono::NaiveDate;

pub(super) type Outcome = Result<(Life, Vec<Event>), Refusal>;

/// No more is asked back than is held, dong, and in no more parts than the policy allows.
pub(super) fn within_bounds(life: &Life, proposal: Proposal) -> Result<(), Refusal> {
    if !(0..=life.held_dong()).contains(&proposal.dong) {
        return Err(Refusal::AmountOutOfRange);
    }
    if !(1..=life.instalments_max).contains(&proposal.instalments) {
        return Err(Refusal::InstalmentsOutOfRange);
    }
    Ok(())
}

/// A recovery is confirmed by another than who proposed it, and by nobody who entered the facts.
pub(super) fn confirmed_by_another(proposal: Proposal, hand: Hand) -> Result<(), Refusal> {
    if proposal.by == hand.person {
        return Err(Refusal::OwnProposal);
    }
    if hand.entered_facts {
        return Err(Refusal::EnteredFacts);
    }
    Ok(())
}

/// Nobody decides about what he prepared, or about facts that he entered.
pub(super) fn others(life: &Life, hand: Hand) -> Result<(), Refusal> {
    if hand.prepared || hand.person == life.prepared_by {
        return Err(Refusal::OwnClaim);
    }
    if hand.entered_facts { Err(Refusal::EnteredFacts) } else { Ok(()) }
}

pub(super) fn open(life: Life, place: Place, events: Vec<Event>) -> Outcome {
    Ok((Life { stage: Stage::Open(place), ..life }, events))
}

pub(super) fn approve(life: Life, second: Option<AccountId>, hand: Hand) -> Outcome {
    others(&life, hand)?;
    match second {
        Some(second) if second == hand.person => Err(Refusal::ApprovedAlready),
        None if life.needs_third => open(life, Place::AwaitingThird { second: hand.person }, vec![Event::Seconded]),
        Some(_) | None => {
            let dong = life.owed_dong();
            open(life, Place::Approved, vec![Event::Approved { dong }])
        }
    }
}

/// Owed already: two people suffice where it stands, where three are needed it waits for the third again.
pub(super) fn approve_again(life: Life, place: Place, hand: Hand) -> Outcome {
    if !life.needs_third {
        others(&life, hand)?;
        return open(life, place, vec![Event::ApprovedAgain]);
    }
    let dong = life.owed_dong();
    let (life, events) = approve(life, None, hand)?;
    Ok((life, [vec![Event::Released { dong }], events].concat()))
}

/// A claim that was paid once and is claimed anew falls back to where it was.
pub(super) fn refuse(life: Life, hand: Hand, why: Why<RefuseReason>) -> Outcome {
    others(&life, hand)?;
    noted(&why.note, why.reason == RefuseReason::Other)?;
    let dong = life.returned_dong;
    let is_double = life.is_double && life.paid_dong > 0;
    let contested = life.contested.filter(|_| life.paid_dong > 0);
    let stage = if life.paid_dong > 0 { Stage::Recovered { dong } } else { Stage::Refused { why } };
    Ok((Life { is_double, contested, stage, ..life }, vec![Event::Refused]))
}

pub(super) fn withdraw(life: Life, was_owed: bool, why: Why<WithdrawReason>) -> Outcome {
    noted(&why.note, why.reason == WithdrawReason::Other)?;
    let mut events = vec![Event::Withdrawn];
    if was_owed {
        events.push(Event::Released { dong: life.owed_dong() });
    }
    let dong = life.returned_dong;
    let is_double = life.is_double && life.paid_dong > 0;
    let contested = life.contested.filter(|_| life.paid_dong > 0);
    let stage = if life.paid_dong > 0 { Stage::Recovered { dong } } else { Stage::Withdrawn { why } };
    Ok((Life { is_double, contested, stage, ..life }, events))
}

pub(super) fn batch(life: Life, batch: BatchId) -> Outcome {
    open(life, Place::Batched { batch }, vec![Event::Batched])
}

pub(super) fn unmake(life: Life, place: Place) -> Outcome {
    Ok((Life { stage: Stage::InReview { place, proposal: None }, ..life }, vec![Event::PutInReview]))
}

/// The place after the bank paid what is owed, and what the claim has been paid then.
pub(super) fn paid(life: &mut Life, (on, dong): (NaiveDate, i64)) -> Result<(Place, Event), Refusal> {
    if dong != life.owed_dong() {
        return Err(Refusal::AmountOutOfRange);
    }
    life.paid_dong += dong;
    Ok((Place::Paid { on, dong }, Event::Paid { dong }))
}

/// The bank brings back what it paid last.
pub(super) fn brought_back(life: &mut Life, dong: i64, why: Why<BounceReason>) -> Result<(Place, Event), Refusal> {
    bounce_noted(&why)?;
    life.paid_dong -= dong;
    Ok((Place::Bounced { why }, Event::BroughtBack { dong }))
}

pub(super) fn bounce_noted(why: &Why<BounceReason>) -> Result<(), Refusal> {
    noted(&why.note, why.reason == BounceReason::Other)
}

pub(super) fn propose(life: Life, place: Place, proposal: Proposal) -> Outcome {
    within_bounds(&life, proposal)?;
    let stage = Stage::InReview { place, proposal: Some(proposal) };
    Ok((Life { stage, ..life }, vec![Event::RecoveryProposed]))
}

pub(super) fn noted(note: &str, needed: bool) -> Result<(), Refusal> {
    check_note(note, needed).map_err(|fault| match fault {
        NoteFault::Missing => Refusal::ReasonMissing,
        NoteFault::TooLong => Refusal::ReasonTooLong,
    })
}

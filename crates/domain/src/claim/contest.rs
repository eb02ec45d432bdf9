//! Money of a paid claim that is to come back for another reason than the facts of its placement: the person was paid
//! for twice, or is another one, the amount was wrong, somebody else pays. One person says so, or the clock where two
//! claims for one person were paid; what is asked back by it is proposed and confirmed by two people as ever.

use super::Event;
use super::life::{Hand, Life, Place, Stage};
use super::moves::Outcome;
use super::refusal::Refusal;
use crate::membership::AccountId;

codes! {
    /// Why money is to come back though the placement is confirmed.
    ContestReason {
        /// The person was paid for by another claim of the programme.
        PaidTwice = "paid_twice",
        /// It was claimed for somebody else than whom the placement is of.
        OtherPerson = "other_person",
        /// The group or the amount was wrong.
        AmountWrong = "amount_wrong",
        /// Another source pays for the same work (TT 55/2023/TT-BTC, Article 72(2)).
        FundedElsewhere = "funded_elsewhere",
        /// The person or the employer was not entitled.
        NotEntitled = "not_entitled",
    }
}

/// What of a claim is to come back, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Contested {
    /// By how much the centre is entitled to less.
    pub dong: i64,
    /// Why.
    pub why: ContestReason,
    /// Who said so; nobody where the clock found it.
    pub by: Option<AccountId>,
}

impl Life {
    /// What the centre may keep while the placement is confirmed.
    pub const fn entitled_dong(&self) -> i64 {
        match &self.contested {
            Some(contested) => self.dong - contested.dong,
            None => self.dong,
        }
    }

    /// Whether more is held than may be kept, whatever the facts say.
    pub const fn is_contested(&self) -> bool {
        self.contested.is_some() && self.held_dong() > self.entitled_dong()
    }

    /// What was paid is looked at again. What two people decided stays as it is until two people change it.
    pub(super) fn contest(self, contested: Contested, refused: Refusal) -> Outcome {
        if self.contested == Some(contested) {
            return Ok((self, Vec::new()));
        }
        if self.is_double || self.held_dong() == 0 {
            return Err(refused);
        }
        // Something comes back by it.
        if !(1..=self.dong).contains(&contested.dong) || self.held_dong() <= self.dong - contested.dong {
            return Err(Refusal::AmountOutOfRange);
        }
        let mut events = vec![Event::Contested];
        if matches!(self.stage, Stage::Open(Place::Paid { .. })) {
            events.push(Event::PutInReview);
        }
        let stage = looked_at(&self.stage, true).ok_or(refused)?;
        Ok((Self { contested: Some(contested), stage, ..self }, events))
    }

    /// Nothing is to come back but by the facts: said by another person, who entered none of them.
    pub(super) fn uncontest(self, hand: Hand, refused: Refusal) -> Outcome {
        let contested = self.contested.ok_or(refused)?;
        // Paid in part beside what came back, it is not put back to paid: what is owed would be paid by nobody.
        let is_whole = self.held_dong() == self.dong || !matches!(self.stage, Stage::InReview { .. });
        let stage = looked_at(&self.stage, false).filter(|_| is_whole).ok_or(refused)?;
        if contested.by == Some(hand.person) {
            return Err(Refusal::OwnContest);
        }
        if hand.entered_facts {
            return Err(Refusal::EnteredFacts);
        }
        Ok((Self { contested: None, stage, ..self }, vec![Event::Uncontested]))
    }
}

/// A paid claim as it is looked at; what was proposed for another sum goes. Nothing of a claim that is on its way.
fn looked_at(stage: &Stage, is_from_paid: bool) -> Option<Stage> {
    match stage {
        Stage::Open(place @ Place::Paid { .. }) if is_from_paid => {
            Some(Stage::InReview { place: place.clone(), proposal: None })
        }
        Stage::InReview { place: place @ Place::Paid { .. }, .. } => {
            Some(Stage::InReview { place: place.clone(), proposal: None })
        }
        Stage::Reconsidered { was, .. } => Some(Stage::Reconsidered { was: *was, proposal: None }),
        Stage::Recovering(_) | Stage::Recovered { .. } | Stage::Kept => Some(stage.clone()),
        Stage::Open(_) | Stage::InReview { .. } | Stage::Withdrawn { .. } | Stage::Refused { .. } => None,
    }
}

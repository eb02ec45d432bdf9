//! A claim that was decided about, looked at again: later facts say that more is to be asked back, or less, or that
//! what came back was asked wrongly. The clock puts it before people and decides nothing: what two people confirmed
//! only two people change.
#![expect(clippy::unnecessary_wraps, reason = "every arm of the step answers alike")]

use super::Event;
use super::life::{Asked, Command, Hand, Life, Place, Proposal, Settled, Stage, State};
use super::moves::{Outcome, confirmed_by_another, noted, open, within_bounds};
use super::reason::WithdrawReason;
use super::refusal::Refusal;
use crate::why::Why;
use chrono::NaiveDate;

impl State {
    /// Stages in which somebody approved and the money is not with the bank: facts that come then were seen by nobody
    /// who approved.
    pub const APPROVED_AND_NOT_SENT: [Self; 4] = [Self::AwaitingThird, Self::Approved, Self::Batched, Self::Bounced];
}

impl Life {
    /// Whether two people decided about what is asked back: later facts are put before people then.
    pub const fn is_decided(&self) -> bool {
        match &self.stage {
            Stage::Recovering(_) | Stage::Recovered { .. } | Stage::Kept | Stage::Reconsidered { .. } => true,
            Stage::Open(_) | Stage::InReview { .. } | Stage::Withdrawn { .. } | Stage::Refused { .. } => false,
        }
    }

    /// What somebody proposed and nobody has confirmed.
    pub const fn proposal(&self) -> Option<Proposal> {
        match &self.stage {
            Stage::InReview { proposal, .. } | Stage::Reconsidered { proposal, .. } => *proposal,
            Stage::Open(_)
            | Stage::Recovering(_)
            | Stage::Recovered { .. }
            | Stage::Kept
            | Stage::Withdrawn { .. }
            | Stage::Refused { .. } => None,
        }
    }

    /// What is asked back and has not come.
    pub const fn outstanding_dong(&self) -> i64 {
        match &self.stage {
            Stage::Recovering(asked) | Stage::Reconsidered { was: Settled::Recovering(asked), .. } => {
                asked.dong - asked.came_dong
            }
            Stage::Open(_)
            | Stage::InReview { .. }
            | Stage::Reconsidered { .. }
            | Stage::Recovered { .. }
            | Stage::Kept
            | Stage::Withdrawn { .. }
            | Stage::Refused { .. } => 0,
        }
    }

    /// Whether a claim that was paid can be given up: all of it came back, or people look at what came back and is not
    /// claimed anew. What was paid beside another claim comes back first.
    pub const fn can_be_left(&self) -> bool {
        match &self.stage {
            Stage::Recovered { .. } => self.held_dong() == 0,
            Stage::Reconsidered { was: Settled::Recovered { .. }, .. } => self.held_dong() == 0 || !self.is_double,
            Stage::Open(_)
            | Stage::InReview { .. }
            | Stage::Recovering(_)
            | Stage::Kept
            | Stage::Reconsidered { .. }
            | Stage::Withdrawn { .. }
            | Stage::Refused { .. } => false,
        }
    }

    /// Given up: with nothing held it stands for its placement no more, so that this can be claimed for as if nobody
    /// had; what is held is kept, and what came back is not claimed anew unless somebody wants it after all.
    pub(super) fn left(self, why: Why<WithdrawReason>, refused: Refusal) -> Outcome {
        if !self.can_be_left() {
            return Err(refused);
        }
        noted(&why.note, why.reason == WithdrawReason::Other)?;
        if self.held_dong() > 0 {
            return Ok((Self { stage: Stage::Kept, ..self }, vec![Event::Withdrawn, Event::Kept]));
        }
        let stage = Stage::Withdrawn { why };
        Ok((Self { is_double: false, contested: None, stage, ..self }, vec![Event::Withdrawn]))
    }

    /// What later facts make of a claim that stands as `was`: nothing while they ask for what is asked already, and
    /// there is nothing to be claimed anew. What is kept is not: whoever keeps it did not want the rest.
    pub(super) fn reconsidered(self, was: Settled, proposal: Option<Proposal>, told: (i64, bool)) -> Outcome {
        let (asked_dong, is_confirmed) = told;
        let is_claimable = is_confirmed && self.owed_dong() > 0 && !self.is_double && was != Settled::Kept;
        let differs = asked_dong != self.outstanding_dong() || is_claimable;
        let is_before_people = matches!(self.stage, Stage::Reconsidered { .. });
        match (differs, is_before_people) {
            (true, false) => {
                let stage = Stage::Reconsidered { was, proposal: None };
                Ok((Self { stage, ..self }, vec![Event::PutInReview]))
            }
            // What nobody confirmed goes with what it was proposed for.
            (false, true) => Ok((Self { stage: was.stage(), ..self }, vec![Event::BackFromReview])),
            (true, true) => Ok((Self { stage: Stage::Reconsidered { was, proposal }, ..self }, Vec::new())),
            (false, false) => Ok((self, Vec::new())),
        }
    }

    pub(super) fn at_reconsidered(
        self,
        (was, proposal): (Settled, Option<Proposal>),
        command: &Command,
        refused: Refusal,
    ) -> Outcome {
        match command {
            Command::Reconsider { asked_dong, is_confirmed } => {
                self.reconsidered(was, proposal, (*asked_dong, *is_confirmed))
            }
            Command::ProposeRecovery(proposal) => self.propose_again(was, *proposal),
            Command::ConfirmRecovery(hand, on) => self.confirm_again(was, proposal.ok_or(refused)?, (*hand, *on)),
            Command::Withdraw(why) => self.left(why.clone(), refused),
            Command::GiveBack { dong, by } => match was {
                Settled::Recovering(asked) => self.came_meanwhile(asked, (*dong, *by)),
                Settled::Recovered { .. } | Settled::Kept => Err(refused),
            },
            Command::PrepareAgain { by } if self.outstanding_dong() == 0 && self.owed_dong() > 0 && !self.is_double => {
                open(Self { prepared_by: *by, ..self }, Place::Prepared, vec![Event::PreparedAgain])
            }
            Command::BankPaid { on, dong, is_alone } => self.paid_after_all((*on, *dong), *is_alone),
            Command::Unmake | Command::Reconfirm => Ok((self, Vec::new())),
            Command::Approve(_)
            | Command::ApproveAgain(_)
            | Command::Refuse(..)
            | Command::Batch(_)
            | Command::TakeOut
            | Command::Send
            | Command::BankBounced(_)
            | Command::PrepareAgain { .. }
            | Command::BankReturned { .. }
            | Command::StandAlone
            | Command::Contest(_)
            | Command::Uncontest(_) => Err(refused),
        }
    }

    fn propose_again(self, was: Settled, proposal: Proposal) -> Outcome {
        within_bounds(&self, proposal)?;
        let stage = Stage::Reconsidered { was, proposal: Some(proposal) };
        Ok((Self { stage, ..self }, vec![Event::RecoveryProposed]))
    }

    /// What is asked from now on takes the place of what was asked before; the difference is booked.
    fn confirm_again(self, was: Settled, proposal: Proposal, (hand, on): (Hand, NaiveDate)) -> Outcome {
        let Proposal { by, dong, instalments } = proposal;
        confirmed_by_another(proposal, hand)?;
        let more = dong - self.outstanding_dong();
        let mut events = match more {
            0 => Vec::new(),
            more if more > 0 => vec![Event::AskedBack { dong: more }],
            less => vec![Event::AskedNoMore { dong: -less }],
        };
        let stage = match (dong, self.returned_dong) {
            (0, 0) => Stage::Kept,
            (0, _) if was == Settled::Kept => Stage::Kept,
            (0, came) => Stage::Recovered { dong: came },
            (dong, _) => {
                let (proposed_by, asked_on) = (Some(by), Some(on));
                Stage::Recovering(Asked { dong, instalments, came_dong: 0, proposed_by, asked_on })
            }
        };
        if stage == Stage::Kept {
            events.push(Event::Kept);
        }
        events.push(Event::BackFromReview);
        Ok((Self { stage, ..self }, events))
    }

    /// Money comes while people think: it is recorded all the same.
    fn came_meanwhile(mut self, asked: Asked, (dong, by): (i64, Hand)) -> Outcome {
        let rest = asked.dong - asked.came_dong;
        may_record(&asked, by)?;
        if !(1..=rest).contains(&dong) {
            return Err(Refusal::AmountOutOfRange);
        }
        self.returned_dong += dong;
        let mut events = vec![Event::GivenBack { dong }];
        let was = if dong == rest {
            events.push(Event::Recovered);
            Settled::Recovered { dong: asked.dong }
        } else {
            Settled::Recovering(Asked { came_dong: asked.came_dong + dong, ..asked })
        };
        // What was proposed was about another sum.
        Ok((Self { stage: Stage::Reconsidered { was, proposal: None }, ..self }, events))
    }
}

/// What came back is recorded by another person than the one who proposed to ask for it and whose word it rests on.
pub(super) fn may_record(asked: &Asked, by: Hand) -> Result<(), Refusal> {
    if asked.proposed_by == Some(by.person) {
        return Err(Refusal::OwnRecovery);
    }
    if by.entered_facts { Err(Refusal::EnteredFacts) } else { Ok(()) }
}

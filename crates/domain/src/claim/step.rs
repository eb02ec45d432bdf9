//! The one function that moves a claim. Total: every stage names every command, taken or refused. Time moves nothing
//! here: what is late is seen in lists, and money waits for people.
#![expect(clippy::unnecessary_wraps, reason = "every arm of the step answers alike")]

use super::Event;
use super::again::may_record;
use super::life::{Asked, Command, Hand, Life, Place, Proposal, Settled, Stage};
use super::moves::{
    Outcome, approve, approve_again, batch, bounce_noted, brought_back, confirmed_by_another, open, paid, propose,
    refuse, unmake, withdraw,
};
use super::refusal::Refusal;
use chrono::NaiveDate;

impl Life {
    /// What becomes of this claim when the command comes, and what happened on the way. A refusal changes nothing. What
    /// was told twice has one effect.
    pub fn step(self, command: Command) -> Outcome {
        let refused = Refusal::NotFrom { state: self.state(), command: command.name() };
        // Money that came back is booked wherever the claim stands by then.
        if let Command::BankReturned { dong, why } = command {
            return self.returned_late(dong, why, refused);
        }
        if let Command::StandAlone = command {
            return self.stands_alone(refused);
        }
        if let Command::Contest(contested) = command {
            return self.contest(contested, refused);
        }
        if let Command::Uncontest(hand) = command {
            return self.uncontest(hand, refused);
        }
        match self.stage.clone() {
            Stage::Open(place) => self.at_open(place, command, refused),
            Stage::InReview { place, proposal } => self.at_review(place, proposal, command, refused),
            Stage::Recovering(asked) => self.at_recovering(asked, &command, refused),
            Stage::Recovered { dong } => self.at_recovered(dong, &command, refused),
            Stage::Kept => self.at_kept(&command, refused),
            Stage::Reconsidered { was, proposal } => self.at_reconsidered((was, proposal), &command, refused),
            Stage::Withdrawn { .. } | Stage::Refused { .. } => self.at_over(&command, refused),
        }
    }

    fn at_open(self, place: Place, command: Command, refused: Refusal) -> Outcome {
        match place {
            Place::Prepared => self.at_waiting(place, None, command, refused),
            Place::AwaitingThird { second } => self.at_waiting(place, Some(second), command, refused),
            Place::Approved | Place::Bounced { .. } => self.at_owed(place, command, refused),
            Place::Batched { batch } => match command {
                Command::Batch(other) if other == batch => self.stays(),
                // On its list it stands as it is; where three are needed it goes back to the third.
                Command::ApproveAgain(hand) if !self.needs_third => approve_again(self, place, hand),
                Command::TakeOut => open(self, Place::Approved, vec![Event::TakenOut]),
                Command::Send => open(self, Place::Sent { batch }, vec![Event::Sent]),
                Command::Unmake => unmake(self, place),
                Command::Reconfirm => self.stays(),
                Command::Approve(_)
                | Command::ApproveAgain(_)
                | Command::Refuse(..)
                | Command::Withdraw(_)
                | Command::Batch(_)
                | Command::BankPaid { .. }
                | Command::BankBounced(_)
                | Command::Reconsider { .. }
                | Command::ProposeRecovery(_)
                | Command::ConfirmRecovery(..)
                | Command::GiveBack { .. }
                | Command::PrepareAgain { .. }
                | Command::BankReturned { .. }
                | Command::StandAlone
                | Command::Contest(_)
                | Command::Uncontest(_) => Err(refused),
            },
            Place::Sent { .. } => self.at_sent(place, command, refused),
            Place::Paid { dong, .. } => self.at_paid((place, dong), command, refused),
        }
    }

    fn at_waiting(
        self,
        place: Place,
        second: Option<crate::membership::AccountId>,
        command: Command,
        refused: Refusal,
    ) -> Outcome {
        match command {
            Command::Approve(hand) => approve(self, second, hand),
            // Who approved first did so without what came since: whoever approves now is the first.
            Command::ApproveAgain(hand) if second.is_some() => approve(self, None, hand),
            // Paid by an attempt of before, when it waits to be approved again: what was paid was owed.
            Command::BankPaid { on, dong, .. } if second.is_some() || self.paid_dong > 0 => {
                self.paid_where_it_stands(false, (on, dong), false)
            }
            Command::Refuse(hand, why) => refuse(self, hand, why),
            Command::Withdraw(why) => withdraw(self, false, why),
            Command::Unmake => unmake(self, place),
            Command::Reconfirm => self.stays(),
            Command::ApproveAgain(_)
            | Command::Batch(_)
            | Command::TakeOut
            | Command::Send
            | Command::BankPaid { .. }
            | Command::BankBounced(_)
            | Command::Reconsider { .. }
            | Command::ProposeRecovery(_)
            | Command::ConfirmRecovery(..)
            | Command::GiveBack { .. }
            | Command::PrepareAgain { .. }
            | Command::BankReturned { .. }
            | Command::StandAlone
            | Command::Contest(_)
            | Command::Uncontest(_) => Err(refused),
        }
    }

    fn at_owed(self, place: Place, command: Command, refused: Refusal) -> Outcome {
        match command {
            Command::Batch(id) => batch(self, id),
            Command::ApproveAgain(hand) => approve_again(self, place, hand),
            // Paid after all, by an attempt of which the bank had said that it was not.
            Command::BankPaid { on, dong, .. } => self.paid_where_it_stands(true, (on, dong), false),
            Command::Withdraw(why) => withdraw(self, true, why),
            Command::Unmake => unmake(self, place),
            Command::Reconfirm => self.stays(),
            Command::Approve(_)
            | Command::Refuse(..)
            | Command::TakeOut
            | Command::Send
            | Command::BankBounced(_)
            | Command::Reconsider { .. }
            | Command::ProposeRecovery(_)
            | Command::ConfirmRecovery(..)
            | Command::GiveBack { .. }
            | Command::PrepareAgain { .. }
            | Command::BankReturned { .. }
            | Command::StandAlone
            | Command::Contest(_)
            | Command::Uncontest(_) => Err(refused),
        }
    }

    fn at_sent(mut self, place: Place, command: Command, refused: Refusal) -> Outcome {
        match command {
            Command::BankPaid { on, dong, .. } => {
                let (place, event) = paid(&mut self, (on, dong))?;
                open(self, place, vec![event])
            }
            Command::BankBounced(why) => {
                bounce_noted(&why)?;
                open(self, Place::Bounced { why }, vec![Event::Bounced])
            }
            Command::Unmake => unmake(self, place),
            Command::Send | Command::Reconfirm => self.stays(),
            Command::Approve(_)
            | Command::ApproveAgain(_)
            | Command::Refuse(..)
            | Command::Withdraw(_)
            | Command::Batch(_)
            | Command::TakeOut
            | Command::Reconsider { .. }
            | Command::ProposeRecovery(_)
            | Command::ConfirmRecovery(..)
            | Command::GiveBack { .. }
            | Command::PrepareAgain { .. }
            | Command::BankReturned { .. }
            | Command::StandAlone
            | Command::Contest(_)
            | Command::Uncontest(_) => Err(refused),
        }
    }

    fn at_paid(mut self, (place, dong): (Place, i64), command: Command, refused: Refusal) -> Outcome {
        match command {
            Command::BankBounced(why) => {
                let (place, event) = brought_back(&mut self, dong, why)?;
                open(self, place, vec![event])
            }
            Command::Unmake => unmake(self, place),
            Command::BankPaid { .. } | Command::Reconfirm => self.stays(),
            Command::Approve(_)
            | Command::ApproveAgain(_)
            | Command::Refuse(..)
            | Command::Withdraw(_)
            | Command::Batch(_)
            | Command::TakeOut
            | Command::Send
            | Command::Reconsider { .. }
            | Command::ProposeRecovery(_)
            | Command::ConfirmRecovery(..)
            | Command::GiveBack { .. }
            | Command::PrepareAgain { .. }
            | Command::BankReturned { .. }
            | Command::StandAlone
            | Command::Contest(_)
            | Command::Uncontest(_) => Err(refused),
        }
    }

    /// Under review nothing new is paid; what the bank says of money that is on its way is taken all the same.
    fn at_review(mut self, place: Place, proposal: Option<Proposal>, command: Command, refused: Refusal) -> Outcome {
        match (command, place) {
            // What was paid beside another claim is asked back, whatever the facts say, and so is what is contested.
            (Command::Reconfirm, _) if self.is_double || self.is_contested() => self.stays(),
            (Command::Reconfirm, place) => open(self, place, vec![Event::BackFromReview]),
            (Command::Unmake, _) | (Command::BankPaid { .. }, Place::Paid { .. }) => self.stays(),
            (Command::TakeOut, Place::Batched { .. }) => self.reviewed(Place::Approved, Event::TakenOut),
            (Command::Withdraw(why), place @ (Place::Approved | Place::Bounced { .. })) => {
                withdraw(self, place.is_owed(), why)
            }
            (Command::Withdraw(why), Place::Prepared | Place::AwaitingThird { .. }) => withdraw(self, false, why),
            (Command::BankPaid { on, dong, .. }, Place::Sent { .. }) => {
                let (place, event) = paid(&mut self, (on, dong))?;
                self.reviewed(place, event)
            }
            (Command::BankPaid { on, dong, .. }, Place::Approved | Place::Bounced { .. }) => {
                self.paid_where_it_stands(true, (on, dong), true)
            }
            (Command::BankPaid { on, dong, .. }, Place::AwaitingThird { .. }) => {
                self.paid_where_it_stands(false, (on, dong), true)
            }
            (Command::BankPaid { on, dong, .. }, Place::Prepared) if self.paid_dong > 0 => {
                self.paid_where_it_stands(false, (on, dong), true)
            }
            (Command::BankBounced(why), Place::Sent { .. }) => {
                bounce_noted(&why)?;
                self.reviewed(Place::Bounced { why }, Event::Bounced)
            }
            (Command::BankBounced(_), Place::Paid { dong, .. }) if self.is_contested() => {
                Ok(self.returned_contested(dong))
            }
            (Command::BankBounced(why), Place::Paid { dong, .. }) => {
                let (place, event) = brought_back(&mut self, dong, why)?;
                self.reviewed(place, event)
            }
            (Command::ProposeRecovery(proposal), place @ Place::Paid { .. }) => propose(self, place, proposal),
            (Command::ConfirmRecovery(hand, on), Place::Paid { .. }) => {
                let proposal = proposal.ok_or(refused)?;
                self.confirm(proposal, hand, on)
            }
            (command, _) => never_in_review(&command, refused),
        }
    }

    fn reviewed(self, place: Place, event: Event) -> Outcome {
        Ok((Self { stage: Stage::InReview { place, proposal: None }, ..self }, vec![event]))
    }

    /// Two people: whoever proposed does not confirm, and neither does whoever entered the facts.
    fn confirm(self, proposal: Proposal, hand: Hand, on: NaiveDate) -> Outcome {
        let Proposal { by, dong, instalments } = proposal;
        confirmed_by_another(proposal, hand)?;
        if dong == 0 {
            return Ok((Self { stage: Stage::Kept, ..self }, vec![Event::Kept]));
        }
        let stage =
            Stage::Recovering(Asked { dong, instalments, came_dong: 0, proposed_by: Some(by), asked_on: Some(on) });
        Ok((Self { stage, ..self }, vec![Event::AskedBack { dong }]))
    }

    fn at_recovering(mut self, asked: Asked, command: &Command, refused: Refusal) -> Outcome {
        let rest = asked.dong - asked.came_dong;
        match command {
            Command::GiveBack { dong, by } => {
                may_record(&asked, *by)?;
                if !(1..=rest).contains(dong) {
                    return Err(Refusal::AmountOutOfRange);
                }
                self.returned_dong += dong;
                let mut events = vec![Event::GivenBack { dong: *dong }];
                if *dong == rest {
                    events.push(Event::Recovered);
                    return Ok((Self { stage: Stage::Recovered { dong: asked.dong }, ..self }, events));
                }
                let stage = Stage::Recovering(Asked { came_dong: asked.came_dong + dong, ..asked });
                Ok((Self { stage, ..self }, events))
            }
            // What two people confirmed the clock does not undo: it puts it before two people.
            Command::Reconsider { asked_dong, is_confirmed } => {
                self.reconsidered(Settled::Recovering(asked), None, (*asked_dong, *is_confirmed))
            }
            Command::BankPaid { on, dong, is_alone } => self.paid_after_all((*on, *dong), *is_alone),
            Command::Unmake | Command::Reconfirm => self.stays(),
            Command::Approve(_)
            | Command::ApproveAgain(_)
            | Command::Refuse(..)
            | Command::Withdraw(_)
            | Command::Batch(_)
            | Command::TakeOut
            | Command::Send
            | Command::BankBounced(_)
            | Command::ProposeRecovery(_)
            | Command::ConfirmRecovery(..)
            | Command::PrepareAgain { .. }
            | Command::BankReturned { .. }
            | Command::StandAlone
            | Command::Contest(_)
            | Command::Uncontest(_) => Err(refused),
        }
    }

    fn at_recovered(self, dong: i64, command: &Command, refused: Refusal) -> Outcome {
        match command {
            Command::Reconsider { asked_dong, is_confirmed } => {
                self.reconsidered(Settled::Recovered { dong }, None, (*asked_dong, *is_confirmed))
            }
            Command::PrepareAgain { by } if self.owed_dong() > 0 && !self.is_double => {
                open(Self { prepared_by: *by, ..self }, Place::Prepared, vec![Event::PreparedAgain])
            }
            Command::Withdraw(why) => self.left(why.clone(), refused),
            Command::BankPaid { on, dong, is_alone } => self.paid_after_all((*on, *dong), *is_alone),
            Command::Unmake | Command::Reconfirm => self.stays(),
            Command::Approve(_)
            | Command::ApproveAgain(_)
            | Command::Refuse(..)
            | Command::Batch(_)
            | Command::TakeOut
            | Command::Send
            | Command::BankBounced(_)
            | Command::ProposeRecovery(_)
            | Command::ConfirmRecovery(..)
            | Command::GiveBack { .. }
            | Command::PrepareAgain { .. }
            | Command::BankReturned { .. }
            | Command::StandAlone
            | Command::Contest(_)
            | Command::Uncontest(_) => Err(refused),
        }
    }

    fn at_kept(self, command: &Command, refused: Refusal) -> Outcome {
        if let Command::Reconsider { asked_dong, is_confirmed } = command {
            return self.reconsidered(Settled::Kept, None, (*asked_dong, *is_confirmed));
        }
        // What came back and was not wanted is claimed anew after all.
        if let Command::PrepareAgain { by } = command
            && self.owed_dong() > 0
            && !self.is_double
        {
            return open(Self { prepared_by: *by, ..self }, Place::Prepared, vec![Event::PreparedAgain]);
        }
        self.at_over(command, refused)
    }

    fn at_over(self, command: &Command, refused: Refusal) -> Outcome {
        match command {
            Command::BankPaid { on, dong, is_alone } => self.paid_after_all((*on, *dong), *is_alone),
            Command::Unmake | Command::Reconfirm => self.stays(),
            Command::Approve(_)
            | Command::ApproveAgain(_)
            | Command::Refuse(..)
            | Command::Withdraw(_)
            | Command::Batch(_)
            | Command::TakeOut
            | Command::Send
            | Command::BankBounced(_)
            | Command::Reconsider { .. }
            | Command::ProposeRecovery(_)
            | Command::ConfirmRecovery(..)
            | Command::GiveBack { .. }
            | Command::PrepareAgain { .. }
            | Command::BankReturned { .. }
            | Command::StandAlone
            | Command::Contest(_)
            | Command::Uncontest(_) => Err(refused),
        }
    }

    fn stays(self) -> Outcome {
        Ok((self, Vec::new()))
    }
}

/// Names every command, so that a new one is decided about here too: refused unless an arm above took it.
fn never_in_review(command: &Command, refused: Refusal) -> Outcome {
    match command {
        Command::Approve(_)
        | Command::ApproveAgain(_)
        | Command::Refuse(..)
        | Command::Withdraw(_)
        | Command::Batch(_)
        | Command::TakeOut
        | Command::Send
        | Command::BankPaid { .. }
        | Command::BankBounced(_)
        | Command::Unmake
        | Command::Reconfirm
        | Command::Reconsider { .. }
        | Command::ProposeRecovery(_)
        | Command::ConfirmRecovery(..)
        | Command::GiveBack { .. }
        | Command::PrepareAgain { .. }
        | Command::BankReturned { .. }
        | Command::StandAlone
        | Command::Contest(_)
        | Command::Uncontest(_) => Err(refused),
    }
}

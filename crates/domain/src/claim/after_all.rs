//! What a bank says after people have gone on: that it paid what it had said it did not, when the claim was given up or
//! decided about since; or that it brought back what it paid, when that is asked back or was. The money has moved
//! already, so it is booked wherever the claim stands by then, and people look at what follows.

use super::Event;
use super::life::{Asked, Life, Place, Settled, Stage};
use super::moves::{Outcome, bounce_noted, brought_back, open, paid};
use super::reason::BounceReason;
use super::refusal::Refusal;
use crate::why::Why;
use chrono::NaiveDate;

impl Life {
    /// No attempt paid more than the claim owes: what is held never exceeds it.
    fn within_owed(&self, dong: i64) -> Result<(), Refusal> {
        if (1..=self.owed_dong()).contains(&dong) { Ok(()) } else { Err(Refusal::AmountOutOfRange) }
    }

    /// Paid after all while it waits to be decided about, or is owed.
    pub(super) fn paid_where_it_stands(
        mut self,
        is_owed: bool,
        (on, dong): (NaiveDate, i64),
        is_reviewed: bool,
    ) -> Outcome {
        self.within_owed(dong)?;
        if dong < self.owed_dong() {
            return Ok(self.paid_in_part(is_owed, dong));
        }
        let (place, event) = paid(&mut self, (on, dong))?;
        let events = if is_owed { vec![event] } else { vec![Event::Approved { dong }, event] };
        if is_reviewed {
            return Ok((Self { stage: Stage::InReview { place, proposal: None }, ..self }, events));
        }
        open(self, place, events)
    }

    /// Paid after all when it was given up, or after people had decided what is asked back: owed, paid, and looked at.
    /// Where another claim holds the person by then all of it is to be asked back.
    pub(super) fn paid_after_all(mut self, (on, dong): (NaiveDate, i64), is_alone: bool) -> Outcome {
        self.within_owed(dong)?;
        let was = match &self.stage {
            Stage::Recovering(asked) | Stage::Reconsidered { was: Settled::Recovering(asked), .. } => Some(*asked),
            Stage::Open(_)
            | Stage::InReview { .. }
            | Stage::Reconsidered { .. }
            | Stage::Recovered { .. }
            | Stage::Kept
            | Stage::Withdrawn { .. }
            | Stage::Refused { .. } => None,
        };
        if let Some(asked) = was {
            let is_before_people = matches!(self.stage, Stage::Reconsidered { .. });
            self.paid_dong += dong;
            let mut events = vec![Event::Approved { dong }, Event::Paid { dong }];
            if !is_before_people {
                events.push(Event::PutInReview);
            }
            // What was proposed was about another sum.
            let stage = Stage::Reconsidered { was: Settled::Recovering(asked), proposal: None };
            return Ok((Self { stage, ..self }, events));
        }
        // Whoever holds a part of it already was paid for before the other claim came.
        self.is_double = self.is_double || (self.held_dong() == 0 && !is_alone);
        if dong < self.owed_dong() {
            return Ok(self.paid_in_part(false, dong));
        }
        let (place, event) = paid(&mut self, (on, dong))?;
        let events = vec![Event::Approved { dong }, event, Event::PutInReview];
        Ok((Self { stage: Stage::InReview { place, proposal: None }, ..self }, events))
    }

    /// What was paid beside another claim, when no claim holds its person any more: it stands as any other that was
    /// paid, and what is asked back follows from the facts.
    pub(super) fn stands_alone(self, refused: Refusal) -> Outcome {
        if !self.is_double || self.held_dong() == 0 {
            return Err(refused);
        }
        Ok((Self { is_double: false, ..self }, vec![Event::StandsAlone]))
    }

    /// An attempt of before paid less than is owed now, for more was given back since: the rest can be claimed anew.
    fn paid_in_part(mut self, was_owed: bool, dong: i64) -> (Self, Vec<Event>) {
        let mut events = if was_owed { vec![Event::Released { dong: self.owed_dong() }] } else { Vec::new() };
        self.paid_dong += dong;
        events.extend([Event::Approved { dong }, Event::Paid { dong }, Event::PutInReview]);
        let was = Settled::Recovered { dong: self.returned_dong };
        (Self { stage: Stage::Reconsidered { was, proposal: None }, ..self }, events)
    }

    /// The bank brought back what an attempt paid. No more of it is booked than is held: what was given back before is
    /// between the centre and whoever it gave it to.
    pub(super) fn returned_late(self, dong: i64, why: Why<BounceReason>, refused: Refusal) -> Outcome {
        bounce_noted(&why)?;
        if dong <= 0 {
            return Err(Refusal::AmountOutOfRange);
        }
        let dong = dong.min(self.held_dong());
        match self.stage.clone() {
            // Given up when all of it had come back: nothing is held of which more could be booked.
            Stage::Withdrawn { .. } if self.paid_dong > 0 => Ok((self, Vec::new())),
            Stage::Withdrawn { .. }
            | Stage::Refused { .. }
            | Stage::Open(Place::Batched { .. } | Place::Sent { .. })
            | Stage::InReview { place: Place::Batched { .. } | Place::Sent { .. }, .. } => Err(refused),
            _ if dong == 0 => Ok((self, Vec::new())),
            Stage::Open(place) => self.returned_at(place, (dong, why), false),
            Stage::InReview { place, .. } => self.returned_at(place, (dong, why), true),
            Stage::Recovering(asked) => {
                let (life, was, events) = self.returned_of(asked, dong);
                Ok((Self { stage: was.stage(), ..life }, events))
            }
            Stage::Reconsidered { was: Settled::Recovering(asked), .. } => {
                let (life, was, events) = self.returned_of(asked, dong);
                Ok((Self { stage: Stage::Reconsidered { was, proposal: None }, ..life }, events))
            }
            Stage::Recovered { .. } | Stage::Kept | Stage::Reconsidered { .. } => self.returned_unasked(dong, why),
        }
    }

    /// While it is on its way to being paid, or paid by a later attempt.
    fn returned_at(mut self, place: Place, (dong, why): (i64, Why<BounceReason>), is_reviewed: bool) -> Outcome {
        let (place, events) = match place {
            Place::Paid { .. } if is_reviewed && self.is_contested() => return Ok(self.returned_contested(dong)),
            Place::Paid { .. } => {
                let (place, event) = brought_back(&mut self, dong, why)?;
                (place, vec![event])
            }
            // Nothing is owed yet, so the money is taken as given back.
            place @ (Place::Prepared | Place::AwaitingThird { .. }) => (place, self.came_unasked(dong)),
            place @ (Place::Approved | Place::Batched { .. } | Place::Sent { .. } | Place::Bounced { .. }) => {
                self.paid_dong -= dong;
                (place, vec![Event::BroughtBack { dong }])
            }
        };
        let stage = if is_reviewed { Stage::InReview { place, proposal: None } } else { Stage::Open(place) };
        Ok((Self { stage, ..self }, events))
    }

    /// While it is asked back: it came. What came beyond what was asked is asked with it, so that nothing of it is lost
    /// sight of.
    fn returned_of(mut self, asked: Asked, dong: i64) -> (Self, Settled, Vec<Event>) {
        let rest = asked.dong - asked.came_dong;
        let more = (dong - rest).max(0);
        self.returned_dong += dong;
        let mut events = if more > 0 { vec![Event::AskedBack { dong: more }] } else { Vec::new() };
        events.push(Event::GivenBack { dong });
        if dong < rest {
            return (self, Settled::Recovering(Asked { came_dong: asked.came_dong + dong, ..asked }), events);
        }
        events.push(Event::Recovered);
        (self, Settled::Recovered { dong: asked.dong + more }, events)
    }

    /// When nothing is asked: owed again where all of it was held, as of any money that the bank brings back; and given
    /// back where only a part is.
    fn returned_unasked(mut self, dong: i64, why: Why<BounceReason>) -> Outcome {
        let is_before_people = matches!(self.stage, Stage::Reconsidered { .. });
        if self.owed_dong() == 0 && !self.is_contested() {
            let (place, event) = brought_back(&mut self, dong, why)?;
            let mut events = vec![event];
            if !is_before_people {
                events.push(Event::PutInReview);
            }
            return Ok((Self { stage: Stage::InReview { place, proposal: None }, ..self }, events));
        }
        let mut events = self.came_unasked(dong);
        events.push(Event::Recovered);
        let was = Settled::Recovered { dong: self.returned_dong };
        let stage = if is_before_people { Stage::Reconsidered { was, proposal: None } } else { was.stage() };
        Ok((Self { stage, ..self }, events))
    }

    /// What is contested is not owed again when it comes: it is what was to come back, and what came beyond it can be
    /// claimed anew.
    pub(super) fn returned_contested(mut self, dong: i64) -> (Self, Vec<Event>) {
        let mut events = self.came_unasked(dong.min(self.held_dong()));
        events.push(Event::Recovered);
        let stage = Stage::Recovered { dong: self.returned_dong };
        (Self { stage, ..self }, events)
    }

    /// Asked back and given back at once.
    fn came_unasked(&mut self, dong: i64) -> Vec<Event> {
        self.returned_dong += dong;
        vec![Event::AskedBack { dong }, Event::GivenBack { dong }]
    }
}

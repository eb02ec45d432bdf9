//! Requests of people about their own data (Law 91/2025/QH15, Article 4; Decree 356/2025/NĐ-CP): each is answered
//! within two working days, and carried out within the days of its kind, counted by the table of holidays.

use crate::clock::{Calendar, Clock, Duty};
use crate::time::Micros;
use chrono::NaiveDate;

codes! {
    /// What is asked for.
    Kind {
        /// See and get what is kept.
        Access = "access",
        /// Correct what is wrong and cannot be corrected by oneself.
        Correction = "correction",
        /// Delete.
        Deletion = "deletion",
        /// Use no more, or not in this way.
        Restriction = "restriction",
    }
}
codes! {
    /// What came of it.
    Outcome {
        /// Carried out.
        Done = "done",
        /// Not carried out, for a reason that was told.
        Refused = "refused",
    }
}

codes! {
    /// Who asks at a counter.
    Asker {
        /// The person.
        Person = "person",
        /// Father, mother or guardian of the person.
        Guardian = "guardian",
        /// Somebody whom the person authorised on paper.
        Representative = "representative",
    }
}
codes! {
    /// The paper by which an officer sees who asks. Its number is written down nowhere.
    Paper {
        /// Identity card of a citizen.
        IdentityCard = "identity_card",
        /// The same on a telephone, by the state's own application.
        ElectronicIdentity = "electronic_identity",
        /// Passport.
        Passport = "passport",
        /// Confirmation of residence by the police.
        ResidencePaper = "residence_paper",
    }
}

impl Kind {
    /// The clock by which it is carried out.
    pub const fn clock(self) -> Clock {
        match self {
            Self::Access | Self::Correction => Clock::DataAccess,
            Self::Deletion => Clock::DataDeletion,
            Self::Restriction => Clock::DataWithdrawal,
        }
    }
}

/// A request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Life {
    /// What is asked for.
    pub kind: Kind,
    /// The person is told that it is being worked on.
    pub answer: Duty,
    /// It is carried out, or refused with a reason.
    pub settle: Duty,
    /// What came of it.
    pub outcome: Option<Outcome>,
}

/// What can be asked of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Command {
    /// The person is told that it is being worked on.
    Answer,
    /// It is over; whoever was not answered before is answered with it.
    Settle(Outcome),
    /// Time passes.
    Tick,
}

/// Why a command was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// It is over, with another outcome or another answer.
    #[error("the request is over")]
    Over,
}

impl Refusal {
    /// Stable word for it.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Over => "request_over",
        }
    }
}

impl Life {
    /// A new one.
    pub fn begin(kind: Kind, today: NaiveDate, calendar: &Calendar) -> Self {
        let until = |clock: Clock| Duty::until(clock.due(today, calendar));
        Self { kind, answer: until(Clock::DataRequest), settle: until(kind.clock()), outcome: None }
    }

    /// The next thing that is owed; none when it is over.
    pub fn next(self) -> Option<Duty> {
        [self.answer, self.settle].into_iter().find(|duty| duty.is_open())
    }

    /// When the clock should call next.
    pub fn due_at(self) -> Option<Micros> {
        [self.answer, self.settle].into_iter().filter_map(Duty::due_at).min()
    }

    /// What becomes of it when the command comes at `now`. Time passes first; the same command twice has one effect.
    pub fn step(self, command: Command, now: Micros) -> Result<Self, Refusal> {
        let life = Self { answer: self.answer.passed(now), settle: self.settle.passed(now), ..self };
        let today = now.day();
        match (command, life.outcome) {
            (Command::Tick, _) => Ok(life),
            (Command::Answer, None) => Ok(Self { answer: life.answer.done(today), ..life }),
            (Command::Settle(outcome), None) => Ok(Self {
                answer: life.answer.done(today),
                settle: life.settle.done(today),
                outcome: Some(outcome),
                ..life
            }),
            (Command::Settle(outcome), Some(known)) if outcome == known => Ok(life),
            (Command::Answer | Command::Settle(_), Some(_)) => Err(Refusal::Over),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::DutyState;
    use crate::time::parse_date;

    fn calendar() -> Calendar {
        let on = |text: &str| parse_date(text).expect("a day");
        // Every day but Saturday and Sunday.
        let is_working = |day: NaiveDate| chrono::Datelike::weekday(&day).number_from_monday() < 6;
        Calendar::of(on("2026-01-01"), on("2027-12-31"), is_working)
    }

    fn asked(kind: Kind) -> Life {
        Life::begin(kind, parse_date("2026-11-20").expect("a day"), &calendar())
    }

    #[test]
    fn each_kind_is_answered_in_two_working_days_and_carried_out_in_its_own() {
        for (kind, settle) in [
            (Kind::Access, "2026-11-30"),
            (Kind::Correction, "2026-11-30"),
            (Kind::Deletion, "2026-12-10"),
            (Kind::Restriction, "2026-12-07"),
        ] {
            let life = asked(kind);
            let days = [life.answer, life.settle].map(|duty| duty.due_on().to_string());
            // A Friday: Monday is the first day, Tuesday the second.
            assert_eq!(days[1], settle, "{kind:?}");
            assert!(days[0].as_str() >= "2026-11-24" && days[0].as_str() <= "2026-11-25", "{days:?}");
            assert_eq!(life.next(), Some(life.answer));
        }
    }

    #[test]
    fn answered_settled_and_late_each_once() {
        let begun = asked(Kind::Access);
        let now = Micros::start_of(parse_date("2026-11-23").expect("a day"));
        let answered = begun.step(Command::Answer, now).expect("answered");
        assert_eq!(answered.step(Command::Answer, now), Ok(answered), "twice has one effect");
        assert_eq!(answered.next(), Some(answered.settle));
        let late = Micros::start_of(parse_date("2026-12-05").expect("a day"));
        let ticked = answered.step(Command::Tick, late).expect("ticked");
        assert_eq!((ticked.answer.state(), ticked.settle.state()), (DutyState::Done, DutyState::Overdue));
        assert_eq!(ticked.step(Command::Tick, late), Ok(ticked));
        let done = ticked.step(Command::Settle(Outcome::Done), late).expect("done");
        assert!(done.settle.is_late(late) && !done.answer.is_late(late), "late stays late");
        assert_eq!((done.next(), done.due_at()), (None, None));
        assert_eq!(done.step(Command::Settle(Outcome::Done), late), Ok(done));
        assert_eq!(done.step(Command::Settle(Outcome::Refused), late), Err(Refusal::Over));
        assert_eq!(done.step(Command::Answer, late), Err(Refusal::Over));
        // Settled at once, it is answered with it.
        let at_once = begun.step(Command::Settle(Outcome::Refused), now).expect("refused");
        assert_eq!((at_once.answer.state(), at_once.settle.state()), (DutyState::Done, DutyState::Done));
    }
}

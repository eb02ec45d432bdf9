//! What the centre owes after a hire: the result on the national exchange within 20 working days of the employer's
//! notice, and a follow-up of one month, or to the end of a shorter contract (Decree 352/2025/NĐ-CP, Article 10(2)).
//! The month is a condition and does not roll to a working day; the day by which the centre has asked does.

use super::life::Event;
use super::refusal::Refusal;
use crate::clock::{Calendar, Clock, Duty, Term};
use crate::time::Micros;
use chrono::NaiveDate;

/// Working days after the month in which the centre asks. The law gives no number: this one is of the house.
const ASK_DAYS: u32 = 5;

/// A hire by a referral, and what is owed for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Hire {
    /// Day of the employer's notice.
    pub told_on: NaiveDate,
    /// First day of work.
    pub starts_on: NaiveDate,
    /// Last day of a contract that has one.
    pub ends_on: Option<NaiveDate>,
    /// The result on the national exchange.
    pub result: Duty,
    /// The follow-up.
    pub follow_up: Duty,
    /// What the follow-up found; there exactly when it is done.
    pub outcome: Option<Outcome>,
}

/// What was found when the worker was asked after.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Follow {
    /// Still at work there, a month after the first day.
    StillWorking,
    /// No longer at work there.
    Left {
        /// Last day of work.
        last_on: NaiveDate,
    },
    /// Never came to work.
    NeverBegan,
    /// Neither the worker nor the employer answered: the duty stays open.
    NotReached,
}

/// What a follow-up came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// Worked for the month.
    Stayed,
    /// Left before.
    Left {
        /// Last day of work.
        last_on: NaiveDate,
    },
    /// Never came to work.
    NeverBegan,
}

codes! {
    /// Name of what a follow-up came to.
    OutcomeName {
        /// See [`Outcome::Stayed`].
        Stayed = "stayed",
        /// See [`Outcome::Left`].
        Left = "left",
        /// See [`Outcome::NeverBegan`].
        NeverBegan = "never_began",
    }
}

impl Outcome {
    /// Its name.
    pub const fn name(self) -> OutcomeName {
        match self {
            Self::Stayed => OutcomeName::Stayed,
            Self::Left { .. } => OutcomeName::Left,
            Self::NeverBegan => OutcomeName::NeverBegan,
        }
    }
}

impl Hire {
    /// A hire as it is told.
    pub fn told(told_on: NaiveDate, starts_on: NaiveDate, ends_on: Option<NaiveDate>, calendar: &Calendar) -> Self {
        Self {
            told_on,
            starts_on,
            ends_on,
            result: Duty::until(Clock::ResultEntry.due(told_on, calendar)),
            follow_up: ask_by(starts_on, ends_on, calendar),
            outcome: None,
        }
    }

    /// Last day of the month of follow-up, or of a shorter contract.
    pub fn follow_through(&self, calendar: &Calendar) -> NaiveDate {
        follow_through(self.starts_on, self.ends_on, calendar)
    }

    /// When time changes it.
    pub fn due_at(&self) -> Option<Micros> {
        [self.result.due_at(), self.follow_up.due_at()].into_iter().flatten().min()
    }

    /// What time makes of it, each lateness told once.
    pub(super) fn passed(self, now: Micros) -> (Self, Vec<Event>) {
        let after = Self { result: self.result.passed(now), follow_up: self.follow_up.passed(now), ..self };
        let mut events = Vec::new();
        if after.result != self.result {
            events.push(Event::ResultOverdue);
        }
        if after.follow_up != self.follow_up {
            events.push(Event::FollowUpOverdue);
        }
        (after, events)
    }

    /// The same hire with another first day. The month counts anew; the 20 working days do not, because the notice
    /// stays the day it was.
    pub(super) fn started(self, starts_on: NaiveDate, ends_on: Option<NaiveDate>, calendar: &Calendar) -> Self {
        Self { starts_on, ends_on, follow_up: ask_by(starts_on, ends_on, calendar), ..self }
    }

    pub(super) fn followed(self, found: Follow, now: Micros, calendar: &Calendar) -> Result<Self, Refusal> {
        let today = now.day();
        let outcome = match found {
            Follow::NotReached => return Ok(self),
            Follow::StillWorking if today < self.follow_through(calendar) => return Err(Refusal::MonthNotOver),
            Follow::StillWorking => Outcome::Stayed,
            Follow::NeverBegan if today < self.starts_on => return Err(Refusal::LastDayOutOfRange),
            Follow::NeverBegan => Outcome::NeverBegan,
            Follow::Left { last_on } if last_on > today || last_on < self.starts_on => {
                return Err(Refusal::LastDayOutOfRange);
            }
            // Who left after the month has stayed for it.
            Follow::Left { last_on } if last_on >= self.follow_through(calendar) => Outcome::Stayed,
            Follow::Left { last_on } => Outcome::Left { last_on },
        };
        Ok(Self { follow_up: self.follow_up.done(today), outcome: Some(outcome), ..self })
    }
}

fn follow_through(starts_on: NaiveDate, ends_on: Option<NaiveDate>, calendar: &Calendar) -> NaiveDate {
    let month = Clock::FollowUp.due(starts_on, calendar).last_on;
    ends_on.map_or(month, |ends_on| ends_on.min(month))
}

fn ask_by(starts_on: NaiveDate, ends_on: Option<NaiveDate>, calendar: &Calendar) -> Duty {
    let through = follow_through(starts_on, ends_on, calendar);
    Duty::until(calendar.due(through, Term::WorkingDays(ASK_DAYS)))
}

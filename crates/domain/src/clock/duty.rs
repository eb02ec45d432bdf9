//! Something that somebody must have done by the end of a day. It goes on being due when it is late: lateness is
//! recorded, never forgiven by time.

use super::calendar::Due;
use crate::time::Micros;
use chrono::NaiveDate;

/// One thing to be done by a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Duty {
    /// To be done.
    Open {
        /// Last day on which it is in time.
        due_on: NaiveDate,
    },
    /// Still to be done; its day is over and this was told.
    Overdue {
        /// Last day on which it would have been in time.
        due_on: NaiveDate,
    },
    /// Done.
    Done {
        /// Last day on which it was in time.
        due_on: NaiveDate,
        /// Day on which it was done.
        done_on: NaiveDate,
    },
}

codes! {
    /// Name of what a duty has come to.
    DutyState {
        /// See [`Duty::Open`].
        Open = "open",
        /// See [`Duty::Overdue`].
        Overdue = "overdue",
        /// See [`Duty::Done`].
        Done = "done",
    }
}

impl Duty {
    /// A duty that begins now.
    pub const fn until(due: Due) -> Self {
        Self::Open { due_on: due.on }
    }

    /// Its name.
    pub const fn state(self) -> DutyState {
        match self {
            Self::Open { .. } => DutyState::Open,
            Self::Overdue { .. } => DutyState::Overdue,
            Self::Done { .. } => DutyState::Done,
        }
    }

    /// Last day in time.
    pub const fn due_on(self) -> NaiveDate {
        match self {
            Self::Open { due_on } | Self::Overdue { due_on } | Self::Done { due_on, .. } => due_on,
        }
    }

    /// When time changes it; `None` when it was told to be overdue, or done.
    pub fn due_at(self) -> Option<Micros> {
        match self {
            Self::Open { due_on } => Some(Micros::end_of(due_on)),
            Self::Overdue { .. } | Self::Done { .. } => None,
        }
    }

    /// Whether it still has to be done.
    pub const fn is_open(self) -> bool {
        match self {
            Self::Open { .. } | Self::Overdue { .. } => true,
            Self::Done { .. } => false,
        }
    }

    /// Whether it was done after its day, or is not done and its day is over.
    pub fn is_late(self, now: Micros) -> bool {
        match self {
            Self::Open { due_on } => now >= Micros::end_of(due_on),
            Self::Overdue { .. } => true,
            Self::Done { due_on, done_on } => done_on > due_on,
        }
    }

    /// What time makes of it. Telling that it is overdue happens once: the second call changes nothing.
    #[must_use]
    pub fn passed(self, now: Micros) -> Self {
        match self {
            Self::Open { due_on } if now >= Micros::end_of(due_on) => Self::Overdue { due_on },
            Self::Open { .. } | Self::Overdue { .. } | Self::Done { .. } => self,
        }
    }

    /// Done on this day; the first doing stays when it is done twice.
    #[must_use]
    pub const fn done(self, done_on: NaiveDate) -> Self {
        match self {
            Self::Open { due_on } | Self::Overdue { due_on } => Self::Done { due_on, done_on },
            Self::Done { .. } => self,
        }
    }

    /// Done on a day that somebody names: once, not after `today`, and not before the day on which there was something
    /// to do.
    pub fn said_done(self, on: NaiveDate, since: Option<NaiveDate>, today: NaiveDate) -> Result<Self, DutyRefusal> {
        if let Self::Done { done_on, .. } = self {
            return Err(DutyRefusal::Done { done_on });
        }
        if on > today || since.is_some_and(|since| on < since) {
            return Err(DutyRefusal::NotThen);
        }
        Ok(self.done(on))
    }

    /// The flat values for columns.
    pub const fn parts(self) -> DutyParts {
        let done_on = match self {
            Self::Open { .. } | Self::Overdue { .. } => None,
            Self::Done { done_on, .. } => Some(done_on),
        };
        DutyParts { state: self.state(), due_on: self.due_on(), done_on }
    }

    /// The duty with these values.
    pub const fn from_parts(parts: DutyParts) -> Result<Self, DutyPartsError> {
        let DutyParts { state, due_on, done_on } = parts;
        match (state, done_on) {
            (DutyState::Open, None) => Ok(Self::Open { due_on }),
            (DutyState::Overdue, None) => Ok(Self::Overdue { due_on }),
            (DutyState::Done, Some(done_on)) => Ok(Self::Done { due_on, done_on }),
            (DutyState::Open | DutyState::Overdue, Some(_)) | (DutyState::Done, None) => Err(DutyPartsError),
        }
    }
}

/// Everything that rebuilds a [`Duty`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct DutyParts {
    /// Its name.
    pub state: DutyState,
    /// Last day in time.
    pub due_on: NaiveDate,
    /// Day on which it was done.
    pub done_on: Option<NaiveDate>,
}

/// Parts that no duty has: the row is corrupt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the day of doing does not fit the state of the duty")]
pub struct DutyPartsError;

/// Why a duty was not done on the day that somebody names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DutyRefusal {
    /// It was done already.
    #[error("this was done on {done_on}")]
    Done {
        /// When.
        done_on: NaiveDate,
    },
    /// That day is still to come, or nothing was to be done yet.
    #[error("nothing could be done on that day")]
    NotThen,
}

#[cfg(test)]
mod tests {
    use super::super::calendar::tests::on;
    use super::*;

    #[test]
    fn a_day_that_is_named_lies_between_the_hire_and_today_and_stays() {
        let (since, today) = (Some(on("2026-11-24")), on("2026-11-30"));
        let duty = Duty::Open { due_on: on("2026-12-22") };
        for (day, is_taken) in
            [("2026-11-23", false), ("2026-11-24", true), ("2026-11-30", true), ("2026-12-01", false)]
        {
            let done = duty.said_done(on(day), since, today);
            assert_eq!(done.is_ok(), is_taken, "{day}");
            let Ok(done) = done else { continue };
            assert_eq!(done.said_done(today, since, today), Err(DutyRefusal::Done { done_on: on(day) }));
        }
    }

    #[test]
    fn a_duty_is_in_time_through_its_last_day_and_told_once() {
        let duty = Duty::Open { due_on: on("2026-11-25") };
        let end = Micros::end_of(on("2026-11-25"));
        assert_eq!(duty.due_at(), Some(end));
        assert_eq!(duty.passed(Micros(end.0 - 1)), duty);
        let late = duty.passed(end);
        assert_eq!((late, late.due_at()), (Duty::Overdue { due_on: on("2026-11-25") }, None));
        assert_eq!(late.passed(end.plus_days(9)), late);
        assert!(late.is_open() && late.is_late(end) && duty.is_late(end) && !duty.is_late(Micros(end.0 - 1)));
    }

    #[test]
    fn doing_it_late_stays_late_and_doing_it_twice_keeps_the_first_day() {
        let duty = Duty::Open { due_on: on("2026-11-25") };
        for (day, late) in [("2026-11-24", false), ("2026-11-25", false), ("2026-11-26", true)] {
            let done = duty.done(on(day));
            assert_eq!(done.is_late(Micros(0)), late, "{day}");
            assert_eq!(done.done(on("2026-12-01")), done);
            assert_eq!(done.passed(Micros::end_of(on("2027-01-01"))), done);
        }
    }

    #[test]
    fn parts_come_back_and_broken_ones_do_not() {
        let due_on = on("2026-11-25");
        for duty in [Duty::Open { due_on }, Duty::Overdue { due_on }, Duty::Done { due_on, done_on: due_on }] {
            assert_eq!(Duty::from_parts(duty.parts()), Ok(duty));
            let done_on = duty.parts().done_on.is_none().then_some(due_on);
            assert_eq!(Duty::from_parts(DutyParts { done_on, ..duty.parts() }), Err(DutyPartsError));
        }
    }
}

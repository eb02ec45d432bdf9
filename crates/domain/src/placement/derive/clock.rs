//! 3.8 and 3.9: how far the clock came, past which gaps, and the day on which it is due.

use super::classes::{Classes, days_of, leaves};
use super::ends::Held;
use crate::placement::{Beyond, Case, DaySet, FOREVER, Fact, GapTerms, LeaveClass, Milestone, Stretch};
use crate::time::day_of_number;
use chrono::NaiveDate;

/// Where the clock stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    /// Not enough days yet.
    Running,
    /// Enough days.
    Reached,
    /// A gap on this day ended it.
    Failed(i32),
}

/// The clock after its last gap.
pub(super) struct Clock {
    /// Day from which days are counted.
    pub(super) from: i32,
    /// Days that are needed.
    pub(super) required: i32,
    /// Where it stands.
    pub(super) state: State,
    /// Day after the last day that is needed; foreseen while it is not reached, without meaning when failed.
    pub(super) due: i32,
}

impl Clock {
    /// Passes the gaps from the earliest, until enough days are counted.
    pub(super) fn run(case: &Case, visible: &[&Fact], held: &[Held<'_>], classes: &Classes) -> Self {
        let mut clock = Self::start(classes.start, &case.terms.milestone);
        let mut gap_days = 0;
        for run in classes.gaps.stretches() {
            if clock.is_reached(classes, run.from) {
                break;
            }
            gap_days += run.len();
            if is_tolerated(*run, gap_days, &case.terms.gap) || is_open(*run, held, classes, &case.terms.gap) {
                continue;
            }
            if case.terms.gap.beyond == Beyond::Fail || run.until >= classes.today {
                clock.state = State::Failed(run.from);
                return clock;
            }
            clock = Self::start(run.until, &case.terms.milestone);
            gap_days = 0;
        }
        clock.finish(case, visible, classes);
        clock
    }

    fn start(from: i32, milestone: &Milestone) -> Self {
        let required = milestone.required_days(day_of_number(from).unwrap_or(NaiveDate::MAX));
        Self { from, required, state: State::Running, due: from }
    }

    fn is_reached(&self, classes: &Classes, until: i32) -> bool {
        classes.counted.within(Stretch { from: self.from, until }).count() >= self.required
    }

    /// The needed days among those counted before a day.
    pub(super) fn counted(&self, classes: &Classes, until: i32) -> DaySet {
        classes.counted.within(Stretch { from: self.from, until }).first_days(self.required)
    }

    fn finish(&mut self, case: &Case, visible: &[&Fact], classes: &Classes) {
        let counted = self.counted(classes, classes.today);
        let left = self.required - counted.count();
        let last = if left == 0 {
            self.state = State::Reached;
            counted.last()
        } else {
            let foreseen = foreseen(case, visible, self.from.max(classes.today));
            foreseen.first_days(left).last()
        };
        self.due = last.map_or(self.from, |last| last + 1);
    }
}

/// The days ahead that are taken as counted: all but those of a pausing leave whose end is known. Planned ends, open
/// leaves and interruptions ahead are not foreseen.
fn foreseen(case: &Case, visible: &[&Fact], from: i32) -> DaySet {
    let ending = leaves(case, visible, LeaveClass::Pauses).filter(|leave| leave.through.is_some());
    DaySet::of([Stretch { from, until: FOREVER }]).without(&DaySet::of(ending.map(days_of)))
}

/// `gap_days`: all days of gaps since the clock started, those of this run included.
fn is_tolerated(run: Stretch, gap_days: i32, terms: &GapTerms) -> bool {
    run.len() <= terms.tolerated_days && gap_days <= terms.tolerated_total_days
}

/// A gap after a planned end that the next contract may still close (Labour Code 2019, Article 20(2)).
fn is_open(run: Stretch, held: &[Held<'_>], classes: &Classes, terms: &GapTerms) -> bool {
    let after_planned_end = |held: &Held<'_>| held.end.is_none() && held.accepted.planned.until == run.from;
    run.until == classes.today
        && run.len() <= terms.renewal_days
        && classes.employment.within(run).count() == 0
        && held.iter().any(after_planned_end)
}

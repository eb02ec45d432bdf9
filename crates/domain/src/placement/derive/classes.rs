//! 3.7: what each day that has happened is.

use super::ends::Held;
use super::number;
use crate::placement::{Case, DaySet, FOREVER, Fact, Leave, LeaveClass, Stretch};

/// The days from the first day of employment up to today, by class.
pub(super) struct Classes {
    /// First day of employment.
    pub(super) start: i32,
    /// The first day that has not happened.
    pub(super) today: i32,
    /// All days of employment, those ahead included.
    pub(super) employment: DaySet,
    /// Days outside employment, or in a leave that interrupts.
    pub(super) gaps: DaySet,
    /// Days in a leave that pauses.
    pub(super) paused: DaySet,
    /// The others.
    pub(super) counted: DaySet,
}

impl Classes {
    /// `None` without a day of employment.
    pub(super) fn of(case: &Case, visible: &[&Fact], held: &[Held<'_>]) -> Option<Self> {
        let employment = DaySet::of(held.iter().map(Held::actual));
        let (start, today) = (employment.first()?, number(case.today));
        let happened = DaySet::of([Stretch { from: start, until: today }]);
        let bounds = Stretch { from: start, until: today };
        let in_leave = |class| DaySet::of(leaves(case, visible, class).map(days_of)).within(bounds);
        let gaps = happened.without(&employment).and(&in_leave(LeaveClass::Interrupts));
        let paused = in_leave(LeaveClass::Pauses).without(&gaps);
        let counted = happened.without(&gaps).without(&paused);
        Some(Self { start, today, employment, gaps, paused, counted })
    }
}

/// The visible leaves of a class.
pub(super) fn leaves<'a>(case: &Case, visible: &[&'a Fact], class: LeaveClass) -> impl Iterator<Item = &'a Leave> {
    let of_class = move |leave: &&Leave| case.terms.leave.class(leave.leave) == class;
    visible.iter().filter_map(|fact| fact.says.leave()).filter(of_class)
}

/// The days of a leave; one without an end lasts on.
pub(super) fn days_of(leave: &Leave) -> Stretch {
    Stretch { from: number(leave.from), until: leave.through.map_or(FOREVER, |through| number(through) + 1) }
}

//! What would be asked back if a claim were looked at now: shown before anybody posts it, and exactly what is posted.
//! Rounding: what is kept for the days that hold is rounded down to the dong; instalments differ by one dong at most,
//! the larger ones first, and sum to what is asked.

use super::{Event, Life, Settled, Stage};
use crate::ledger::{Journal, LedgerFault};
use crate::placement::{Outcome, Recovery, Status, kept_dong};
use crate::time::days_after;
use chrono::{Months, NaiveDate};

/// Days until the first part is due.
const FIRST_DAYS: u32 = 30;

/// One part of what is asked back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Instalment {
    /// Last day in time.
    pub due_on: NaiveDate,
    /// How much.
    pub dong: i64,
}

/// What would be asked back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preview {
    /// How the placement stands now.
    pub status: Status,
    /// Days counted now.
    pub counted_days: i32,
    /// Days that are needed.
    pub required_days: i32,
    /// What the centre holds now.
    pub held_dong: i64,
    /// What it keeps.
    pub kept_dong: i64,
    /// What is asked back and has not come.
    pub asked_dong: i64,
    /// By when.
    pub instalments: Vec<Instalment>,
    /// What is posted when this is confirmed; `None` when nothing is asked back.
    pub journal: Option<Journal>,
}

/// The preview for a claim, with the outcome of its placement now, in so many parts from a day on.
pub fn preview(
    life: &Life,
    recovery: Recovery,
    outcome: &Outcome,
    (parts, from): (u32, NaiveDate),
) -> Result<Preview, LedgerFault> {
    let held_dong = life.held_dong();
    // Of what was paid beside another claim nothing is kept, whatever became of the placement, nor what is contested.
    let kept_dong = if life.is_double { 0 } else { kept_dong(recovery, life.dong, outcome).min(life.entitled_dong()) };
    let asked_dong = (held_dong - kept_dong).max(0);
    // What was asked before and has not come is asked already: the difference is posted.
    let journal = match asked_dong - life.outstanding_dong() {
        0 => None,
        more if more > 0 => Event::AskedBack { dong: more }.journal()?,
        less => Event::AskedNoMore { dong: -less }.journal()?,
    };
    Ok(Preview {
        status: outcome.status,
        counted_days: outcome.counted_days,
        required_days: outcome.required_days,
        held_dong,
        kept_dong: held_dong - asked_dong,
        asked_dong,
        instalments: instalments(asked_dong, parts, from),
        journal,
    })
}

/// An amount in parts that are due a month apart, the first one after 30 days. Parts of nothing are left out.
pub fn instalments(dong: i64, parts: u32, from: NaiveDate) -> Vec<Instalment> {
    let count = i64::from(parts.max(1));
    let (each, more) = (dong / count, dong % count);
    let first = days_after(from, FIRST_DAYS);
    let part = |at: u32| Instalment {
        due_on: first.checked_add_months(Months::new(at)).unwrap_or(NaiveDate::MAX),
        dong: each + i64::from(i64::from(at) < more),
    };
    (0..parts.max(1)).map(part).filter(|part| part.dong > 0).collect()
}

/// A part of what is asked back, and what came of it: what comes is for the part that is due first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Due {
    /// The part.
    pub part: Instalment,
    /// What came of it.
    pub came_dong: i64,
}

impl Due {
    /// What has not come.
    pub const fn rest_dong(&self) -> i64 {
        self.part.dong - self.came_dong
    }

    /// Whether it should have come before this day and has not in full.
    pub fn is_overdue(&self, on: NaiveDate) -> bool {
        self.part.due_on < on && self.rest_dong() > 0
    }
}

impl Life {
    /// The parts of what is asked back with what came of each; none where the day of asking is not known.
    pub fn schedule(&self) -> Vec<Due> {
        let (Stage::Recovering(asked) | Stage::Reconsidered { was: Settled::Recovering(asked), .. }) = &self.stage
        else {
            return Vec::new();
        };
        let Some(from) = asked.asked_on else { return Vec::new() };
        let mut left = asked.came_dong;
        let due = |part: Instalment| {
            let came_dong = left.min(part.dong);
            left -= came_dong;
            Due { part, came_dong }
        };
        instalments(asked.dong, asked.instalments, from).into_iter().map(due).collect()
    }

    /// What came back beyond what the policy asks by these facts, of a placement that is still not confirmed. It is not
    /// paid out: nothing is claimed but for what is confirmed. It counts against what is asked later, and is claimed
    /// anew with the rest once the placement is confirmed again.
    pub fn over_dong(&self, recovery: Recovery, outcome: &Outcome) -> i64 {
        if outcome.status == Status::Confirmed || self.is_double {
            return 0;
        }
        let over = kept_dong(recovery, self.dong, outcome).min(self.entitled_dong()) - self.held_dong();
        over.min(self.returned_dong).max(0)
    }

    /// What should have come before this day and has not.
    pub fn overdue_dong(&self, on: NaiveDate) -> i64 {
        self.schedule().iter().filter(|due| due.is_overdue(on)).map(Due::rest_dong).sum()
    }
}

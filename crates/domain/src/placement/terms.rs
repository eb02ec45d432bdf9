//! The five tables of a policy that the derivation reads. Amounts, budget and recovery stand in the same file and
//! never enter an outcome.

use super::{Form, LeaveKind, SigningMethod, Source};
use crate::time::day_number;
use chrono::{Months, NaiveDate};

codes! {
    /// Whether the day of the event is one of the days that count (Civil Code 2015, Article 147).
    FirstDay {
        /// It is not: still employed on the anniversary.
        Excluded = "excluded",
        /// It is.
        Included = "included",
    }
}

codes! {
    /// From when a contract's days count.
    CountsFrom {
        /// Not before both parties have signed.
        Signed = "signed",
        /// From its start.
        Start = "start",
    }
}

codes! {
    /// What a probation contract is worth.
    Probation {
        /// Nothing.
        Ignored = "ignored",
        /// As much as a labour contract.
        Counts = "counts",
    }
}

codes! {
    /// What a gap that is too long leads to.
    Beyond {
        /// The placement fails.
        Fail = "fail",
        /// The count begins again after it.
        Restart = "restart",
    }
}

codes! {
    /// What a day of leave is.
    LeaveClass {
        /// A day like any other.
        Counts = "counts",
        /// Neither counted nor missed.
        Pauses = "pauses",
        /// A gap.
        Interrupts = "interrupts",
    }
}

/// How long somebody must be employed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Length {
    /// Calendar months from the first day of the clock.
    Months(u32),
    /// Days.
    Days(u32),
}

/// Table `milestone`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Milestone {
    /// How long.
    pub length: Length,
    /// Whether the first day counts.
    pub first_day: FirstDay,
}

/// Table `contract`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContractTerms {
    /// Forms that count; probation is decided by `probation` alone.
    pub forms: Vec<Form>,
    /// Ways of signing that count.
    pub signature_methods: Vec<SigningMethod>,
    /// From when a contract's days count.
    pub counts_from: CountsFrom,
    /// Planned length that a contract needs, in months; 0: any.
    pub minimum_months: u32,
    /// What a probation contract is worth.
    pub probation: Probation,
}

/// Table `gap`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GapTerms {
    /// Longest single gap, in days.
    pub tolerated_days: i32,
    /// All gaps since the clock started, in days.
    pub tolerated_total_days: i32,
    /// What a longer one leads to.
    pub beyond: Beyond,
    /// Days in which the contract after a planned end is to be signed (Labour Code, Article 20(2)).
    pub renewal_days: i32,
}

/// Table `leave`: a class for each kind, in the order of [`LeaveKind::ALL`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeaveTerms(pub [LeaveClass; LeaveKind::ALL.len()]);

/// Table `evidence`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EvidenceTerms {
    /// Sets of sources; a day is verified when all of one say yes.
    pub any_of: Vec<Vec<Source>>,
    /// Strongest first; a source that is not named is weakest.
    pub rank: Vec<Source>,
    /// Days after the due date after which the case counts as lapsed.
    pub within_days: i32,
}

/// The terms of one version of a programme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Terms {
    /// How long somebody must be employed.
    pub milestone: Milestone,
    /// Which contracts count.
    pub contract: ContractTerms,
    /// What a gap leads to.
    pub gap: GapTerms,
    /// What days of leave are.
    pub leave: LeaveTerms,
    /// What proves a day.
    pub evidence: EvidenceTerms,
}

impl Milestone {
    /// How many days must be counted when the clock starts on `from`.
    pub fn required_days(&self, from: NaiveDate) -> i32 {
        let length = match self.length {
            Length::Months(months) => day_number(add_months(from, months)) - day_number(from),
            Length::Days(days) => i32::try_from(days).unwrap_or(i32::MAX - 1),
        };
        match self.first_day {
            FirstDay::Excluded => length + 1,
            FirstDay::Included => length,
        }
    }
}

impl LeaveTerms {
    /// What a day of such a leave is.
    pub fn class(&self, kind: LeaveKind) -> LeaveClass {
        self.0[kind as usize]
    }
}

impl EvidenceTerms {
    /// Place in the order of strength: smaller is stronger, all that are not named share the last.
    pub fn place(&self, source: Source) -> usize {
        self.rank.iter().position(|ranked| *ranked == source).unwrap_or(self.rank.len())
    }

    /// Whether one source is strictly stronger than another.
    pub fn ranks_above(&self, stronger: Source, weaker: Source) -> bool {
        self.place(stronger) < self.place(weaker)
    }
}

/// The same day of the month so many months later, or the last day of that month (Civil Code 2015, Article 148(3)).
pub(crate) fn add_months(day: NaiveDate, months: u32) -> NaiveDate {
    day.checked_add_months(Months::new(months)).unwrap_or(NaiveDate::MAX)
}

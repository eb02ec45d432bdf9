//! What the rule answers.

use super::{EndReason, Stretch};
use chrono::NaiveDate;

codes! {
    /// Where a placement stands.
    Status {
        /// Employment ended, or stopped, too early.
        Failed = "failed",
        /// No accepted contract gives a day of employment yet.
        AwaitingContract = "awaiting-contract",
        /// Employment begins later.
        NotStarted = "not-started",
        /// The days are running.
        Counting = "counting",
        /// Enough days; of some, a source says no and none stronger says yes.
        Disputed = "disputed",
        /// Enough days, each verified.
        Confirmed = "confirmed",
        /// Enough days, some without evidence, and the time for evidence is over; later evidence still confirms.
        Lapsed = "lapsed",
        /// Enough days, some without evidence.
        AwaitingEvidence = "awaiting-evidence",
    }
}

/// Why a placement failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reason {
    /// The contract ended.
    Ended(EndReason),
    /// A leave that interrupts.
    Leave,
}

impl Reason {
    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Ended(reason) => reason.code(),
            Self::Leave => "leave",
        }
    }

    /// Every reason.
    pub fn all() -> impl Iterator<Item = Self> {
        EndReason::ALL.iter().copied().map(Self::Ended).chain([Self::Leave])
    }
}

/// The outcome of a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// The id of the case.
    pub id: String,
    /// Where it stands.
    pub status: Status,
    /// First day of employment.
    pub start: Option<NaiveDate>,
    /// Day from which days are counted now.
    pub clock_from: Option<NaiveDate>,
    /// Day after the last day that is needed; foreseen while it is not reached.
    pub due: Option<NaiveDate>,
    /// Days that are needed.
    pub required_days: i32,
    /// Days counted of those.
    pub counted_days: i32,
    /// Counted days that are verified.
    pub verified_days: i32,
    /// Counted days without evidence.
    pub missing: Vec<Stretch>,
    /// Counted days that a source denies.
    pub disputed: Vec<Stretch>,
    /// Days outside employment, or in a leave that interrupts.
    pub gaps: Vec<Stretch>,
    /// Days in a leave that pauses.
    pub paused: Vec<Stretch>,
    /// Day on which it failed.
    pub on: Option<NaiveDate>,
    /// Why it failed.
    pub reason: Option<Reason>,
}

impl Outcome {
    /// An outcome of a case without a day of employment.
    pub fn without_employment(id: &str, failed: Option<(NaiveDate, Reason)>) -> Self {
        Self {
            id: id.to_owned(),
            status: if failed.is_some() { Status::Failed } else { Status::AwaitingContract },
            start: None,
            clock_from: None,
            due: None,
            required_days: 0,
            counted_days: 0,
            verified_days: 0,
            missing: Vec::new(),
            disputed: Vec::new(),
            gaps: Vec::new(),
            paused: Vec::new(),
            on: failed.map(|(on, _)| on),
            reason: failed.map(|(_, reason)| reason),
        }
    }
}

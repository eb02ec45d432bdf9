//! What somebody has to do next about a referral, by when, and how late that is.

use crate::calendar::calendar;
use chrono::NaiveDate;
use sanviec_domain::referral::{Life, Stage};

/// The next thing to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// Send the letter.
    Send,
    /// Ask the employer for the answer.
    Answer,
    /// Enter the result on the national exchange.
    Result,
    /// Ask after the worker.
    FollowUp,
}

impl Next {
    /// The word in keys of texts.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Send => "send",
            Self::Answer => "answer",
            Self::Result => "result",
            Self::FollowUp => "follow-up",
        }
    }

    /// Of a referral; none when nothing is open.
    #[must_use]
    pub fn of(life: &Life) -> Option<Self> {
        match &life.stage {
            Stage::Issued { .. } => Some(Self::Send),
            Stage::Sent { .. } => Some(Self::Answer),
            Stage::Hired(hire) => {
                let open = [(Self::Result, hire.result), (Self::FollowUp, hire.follow_up)];
                open.into_iter()
                    .filter(|(_, duty)| duty.is_open())
                    .min_by_key(|(_, duty)| duty.due_on())
                    .map(|(n, _)| n)
            }
            Stage::NotHired { .. } | Stage::NoShow { .. } | Stage::Withdrawn { .. } | Stage::Lapsed { .. } => None,
        }
    }
}

/// Working days that are left, 0 on the last day, below 0 when it is late.
pub(super) fn days_left(today: NaiveDate, due_on: NaiveDate) -> i64 {
    calendar().working_days_left(today, due_on)
}

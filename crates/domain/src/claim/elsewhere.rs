//! What is known of another source that pays for the same work: the Unemployment Insurance Fund pays a centre for
//! whoever it counsels, and the same work is not paid twice (TT 55/2023/TT-BTC, Article 72(2)).

use chrono::NaiveDate;

codes! {
    /// Whether another source pays for the same work, as whoever prepares a claim answers.
    ElsewhereKnown {
        /// One does.
        Yes = "yes",
        /// None does.
        No = "no",
        /// Nobody could say.
        Unknown = "unknown",
    }
}

/// The answer, with the days where a source pays. Without a last day it is not known or not over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Elsewhere {
    /// One does.
    Yes {
        /// First day that it pays for.
        from: NaiveDate,
        /// Last day that it pays for.
        through: Option<NaiveDate>,
    },
    /// None does.
    No,
    /// Nobody could say.
    Unknown,
}

/// Why an answer is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ElsewhereRefusal {
    /// A source pays, and nobody says from when.
    #[error("it is not said from which day the other source pays")]
    NoFirstDay,
    /// Days are named although no source is said to pay.
    #[error("days are named although no other source is said to pay")]
    DaysOfNothing,
    /// The last day is before the first.
    #[error("the last day is before the first")]
    BackToFront,
}

impl Elsewhere {
    /// The answer with these days.
    pub fn said(
        known: ElsewhereKnown,
        from: Option<NaiveDate>,
        through: Option<NaiveDate>,
    ) -> Result<Self, ElsewhereRefusal> {
        match (known, from, through) {
            (ElsewhereKnown::Yes, None, _) => Err(ElsewhereRefusal::NoFirstDay),
            (ElsewhereKnown::Yes, Some(from), Some(through)) if through < from => Err(ElsewhereRefusal::BackToFront),
            (ElsewhereKnown::Yes, Some(from), through) => Ok(Self::Yes { from, through }),
            (ElsewhereKnown::No, None, None) => Ok(Self::No),
            (ElsewhereKnown::Unknown, None, None) => Ok(Self::Unknown),
            (ElsewhereKnown::No | ElsewhereKnown::Unknown, _, _) => Err(ElsewhereRefusal::DaysOfNothing),
        }
    }

    /// The answer without its days.
    pub const fn known(self) -> ElsewhereKnown {
        match self {
            Self::Yes { .. } => ElsewhereKnown::Yes,
            Self::No => ElsewhereKnown::No,
            Self::Unknown => ElsewhereKnown::Unknown,
        }
    }

    /// First and last day that it pays for, where one does.
    pub const fn days(self) -> (Option<NaiveDate>, Option<NaiveDate>) {
        match self {
            Self::Yes { from, through } => (Some(from), through),
            Self::No | Self::Unknown => (None, None),
        }
    }

    /// Whether whoever approves has to write why it is paid all the same: what nobody could say counts as what may be.
    pub const fn is_flagged(self) -> bool {
        !matches!(self, Self::No)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::parse_date;

    #[test]
    fn days_belong_to_a_source_that_pays_and_to_no_other_answer() {
        let (first, last) = (parse_date("2026-11-01"), parse_date("2027-01-31"));
        for (known, from, through, is) in [
            (ElsewhereKnown::Yes, first, last, Ok(true)),
            (ElsewhereKnown::Yes, first, None, Ok(true)),
            (ElsewhereKnown::Yes, first, first, Ok(true)),
            (ElsewhereKnown::Yes, None, last, Err(ElsewhereRefusal::NoFirstDay)),
            (ElsewhereKnown::Yes, last, first, Err(ElsewhereRefusal::BackToFront)),
            (ElsewhereKnown::No, None, None, Ok(false)),
            (ElsewhereKnown::No, first, None, Err(ElsewhereRefusal::DaysOfNothing)),
            (ElsewhereKnown::Unknown, None, None, Ok(true)),
            (ElsewhereKnown::Unknown, None, last, Err(ElsewhereRefusal::DaysOfNothing)),
        ] {
            let said = Elsewhere::said(known, from, through);
            assert_eq!(said.map(Elsewhere::is_flagged), is, "{known:?} {from:?} {through:?}");
            if let Ok(said) = said {
                assert_eq!((said.known(), said.days()), (known, (from, through)));
            }
        }
    }
}

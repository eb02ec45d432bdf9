//! What an application counts for the public response rate of its employer. Counted in decisions: an employer who
//! shortlists and then says nothing more has not answered.

use super::life::{Life, Stage, Trail};
use super::reason::EndReason;

/// Fewer counted applications than this say nothing of an employer.
const FEWEST: u32 = 5;

codes! {
    /// What one application counts.
    Response {
        /// The employer's clock still runs.
        Pending = "pending",
        /// The employer answered.
        Answered = "answered",
        /// The employer let the clock run out.
        Unanswered = "unanswered",
        /// Nobody's merit or fault: never sent, withdrawn before an answer, posting taken down.
        NotCounted = "not_counted",
    }
}

/// How many applications an employer answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub struct ResponseRate {
    /// Answered.
    pub answered: u32,
    /// Left to run out.
    pub unanswered: u32,
}

impl Life {
    /// What it counts.
    pub const fn response(&self) -> Response {
        match &self.stage {
            Stage::Draft { .. } | Stage::AwaitingGuardian { .. } => Response::NotCounted,
            Stage::Open(_) => Response::Pending,
            Stage::Hired { .. } => Response::Answered,
            Stage::NotSuitable(trail, why, _) => match why.reason {
                EndReason::NoAnswer => Response::Unanswered,
                EndReason::PostingRemoved => counted(Some(trail)),
                EndReason::RequirementsNotMet
                | EndReason::AnotherChosen
                | EndReason::NoLongerNeeded
                | EndReason::TermsNotAgreed
                | EndReason::NotReached
                | EndReason::DidNotCome
                | EndReason::Other => Response::Answered,
            },
            Stage::Withdrawn(trail, ..) => counted(trail.as_ref()),
            Stage::Erased { response, .. } => *response,
        }
    }

    /// Whether it ended because the employer did not answer in time, which says nothing of the person.
    pub const fn is_unanswered(&self) -> bool {
        matches!(self.response(), Response::Unanswered)
    }
}

const fn counted(trail: Option<&Trail>) -> Response {
    match trail {
        Some(Trail { answered_at: Some(_), .. }) => Response::Answered,
        Some(Trail { answered_at: None, .. }) | None => Response::NotCounted,
    }
}

impl ResponseRate {
    /// The rate over these.
    pub fn of(responses: impl IntoIterator<Item = Response>) -> Self {
        let mut rate = Self::default();
        for response in responses {
            match response {
                Response::Answered => rate.answered = rate.answered.saturating_add(1),
                Response::Unanswered => rate.unanswered = rate.unanswered.saturating_add(1),
                Response::Pending | Response::NotCounted => {}
            }
        }
        rate
    }

    /// Whole percent, cut; `None` when too few were counted to say anything.
    pub fn percent(self) -> Option<u8> {
        let all = u64::from(self.answered) + u64::from(self.unanswered);
        (all >= u64::from(FEWEST)).then(|| (u64::from(self.answered) * 100 / all) as u8)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rate_is_cut_and_said_only_of_enough() {
        for (answered, unanswered, percent) in [
            (0, 0, None),
            (4, 0, None),
            (5, 0, Some(100)),
            (4, 1, Some(80)),
            (2, 1, None),
            (199, 1, Some(99)),
            (0, 9, Some(0)),
            (u32::MAX, u32::MAX, Some(50)),
        ] {
            assert_eq!(ResponseRate { answered, unanswered }.percent(), percent, "{answered} {unanswered}");
        }
        let rate = ResponseRate::of(Response::ALL.iter().copied());
        assert_eq!(rate, ResponseRate { answered: 1, unanswered: 1 });
    }
}

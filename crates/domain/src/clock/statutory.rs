//! The clocks that the law starts for a centre, with their terms and where they stand. Terms that were read only at
//! second hand say so in their citation.

use super::calendar::{Calendar, Due, Term};
use chrono::NaiveDate;

codes! {
    /// A term that the law gives.
    Clock {
        /// A request about one's own data is answered.
        DataRequest = "data_request",
        /// Somebody has what they asked to see, or it was corrected.
        DataAccess = "data_access",
        /// What somebody asked to have deleted is gone.
        DataDeletion = "data_deletion",
        /// A consent that was withdrawn, or a use that was objected to, has no effect any more.
        DataWithdrawal = "data_withdrawal",
        /// Somebody who claimed unemployment benefit is counselled.
        Counselling = "counselling",
        /// The result of a referral stands on the national exchange, counted from the employer's notice of hiring.
        ResultEntry = "result_entry",
        /// A placed worker is followed up, counted from the first day of work.
        FollowUp = "follow_up",
    }
}

impl Clock {
    /// How long it runs.
    pub const fn term(self) -> Term {
        match self {
            Self::DataRequest => Term::WorkingDays(2),
            Self::DataAccess => Term::Days(10),
            Self::DataDeletion => Term::Days(20),
            Self::DataWithdrawal => Term::Days(15),
            Self::Counselling => Term::WorkingDays(3),
            Self::ResultEntry => Term::WorkingDays(20),
            Self::FollowUp => Term::Months(1),
        }
    }

    /// Law and article, in Vietnamese.
    pub const fn citation(self) -> &'static str {
        match self {
            Self::DataRequest | Self::DataAccess | Self::DataDeletion | Self::DataWithdrawal => {
                "Nghị định 356/2025/NĐ-CP (theo tài liệu thứ cấp)"
            }
            Self::Counselling => "Nghị định 374/2025/NĐ-CP, Điều 9 và 10",
            Self::ResultEntry | Self::FollowUp => "Nghị định 352/2025/NĐ-CP, Điều 10 khoản 2",
        }
    }

    /// When it has run out, when it starts with something that happened on this day.
    pub fn due(self, from: NaiveDate, calendar: &Calendar) -> Due {
        calendar.due(from, self.term())
    }
}

#[cfg(test)]
mod tests {
    use super::super::calendar::tests::{calendar, on};
    use super::*;

    #[test]
    fn each_clock_runs_as_long_as_the_law_says() {
        for (clock, from, due) in [
            (Clock::DataRequest, "2026-11-20", "2026-11-25"),
            (Clock::DataRequest, "2026-11-23", "2026-11-26"),
            (Clock::DataRequest, "2026-11-22", "2026-11-25"),
            (Clock::DataWithdrawal, "2026-11-20", "2026-12-07"),
            (Clock::DataAccess, "2026-11-20", "2026-11-30"),
            (Clock::DataDeletion, "2026-11-20", "2026-12-10"),
            (Clock::Counselling, "2026-11-20", "2026-11-26"),
            (Clock::ResultEntry, "2026-11-20", "2026-12-21"),
            (Clock::ResultEntry, "2026-12-15", "2027-01-13"),
            (Clock::FollowUp, "2026-10-24", "2026-11-25"),
            (Clock::FollowUp, "2026-10-31", "2026-11-30"),
        ] {
            assert_eq!(clock.due(on(from), &calendar()).on, on(due), "{clock:?} from {from}");
        }
    }

    #[test]
    fn codes_come_back() {
        for clock in Clock::ALL {
            assert_eq!(Clock::find_by_code(clock.code()), Some(*clock));
            assert!(!clock.citation().is_empty());
        }
    }
}

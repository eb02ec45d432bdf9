//! The clock of an advert that was handed in and waits for an officer.

use crate::clock::{Calendar, Duty, Term};
use crate::time::Micros;

/// Working days in which an officer answers.
const ANSWER_DAYS: u32 = 2;

/// What an officer owes to an advert that was handed in then: an answer within two working days. It is never the public
/// that gets one for want of it.
pub fn review(handed_in: Micros, calendar: &Calendar) -> Duty {
    Duty::until(calendar.due(handed_in.day(), Term::WorkingDays(ANSWER_DAYS)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::DutyState;
    use chrono::{Datelike, NaiveDate, Weekday};

    fn on(text: &str) -> NaiveDate {
        text.parse().expect("a day")
    }

    /// Without Saturdays, Sundays and the holiday of 24 November.
    fn calendar() -> Calendar {
        Calendar::of(on("2026-11-01"), on("2026-12-31"), |day| {
            !matches!(day.weekday(), Weekday::Sat | Weekday::Sun) && day != on("2026-11-24")
        })
    }

    #[test]
    fn an_answer_is_owed_within_two_working_days_and_stays_owed_when_it_is_late() {
        for (from, due) in [("2026-11-20", "2026-11-25"), ("2026-11-21", "2026-11-25"), ("2026-11-25", "2026-11-27")] {
            let handed_in = Micros::start_of(on(from)).plus_seconds(15 * 3_600);
            let duty = review(handed_in, &calendar());
            assert_eq!(duty.due_on(), on(due), "{from}");
            assert!(!duty.is_late(Micros(Micros::end_of(on(due)).0 - 1)) && duty.is_late(Micros::end_of(on(due))));
            assert_eq!(duty.passed(Micros::end_of(on(due))).state(), DutyState::Overdue);
        }
    }
}

//! What is asked back when a placement that was paid for is no longer confirmed. Whole dong; no rounding in favour of
//! whoever was paid: what is kept for the days that hold is rounded down.

use super::{Outcome, Recovery, Status};

/// What stays with whoever was paid.
pub fn kept_dong(recovery: Recovery, paid_dong: i64, outcome: &Outcome) -> i64 {
    if outcome.status == Status::Confirmed {
        return paid_dong;
    }
    match recovery {
        Recovery::None => paid_dong,
        Recovery::Full => 0,
        Recovery::ProRata => pro_rata(paid_dong, outcome.counted_days, outcome.required_days),
    }
}

/// What is proposed to be asked back.
pub fn recovered_dong(recovery: Recovery, paid_dong: i64, outcome: &Outcome) -> i64 {
    paid_dong - kept_dong(recovery, paid_dong, outcome)
}

/// Without a day of employment nothing is kept.
fn pro_rata(paid_dong: i64, counted_days: i32, required_days: i32) -> i64 {
    if required_days <= 0 {
        return 0;
    }
    let kept = i128::from(paid_dong) * i128::from(counted_days.min(required_days)) / i128::from(required_days);
    i64::try_from(kept).expect("a share of an i64 that is at most 1 fits an i64")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcome(status: Status, counted_days: i32, required_days: i32) -> Outcome {
        Outcome { status, required_days, counted_days, ..Outcome::without_employment("c", None) }
    }

    #[test]
    fn what_is_asked_back_follows_the_policy_and_the_days() {
        for (recovery, status, counted, required, back) in [
            (Recovery::Full, Status::Confirmed, 90, 90, 0),
            (Recovery::None, Status::Failed, 10, 90, 0),
            (Recovery::Full, Status::Failed, 89, 90, 400_000),
            (Recovery::ProRata, Status::Failed, 0, 0, 400_000),
            (Recovery::ProRata, Status::Failed, 45, 90, 200_000),
            (Recovery::ProRata, Status::Failed, 60, 91, 136_264),
            (Recovery::ProRata, Status::Disputed, 91, 91, 0),
        ] {
            let outcome = outcome(status, counted, required);
            assert_eq!(recovered_dong(recovery, 400_000, &outcome), back, "{recovery:?} {outcome:?}");
        }
    }

    #[test]
    fn kept_and_asked_back_are_what_was_paid() {
        for paid in [0, 1, 399_999, 400_000, i64::MAX] {
            for counted in 0..=91 {
                for recovery in Recovery::ALL {
                    let outcome = outcome(Status::Failed, counted, 91);
                    let kept = kept_dong(*recovery, paid, &outcome);
                    assert_eq!(kept + recovered_dong(*recovery, paid, &outcome), paid);
                    assert!((0..=paid).contains(&kept));
                }
            }
        }
    }
}

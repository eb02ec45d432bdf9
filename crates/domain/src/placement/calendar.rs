//! The days of a placement one after the other, each with what it is: the same outcome as a picture or a table. It adds
//! nothing to the outcome; days that it does not speak of are days still to come.

use super::{Outcome, Stretch};
use crate::time::day_number;
use chrono::NaiveDate;

codes! {
    /// What a day of a placement is.
    DayKind {
        /// Counted, and verified.
        Verified = "verified",
        /// Counted, without evidence.
        Missing = "missing",
        /// Counted, and denied by a source.
        Disputed = "disputed",
        /// In a leave that pauses.
        Paused = "paused",
        /// Outside employment, or in a leave that interrupts.
        Gap = "gap",
        /// Before the count began anew.
        Dropped = "dropped",
        /// Still to come, before the day that is foreseen as the due one.
        Ahead = "ahead",
    }
}

/// The days from the first day of employment to the due day, or to the day before which employment failed or `today`,
/// as runs of days of one kind. Nothing where there is no employment yet.
pub fn calendar(outcome: &Outcome, today: NaiveDate) -> Vec<(Stretch, DayKind)> {
    let (Some(start), Some(clock_from)) = (outcome.start, outcome.clock_from) else { return Vec::new() };
    let (start, clock_from, today) = (day_number(start), day_number(clock_from), day_number(today));
    let end = outcome.due.map_or(today, day_number).max(start);
    // Days that failed the placement are gaps; what came after them does not count any more.
    let counted_until = outcome.on.map_or(today, day_number).min(end);
    let mut runs: Vec<(Stretch, DayKind)> = Vec::new();
    for day in start..end {
        let kind = kind(outcome, day, (clock_from, counted_until, today));
        match runs.last_mut() {
            Some((run, last)) if *last == kind && run.until == day => run.until = day + 1,
            _ => runs.push((Stretch { from: day, until: day + 1 }, kind)),
        }
    }
    runs
}

fn kind(outcome: &Outcome, day: i32, (clock_from, counted_until, today): (i32, i32, i32)) -> DayKind {
    let within = |runs: &[Stretch]| runs.iter().any(|run| (run.from..run.until).contains(&day));
    match day {
        _ if within(&outcome.gaps) => DayKind::Gap,
        _ if within(&outcome.paused) => DayKind::Paused,
        _ if day >= today => DayKind::Ahead,
        _ if day < clock_from || day >= counted_until => DayKind::Dropped,
        _ if within(&outcome.missing) => DayKind::Missing,
        _ if within(&outcome.disputed) => DayKind::Disputed,
        _ => DayKind::Verified,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::placement::evaluate;

    /// Every worked case of the golden ones, which are read by the tests of policies too.
    const CASES: [&str; 3] = [
        include_str!("../../../../config/policies/stable-employment-2022-1.cases.jsonl"),
        include_str!("../../../../config/policies/stable-employment-2023-1.cases.jsonl"),
        include_str!("../../../../config/policies/stable-employment-2026-1.cases.jsonl"),
    ];
    const POLICY: &str = include_str!("../../../../config/policies/stable-employment-2022-1.toml");

    #[test]
    fn the_days_of_the_picture_are_the_days_of_the_outcome() {
        let terms = crate::placement::Policy::from_toml(POLICY).expect("a policy").terms;
        let mut seen = 0;
        for file in CASES {
            for golden in crate::placement::golden_cases(file, &terms).expect("cases") {
                let outcome = evaluate(&golden.case);
                let runs = calendar(&outcome, golden.case.today);
                let days = |wanted: DayKind| -> i32 {
                    runs.iter().filter(|(_, kind)| *kind == wanted).map(|(run, _)| run.len()).sum()
                };
                let of = |stretches: &[Stretch]| stretches.iter().map(|run| run.len()).sum::<i32>();
                assert_eq!(days(DayKind::Verified), outcome.verified_days, "{outcome:?}");
                assert_eq!(days(DayKind::Missing), of(&outcome.missing), "{outcome:?}");
                assert_eq!(days(DayKind::Disputed), of(&outcome.disputed), "{outcome:?}");
                assert_eq!(days(DayKind::Gap), of(&outcome.gaps), "{outcome:?}");
                assert_eq!(days(DayKind::Paused), of(&outcome.paused), "{outcome:?}");
                assert!(runs.windows(2).all(|pair| pair[0].0.until == pair[1].0.from), "one after the other");
                seen += usize::from(!runs.is_empty());
            }
        }
        assert!(seen > 10, "{seen}");
    }

    #[test]
    fn without_employment_there_are_no_days() {
        assert!(calendar(&Outcome::without_employment("c", None), NaiveDate::MIN).is_empty());
    }
}

//! Experience counted from the jobs that a person names.

use super::content::{Job, Month, Worked};
use crate::posting::Experience;

impl Worked {
    /// Months worked through the given one, each counted once though two jobs share it; a job without a last month is
    /// taken to go on. Jobs without a first month say nothing.
    pub fn months(&self, this: Month) -> u32 {
        let mut spans: Vec<(i32, i32)> = self.jobs.iter().filter_map(|job| span(job, this)).collect();
        spans.sort_unstable();
        let mut counted = 0;
        let mut reached = i32::MIN;
        for (from, until) in spans {
            let from = from.max(reached);
            counted += (until - from).max(0);
            reached = reached.max(until);
        }
        counted.unsigned_abs()
    }

    /// The class of form 01a: as the person says, else as the jobs add up, else nothing.
    pub fn class(&self, this: Month) -> Option<Experience> {
        let counted = || self.jobs.iter().any(|job| job.from.is_some()).then(|| class_of(self.months(this)));
        self.years.or_else(counted)
    }
}

/// Half-open, in months since the year 0.
fn span(job: &Job, this: Month) -> Option<(i32, i32)> {
    let from = job.from?.number();
    let until = job.until.map_or(this, |until| until.min(this)).number() + 1;
    (from < until).then_some((from, until))
}

const fn class_of(months: u32) -> Experience {
    match months {
        0 => Experience::None,
        1..12 => Experience::UnderOne,
        12..24 => Experience::OneToTwo,
        24..60 => Experience::TwoToFive,
        60.. => Experience::OverFive,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn month(year: i32, month: u32) -> Month {
        Month::new(year, month).expect("a month")
    }

    fn job(from: Option<(i32, u32)>, until: Option<(i32, u32)>) -> Job {
        let read = |part: Option<(i32, u32)>| part.map(|(year, number)| month(year, number));
        Job { from: read(from), until: read(until), ..Job::default() }
    }

    #[test]
    fn months_are_counted_once_however_jobs_overlap() {
        let this = month(2026, 11);
        for (jobs, months) in [
            (vec![], 0),
            (vec![job(None, None)], 0),
            (vec![job(Some((2026, 11)), None)], 1),
            (vec![job(Some((2025, 1)), Some((2025, 12)))], 12),
            (vec![job(Some((2025, 1)), Some((2025, 6))), job(Some((2025, 4)), Some((2025, 12)))], 12),
            (vec![job(Some((2025, 1)), Some((2025, 12))), job(Some((2025, 3)), Some((2025, 4)))], 12),
            (vec![job(Some((2024, 1)), Some((2024, 2))), job(Some((2026, 10)), None)], 4),
            (vec![job(Some((2026, 5)), Some((2027, 5)))], 7),
            (vec![job(Some((2027, 1)), None)], 0),
            (vec![job(Some((2026, 5)), Some((2026, 1)))], 0),
        ] {
            assert_eq!(Worked { jobs: jobs.clone(), ..Worked::default() }.months(this), months, "{jobs:?}");
        }
    }

    #[test]
    fn what_the_person_says_stands_above_what_the_jobs_add_up_to() {
        let this = month(2026, 11);
        for (years, jobs, class) in [
            (None, vec![], None),
            (None, vec![job(None, None)], None),
            (Some(Experience::OverFive), vec![job(Some((2026, 10)), None)], Some(Experience::OverFive)),
            (None, vec![job(Some((2026, 1)), None)], Some(Experience::UnderOne)),
            (None, vec![job(Some((2025, 12)), None)], Some(Experience::OneToTwo)),
            (None, vec![job(Some((2024, 12)), None)], Some(Experience::TwoToFive)),
            (None, vec![job(Some((2021, 12)), None)], Some(Experience::OverFive)),
            (None, vec![job(Some((2030, 1)), None)], Some(Experience::None)),
        ] {
            assert_eq!(Worked { years, jobs, ..Worked::default() }.class(this), class);
        }
    }
}

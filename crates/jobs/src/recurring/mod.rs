//! Work that recurs. The scheduler library only wakes; rows of the store decide.
//!
//! Each occurrence becomes a job exactly once, whichever node looks first and however often, because it is computed
//! from the last one stored and not from the moment of waking. Each job is done by whoever holds its lease; what was
//! claimed by a process that died comes to another when the lease runs out. How a deadline passes is told in
//! `docs/architecture.md`.

mod runner;
mod wake;

pub use runner::{Pace, Runner};

use crate::JobError;
use chrono::{DateTime, FixedOffset};
use croner::Cron;
use croner::parser::{CronParser, Seconds};
use sanviec_app::{App, AppError, Ctx};
use sanviec_domain::time::Micros;
use sanviec_store::{BoxFuture, Tx};

/// Viet Nam is seven hours ahead, all year.
const OFFSET_SECONDS: i32 = 7 * 3600;
/// What is later than this is too late for [`CatchUp::None`].
const LATE_US: i64 = 60_000_000;

/// What is done about occurrences that nobody was there for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CatchUp {
    /// All of them are made up for.
    All,
    /// One stands for all: for work that takes up whatever is due.
    Last,
    /// None: what is more than a minute late is of no use.
    None,
}

impl CatchUp {
    const fn code(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Last => "last",
            Self::None => "none",
        }
    }
}

/// A use case that takes up whatever is due. It may be cut off and run again: its own rows say what is left.
pub type Sweep = for<'a> fn(&'a App, &'a Ctx) -> BoxFuture<'a, Result<(), JobError>>;
/// A sweep of which so much may be due that nobody should wait for all of it: each run takes one part, and while more
/// may be left its job comes again at once, behind what else is due.
pub type Part = for<'a> fn(&'a App, &'a Ctx) -> BoxFuture<'a, Result<Left, JobError>>;
/// A write of one occurrence (its instant) that commits together with the end of its job: it has its effect exactly
/// once.
pub type Write = for<'a> fn(&'a Tx<'_>, &'a Ctx, Micros) -> BoxFuture<'a, Result<(), AppError>>;

/// What is done.
#[derive(Clone, Copy, Debug)]
pub enum Work {
    /// See [`Sweep`].
    Sweep(Sweep),
    /// See [`Part`].
    Parts(Part),
    /// See [`Write`].
    Once(Write),
}

/// What a run left undone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Left {
    /// Nothing that it could do.
    Nothing,
    /// Perhaps more.
    More,
}

impl Left {
    /// What a part left that did so many, and would have done `full` had there been as many. With a failure among them
    /// it was not full, and the next occurrence goes on: bad rows do not keep a processor busy.
    pub const fn after(done: usize, full: usize) -> Self {
        if done < full { Self::Nothing } else { Self::More }
    }
}

/// Something that recurs.
#[derive(Clone, Copy, Debug)]
pub struct Recurring {
    /// Unique; the kind of its jobs.
    pub name: &'static str,
    /// Second, minute, hour, day, month, weekday, in Viet Nam.
    pub cron: &'static str,
    pub catch_up: CatchUp,
    pub work: Work,
}

/// Whether a text can be read as a pattern: second, minute, hour, day, month, weekday.
pub fn is_pattern(cron: &str) -> bool {
    parsed(cron).is_some()
}

fn parsed(cron: &str) -> Option<Cron> {
    CronParser::builder().seconds(Seconds::Required).build().parse(cron).ok()
}

/// A pattern that cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("the pattern {0} cannot be read")]
pub struct PatternError(&'static str);

impl Recurring {
    /// The occurrences after the last one that are to be made into jobs now, at most `limit`, and up to where nothing
    /// is left to be made.
    pub fn due(&self, last: Micros, now: Micros, limit: usize) -> Result<(Vec<Micros>, Micros), PatternError> {
        match self.catch_up {
            CatchUp::All => self.occurrences(last, now, limit),
            CatchUp::Last => Ok((self.latest(now)?.into_iter().filter(|at| *at > last).collect(), now)),
            CatchUp::None => self.occurrences(last.max(Micros(now.0 - LATE_US)), now, limit),
        }
    }

    /// The occurrence before the last one: whoever did nothing since has missed two.
    pub fn second_last(&self, now: Micros) -> Result<Option<Micros>, PatternError> {
        let (cron, offset) = self.pattern()?;
        let last = cron.find_previous_occurrence(&self.local(now, offset)?, true);
        let before = last.and_then(|last| cron.find_previous_occurrence(&last, false));
        Ok(before.ok().map(|at| Micros(at.timestamp_micros())))
    }

    fn pattern(&self) -> Result<(Cron, FixedOffset), PatternError> {
        let offset = FixedOffset::east_opt(OFFSET_SECONDS);
        parsed(self.cron).zip(offset).ok_or(PatternError(self.cron))
    }

    /// On the whole second: croner 3.0.1 carries a fraction of a second along, and every reader would find occurrences
    /// of its own.
    fn local(&self, at: Micros, offset: FixedOffset) -> Result<DateTime<FixedOffset>, PatternError> {
        DateTime::from_timestamp(at.0.div_euclid(1_000_000), 0)
            .map(|at| at.with_timezone(&offset))
            .ok_or(PatternError(self.cron))
    }

    /// After an instant and up to another, in order.
    fn occurrences(&self, after: Micros, until: Micros, limit: usize) -> Result<(Vec<Micros>, Micros), PatternError> {
        let (cron, offset) = self.pattern()?;
        let (mut at, end) = (self.local(after, offset)?, self.local(until, offset)?);
        let mut found = Vec::new();
        while let Ok(next) = cron.find_next_occurrence(&at, false) {
            if next > end || next <= at {
                break;
            }
            found.push(Micros(next.timestamp_micros()));
            if found.len() == limit {
                return Ok((found, Micros(next.timestamp_micros())));
            }
            at = next;
        }
        Ok((found, until))
    }

    /// The one before, or at, an instant.
    fn latest(&self, now: Micros) -> Result<Option<Micros>, PatternError> {
        let (cron, offset) = self.pattern()?;
        let found = cron.find_previous_occurrence(&self.local(now, offset)?, true);
        Ok(found.ok().map(|at| Micros(at.timestamp_micros())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn every(cron: &'static str, catch_up: CatchUp) -> Recurring {
        Recurring { name: "x", cron, catch_up, work: Work::Sweep(|_, _| Box::pin(async { Ok(()) })) }
    }

    /// 24 November 2026, 09:00 in Viet Nam.
    const NOW: Micros = Micros(1_795_485_600_000_000);

    #[test]
    fn patterns_are_read_in_viet_nam_and_ends_are_half_open() {
        let daily = every("0 0 9 * * *", CatchUp::All);
        let (found, _) = daily.occurrences(NOW.plus_days(-3), NOW, 9).expect("pattern");
        assert_eq!(found, [NOW.plus_days(-2), NOW.plus_days(-1), NOW]);
        let (found, _) = daily.occurrences(NOW, NOW.plus_seconds(3_600), 9).expect("pattern");
        assert_eq!(found, [], "what was had is not had again");
        assert!(every("every day", CatchUp::All).occurrences(NOW, NOW, 1).is_err());
        assert!(every("0 9 * * *", CatchUp::All).occurrences(NOW, NOW, 1).is_err(), "seconds are said");
    }

    #[test]
    fn an_occurrence_is_the_same_whoever_looks_at_whichever_microsecond() {
        for fraction in [0, 1, 217_516, 999_999] {
            let (last, now) = (Micros(NOW.0 + fraction), Micros(NOW.0 + 2_000_000 + fraction));
            let all = every("* * * * * *", CatchUp::All).due(last, now, 9).expect("pattern");
            assert_eq!(all.0, [NOW.plus_seconds(1), NOW.plus_seconds(2)], "{fraction}");
            let latest = every("* * * * * *", CatchUp::Last).due(last, now, 9).expect("pattern");
            assert_eq!(latest.0, [NOW.plus_seconds(2)], "{fraction}");
        }
    }

    #[test]
    fn the_occurrence_before_the_last_is_two_back_whatever_lies_between() {
        let before = |cron, now: Micros| every(cron, CatchUp::Last).second_last(now).expect("pattern");
        assert_eq!(before("0 0 9 * * *", NOW), Some(NOW.plus_days(-1)));
        assert_eq!(before("0 0 9 * * *", NOW.plus_seconds(-1)), Some(NOW.plus_days(-2)));
        // A Tuesday: on working days alone the one before Monday's is Friday's.
        assert_eq!(before("0 0 9 * * MON-FRI", NOW.plus_seconds(-1)), Some(NOW.plus_days(-4)));
        assert!(every("nightly", CatchUp::Last).second_last(NOW).is_err());
    }

    #[test]
    fn a_limit_says_up_to_where_it_is_all() {
        let often = every("*/10 * * * * *", CatchUp::All);
        let (found, to) = often.occurrences(NOW, NOW.plus_seconds(60), 3).expect("pattern");
        assert_eq!((found.len(), to), (3, NOW.plus_seconds(30)));
        let (found, to) = often.occurrences(NOW.plus_seconds(30), NOW.plus_seconds(65), 9).expect("pattern");
        assert_eq!((found.len(), to), (3, NOW.plus_seconds(65)));
    }

    #[test]
    fn what_was_missed_is_made_up_for_as_said() {
        let due = |catch_up, now: Micros| {
            every("0 0 * * * *", catch_up).due(NOW.plus_days(-3_650), now, 5).expect("pattern").0
        };
        assert_eq!(due(CatchUp::All, NOW).len(), 5, "as many as one write takes");
        assert_eq!(due(CatchUp::Last, NOW), [NOW], "one stands for ten years");
        assert_eq!(due(CatchUp::Last, NOW.plus_seconds(1_800)), [NOW]);
        assert_eq!(due(CatchUp::None, NOW), [NOW]);
        assert_eq!(due(CatchUp::None, NOW.plus_seconds(1_800)), []);
        let had = every("0 0 * * * *", CatchUp::Last).due(NOW, NOW.plus_seconds(60), 5).expect("pattern");
        assert_eq!(had.0, [], "what was had is not had again");
    }
}

//! When a delivery is tried again: at once, then after 5 s, 5 min, 30 min, 2 h, 5 h, 10 h, 14 h, 20 h and 24 h, with up
//! to a tenth more so that what failed together does not come back together; about three days in all.

use crate::time::Micros;

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
/// Seconds between attempts.
const WAITS: [i64; 9] = [5, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR, 14 * HOUR, 20 * HOUR, 24 * HOUR];
/// Attempts of one delivery.
pub const ATTEMPTS_MAX: u32 = WAITS.len() as u32 + 1;
/// Longest wait that a receiver may ask for.
const ASKED_MOST: i64 = 24 * HOUR;

/// What a receiver said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Heard {
    /// Any status of success.
    Taken,
    /// 410: it wants nothing more.
    Gone,
    /// Too busy, or behind something that is (429, 502, 503, 504), with the wait that it asks for in seconds.
    Busy(Option<u32>),
    /// Anything else, or nothing.
    Failed,
}

/// What follows from an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Next {
    /// Nothing: it was taken.
    Delivered,
    /// Another attempt, not before then.
    Again(Micros),
    /// No more attempts; the endpoint is told nothing more until its people looked.
    Disable,
}

/// What follows when this was heard at the attempt with this number, the first being 1. `jitter` is any number, other
/// for each delivery.
pub fn after_attempt(heard: Heard, attempt: u32, now: Micros, jitter: u64) -> Next {
    let asked = match heard {
        Heard::Taken => return Next::Delivered,
        Heard::Gone => return Next::Disable,
        Heard::Busy(asked) => asked.map_or(0, |seconds| i64::from(seconds).min(ASKED_MOST)),
        Heard::Failed => 0,
    };
    let Some(wait) = WAITS.get(attempt.saturating_sub(1) as usize) else { return Next::Disable };
    let wait = (*wait).max(asked) * 1_000_000;
    let more = (wait / 10).max(1);
    Next::Again(Micros(now.0 + wait + (jitter % more.unsigned_abs()) as i64))
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Micros = Micros(1_796_437_800_000_000);

    #[test]
    fn attempts_grow_apart_and_end_after_about_three_days() {
        let (mut now, mut attempts) = (NOW, 0);
        loop {
            attempts += 1;
            match after_attempt(Heard::Failed, attempts, now, u64::MAX / 3) {
                Next::Again(at) => {
                    assert!(at > now);
                    now = at;
                }
                Next::Disable => break,
                Next::Delivered => panic!("it failed"),
            }
        }
        assert_eq!(attempts, ATTEMPTS_MAX);
        let hours = (now.0 - NOW.0) / 3_600_000_000;
        assert!((75..84).contains(&hours), "{hours}");
    }

    #[test]
    fn a_wait_that_was_asked_for_is_kept_within_a_day_and_never_shortens_ours() {
        for (asked, attempt, least_s) in
            [(Some(60), 1, 60), (Some(0), 2, 300), (None, 3, 1_800), (Some(u32::MAX), 1, 86_400)]
        {
            let Next::Again(at) = after_attempt(Heard::Busy(asked), attempt, NOW, 0) else { panic!("{asked:?}") };
            assert_eq!((at.0 - NOW.0) / 1_000_000, least_s, "{asked:?}");
        }
        assert_eq!(after_attempt(Heard::Gone, 1, NOW, 0), Next::Disable);
        assert_eq!(after_attempt(Heard::Taken, 9, NOW, 0), Next::Delivered);
    }
}

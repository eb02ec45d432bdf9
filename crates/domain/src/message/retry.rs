//! What follows from an attempt to send: done, tried again later, or given up. Says nothing of how it was sent.

use super::Kind;
use crate::time::Micros;

/// Attempts that count. With the waits below they cover three to four days.
pub const ATTEMPTS_MAX: u32 = 30;

const FIRST_WAIT_US: i64 = 15 * 1_000_000;
const LONGEST_WAIT_US: i64 = 4 * 3_600 * 1_000_000;

/// How an attempt ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tried {
    /// The other side took this very message.
    Sent,
    /// The other side refused this message for good.
    Refused,
    /// It was not taken now.
    Failed,
    /// Nobody knows whether it was taken: the answer was lost. It is repeated under the same name.
    Unknown,
    /// The attempt ended before this message's turn.
    NotReached,
}

/// What becomes of the message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// Nothing more to do.
    Sent,
    /// Due again at this instant.
    Again(Micros),
    /// Refused for good.
    Refused,
    /// Its last attempt failed.
    Exhausted,
    /// It would come too late to be of use.
    Late,
}

/// What follows from the `attempts`-th attempt at a message written at `written_at`. `jitter` is any number; it spreads
/// messages that failed together.
pub fn after_attempt(kind: Kind, tried: Tried, attempts: u32, written_at: Micros, now: Micros, jitter: u64) -> Next {
    let again = match tried {
        Tried::Sent => return Next::Sent,
        Tried::Refused => return Next::Refused,
        Tried::NotReached => now,
        Tried::Failed | Tried::Unknown if attempts >= ATTEMPTS_MAX => return Next::Exhausted,
        Tried::Failed | Tried::Unknown => Micros(now.0.saturating_add(wait_us(attempts, jitter))),
    };
    if kind.is_late(written_at, again) { Next::Late } else { Next::Again(again) }
}

/// 15 s, 30 s, 1 min, … up to 4 hours, and up to a quarter more.
fn wait_us(attempts: u32, jitter: u64) -> i64 {
    let wait = (FIRST_WAIT_US << attempts.saturating_sub(1).min(16)).min(LONGEST_WAIT_US);
    wait + (jitter % (wait as u64 / 4)) as i64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::DAY;

    const NOW: Micros = Micros(1_790_000_000_000_000);

    fn after(tried: Tried, attempts: u32) -> Next {
        after_attempt(Kind::ReferralIssued, tried, attempts, NOW, NOW, 0)
    }

    #[test]
    fn only_a_message_that_was_taken_is_sent() {
        assert_eq!(after(Tried::Sent, 1), Next::Sent);
        assert_eq!(after(Tried::Refused, 1), Next::Refused);
        assert_eq!(after(Tried::Failed, 1), Next::Again(NOW.plus_seconds(15)));
        assert_eq!(after(Tried::Unknown, 1), Next::Again(NOW.plus_seconds(15)));
        assert_eq!(after(Tried::NotReached, 1), Next::Again(NOW));
    }

    #[test]
    fn waits_double_up_to_four_hours_and_spread_by_a_quarter() {
        for (attempts, seconds) in [(1, 15), (2, 30), (3, 60), (7, 960), (10, 7_680), (11, 14_400), (29, 14_400)] {
            assert_eq!(after(Tried::Failed, attempts), Next::Again(NOW.plus_seconds(seconds)), "{attempts}");
            for jitter in [1, 1 << 20, u64::MAX - 1, u64::MAX] {
                let next = after_attempt(Kind::ReferralIssued, Tried::Failed, attempts, NOW, NOW, jitter);
                let Next::Again(at) = next else { panic!("{next:?}") };
                let wait = at.0 - NOW.0;
                assert!((seconds * 1_000_000..seconds * 1_250_000).contains(&wait), "{attempts}: {wait}");
            }
        }
    }

    #[test]
    fn the_last_attempt_is_the_last_but_one_not_reached_costs_none() {
        assert_eq!(after(Tried::Failed, ATTEMPTS_MAX), Next::Exhausted);
        assert_eq!(after(Tried::Unknown, ATTEMPTS_MAX), Next::Exhausted);
        assert_eq!(after(Tried::NotReached, ATTEMPTS_MAX + 5), Next::Again(NOW));
    }

    #[test]
    fn a_code_is_not_sent_after_it_expired() {
        let written = Micros(NOW.0 - 15 * 60 * 1_000_000 + 15_000_001);
        assert_eq!(
            after_attempt(Kind::SignUpCode, Tried::Failed, 1, written, NOW, 0),
            Next::Again(NOW.plus_seconds(15))
        );
        let older = Micros(written.0 - 1);
        assert_eq!(after_attempt(Kind::SignUpCode, Tried::Failed, 1, older, NOW, 0), Next::Late);
        let week = NOW.plus_days(-7);
        assert_eq!(after_attempt(Kind::ReferralIssued, Tried::NotReached, 1, week, NOW, 0), Next::Late);
    }

    #[test]
    fn all_attempts_together_take_between_three_and_six_days() {
        let total: i64 = (1..ATTEMPTS_MAX).map(|attempts| wait_us(attempts, 0)).sum();
        assert!((3 * DAY..6 * DAY).contains(&total), "{total}");
    }
}

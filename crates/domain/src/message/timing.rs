//! When a message may go out: not at night, and not too many a day to one telephone.
//!
//! Decree 91/2020/NĐ-CP allows advertising texts between 07:00 and 22:00 only, three in 24 hours to one number. What
//! the exchange sends is no advertising; it keeps the same limits all the same, save for what somebody waits for.

use super::{Channel, Kind};
use crate::time::{DAY, Micros, OFFSET_SECONDS};

/// Messages in 24 hours to one telephone, urgent ones not counted.
pub const CAP_PER_DAY: usize = 3;

const HOUR: i64 = 3_600 * 1_000_000;
const QUIET_FROM: i64 = 22 * HOUR;
const QUIET_TO: i64 = 7 * HOUR;

/// The first instant, `now` or later, at which a message may go to an address. `sent_before` is when messages that are
/// not urgent went to the same address on the same channel, in any order; instants ahead of `now` (written by a node
/// whose clock is ahead) count too.
pub fn when_to_send(kind: Kind, channel: Channel, now: Micros, sent_before: &[Micros]) -> Micros {
    if kind.is_urgent() {
        return now;
    }
    let at = after_the_night(now);
    match channel {
        Channel::Email => at,
        Channel::Sms | Channel::Zalo => below_the_cap(at, sent_before),
    }
}

/// 07:00 in Viet Nam when it is night, else the same instant.
fn after_the_night(at: Micros) -> Micros {
    let time_of_day = at.0.saturating_add(OFFSET_SECONDS * 1_000_000).rem_euclid(DAY);
    let wait = if time_of_day >= QUIET_FROM { DAY - time_of_day + QUIET_TO } else { (QUIET_TO - time_of_day).max(0) };
    Micros(at.0.saturating_add(wait))
}

fn below_the_cap(at: Micros, sent_before: &[Micros]) -> Micros {
    let mut latest = sent_before.to_vec();
    latest.sort_unstable_by(|a, b| b.cmp(a));
    match latest.get(CAP_PER_DAY - 1) {
        // It leaves the 24 hours at this instant; those before it have left already.
        Some(last_counted) if last_counted.plus_days(1) > at => after_the_night(last_counted.plus_days(1)),
        Some(_) | None => at,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::parse_date;

    /// `05 21:59` is 5 November 2026, 21:59 in Viet Nam.
    fn at(text: &str) -> Micros {
        let (day, time) = text.split_once(' ').expect("day and time");
        let (hour, minute) = time.split_once(':').expect("hour and minute");
        let day = parse_date(&format!("2026-11-{day}")).expect("a day");
        let seconds = hour.parse::<i64>().expect("hour") * 3_600 + minute.parse::<i64>().expect("minute") * 60;
        Micros::start_of(day).plus_seconds(seconds)
    }

    #[test]
    fn nothing_that_can_wait_goes_out_between_22_and_7() {
        for (now, when) in [
            ("05 07:00", "05 07:00"),
            ("05 12:00", "05 12:00"),
            ("05 21:59", "05 21:59"),
            ("05 22:00", "06 07:00"),
            ("05 23:59", "06 07:00"),
            ("06 00:00", "06 07:00"),
            ("06 06:59", "06 07:00"),
        ] {
            for channel in Channel::ALL {
                assert_eq!(when_to_send(Kind::ReferralIssued, *channel, at(now), &[]), at(when), "{now}");
                assert_eq!(when_to_send(Kind::SignUpCode, *channel, at(now), &[]), at(now), "{now}");
            }
        }
        let last_instant = Micros(at("05 22:00").0 - 1);
        assert_eq!(when_to_send(Kind::ReferralIssued, Channel::Sms, last_instant, &[]), last_instant);
    }

    #[test]
    fn a_fourth_message_waits_until_the_first_of_three_is_a_day_old() {
        let three = [at("05 09:00"), at("05 11:00"), at("05 10:00")];
        for (now, when) in [
            ("05 12:00", "06 09:00"),
            ("05 23:00", "06 09:00"),
            ("06 08:59", "06 09:00"),
            ("06 09:00", "06 09:00"),
            ("06 09:30", "06 09:30"),
        ] {
            assert_eq!(when_to_send(Kind::ReferralIssued, Channel::Sms, at(now), &three), at(when), "{now}");
            assert_eq!(when_to_send(Kind::ReferralIssued, Channel::Zalo, at(now), &three), at(when), "{now}");
        }
        assert_eq!(when_to_send(Kind::ReferralIssued, Channel::Sms, at("05 12:00"), &three[..2]), at("05 12:00"));
        assert_eq!(when_to_send(Kind::ReferralIssued, Channel::Email, at("05 12:00"), &three), at("05 12:00"));
        assert_eq!(when_to_send(Kind::SignUpCode, Channel::Sms, at("05 12:00"), &three), at("05 12:00"));
    }

    #[test]
    fn a_cap_that_ends_at_night_ends_in_the_morning() {
        let three = [at("05 21:30"), at("05 21:40"), at("05 22:30")];
        assert_eq!(when_to_send(Kind::ReferralIssued, Channel::Sms, at("06 12:00"), &three), at("06 21:30"));
        let later = [at("05 22:10"), at("05 22:20"), at("05 22:30")];
        assert_eq!(when_to_send(Kind::ReferralIssued, Channel::Sms, at("06 12:00"), &later), at("07 07:00"));
    }

    /// Sending each one when told never breaks a limit, whatever the moments at which they were written.
    #[test]
    fn any_series_keeps_both_limits() {
        for step_minutes in [1, 7, 61, 240, 483, 700, 1441] {
            let (mut sent, mut now) = (Vec::new(), at("01 00:00"));
            for _ in 0..60 {
                let when = when_to_send(Kind::ReferralIssued, Channel::Sms, now, &sent);
                assert!(when >= now);
                assert_eq!(after_the_night(when), when);
                sent.push(when);
                now = when.max(now.plus_seconds(step_minutes * 60));
            }
            for window in sent.windows(CAP_PER_DAY + 1) {
                assert!(window[CAP_PER_DAY].0 - window[0].0 >= DAY, "{step_minutes}: {window:?}");
            }
        }
    }
}

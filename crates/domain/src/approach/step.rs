//! The one function that moves an approach. Total: every stage names every command, taken or refused.

use super::{Command, Life, Refusal};
use crate::time::Micros;

/// What becomes of an approach when the command comes at `now`. Time passes first, so that a late tick changes no
/// answer; the same command twice has one effect; closing what is over changes nothing.
pub fn step_of(life: Life, command: Command, now: Micros) -> Result<Life, Refusal> {
    match (passed(life, now), command) {
        // Whoever said no and changes their mind applies all the same, by way of the vacancy.
        (Life::Open { .. } | Life::Declined { .. } | Life::Closed { .. } | Life::Lapsed { .. }, Command::Apply) => {
            Ok(Life::Applied { at: now })
        }
        (Life::Open { .. }, Command::Decline) => Ok(Life::Declined { at: now }),
        (Life::Open { .. }, Command::Close) => Ok(Life::Closed { at: now }),
        (Life::Applied { .. } | Life::Closed { .. } | Life::Lapsed { .. }, Command::Decline) => Err(Refusal::Over),
        (life, Command::Tick)
        | (life @ Life::Applied { .. }, Command::Apply)
        | (life @ Life::Declined { .. }, Command::Decline)
        | (
            life @ (Life::Applied { .. } | Life::Declined { .. } | Life::Closed { .. } | Life::Lapsed { .. }),
            Command::Close,
        ) => Ok(life),
    }
}

fn passed(life: Life, now: Micros) -> Life {
    match life {
        Life::Open { until } if now >= until => Life::Lapsed { at: until },
        Life::Open { .. }
        | Life::Applied { .. }
        | Life::Declined { .. }
        | Life::Closed { .. }
        | Life::Lapsed { .. } => life,
    }
}

#[cfg(test)]
mod tests {
    use super::super::{ANSWER_DAYS, State};
    use super::*;

    const NOW: Micros = Micros(1_795_500_000_000_000);

    fn at(state: State) -> Life {
        let (due, ended) = if state == State::Open { (Some(NOW.plus_days(1)), None) } else { (None, Some(NOW)) };
        Life::of_parts(state, due, ended).expect("as written")
    }

    /// Every state and command: the state afterwards, or a dash for a refusal.
    #[test]
    fn every_state_meets_every_command() {
        let expected = [
            ("open", ["applied", "declined", "closed", "open"]),
            ("applied", ["applied", "-", "applied", "applied"]),
            ("declined", ["applied", "declined", "declined", "declined"]),
            ("closed", ["applied", "-", "closed", "closed"]),
            ("lapsed", ["applied", "-", "lapsed", "lapsed"]),
        ];
        for (state, (code, answers)) in State::ALL.iter().zip(expected) {
            assert_eq!(state.code(), code);
            let met = Command::ALL.map(|command| match step_of(at(*state), command, NOW) {
                Ok(life) => life.state().code(),
                Err(refusal) => {
                    assert_eq!(refusal.code(), "approach_over");
                    "-"
                }
            });
            assert_eq!(met, answers, "{code}");
        }
    }

    #[test]
    fn time_ends_it_whatever_came_late() {
        let life = Life::begin(NOW);
        let end = NOW.plus_days(ANSWER_DAYS);
        assert_eq!(life.due_at(), Some(end));
        assert_eq!(step_of(life, Command::Tick, Micros(end.0 - 1)), Ok(life));
        assert_eq!(step_of(life, Command::Tick, end), Ok(Life::Lapsed { at: end }));
        assert_eq!(step_of(life, Command::Decline, end), Err(Refusal::Over), "too late to say no");
        assert_eq!(step_of(life, Command::Close, end.plus_days(3)), Ok(Life::Lapsed { at: end }));
        for state in State::ALL {
            assert_eq!(at(*state).due_at().is_some(), at(*state).ended_at().is_none());
            assert_eq!(Life::of_parts(*state, None, None), None);
        }
    }
}

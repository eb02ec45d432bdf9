//! A life as flat values for columns, and back. Not a storage row: names of columns are the store's.

use super::life::{Life, People, Run, State};
use super::reason::{CloseReason, RemoveReason};
use crate::time::Micros;
use crate::why::{Why, read, written};

/// Everything that rebuilds a [`Life`].
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct LifeParts {
    /// Name of the state.
    pub state: State,
    /// For returned: the text. For closed and removed: `code` or `code: note`.
    pub reason: Option<String>,
    /// First instant before the public.
    pub published_at: Option<Micros>,
    /// First instant no longer live.
    pub live_until: Option<Micros>,
    /// Number wanted.
    pub wanted: u32,
    /// Number hired.
    pub hired: u32,
}

/// Parts that no life has: the row is corrupt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PartsError {
    /// The state needs a run and has none, or only half of one.
    #[error("published_at and live_until do not fit the state")]
    Run,
    /// The state needs a reason, or its code is unknown.
    #[error("the reason does not fit the state")]
    Reason,
    /// Nobody wanted, or more hired than wanted.
    #[error("wanted and hired do not fit each other")]
    People,
}

impl Life {
    /// The flat values.
    pub fn parts(&self) -> LifeParts {
        let reason = match self {
            Self::Returned(_, text) => Some(text.clone()),
            Self::Closed(_, _, why) => Some(written(why.reason.code(), &why.note)),
            Self::Removed(_, _, why) => Some(written(why.reason.code(), &why.note)),
            Self::Draft(_)
            | Self::Submitted(_)
            | Self::Published(..)
            | Self::Paused(..)
            | Self::Expired(..)
            | Self::Filled(..) => None,
        };
        let People { wanted, hired } = self.people();
        let (published_at, live_until) =
            self.run().map_or((None, None), |run| (Some(run.published_at), Some(run.until)));
        LifeParts { state: self.state(), reason, published_at, live_until, wanted, hired }
    }

    /// The life with these values.
    pub fn from_parts(parts: &LifeParts) -> Result<Self, PartsError> {
        let people = People { wanted: parts.wanted, hired: parts.hired };
        if people.wanted == 0 || people.hired > people.wanted {
            return Err(PartsError::People);
        }
        let run = match (parts.published_at, parts.live_until) {
            (Some(published_at), Some(until)) => Some(Run { published_at, until }),
            (None, None) => None,
            (Some(_), None) | (None, Some(_)) => return Err(PartsError::Run),
        };
        let run_held = || run.ok_or(PartsError::Run);
        let reason = || parts.reason.as_deref().ok_or(PartsError::Reason);
        Ok(match parts.state {
            State::Draft => Self::Draft(people),
            State::Submitted => Self::Submitted(people),
            State::Published => Self::Published(people, run_held()?),
            State::Paused => Self::Paused(people, run_held()?),
            State::Returned => Self::Returned(people, reason()?.to_owned()),
            State::Expired => Self::Expired(people, run_held()?),
            State::Filled => Self::Filled(people, run_held()?),
            State::Closed => {
                let (code, note) = read(reason()?);
                let reason = CloseReason::find_by_code(code).ok_or(PartsError::Reason)?;
                Self::Closed(people, run, Why::noted(reason, note))
            }
            State::Removed => {
                let (code, note) = read(reason()?);
                let reason = RemoveReason::find_by_code(code).ok_or(PartsError::Reason)?;
                Self::Removed(people, run, Why::noted(reason, note))
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_life_comes_back_from_its_parts() {
        let people = People { wanted: 3, hired: 1 };
        let run = Run { published_at: Micros(5), until: Micros(9) };
        for life in [
            Life::Draft(people),
            Life::Submitted(people),
            Life::Published(people, run),
            Life::Paused(people, run),
            Life::Returned(people, "Lương: ghi rõ".into()),
            Life::Expired(people, run),
            Life::Filled(People { wanted: 3, hired: 3 }, run),
            Life::Closed(people, None, Why::plain(CloseReason::Withdrawn)),
            Life::Closed(people, Some(run), Why::noted(CloseReason::Other, "công ty: chuyển nhà máy")),
            Life::Removed(people, Some(run), Why::noted(RemoveReason::Fraud, "thu phí: 500k")),
        ] {
            assert_eq!(Life::from_parts(&life.parts()), Ok(life));
        }
    }

    #[test]
    fn broken_parts_are_told_apart() {
        let good = Life::Published(People::wanted(2), Run { published_at: Micros(1), until: Micros(2) }).parts();
        let closed = LifeParts { state: State::Closed, reason: Some("other".into()), ..good.clone() };
        for (parts, error) in [
            (LifeParts { wanted: 0, ..good.clone() }, PartsError::People),
            (LifeParts { hired: 3, ..good.clone() }, PartsError::People),
            (LifeParts { live_until: None, ..good.clone() }, PartsError::Run),
            (LifeParts { live_until: None, published_at: None, ..good.clone() }, PartsError::Run),
            (LifeParts { state: State::Returned, ..good.clone() }, PartsError::Reason),
            (LifeParts { reason: Some("because".into()), ..closed.clone() }, PartsError::Reason),
            (LifeParts { reason: None, ..closed }, PartsError::Reason),
        ] {
            assert_eq!(Life::from_parts(&parts), Err(error));
        }
    }
}

//! A life as flat values for columns, and back. Not a storage row: names of columns are the store's.

use super::life::{Ended, Life, Open, Place, Stage, State, Trail};
use super::reason::{EndReason, WithdrawReason};
use super::response::Response;
use super::status::Status;
use super::terms::Terms;
use crate::time::Micros;
use crate::why::{Why, read, written};
use chrono::NaiveDate;

/// Everything that rebuilds a [`Life`].
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct LifeParts {
    /// What was promised.
    pub terms: Terms,
    /// Name of the stage.
    pub state: State,
    /// When the employer could first see it.
    pub sent_at: Option<Micros>,
    /// When the employer first did more than look.
    pub answered_at: Option<Micros>,
    /// When time changes it next: the value of [`Life::due_at`].
    pub due_at: Option<Micros>,
    /// When the interview is.
    pub interview_at: Option<Micros>,
    /// First day of work.
    pub starts_on: Option<NaiveDate>,
    /// When it was hired, not suitable or withdrawn.
    pub ended_at: Option<Micros>,
    /// `code` or `code: note`.
    pub reason: Option<String>,
    /// Last status of an erased one.
    pub last: Option<Status>,
    /// What an erased one counts.
    pub response: Option<Response>,
}

/// Parts that no life has: the row is corrupt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PartsError {
    /// An instant or a day that the stage needs is missing.
    #[error("an instant of the application is missing: {0}")]
    Missing(&'static str),
    /// The stage needs a reason, or its code is unknown.
    #[error("the reason does not fit the stage")]
    Reason,
}

impl Life {
    /// The flat values.
    pub fn parts(&self) -> LifeParts {
        let trail = self.trail();
        let mut parts = LifeParts {
            terms: self.terms,
            state: self.state(),
            sent_at: trail.map(|trail| trail.sent_at),
            answered_at: trail.and_then(|trail| trail.answered_at),
            due_at: self.due_at(),
            interview_at: None,
            starts_on: None,
            ended_at: None,
            reason: None,
            last: None,
            response: None,
        };
        match &self.stage {
            Stage::Draft { .. } | Stage::AwaitingGuardian { .. } => {}
            Stage::Open(open) => {
                parts.interview_at = match open.place {
                    Place::Interview { at } => Some(at),
                    Place::Sent | Place::Seen | Place::Shortlisted => None,
                }
            }
            Stage::Hired { at, starts_on, .. } => (parts.ended_at, parts.starts_on) = (Some(*at), Some(*starts_on)),
            Stage::NotSuitable(_, why, ended) => {
                (parts.ended_at, parts.reason) = (Some(ended.at), Some(written(why.reason.code(), &why.note)));
            }
            Stage::Withdrawn(_, why, ended) => {
                (parts.ended_at, parts.reason) = (Some(ended.at), Some(written(why.reason.code(), &why.note)));
            }
            Stage::Erased { last, response } => (parts.last, parts.response) = (*last, Some(*response)),
        }
        parts
    }

    fn trail(&self) -> Option<Trail> {
        match &self.stage {
            Stage::Draft { .. } | Stage::AwaitingGuardian { .. } | Stage::Erased { .. } => None,
            Stage::Open(open) => Some(open.trail),
            Stage::Hired { trail, .. } | Stage::NotSuitable(trail, ..) => Some(*trail),
            Stage::Withdrawn(trail, ..) => *trail,
        }
    }

    /// The life with these values.
    pub fn from_parts(parts: &LifeParts) -> Result<Self, PartsError> {
        let until = || parts.due_at.ok_or(PartsError::Missing("due_at"));
        let open = |place| Ok(Stage::Open(Open { place, trail: trail(parts)?, answer_by: until()? }));
        let stage = match parts.state {
            State::Draft => Stage::Draft { until: until()? },
            State::AwaitingGuardian => Stage::AwaitingGuardian { until: until()? },
            State::Sent => open(Place::Sent)?,
            State::Seen => open(Place::Seen)?,
            State::Shortlisted => open(Place::Shortlisted)?,
            State::Interview => {
                open(Place::Interview { at: parts.interview_at.ok_or(PartsError::Missing("interview_at"))? })?
            }
            State::Hired => Stage::Hired {
                trail: trail(parts)?,
                at: parts.ended_at.ok_or(PartsError::Missing("ended_at"))?,
                starts_on: parts.starts_on.ok_or(PartsError::Missing("starts_on"))?,
            },
            State::NotSuitable => {
                Stage::NotSuitable(trail(parts)?, why(parts, EndReason::find_by_code)?, ended(parts)?)
            }
            State::Withdrawn => {
                let trail = parts.sent_at.is_some().then(|| trail(parts)).transpose()?;
                Stage::Withdrawn(trail, why(parts, WithdrawReason::find_by_code)?, ended(parts)?)
            }
            State::Erased => {
                Stage::Erased { last: parts.last, response: parts.response.ok_or(PartsError::Missing("response"))? }
            }
        };
        Ok(Self { terms: parts.terms, stage })
    }
}

fn trail(parts: &LifeParts) -> Result<Trail, PartsError> {
    let sent_at = parts.sent_at.ok_or(PartsError::Missing("sent_at"))?;
    Ok(Trail { sent_at, answered_at: parts.answered_at })
}

fn ended(parts: &LifeParts) -> Result<Ended, PartsError> {
    let at = parts.ended_at.ok_or(PartsError::Missing("ended_at"))?;
    Ok(Ended { at, keep_until: parts.due_at.ok_or(PartsError::Missing("due_at"))? })
}

fn why<R>(parts: &LifeParts, find: fn(&str) -> Option<R>) -> Result<Why<R>, PartsError> {
    let (code, note) = read(parts.reason.as_deref().ok_or(PartsError::Reason)?);
    Ok(Why::noted(find(code).ok_or(PartsError::Reason)?, note))
}

//! A verification as flat values for columns, and back; the evidence stands in rows of its own. Names of columns are
//! the store's.

use super::evidence::Evidence;
use super::life::{Ahead, Closed, Life, Renewal, State, Verified};
use super::reason::{RefuseReason, RevokeReason};
use crate::clock::{Duty, DutyParts};
use crate::time::Micros;
use crate::why::{Why, read, written};

/// Everything that rebuilds a [`Life`].
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct LifeParts {
    /// Name of the state.
    pub state: State,
    /// Since when it stands so.
    pub since: Option<Micros>,
    /// First instant at which a verification no longer holds.
    pub until: Option<Micros>,
    /// The officer's answer.
    pub answer: Option<DutyParts>,
    /// The no that stands, that stands behind what was handed in, or the one to the last renewal of what holds.
    pub closed: Option<ClosedParts>,
    /// What was handed in, or what it rests on.
    pub evidence: Vec<Evidence>,
    /// What was told of the end last.
    pub told: Option<Ahead>,
    /// When a verification that holds was handed in again; the answer is to that.
    pub renewal_at: Option<Micros>,
    /// What was handed in again.
    pub renewal_evidence: Vec<Evidence>,
}

/// A no of an officer as flat values.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ClosedParts {
    /// Refused or revoked.
    pub state: State,
    /// When.
    pub at: Micros,
    /// `code` or `code: note`.
    pub reason: String,
}

/// Parts that no life has: the row is corrupt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PartsError {
    /// A value that the state needs is missing.
    #[error("a value of the verification is missing: {0}")]
    Missing(&'static str),
    /// The state needs a reason, or its code is unknown.
    #[error("the reason does not fit the state")]
    Reason,
    /// The duty to answer does not fit itself.
    #[error("the duty to answer does not fit itself")]
    Duty,
}

impl Life {
    /// The flat values.
    pub fn parts(&self) -> LifeParts {
        let mut parts = LifeParts {
            state: self.state(),
            since: None,
            until: None,
            answer: None,
            closed: None,
            evidence: Vec::new(),
            told: None,
            renewal_at: None,
            renewal_evidence: Vec::new(),
        };
        match self {
            Self::Unverified => {}
            Self::Submitted { at, evidence, answer, before } => {
                (parts.since, parts.answer) = (Some(*at), Some(answer.parts()));
                parts.closed = before.as_ref().map(Closed::parts);
                parts.evidence.clone_from(evidence);
            }
            Self::Verified(held) => held.write(&mut parts),
            Self::Closed(closed) => parts.closed = Some(closed.parts()),
            Self::Expired { at } => parts.since = Some(*at),
        }
        parts
    }

    /// The life with these values.
    pub fn from_parts(parts: &LifeParts) -> Result<Self, PartsError> {
        let at = || parts.since.ok_or(PartsError::Missing("since"));
        let evidence = || match parts.evidence.as_slice() {
            [] => Err(PartsError::Missing("evidence")),
            pieces => Ok(pieces.to_vec()),
        };
        let closed = || parts.closed.as_ref().map(Closed::from_parts).transpose();
        Ok(match parts.state {
            State::Unverified => Self::Unverified,
            State::Submitted => {
                let answer = parts.answer.ok_or(PartsError::Missing("answer"))?;
                let answer = Duty::from_parts(answer).map_err(|_| PartsError::Duty)?;
                Self::Submitted { at: at()?, evidence: evidence()?, answer, before: closed()? }
            }
            State::Verified => {
                let until = parts.until.ok_or(PartsError::Missing("until"))?;
                let refused = closed()?;
                if refused.as_ref().is_some_and(|no| no.state() != State::Refused) {
                    return Err(PartsError::Reason);
                }
                let (told, renewal) = (parts.told, Renewal::from_parts(parts)?);
                Self::Verified(Verified { at: at()?, until, evidence: evidence()?, told, renewal, refused })
            }
            State::Refused | State::Revoked => match closed()? {
                Some(closed) if closed.state() == parts.state => Self::Closed(closed),
                Some(_) | None => return Err(PartsError::Reason),
            },
            State::Expired => Self::Expired { at: at()? },
        })
    }
}

impl Verified {
    fn write(&self, parts: &mut LifeParts) {
        (parts.since, parts.until, parts.told) = (Some(self.at), Some(self.until), self.told);
        parts.closed = self.refused.as_ref().map(Closed::parts);
        parts.evidence.clone_from(&self.evidence);
        if let Some(renewal) = &self.renewal {
            (parts.renewal_at, parts.answer) = (Some(renewal.at), Some(renewal.answer.parts()));
            parts.renewal_evidence.clone_from(&renewal.evidence);
        }
    }
}

impl Renewal {
    fn from_parts(parts: &LifeParts) -> Result<Option<Self>, PartsError> {
        let Some(at) = parts.renewal_at else { return Ok(None) };
        let answer = parts.answer.ok_or(PartsError::Missing("answer"))?;
        let answer = Duty::from_parts(answer).map_err(|_| PartsError::Duty)?;
        match parts.renewal_evidence.as_slice() {
            [] => Err(PartsError::Missing("renewal_evidence")),
            pieces => Ok(Some(Self { at, evidence: pieces.to_vec(), answer })),
        }
    }
}

impl Closed {
    fn parts(&self) -> ClosedParts {
        let (at, reason) = match self {
            Self::Refused { at, why } => (*at, written(why.reason.code(), &why.note)),
            Self::Revoked { at, why } => (*at, written(why.reason.code(), &why.note)),
        };
        ClosedParts { state: self.state(), at, reason }
    }

    fn from_parts(parts: &ClosedParts) -> Result<Self, PartsError> {
        let (code, note) = read(&parts.reason);
        let at = parts.at;
        match parts.state {
            State::Refused => {
                let reason = RefuseReason::find_by_code(code).ok_or(PartsError::Reason)?;
                Ok(Self::Refused { at, why: Why::noted(reason, note) })
            }
            State::Revoked => {
                let reason = RevokeReason::find_by_code(code).ok_or(PartsError::Reason)?;
                Ok(Self::Revoked { at, why: Why::noted(reason, note) })
            }
            State::Unverified | State::Submitted | State::Verified | State::Expired => Err(PartsError::Reason),
        }
    }
}

//! A life as flat values for columns, and back. Not a storage row: names of columns are the store's.

use super::follow_up::{Hire, Outcome, OutcomeName};
use super::letter::Letter;
use super::life::{Life, Stage, State, Way};
use super::reason::{NotHiredReason, WithdrawReason};
use crate::clock::{Duty, DutyParts};
use crate::time::Micros;
use crate::why::{Why, read, written};
use chrono::NaiveDate;

/// Everything that rebuilds a [`Life`].
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct LifeParts {
    /// The letter.
    pub letter: Letter,
    /// Name of the stage.
    pub state: State,
    /// How it was sent last; of a lapsed letter, unknown.
    pub way: Option<Way>,
    /// When the stage began; of an issued letter and of a hire, nothing.
    pub since: Option<Micros>,
    /// First instant too late for sending or answering.
    pub due_at: Option<Micros>,
    /// Whether a lapsed letter was ever sent.
    pub was_sent: Option<bool>,
    /// `code` or `code: note`.
    pub reason: Option<String>,
    /// The hire.
    pub hire: Option<HireParts>,
}

/// A hire as flat values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct HireParts {
    /// Day of the employer's notice.
    pub told_on: NaiveDate,
    /// First day of work.
    pub starts_on: NaiveDate,
    /// Last day of a contract that has one.
    pub ends_on: Option<NaiveDate>,
    /// The result on the national exchange.
    pub result: DutyParts,
    /// The follow-up.
    pub follow_up: DutyParts,
    /// What a follow-up that is done came to.
    pub outcome: Option<OutcomeName>,
    /// Last day of work of somebody who left within the month.
    pub left_on: Option<NaiveDate>,
}

/// Parts that no life has: the row is corrupt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PartsError {
    /// A value that the stage needs is missing.
    #[error("a value of the referral is missing: {0}")]
    Missing(&'static str),
    /// The stage needs a reason, or its code is unknown.
    #[error("the reason does not fit the stage")]
    Reason,
    /// A duty is done without its day, or what was found does not fit the follow-up.
    #[error("a duty does not fit itself")]
    Duty,
}

impl Life {
    /// The flat values.
    pub fn parts(&self) -> LifeParts {
        let mut parts = LifeParts {
            letter: self.letter,
            state: self.state(),
            way: None,
            since: None,
            due_at: None,
            was_sent: None,
            reason: None,
            hire: None,
        };
        match &self.stage {
            Stage::Issued { send_by } => parts.due_at = Some(*send_by),
            Stage::Sent { way, at, answer_by } => {
                (parts.way, parts.since, parts.due_at) = (Some(*way), Some(*at), Some(*answer_by));
            }
            Stage::Hired(hire) => parts.hire = Some(hire.parts()),
            Stage::NotHired { at, why } => {
                (parts.since, parts.reason) = (Some(*at), Some(written(why.reason.code(), &why.note)));
            }
            Stage::NoShow { at } => parts.since = Some(*at),
            Stage::Withdrawn { at, why } => {
                (parts.since, parts.reason) = (Some(*at), Some(written(why.reason.code(), &why.note)));
            }
            Stage::Lapsed { at, was_sent } => (parts.since, parts.was_sent) = (Some(*at), Some(*was_sent)),
        }
        parts
    }

    /// The life with these values.
    pub fn from_parts(parts: &LifeParts) -> Result<Self, PartsError> {
        let at = || parts.since.ok_or(PartsError::Missing("since"));
        let due = || parts.due_at.ok_or(PartsError::Missing("due_at"));
        let stage = match parts.state {
            State::Issued => Stage::Issued { send_by: due()? },
            State::Sent => {
                Stage::Sent { way: parts.way.ok_or(PartsError::Missing("way"))?, at: at()?, answer_by: due()? }
            }
            State::Hired => Stage::Hired(Hire::from_parts(parts.hire.ok_or(PartsError::Missing("hire"))?)?),
            State::NotHired => Stage::NotHired { at: at()?, why: why(parts, NotHiredReason::find_by_code)? },
            State::NoShow => Stage::NoShow { at: at()? },
            State::Withdrawn => Stage::Withdrawn { at: at()?, why: why(parts, WithdrawReason::find_by_code)? },
            State::Lapsed => {
                Stage::Lapsed { at: at()?, was_sent: parts.was_sent.ok_or(PartsError::Missing("was_sent"))? }
            }
        };
        Ok(Self { letter: parts.letter, stage })
    }
}

impl Hire {
    fn parts(&self) -> HireParts {
        let left_on = match self.outcome {
            Some(Outcome::Left { last_on }) => Some(last_on),
            Some(Outcome::Stayed | Outcome::NeverBegan) | None => None,
        };
        let Self { told_on, starts_on, ends_on, result, follow_up, outcome } = *self;
        let (result, follow_up) = (result.parts(), follow_up.parts());
        HireParts { told_on, starts_on, ends_on, result, follow_up, outcome: outcome.map(Outcome::name), left_on }
    }

    fn from_parts(parts: HireParts) -> Result<Self, PartsError> {
        let duty = |parts| Duty::from_parts(parts).map_err(|_| PartsError::Duty);
        let HireParts { told_on, starts_on, ends_on, result, follow_up, outcome, left_on } = parts;
        let follow_up = duty(follow_up)?;
        let outcome = match (outcome, left_on) {
            (None, None) => None,
            (Some(OutcomeName::Stayed), None) => Some(Outcome::Stayed),
            (Some(OutcomeName::NeverBegan), None) => Some(Outcome::NeverBegan),
            (Some(OutcomeName::Left), Some(last_on)) => Some(Outcome::Left { last_on }),
            (Some(OutcomeName::Left), None) | (None | Some(OutcomeName::Stayed | OutcomeName::NeverBegan), Some(_)) => {
                return Err(PartsError::Duty);
            }
        };
        if follow_up.is_open() != outcome.is_none() {
            return Err(PartsError::Duty);
        }
        Ok(Self { told_on, starts_on, ends_on, result: duty(result)?, follow_up, outcome })
    }
}

fn why<R>(parts: &LifeParts, find: fn(&str) -> Option<R>) -> Result<Why<R>, PartsError> {
    let (code, note) = read(parts.reason.as_deref().ok_or(PartsError::Reason)?);
    Ok(Why::noted(find(code).ok_or(PartsError::Reason)?, note))
}

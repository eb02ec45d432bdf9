//! An appointment as flat values for columns, and back. Not a storage row: names of columns are the store's.

use super::life::{Absent, CancelReason, Kind, Life, Side, Stage, State};
use super::slot::Slot;
use crate::time::Micros;
use crate::why::{Why, read, written};

/// Everything that rebuilds a [`Life`].
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct LifeParts {
    /// What for.
    pub kind: Kind,
    /// When.
    pub slot: Slot,
    /// Counts changes for calendars.
    pub sequence: u32,
    /// How often it was moved.
    pub moves: u8,
    /// Name of the stage.
    pub state: State,
    /// Who proposes, wants another time, or called it off.
    pub by: Option<Side>,
    /// The time before a move.
    pub moved_from: Option<Slot>,
    /// First instant at which an answer is too late.
    pub reply_by: Option<Micros>,
    /// When it was called off or recorded.
    pub ended_at: Option<Micros>,
    /// Who did not come.
    pub absent: Option<Absent>,
    /// `code` or `code: note`.
    pub reason: Option<String>,
}

/// Parts that no appointment has: the row is corrupt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PartsError {
    /// A value that the stage needs is missing.
    #[error("a value of the appointment is missing: {0}")]
    Missing(&'static str),
    /// The stage needs a reason, or its code is unknown.
    #[error("the reason does not fit the stage")]
    Reason,
}

impl Life {
    /// The flat values.
    pub fn parts(&self) -> LifeParts {
        let mut parts = LifeParts {
            kind: self.kind,
            slot: self.slot,
            sequence: self.sequence,
            moves: self.moves,
            state: self.state(),
            by: None,
            moved_from: None,
            reply_by: None,
            ended_at: None,
            absent: None,
            reason: None,
        };
        match &self.stage {
            Stage::Proposed { by, reply_by } => (parts.by, parts.reply_by) = (Some(*by), Some(*reply_by)),
            Stage::Confirmed => {}
            Stage::Moved { by, from, reply_by } => {
                (parts.by, parts.moved_from, parts.reply_by) = (Some(*by), Some(*from), Some(*reply_by));
            }
            Stage::Cancelled { by, at, why } => {
                (parts.by, parts.ended_at) = (Some(*by), Some(*at));
                parts.reason = Some(written(why.reason.code(), &why.note));
            }
            Stage::Missed { absent, at } => (parts.absent, parts.ended_at) = (Some(*absent), Some(*at)),
            Stage::Kept { at } | Stage::Unrecorded { at } => parts.ended_at = Some(*at),
        }
        parts
    }

    /// The appointment with these values.
    pub fn from_parts(parts: &LifeParts) -> Result<Self, PartsError> {
        let by = || parts.by.ok_or(PartsError::Missing("by"));
        let at = || parts.ended_at.ok_or(PartsError::Missing("ended_at"));
        let reply_by = || parts.reply_by.ok_or(PartsError::Missing("reply_by"));
        let stage = match parts.state {
            State::Proposed => Stage::Proposed { by: by()?, reply_by: reply_by()? },
            State::Confirmed => Stage::Confirmed,
            State::Moved => {
                let from = parts.moved_from.ok_or(PartsError::Missing("moved_from"))?;
                Stage::Moved { by: by()?, from, reply_by: reply_by()? }
            }
            State::Cancelled => {
                let (code, note) = read(parts.reason.as_deref().ok_or(PartsError::Reason)?);
                let reason = CancelReason::find_by_code(code).ok_or(PartsError::Reason)?;
                Stage::Cancelled { by: by()?, at: at()?, why: Why::noted(reason, note) }
            }
            State::Kept => Stage::Kept { at: at()? },
            State::Missed => Stage::Missed { absent: parts.absent.ok_or(PartsError::Missing("absent"))?, at: at()? },
            State::Unrecorded => Stage::Unrecorded { at: at()? },
        };
        let LifeParts { kind, slot, sequence, moves, .. } = *parts;
        Ok(Self { kind, slot, sequence, moves, stage })
    }
}

//! The stages of an appointment, what can be asked of it and by whom: types only; the rules are in [`super::step`].

use super::refusal::Refusal;
use super::slot::Slot;
use crate::time::{Micros, days_after};
use crate::why::Why;

/// Days in which the other side answers a proposal, at most until the meeting begins.
pub const REPLY_DAYS: u32 = 3;
/// Days after a meeting in which is recorded what came of it.
pub const RECORD_DAYS: u32 = 7;
/// How often one appointment may be moved: then it is cancelled and another one made.
pub const MOVES_MOST: u8 = 5;

codes! {
    /// What the meeting is for.
    Kind {
        /// Between a person and an employer.
        Interview = "interview",
        /// Between a person and an officer.
        Counselling = "counselling",
    }
}
codes! {
    /// On whose behalf a command comes.
    Side {
        /// The employer or the officer.
        Host = "host",
        /// The person.
        Guest = "guest",
        /// The exchange itself: the clock, and what follows from something else.
        System = "system",
    }
}
codes! {
    /// Who did not come.
    Absent {
        /// The person, says the host.
        Guest = "guest",
        /// The host, says the person.
        Host = "host",
        /// Each says it of the other.
        Disputed = "disputed",
    }
}
codes! {
    /// Why it was cancelled.
    CancelReason {
        /// None given.
        Unsaid = "unsaid",
        /// The time is not possible.
        TimeNotPossible = "time_not_possible",
        /// Not needed any more: found work, filled the post.
        NotNeeded = "not_needed",
        /// See the note.
        Other = "other",
        /// The other side did not answer in time. Set by the clock.
        Unanswered = "unanswered",
        /// The application or referral that it belongs to is over. Set by the exchange.
        CauseOver = "cause_over",
    }
}

impl CancelReason {
    /// Whether a side may choose it.
    pub const fn is_chosen(self) -> bool {
        match self {
            Self::Unsaid | Self::TimeNotPossible | Self::NotNeeded | Self::Other => true,
            Self::Unanswered | Self::CauseOver => false,
        }
    }
}

/// An appointment.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Life {
    /// What for.
    pub kind: Kind,
    /// When; of a moved one, the new time.
    pub slot: Slot,
    /// Counts changes that calendars must take over (SEQUENCE of RFC 5545).
    pub sequence: u32,
    /// How often it was moved.
    pub moves: u8,
    /// Where it stands.
    pub stage: Stage,
}

/// Where an appointment stands.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Stage {
    /// One side proposes, the other has not answered.
    Proposed {
        /// Who proposes: host or guest.
        by: Side,
        /// First instant at which the answer is too late.
        reply_by: Micros,
    },
    /// Both agree.
    Confirmed,
    /// One side wants another time; the old one holds no more.
    Moved {
        /// Who wants it: host or guest.
        by: Side,
        /// The time before.
        from: Slot,
        /// First instant at which the answer is too late.
        reply_by: Micros,
    },
    /// Off.
    Cancelled {
        /// By whom.
        by: Side,
        /// When.
        at: Micros,
        /// Why.
        why: Why<CancelReason>,
    },
    /// It took place.
    Kept {
        /// When that was recorded.
        at: Micros,
    },
    /// Somebody did not come.
    Missed {
        /// Who.
        absent: Absent,
        /// When that was recorded.
        at: Micros,
    },
    /// Nobody said what came of it.
    Unrecorded {
        /// Since when.
        at: Micros,
    },
}

codes! {
    /// Name of a stage, for columns, tables and messages.
    State {
        /// See [`Stage::Proposed`].
        Proposed = "proposed",
        /// See [`Stage::Confirmed`].
        Confirmed = "confirmed",
        /// See [`Stage::Moved`].
        Moved = "moved",
        /// See [`Stage::Cancelled`].
        Cancelled = "cancelled",
        /// See [`Stage::Kept`].
        Kept = "kept",
        /// See [`Stage::Missed`].
        Missed = "missed",
        /// See [`Stage::Unrecorded`].
        Unrecorded = "unrecorded",
    }
}

/// What can be asked of an appointment.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Command {
    /// Agree to what the other side proposes: to the time that was read, not to whatever it has become meanwhile.
    Confirm(Slot),
    /// Want another time.
    Move(Slot),
    /// Call it off, or turn it down.
    Cancel(Why<CancelReason>),
    /// What it belongs to is over.
    CauseOver,
    /// It took place.
    RecordKept,
    /// The other side did not come.
    RecordMissed,
    /// Time has passed.
    Tick,
}

codes! {
    /// Name of a command, for refusals, audit rows and tables.
    CommandName {
        /// See [`Command::Confirm`].
        Confirm = "confirm",
        /// See [`Command::Move`].
        Move = "move",
        /// See [`Command::Cancel`].
        Cancel = "cancel",
        /// See [`Command::CauseOver`].
        CauseOver = "cause_over",
        /// See [`Command::RecordKept`].
        RecordKept = "record_kept",
        /// See [`Command::RecordMissed`].
        RecordMissed = "record_missed",
        /// See [`Command::Tick`].
        Tick = "tick",
    }
}
codes! {
    /// What happened to an appointment.
    Event {
        /// Both agree.
        Confirmed = "confirmed",
        /// Another time is proposed.
        Moved = "moved",
        /// Off.
        Cancelled = "cancelled",
        /// It took place.
        Kept = "kept",
        /// Somebody did not come.
        Missed = "missed",
        /// Nobody said what came of it.
        Unrecorded = "unrecorded",
    }
}

impl CommandName {
    /// The sides that may ask for it.
    pub const fn sides(self) -> &'static [Side] {
        match self {
            Self::Confirm | Self::Move | Self::Cancel | Self::RecordMissed => &[Side::Host, Side::Guest],
            Self::RecordKept => &[Side::Host],
            Self::CauseOver | Self::Tick => &[Side::System],
        }
    }
}

impl Command {
    /// Name of the command.
    pub const fn name(&self) -> CommandName {
        match self {
            Self::Confirm(_) => CommandName::Confirm,
            Self::Move(_) => CommandName::Move,
            Self::Cancel(_) => CommandName::Cancel,
            Self::CauseOver => CommandName::CauseOver,
            Self::RecordKept => CommandName::RecordKept,
            Self::RecordMissed => CommandName::RecordMissed,
            Self::Tick => CommandName::Tick,
        }
    }
}

impl Life {
    /// A side proposes a time to the other.
    pub fn propose(kind: Kind, slot: Slot, by: Side, now: Micros) -> Result<Self, Refusal> {
        match by {
            Side::Host | Side::Guest if slot.can_be_set(now) => {
                let stage = Stage::Proposed { by, reply_by: reply_by(slot, now) };
                Ok(Self { kind, slot, sequence: 0, moves: 0, stage })
            }
            Side::Host | Side::Guest => Err(Refusal::SlotOutOfRange),
            Side::System => Err(Refusal::NotYours { command: CommandName::Move, side: by }),
        }
    }

    /// A guest takes a time that the host has offered to everybody: nothing is left to agree on.
    pub fn book(kind: Kind, slot: Slot, now: Micros) -> Result<Self, Refusal> {
        if slot.can_be_set(now) {
            Ok(Self { kind, slot, sequence: 0, moves: 0, stage: Stage::Confirmed })
        } else {
            Err(Refusal::SlotOutOfRange)
        }
    }

    /// Name of the stage.
    pub const fn state(&self) -> State {
        match &self.stage {
            Stage::Proposed { .. } => State::Proposed,
            Stage::Confirmed => State::Confirmed,
            Stage::Moved { .. } => State::Moved,
            Stage::Cancelled { .. } => State::Cancelled,
            Stage::Kept { .. } => State::Kept,
            Stage::Missed { .. } => State::Missed,
            Stage::Unrecorded { .. } => State::Unrecorded,
        }
    }

    /// When the clock should send [`Command::Tick`]; `None` when time changes nothing.
    pub fn due_at(&self) -> Option<Micros> {
        match &self.stage {
            Stage::Proposed { reply_by, .. } | Stage::Moved { reply_by, .. } => Some(*reply_by),
            Stage::Confirmed => Some(Micros::end_of(days_after(self.slot.until().day(), RECORD_DAYS))),
            Stage::Cancelled { .. } | Stage::Kept { .. } | Stage::Missed { .. } | Stage::Unrecorded { .. } => None,
        }
    }

    /// When both sides should be reminded: a day before, and only of what both agreed on.
    pub fn remind_at(&self) -> Option<Micros> {
        match &self.stage {
            Stage::Confirmed => Some(self.slot.from.plus_days(-1)),
            Stage::Proposed { .. }
            | Stage::Moved { .. }
            | Stage::Cancelled { .. }
            | Stage::Kept { .. }
            | Stage::Missed { .. }
            | Stage::Unrecorded { .. } => None,
        }
    }

    /// The time that nobody else can have: agreed on, or proposed and not yet answered.
    pub const fn taken(&self) -> Option<Slot> {
        match &self.stage {
            Stage::Proposed { .. } | Stage::Confirmed | Stage::Moved { .. } => Some(self.slot),
            Stage::Cancelled { .. } | Stage::Kept { .. } | Stage::Missed { .. } | Stage::Unrecorded { .. } => None,
        }
    }
}

/// The end of the third day, or the beginning of the meeting when that is earlier.
pub(super) fn reply_by(slot: Slot, now: Micros) -> Micros {
    Micros::end_of(days_after(now.day(), REPLY_DAYS)).min(slot.from)
}

//! The states of a posting, what can be asked of it and what happens: types only; the rules are in [`super::step`].

use super::reason::{CloseReason, RemoveReason};
use crate::time::Micros;
use crate::why::Why;

/// How many people are wanted and how many have been hired. `hired` never exceeds `wanted`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct People {
    /// At least 1.
    pub wanted: u32,
    /// Hired so far, through the exchange or not.
    pub hired: u32,
}

impl People {
    /// Nobody hired yet.
    pub const fn wanted(wanted: u32) -> Self {
        Self { wanted, hired: 0 }
    }

    /// Everybody wanted has been hired.
    pub const fn is_filled(self) -> bool {
        self.hired >= self.wanted
    }
}

/// One stretch before the public.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Run {
    /// When it was first published.
    pub published_at: Micros,
    /// First instant at which it is no longer live: the end of the deadline's day in `Asia/Ho_Chi_Minh`.
    pub until: Micros,
}

/// Where a posting stands.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Life {
    /// Being written.
    Draft(People),
    /// Waits for an officer.
    Submitted(People),
    /// Live: found by seekers until `run.until`.
    Published(People, Run),
    /// Hidden for a while; its end goes on coming nearer.
    Paused(People, Run),
    /// Sent back to the employer with what to mend.
    Returned(People, String),
    /// Its last day is over.
    Expired(People, Run),
    /// Everybody wanted was hired.
    Filled(People, Run),
    /// Ended before its last day, or withdrawn before it was published (then without a run).
    Closed(People, Option<Run>, Why<CloseReason>),
    /// Taken down for good: its page answers 410.
    Removed(People, Option<Run>, Why<RemoveReason>),
}

codes! {
    /// Name of a state, for columns, tables and messages.
    State {
        /// See [`Life::Draft`].
        Draft = "draft",
        /// See [`Life::Submitted`].
        Submitted = "submitted",
        /// See [`Life::Published`].
        Published = "published",
        /// See [`Life::Paused`].
        Paused = "paused",
        /// See [`Life::Returned`].
        Returned = "returned",
        /// See [`Life::Expired`].
        Expired = "expired",
        /// See [`Life::Filled`].
        Filled = "filled",
        /// See [`Life::Closed`].
        Closed = "closed",
        /// See [`Life::Removed`].
        Removed = "removed",
    }
}

impl Life {
    /// A new posting.
    pub const fn new(wanted: u32) -> Self {
        Self::Draft(People::wanted(wanted))
    }

    /// Name of the state.
    pub const fn state(&self) -> State {
        match self {
            Self::Draft(_) => State::Draft,
            Self::Submitted(_) => State::Submitted,
            Self::Published(..) => State::Published,
            Self::Paused(..) => State::Paused,
            Self::Returned(..) => State::Returned,
            Self::Expired(..) => State::Expired,
            Self::Filled(..) => State::Filled,
            Self::Closed(..) => State::Closed,
            Self::Removed(..) => State::Removed,
        }
    }

    /// Wanted and hired.
    pub const fn people(&self) -> People {
        match self {
            Self::Draft(people)
            | Self::Submitted(people)
            | Self::Published(people, _)
            | Self::Paused(people, _)
            | Self::Returned(people, _)
            | Self::Expired(people, _)
            | Self::Filled(people, _)
            | Self::Closed(people, _, _)
            | Self::Removed(people, _, _) => *people,
        }
    }

    /// Its stretch before the public, if it ever had one.
    pub const fn run(&self) -> Option<Run> {
        match self {
            Self::Draft(_) | Self::Submitted(_) | Self::Returned(..) => None,
            Self::Published(_, run) | Self::Paused(_, run) | Self::Expired(_, run) | Self::Filled(_, run) => Some(*run),
            Self::Closed(_, run, _) | Self::Removed(_, run, _) => *run,
        }
    }

    /// Whether one more hire can be counted: it has been shown and was not taken down, and somebody is still wanted.
    pub const fn takes_hire(&self) -> bool {
        self.run().is_some() && !matches!(self, Self::Removed(..)) && !self.people().is_filled()
    }

    /// When the clock should send [`Command::Tick`]; `None` when time changes nothing.
    pub const fn due_at(&self) -> Option<Micros> {
        match self {
            Self::Published(_, run) | Self::Paused(_, run) => Some(run.until),
            Self::Draft(_)
            | Self::Submitted(_)
            | Self::Returned(..)
            | Self::Expired(..)
            | Self::Filled(..)
            | Self::Closed(..)
            | Self::Removed(..) => None,
        }
    }

    /// Whether seekers find it at this instant: published, and its end not reached even if no tick has come yet.
    pub fn is_live(&self, now: Micros) -> bool {
        matches!(self, Self::Published(_, run) if now < run.until)
    }
}

/// What can be asked of a posting.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Command {
    /// The employer hands it in.
    Submit,
    /// An officer, or an import, puts it before the public until this instant.
    Publish {
        /// First instant at which it is no longer live.
        until: Micros,
    },
    /// The content was changed; the number wanted with it.
    Change {
        /// Number wanted from now on.
        wanted: u32,
    },
    /// Hide it for a while.
    Pause,
    /// Show it again.
    Resume,
    /// Keep it live for longer.
    Extend {
        /// New end, later than the old one.
        until: Micros,
    },
    /// Send it back to the employer.
    Return {
        /// What to mend, at most [`super::NOTE_CHARS`] characters.
        reason: String,
    },
    /// People were hired.
    RecordHire {
        /// How many more, at least 1.
        count: u32,
    },
    /// End it before its last day.
    Close(Why<CloseReason>),
    /// Take it down for good.
    Remove(Why<RemoveReason>),
    /// Bring back an ended posting.
    Reopen {
        /// New end.
        until: Micros,
    },
    /// Its source no longer lists it.
    Drop,
    /// Its source lists it (again, or still).
    Relist {
        /// End as the source now has it.
        until: Micros,
    },
    /// Time has passed.
    Tick,
}

codes! {
    /// Name of a command, for refusals, audit rows and tables.
    CommandName {
        /// See [`Command::Submit`].
        Submit = "submit",
        /// See [`Command::Publish`].
        Publish = "publish",
        /// See [`Command::Change`].
        Change = "change",
        /// See [`Command::Pause`].
        Pause = "pause",
        /// See [`Command::Resume`].
        Resume = "resume",
        /// See [`Command::Extend`].
        Extend = "extend",
        /// See [`Command::Return`].
        Return = "return",
        /// See [`Command::RecordHire`].
        RecordHire = "record_hire",
        /// See [`Command::Close`].
        Close = "close",
        /// See [`Command::Remove`].
        Remove = "remove",
        /// See [`Command::Reopen`].
        Reopen = "reopen",
        /// See [`Command::Drop`].
        Drop = "drop",
        /// See [`Command::Relist`].
        Relist = "relist",
        /// See [`Command::Tick`].
        Tick = "tick",
    }
}

impl Command {
    /// Name of the command.
    pub const fn name(&self) -> CommandName {
        match self {
            Self::Submit => CommandName::Submit,
            Self::Publish { .. } => CommandName::Publish,
            Self::Change { .. } => CommandName::Change,
            Self::Pause => CommandName::Pause,
            Self::Resume => CommandName::Resume,
            Self::Extend { .. } => CommandName::Extend,
            Self::Return { .. } => CommandName::Return,
            Self::RecordHire { .. } => CommandName::RecordHire,
            Self::Close(_) => CommandName::Close,
            Self::Remove(_) => CommandName::Remove,
            Self::Reopen { .. } => CommandName::Reopen,
            Self::Drop => CommandName::Drop,
            Self::Relist { .. } => CommandName::Relist,
            Self::Tick => CommandName::Tick,
        }
    }
}

/// What happened to a posting.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Event {
    /// Handed in.
    Submitted,
    /// Before the public until this instant.
    Published {
        /// End of its run.
        until: Micros,
    },
    /// Its content changed.
    Changed {
        /// Whether seekers were looking at it meanwhile: then it is indexed anew.
        live: bool,
    },
    /// Hidden for a while.
    Paused,
    /// Shown again.
    Resumed,
    /// Its end moved.
    Extended {
        /// Old end.
        from: Micros,
        /// New end.
        until: Micros,
    },
    /// Sent back.
    Returned,
    /// People were hired.
    Hired {
        /// How many more.
        count: u32,
    },
    /// The last wanted person was hired.
    Filled,
    /// Its last day is over.
    Expired,
    /// Ended early.
    Closed,
    /// Taken down.
    Removed,
    /// Brought back until this instant.
    Reopened {
        /// End of its new run.
        until: Micros,
    },
    /// Listed again by its source until this instant.
    Relisted {
        /// End of its new run.
        until: Micros,
    },
}

impl Event {
    /// Stable code for outbox, audit and log.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Submitted => "submitted",
            Self::Published { .. } => "published",
            Self::Changed { live: true } => "changed_live",
            Self::Changed { live: false } => "changed",
            Self::Paused => "paused",
            Self::Resumed => "resumed",
            Self::Extended { .. } => "extended",
            Self::Returned => "returned",
            Self::Hired { .. } => "hired",
            Self::Filled => "filled",
            Self::Expired => "expired",
            Self::Closed => "closed",
            Self::Removed => "removed",
            Self::Reopened { .. } => "reopened",
            Self::Relisted { .. } => "relisted",
        }
    }
}

//! Approaches: an employer who found an open profile asks its person to apply for one vacancy ([`Life`],
//! [`Life::step`]). The person applies or declines; nothing of the person goes to the employer before that.

mod step;

pub use step::step_of;

use crate::time::Micros;

/// Days for which an approach can be answered.
pub const ANSWER_DAYS: i64 = 14;

codes! {
    /// Where an approach stands.
    State {
        /// Waits for the person.
        Open = "open",
        /// The person applied: from then on the application says where it stands.
        Applied = "applied",
        /// The person declined.
        Declined = "declined",
        /// The person closed the profile to employers, or is gone.
        Closed = "closed",
        /// Nobody answered in time.
        Lapsed = "lapsed",
    }
}

/// An approach.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Life {
    /// Waits for the person.
    Open {
        /// First instant at which it can be answered no more.
        until: Micros,
    },
    /// See [`State::Applied`].
    Applied {
        /// When.
        at: Micros,
    },
    /// See [`State::Declined`].
    Declined {
        /// When.
        at: Micros,
    },
    /// See [`State::Closed`].
    Closed {
        /// When.
        at: Micros,
    },
    /// See [`State::Lapsed`].
    Lapsed {
        /// When.
        at: Micros,
    },
}

/// What can be asked of an approach.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Command {
    /// The person's application for the vacancy goes.
    Apply,
    /// The person says no.
    Decline,
    /// The consent to be found is taken back, or the person goes.
    Close,
    /// Time passes.
    Tick,
}

impl Command {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Apply, Self::Decline, Self::Close, Self::Tick];
}

/// Why a command was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// It was answered or is over.
    #[error("the approach is over")]
    Over,
}

impl Refusal {
    /// Stable word for it.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Over => "approach_over",
        }
    }
}

impl Life {
    /// A new one.
    pub fn begin(now: Micros) -> Self {
        Self::Open { until: now.plus_days(ANSWER_DAYS) }
    }

    /// Where it stands.
    pub const fn state(self) -> State {
        match self {
            Self::Open { .. } => State::Open,
            Self::Applied { .. } => State::Applied,
            Self::Declined { .. } => State::Declined,
            Self::Closed { .. } => State::Closed,
            Self::Lapsed { .. } => State::Lapsed,
        }
    }

    /// When the clock should call next.
    pub const fn due_at(self) -> Option<Micros> {
        match self {
            Self::Open { until } => Some(until),
            Self::Applied { .. } | Self::Declined { .. } | Self::Closed { .. } | Self::Lapsed { .. } => None,
        }
    }

    /// When it ended.
    pub const fn ended_at(self) -> Option<Micros> {
        match self {
            Self::Open { .. } => None,
            Self::Applied { at } | Self::Declined { at } | Self::Closed { at } | Self::Lapsed { at } => Some(at),
        }
    }

    /// What is kept of it, read again; `None` for what the rules cannot have written.
    pub const fn of_parts(state: State, due_at: Option<Micros>, ended_at: Option<Micros>) -> Option<Self> {
        match (state, due_at, ended_at) {
            (State::Open, Some(until), None) => Some(Self::Open { until }),
            (State::Applied, None, Some(at)) => Some(Self::Applied { at }),
            (State::Declined, None, Some(at)) => Some(Self::Declined { at }),
            (State::Closed, None, Some(at)) => Some(Self::Closed { at }),
            (State::Lapsed, None, Some(at)) => Some(Self::Lapsed { at }),
            _ => None,
        }
    }
}

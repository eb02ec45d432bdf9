//! The states of a verification, what can be asked of it and by whom: types only; the rules are in [`super::step`].

use super::evidence::Evidence;
use super::reason::{RefuseReason, RevokeReason};
use crate::clock::Duty;
use crate::time::Micros;
use crate::why::Why;
use chrono::NaiveDate;

/// Where a verification stands.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Default)]
pub enum Life {
    /// Nothing was handed in, or what was verified has changed.
    #[default]
    Unverified,
    /// Evidence waits for an officer, who owes an answer.
    Submitted {
        /// When it was handed in.
        at: Micros,
        /// What was handed in.
        evidence: Vec<Evidence>,
        /// The officer's answer.
        answer: Duty,
        /// The no that stands behind it, and stands again when the evidence is taken back.
        before: Option<Closed>,
    },
    /// Verified until an instant.
    Verified {
        /// Since when without a break.
        at: Micros,
        /// First instant at which it no longer holds.
        until: Micros,
        /// What it rests on.
        evidence: Vec<Evidence>,
    },
    /// Refused, or taken away.
    Closed(Closed),
    /// Its time is over.
    Expired {
        /// Since when.
        at: Micros,
    },
}

/// A no of an officer.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Closed {
    /// Refused.
    Refused {
        /// When.
        at: Micros,
        /// Why.
        why: Why<RefuseReason>,
    },
    /// Taken away.
    Revoked {
        /// When.
        at: Micros,
        /// Why.
        why: Why<RevokeReason>,
    },
}

codes! {
    /// Name of a state, for columns, tables and messages.
    State {
        /// See [`Life::Unverified`].
        Unverified = "unverified",
        /// See [`Life::Submitted`].
        Submitted = "submitted",
        /// See [`Life::Verified`].
        Verified = "verified",
        /// See [`Closed::Refused`].
        Refused = "refused",
        /// See [`Closed::Revoked`].
        Revoked = "revoked",
        /// See [`Life::Expired`].
        Expired = "expired",
    }
}
codes! {
    /// On whose behalf a command comes.
    Side {
        /// The organisation.
        Organisation = "organisation",
        /// An officer of the centre.
        Officer = "officer",
        /// The exchange itself: the clock, and what follows from something else.
        System = "system",
    }
}

/// What can be asked of a verification.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Command {
    /// Hand in evidence.
    Submit(Vec<Evidence>),
    /// Take it back before an officer answered.
    TakeBack,
    /// Verify, or go on being verified, on this evidence and what was handed in.
    Verify {
        /// What the officer saw.
        evidence: Vec<Evidence>,
        /// Last day on which it holds.
        through: NaiveDate,
    },
    /// Refuse.
    Refuse(Why<RefuseReason>),
    /// Take it away.
    Revoke(Why<RevokeReason>),
    /// Name or tax code changed: what was seen belongs to another organisation.
    ChangeIdentity,
    /// Time has passed.
    Tick,
}

codes! {
    /// Name of a command, for refusals, audit rows and tables.
    CommandName {
        /// See [`Command::Submit`].
        Submit = "submit",
        /// See [`Command::TakeBack`].
        TakeBack = "take_back",
        /// See [`Command::Verify`].
        Verify = "verify",
        /// See [`Command::Refuse`].
        Refuse = "refuse",
        /// See [`Command::Revoke`].
        Revoke = "revoke",
        /// See [`Command::ChangeIdentity`].
        ChangeIdentity = "change_identity",
        /// See [`Command::Tick`].
        Tick = "tick",
    }
}
codes! {
    /// What happened to a verification.
    Event {
        /// Evidence was handed in.
        Submitted = "submitted",
        /// It was taken back.
        TakenBack = "taken_back",
        /// The officer's answer is late.
        AnswerOverdue = "answer_overdue",
        /// Verified.
        Verified = "verified",
        /// Verified for longer.
        Renewed = "renewed",
        /// Refused.
        Refused = "refused",
        /// Taken away: live adverts must come down.
        Revoked = "revoked",
        /// Its time is over: nothing new is published.
        Expired = "expired",
        /// It fell with the name or the tax code.
        IdentityChanged = "identity_changed",
    }
}

impl Life {
    /// Name of the state.
    pub const fn state(&self) -> State {
        match self {
            Self::Unverified => State::Unverified,
            Self::Submitted { .. } => State::Submitted,
            Self::Verified { .. } => State::Verified,
            Self::Closed(closed) => closed.state(),
            Self::Expired { .. } => State::Expired,
        }
    }

    /// When the clock should send [`Command::Tick`]; `None` when time changes nothing.
    pub fn due_at(&self) -> Option<Micros> {
        match self {
            Self::Submitted { answer, .. } => answer.due_at(),
            Self::Verified { until, .. } => Some(*until),
            Self::Unverified | Self::Closed(_) | Self::Expired { .. } => None,
        }
    }

    /// Whether it holds at this instant, though a tick may be late: then adverts may be published and contact of
    /// people may be seen.
    pub fn is_verified(&self, now: Micros) -> bool {
        matches!(self, Self::Verified { until, .. } if now < *until)
    }
}

impl Closed {
    /// Name of the state.
    pub const fn state(&self) -> State {
        match self {
            Self::Refused { .. } => State::Refused,
            Self::Revoked { .. } => State::Revoked,
        }
    }
}

impl CommandName {
    /// The sides that may ask for it.
    pub const fn sides(self) -> &'static [Side] {
        match self {
            Self::Submit => &[Side::Organisation, Side::Officer],
            Self::TakeBack => &[Side::Organisation],
            Self::Verify | Self::Refuse | Self::Revoke => &[Side::Officer],
            Self::ChangeIdentity => &[Side::System, Side::Organisation, Side::Officer],
            Self::Tick => &[Side::System],
        }
    }
}

impl Command {
    /// Name of the command.
    pub const fn name(&self) -> CommandName {
        match self {
            Self::Submit(_) => CommandName::Submit,
            Self::TakeBack => CommandName::TakeBack,
            Self::Verify { .. } => CommandName::Verify,
            Self::Refuse(_) => CommandName::Refuse,
            Self::Revoke(_) => CommandName::Revoke,
            Self::ChangeIdentity => CommandName::ChangeIdentity,
            Self::Tick => CommandName::Tick,
        }
    }
}

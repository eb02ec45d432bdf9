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
    Verified(Verified),
    /// Refused, or taken away.
    Closed(Closed),
    /// Its time is over.
    Expired {
        /// Since when.
        at: Micros,
    },
}

/// An officer's yes with an end, and what is known of how it goes on.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Verified {
    /// Since when without a break.
    pub at: Micros,
    /// First instant at which it no longer holds.
    pub until: Micros,
    /// What it rests on.
    pub evidence: Vec<Evidence>,
    /// What was told of the end last.
    pub told: Option<Ahead>,
    /// What was handed in again and waits for an officer. It changes nothing of what holds.
    pub renewal: Option<Renewal>,
    /// The no to what was handed in again before: it holds until its end all the same.
    pub refused: Option<Closed>,
}

/// Evidence handed in again before the end.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Renewal {
    /// When it was handed in.
    pub at: Micros,
    /// What was handed in.
    pub evidence: Vec<Evidence>,
    /// The officer's answer.
    pub answer: Duty,
}

/// Days before its end from which a verification can be handed in again. A rule of the house.
pub const RENEWAL_DAYS: i64 = 60;

codes! {
    /// How long before the end of a verification its people are told of it, the longest first. A rule of the house.
    Ahead {
        /// 30 days.
        Month = "month",
        /// 7 days.
        Week = "week",
    }
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
    /// Name, kind or number changed ([`super::Identity`]): what was seen belongs to another organisation.
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
        /// What was handed in again was refused; what holds goes on to its end.
        RenewalRefused = "renewal_refused",
        /// It ends soon and nothing was handed in again.
        EndsSoon = "ends_soon",
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
            Self::Verified(_) => State::Verified,
            Self::Closed(closed) => closed.state(),
            Self::Expired { .. } => State::Expired,
        }
    }

    /// When the clock should send [`Command::Tick`]; `None` when time changes nothing.
    pub fn due_at(&self) -> Option<Micros> {
        match self {
            Self::Submitted { answer, .. } => answer.due_at(),
            Self::Verified(held) => Some(held.due_at()),
            Self::Unverified | Self::Closed(_) | Self::Expired { .. } => None,
        }
    }

    /// Whether it holds at this instant, though a tick may be late: then adverts may be published and contact of
    /// people may be seen.
    pub fn is_verified(&self, now: Micros) -> bool {
        matches!(self, Self::Verified(held) if now < held.until)
    }
}

impl Verified {
    /// First instant at which it can be handed in again.
    pub const fn renewable_from(&self) -> Micros {
        self.until.plus_days(-RENEWAL_DAYS)
    }

    /// When time changes it. Whoever handed in again is told of no end: they wait for the officer.
    fn due_at(&self) -> Micros {
        let next = match (&self.renewal, self.told) {
            (Some(renewal), _) => renewal.answer.due_at(),
            (None, None) => Some(Ahead::Month.before(self.until)),
            (None, Some(Ahead::Month)) => Some(Ahead::Week.before(self.until)),
            (None, Some(Ahead::Week)) => None,
        };
        next.map_or(self.until, |at| at.min(self.until))
    }
}

impl Ahead {
    /// How many days.
    pub const fn days(self) -> i64 {
        match self {
            Self::Month => 30,
            Self::Week => 7,
        }
    }

    /// The instant of this end from which it is told.
    pub const fn before(self, until: Micros) -> Micros {
        until.plus_days(-self.days())
    }

    /// The last of those whose instant of this end has come.
    pub fn come(until: Micros, now: Micros) -> Option<Self> {
        Self::ALL.iter().copied().rfind(|ahead| now >= ahead.before(until))
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

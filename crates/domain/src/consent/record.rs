//! One act of agreeing or withdrawing, as it is kept for ever: types only; the rules are in [`super::ledger`].

use super::purpose::{Purpose, Scope};
use crate::Lang;
use crate::posting::EmployerId;
use crate::time::Micros;

codes! {
    /// A way of sending messages.
    Channel {
        /// By e-mail.
        Email = "email",
        /// By text message.
        Sms = "sms",
        /// By Zalo.
        Zalo = "zalo",
    }
}
codes! {
    /// What was done.
    Act {
        /// Agreed.
        Given = "given",
        /// Taken back.
        Withdrawn = "withdrawn",
    }
}
codes! {
    /// How it was done.
    Way {
        /// An unticked box was ticked on a page.
        OnScreen = "on_screen",
        /// By a link or a code that was sent to the person.
        ByLink = "by_link",
        /// A paper was signed; the evidence says which.
        OnPaper = "on_paper",
        /// By telephone: enough for taking back, not for agreeing, which must be verifiable.
        ByTelephone = "by_telephone",
    }
}
codes! {
    /// Who did it.
    Giver {
        /// The person.
        Person = "person",
        /// Father, mother or guardian of the person.
        Guardian = "guardian",
    }
}

/// What a consent is about beside its purpose.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum About {
    /// The purpose as a whole.
    Whole,
    /// One employer.
    Employer(EmployerId),
    /// One way of sending messages.
    Channel(Channel),
}

/// What is agreed to: consents to two matters have nothing to do with each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Matter {
    /// What for.
    pub purpose: Purpose,
    /// About whom or by what.
    pub about: About,
}

/// The text that was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Wording {
    /// Number of the text of this purpose, counted from 1.
    pub version: u16,
    /// Language in which it was read.
    pub lang: Lang,
}

/// One act, never changed afterwards.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Record {
    /// What was agreed to or withdrawn.
    pub matter: Matter,
    /// Which of both.
    pub act: Act,
    /// When.
    pub at: Micros,
    /// What was read; for a withdrawal, the text that had been agreed to.
    pub wording: Wording,
    /// How.
    pub way: Way,
    /// By whom.
    pub giver: Giver,
    /// Where the paper is found: number of the file, hash of the scan.
    pub evidence: Option<String>,
}

/// What can be asked of a person's consents.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Command {
    /// Agree.
    Give {
        /// To what.
        matter: Matter,
        /// The text that was read.
        wording: Wording,
        /// The version that is shown now: one that was read earlier is not agreed to any more.
        shown: u16,
        /// How.
        way: Way,
        /// By whom.
        giver: Giver,
        /// Where the paper is found.
        evidence: Option<String>,
    },
    /// Take back.
    Withdraw {
        /// What.
        matter: Matter,
        /// How.
        way: Way,
        /// By whom. The person may take back what the guardian agreed to, and the guardian what the person did.
        giver: Giver,
    },
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Event {
    /// Agreed, not having been so before.
    Given(Record),
    /// Agreed anew, to another wording.
    Renewed(Record),
    /// Taken back; [`Purpose::after_withdrawal`] says what must follow.
    Withdrawn(Record),
}

impl Matter {
    /// A purpose as a whole.
    pub const fn whole(purpose: Purpose) -> Self {
        Self { purpose, about: About::Whole }
    }

    /// A purpose with one employer.
    pub const fn with(purpose: Purpose, employer: EmployerId) -> Self {
        Self { purpose, about: About::Employer(employer) }
    }

    /// Alerts by one channel.
    pub const fn alerts_by(channel: Channel) -> Self {
        Self { purpose: Purpose::Alerts, about: About::Channel(channel) }
    }

    /// Whether what it is about is what its purpose is tied to.
    pub const fn fits(self) -> bool {
        match (self.purpose.scope(), self.about) {
            (Scope::Whole, About::Whole)
            | (Scope::Employer, About::Employer(_))
            | (Scope::Channel, About::Channel(_)) => true,
            (Scope::Whole, About::Employer(_) | About::Channel(_))
            | (Scope::Employer, About::Whole | About::Channel(_))
            | (Scope::Channel, About::Whole | About::Employer(_)) => false,
        }
    }
}

impl Event {
    /// Stable code for outbox, audit and log.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Given(_) => "consent_given",
            Self::Renewed(_) => "consent_renewed",
            Self::Withdrawn(_) => "consent_withdrawn",
        }
    }

    /// The record to be kept.
    pub const fn record(&self) -> &Record {
        match self {
            Self::Given(record) | Self::Renewed(record) | Self::Withdrawn(record) => record,
        }
    }
}

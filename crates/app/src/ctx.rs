//! Who asks, when, and in which language: built once per request or activation and handed down.

use chrono::NaiveDate;
use sanviec_domain::time::Micros;
use std::sync::Mutex;
use std::sync::atomic::{AtomicI64, Ordering};
use uuid::Uuid;

/// Languages of pages and messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum Locale {
    #[default]
    Vi,
    En,
}

impl Locale {
    /// The words of this language.
    pub(crate) const fn say<'a>(self, vi: &'a str, en: &'a str) -> &'a str {
        match self {
            Self::Vi => vi,
            Self::En => en,
        }
    }
}

/// What somebody is here: the rows of the table of rights.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    /// Anybody, not signed in.
    Public,
    /// A person at the command line of the machine.
    Operator,
    /// The clock or a follower of the outbox.
    System,
    /// Looks for work; every account has this role.
    Seeker,
    /// Works on the adverts of an employer.
    EmployerMember,
    /// The same, and says who else does.
    EmployerAdministrator,
    /// A program of an employer, with a key that an administrator made.
    EmployerProgram,
    /// Works at the desk of a centre.
    Officer,
    /// Leads a centre and says who works there.
    CentreManager,
    /// Checks employers and adverts for a centre.
    Moderator,
    /// Reads everything of a centre, changes nothing.
    Auditor,
    /// Runs the platform: accounts and centres, nobody's case.
    PlatformOperator,
}

impl Role {
    /// All of them.
    pub const ALL: [Self; 12] = [
        Self::Public,
        Self::Operator,
        Self::System,
        Self::Seeker,
        Self::EmployerMember,
        Self::EmployerAdministrator,
        Self::EmployerProgram,
        Self::Officer,
        Self::CentreManager,
        Self::Moderator,
        Self::Auditor,
        Self::PlatformOperator,
    ];

    /// The word in rows, audit entries and log lines.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Operator => "operator",
            Self::System => "system",
            Self::Seeker => "seeker",
            Self::EmployerMember => "employer_member",
            Self::EmployerAdministrator => "employer_administrator",
            Self::EmployerProgram => "employer_program",
            Self::Officer => "officer",
            Self::CentreManager => "centre_manager",
            Self::Moderator => "moderator",
            Self::Auditor => "auditor",
            Self::PlatformOperator => "platform_operator",
        }
    }

    /// The role with this code.
    #[must_use]
    pub fn of(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.code() == code)
    }

    /// Roles that may see or decide about other people's cases are entered with two factors.
    #[must_use]
    pub const fn needs_second_factor(self) -> bool {
        match self {
            Self::Public
            | Self::Operator
            | Self::System
            | Self::Seeker
            | Self::EmployerMember
            | Self::EmployerProgram => false,
            Self::EmployerAdministrator
            | Self::Officer
            | Self::CentreManager
            | Self::Moderator
            | Self::Auditor
            | Self::PlatformOperator => true,
        }
    }
}

/// Somebody who is signed in, in the role that the session was begun for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Person {
    pub account_id: Uuid,
    pub session_id: Uuid,
    pub role: Role,
    /// The centre where staff work.
    pub centre_id: Option<Uuid>,
    /// The employer that a member acts for.
    pub employer_id: Option<Uuid>,
    /// Whether the person proved a moment ago who they are.
    pub is_fresh: bool,
}

/// Who acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Actor {
    /// Anybody, not signed in.
    Public,
    /// A person at the command line of the machine.
    Operator,
    /// The clock or a follower of the outbox.
    System,
    /// Somebody who is signed in.
    Person(Person),
}

impl Actor {
    /// The row of the table of rights.
    #[must_use]
    pub const fn kind(self) -> Role {
        match self {
            Self::Public => Role::Public,
            Self::Operator => Role::Operator,
            Self::System => Role::System,
            Self::Person(person) => person.role,
        }
    }

    /// The word that audit rows and log lines carry.
    #[must_use]
    pub const fn role(self) -> &'static str {
        self.kind().code()
    }

    /// Who it is, for audit rows: the account, or the role where there is none.
    #[must_use]
    pub fn name(self) -> String {
        match self {
            Self::Person(person) => person.account_id.to_string(),
            Self::Public | Self::Operator | Self::System => self.role().to_owned(),
        }
    }

    /// The centre for which they act.
    #[must_use]
    pub fn centre_id(self) -> Option<Uuid> {
        self.person().and_then(|person| person.centre_id)
    }

    /// The person, when somebody is signed in.
    #[must_use]
    pub const fn person(self) -> Option<Person> {
        match self {
            Self::Person(person) => Some(person),
            Self::Public | Self::Operator | Self::System => None,
        }
    }
}

/// The circumstances of one request or activation.
#[derive(Clone, Debug)]
pub struct Ctx {
    pub now: Micros,
    pub actor: Actor,
    pub locale: Locale,
    pub request_id: Uuid,
}

impl Ctx {
    /// The day it is in Viet Nam.
    #[must_use]
    pub fn today(&self) -> NaiveDate {
        self.now.day()
    }
}

/// Tells the time: the system's, the system's moved on in a demo, or one cranked by hand in tests.
#[derive(Debug)]
pub enum Clock {
    System,
    /// So many microseconds ahead of the system's, never behind what it was before.
    Ahead(AtomicI64),
    /// Microseconds since 1970, moved only by `set`.
    Hand(AtomicI64),
}

impl Clock {
    #[must_use]
    pub const fn at(now: Micros) -> Self {
        Self::Hand(AtomicI64::new(now.0))
    }

    #[must_use]
    #[expect(clippy::disallowed_methods, reason = "the one place where the wall clock is read")]
    pub fn now(&self) -> Micros {
        let system = || chrono::Utc::now().timestamp_micros();
        match self {
            Self::System => Micros(system()),
            Self::Ahead(by) => Micros(system() + by.load(Ordering::SeqCst)),
            Self::Hand(now) => Micros(now.load(Ordering::SeqCst)),
        }
    }

    /// One that goes with the system's until it is moved on.
    #[must_use]
    pub const fn ahead() -> Self {
        Self::Ahead(AtomicI64::new(0))
    }

    /// Moves a clock of [`Self::ahead`] on by so many hours; any other stays as it is.
    pub fn move_on(&self, hours: u16) {
        if let Self::Ahead(by) = self {
            by.fetch_add(i64::from(hours) * 3_600_000_000, Ordering::SeqCst);
        }
    }

    /// Moves a clock that is cranked by hand; the system's clock stays as it is.
    pub fn set(&self, now: Micros) {
        if let Self::Hand(held) = self {
            held.store(now.0, Ordering::SeqCst);
        }
    }
}

/// Makes ids: time-ordered from the system, or counted up in tests.
#[derive(Debug)]
pub enum Ids {
    System,
    Counted(Mutex<u128>),
}

impl Ids {
    #[must_use]
    pub const fn counted() -> Self {
        Self::Counted(Mutex::new(0))
    }

    #[must_use]
    #[expect(clippy::disallowed_methods, reason = "the one place where ids are made")]
    pub fn next(&self) -> Uuid {
        match self {
            Self::System => Uuid::now_v7(),
            Self::Counted(last) => {
                let mut last = last.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
                *last += 1;
                Uuid::from_u128(0x0199_0000_0000_7000_8000_0000_0000_0000 + *last)
            }
        }
    }
}

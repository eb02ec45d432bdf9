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

/// Who acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Actor {
    /// Anybody, not signed in.
    Public,
    /// A person at the command line of the machine.
    Operator,
    /// The clock or a follower of the outbox.
    System,
}

impl Actor {
    /// The word that audit rows and log lines carry.
    #[must_use]
    pub const fn role(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Operator => "operator",
            Self::System => "system",
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

/// Tells the time: the system's, or one cranked by hand in tests.
#[derive(Debug)]
pub enum Clock {
    System,
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
        match self {
            Self::System => Micros(chrono::Utc::now().timestamp_micros()),
            Self::Hand(now) => Micros(now.load(Ordering::SeqCst)),
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

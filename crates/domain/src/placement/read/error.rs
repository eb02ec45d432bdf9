//! Why a case or a policy cannot be read: where, and a code. What is told to a person is in `sentences`.

use super::Place;
use std::fmt;

codes! {
    /// What is wrong with a value.
    Fault {
        /// Not JSON in UTF-8, or nested deeper than 100.
        NotJson = "not-json",
        /// Not TOML.
        NotToml = "not-toml",
        /// A key stands twice in one object.
        KeyTwice = "key-twice",
        /// A field that nobody knows.
        UnknownField = "unknown-field",
        /// A field that must be there.
        MissingField = "missing-field",
        /// Text where a number is needed, and the like.
        WrongType = "wrong-type",
        /// A number with a fraction or an exponent.
        NotWhole = "not-whole",
        /// A word outside its list.
        NotInList = "not-in-list",
        /// A number outside its range.
        OutOfRange = "out-of-range",
        /// Not a day of the calendar from 1900 to 2199, as `2026-11-05`.
        ImpossibleDate = "impossible-date",
        /// Not an instant, as `2026-11-05T14:03:00+07:00`.
        ImpossibleInstant = "impossible-instant",
        /// Two facts with one id.
        SameId = "same-id",
        /// The last day stands before the first.
        EndsBeforeStart = "ends-before-start",
        /// A fixed end without one given, or an end of an indefinite contract.
        EndAgainstForm = "end-against-form",
        /// Neither months nor days, or both.
        NotOneLength = "not-one-length",
        /// A list that must hold something.
        Empty = "empty",
        /// A source twice in the rank.
        Repeated = "repeated",
    }
}

/// A fault with its place; the id of the case where it can be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseError {
    /// Id of the case.
    pub id: Option<String>,
    /// Path to the value, as `facts[3].through`; empty for the whole line.
    pub at: String,
    /// What is wrong.
    pub fault: Fault,
}

impl fmt::Display for CaseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.at.as_str() {
            "" => f.write_str(self.fault.code()),
            at => write!(f, "{at}: {}", self.fault.code()),
        }
    }
}

impl std::error::Error for CaseError {}

/// A fault on its way up, before the id of the case is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Wrong {
    /// Path to the value.
    pub(crate) at: String,
    /// What is wrong.
    pub(crate) fault: Fault,
}

impl Wrong {
    /// A fault of the value at a place.
    pub(crate) fn at(place: &Place<'_>, fault: Fault) -> Self {
        Self { at: place.to_string(), fault }
    }

    /// The error of a case.
    pub(crate) fn of(self, id: Option<String>) -> CaseError {
        CaseError { id, at: self.at, fault: self.fault }
    }
}

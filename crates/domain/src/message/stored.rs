//! The values of a stored message by name.

use super::Kind;
use super::unreadable::Unreadable;
use crate::time::{Micros, parse_date};
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// What was stored of one message.
pub(super) struct Stored<'a> {
    /// Which message it is.
    pub(super) kind: Kind,
    /// Its values by name.
    pub(super) values: &'a BTreeMap<String, String>,
}

impl Stored<'_> {
    /// A value as it stands.
    pub(super) fn text(&self, name: &'static str) -> Result<String, Unreadable> {
        self.read(name, |text| Some(text.to_owned()))
    }

    /// The instant called `at`.
    pub(super) fn at(&self) -> Result<Micros, Unreadable> {
        self.read("at", |text| text.parse().ok().map(Micros))
    }

    /// A day.
    pub(super) fn day(&self, name: &'static str) -> Result<NaiveDate, Unreadable> {
        self.read(name, parse_date)
    }

    /// A value that is read; what is missing or cannot be read is named.
    pub(super) fn read<T>(&self, name: &'static str, read: impl Fn(&str) -> Option<T>) -> Result<T, Unreadable> {
        let value = self.values.get(name).and_then(|text| read(text));
        value.ok_or_else(|| Unreadable { kind: self.kind.code().to_owned(), name })
    }
}

//! Members of the lists of a profile, as its document keeps them.

use super::super::parts::{DocumentError, Text, coded, decoded};
use sanviec_domain::profile::{Certificate, Computing, Grade, Job, Language, Month, Trade};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Course {
    name: String,
    #[serde(default)]
    year: Option<i32>,
}

impl Course {
    pub(super) fn of(Certificate { name, year }: Certificate) -> Self {
        Self { name, year }
    }

    pub(super) fn read(self) -> Certificate {
        Certificate { name: self.name, year: self.year }
    }
}

/// A trade, or a knowledge of computers, with its grade: as written, or as a code.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Known {
    name: String,
    #[serde(default)]
    grade: Text,
}

impl Known {
    pub(super) fn of_trade(Trade { name, grade }: Trade) -> Self {
        Self { name, grade }
    }

    pub(super) fn read_trade(self) -> Trade {
        Trade { name: self.name, grade: self.grade }
    }

    pub(super) fn of_computing(Computing { name, grade }: Computing) -> Self {
        Self { name, grade: coded!(grade) }
    }

    pub(super) fn read_computing(self) -> Result<Computing, DocumentError> {
        Ok(Computing { name: self.name, grade: decoded!(Grade, self.grade) })
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Tongue {
    name: String,
    #[serde(default)]
    certificate: Text,
    #[serde(default)]
    grade: Text,
}

impl Tongue {
    pub(super) fn of(Language { name, certificate, grade }: Language) -> Self {
        Self { name, certificate, grade: coded!(grade) }
    }

    pub(super) fn read(self) -> Result<Language, DocumentError> {
        Ok(Language { name: self.name, certificate: self.certificate, grade: decoded!(Grade, self.grade) })
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[derive(Default)]
pub(super) struct Spell {
    employer: Text,
    post: Text,
    work: Text,
    /// `2021-06`.
    from: Text,
    until: Text,
}

impl Spell {
    pub(super) fn of(Job { employer, post, work, from, until }: Job) -> Self {
        let written = |month: Option<Month>| month.map(|month| format!("{}-{:02}", month.year(), month.month()));
        Self { employer, post, work, from: written(from), until: written(until) }
    }

    pub(super) fn read(self) -> Result<Job, DocumentError> {
        let Self { employer, post, work, from, until } = self;
        Ok(Job { employer, post, work, from: month(from)?, until: month(until)? })
    }
}

fn month(text: Text) -> Result<Option<Month>, DocumentError> {
    let read = |text: &str| {
        let (year, month) = text.split_once('-')?;
        Month::new(year.parse().ok()?, month.parse().ok()?)
    };
    text.map(|text| read(&text).ok_or(DocumentError::Code(text))).transpose()
}

//! Messages about a day, an instant or a number: what is stored of each, and back.

use super::Content;
use crate::message::stored::Stored;
use crate::message::unreadable::Unreadable;
use crate::message::{Kind, MeetingChange};
use crate::time::parse_date;
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// Names of values that not every message of its kind has.
const TITLE: &str = "posting_title";
const LATE: &str = "is_late";
const RUNS: &str = "runs";
const TO_WORKER: &str = "to_worker";

impl Content {
    /// The same of messages about a day; nothing of all others.
    #[expect(clippy::wildcard_enum_match_arm, reason = "the caller names every kind and sends only these here")]
    pub(super) fn dated_values(&self) -> BTreeMap<&'static str, String> {
        match self {
            Self::Appointment { subject, at, place, path } => {
                let texts = [("subject", subject), ("place", place), ("path", path)];
                with(&texts, [("at", at.0.to_string())])
            }
            Self::AppointmentChanged { change, at, place, path } => {
                let made = [("change", change.code().to_owned()), ("at", at.0.to_string())];
                with(&[("place", place), ("path", path)], made)
            }
            Self::InterviewSet { posting_title, employer_name, at, place, path } => {
                let texts =
                    [(TITLE, posting_title), ("employer_name", employer_name), ("place", place), ("path", path)];
                with(&texts, [("at", at.0.to_string())])
            }
            Self::EmploymentAsked { posting_title, employer_name, from_on, through_on, runs, to_worker, path } => {
                let days = [("from_on", from_on.to_string()), ("through_on", through_on.to_string())];
                let texts = [("employer_name", employer_name), ("path", path)];
                let mut values = titled(posting_title.as_ref(), with(&texts, days));
                values.extend((!runs.is_empty()).then(|| (RUNS, written(runs))));
                values.extend(to_worker.then(|| (TO_WORKER, "1".to_owned())));
                values
            }
            Self::VerificationEnds { employer_name, through_on, path }
            | Self::VerificationEnded { employer_name, through_on, path } => {
                let texts = [("employer_name", employer_name), ("path", path)];
                with(&texts, [("through_on", through_on.to_string())])
            }
            Self::RenewalRefused { employer_name, reason, through_on, path } => {
                let texts = [("employer_name", employer_name), ("reason", reason), ("path", path)];
                with(&texts, [("through_on", through_on.to_string())])
            }
            Self::PlacementWaits { posting_title, employer_name, due_on, is_late, path } => {
                let texts = [("employer_name", employer_name), ("path", path)];
                let mut values = titled(posting_title.as_ref(), with(&texts, [("due_on", due_on.to_string())]));
                values.extend(is_late.then(|| (LATE, "1".to_owned())));
                values
            }
            Self::PostingsWait { count, due_on, is_late, path } => {
                let made = [("count", count.to_string()), ("due_on", due_on.to_string())];
                let mut values = with(&[("path", path)], made);
                values.extend(is_late.then(|| (LATE, "1".to_owned())));
                values
            }
            Self::FileJudged { recorded, stood, refused, path } => {
                let made = [("recorded", recorded), ("stood", stood), ("refused", refused)];
                with(&[("path", path)], made.map(|(name, number)| (name, number.to_string())))
            }
            Self::ReferralReceived { number, posting_title, due_on, path } => {
                let texts = [("number", number), (TITLE, posting_title), ("path", path)];
                with(&texts, [("due_on", due_on.to_string())])
            }
            Self::RequestDue { due_on, path } => with(&[("path", path)], [("due_on", due_on.to_string())]),
            _ => BTreeMap::new(),
        }
    }

    /// The same of messages about a day; all others are none.
    #[expect(clippy::wildcard_enum_match_arm, reason = "the caller names every kind and sends only these here")]
    pub(super) fn read_dated(stored: &Stored<'_>) -> Result<Self, Unreadable> {
        let (text, employer, path) =
            (|name| stored.text(name), || stored.text("employer_name"), || stored.text("path"));
        Ok(match stored.kind {
            Kind::VerificationEnds => {
                let through_on = stored.day("through_on")?;
                Self::VerificationEnds { employer_name: employer()?, through_on, path: path()? }
            }
            Kind::VerificationEnded => {
                let through_on = stored.day("through_on")?;
                Self::VerificationEnded { employer_name: employer()?, through_on, path: path()? }
            }
            Kind::RenewalRefused => {
                let (reason, through_on) = (text("reason")?, stored.day("through_on")?);
                Self::RenewalRefused { employer_name: employer()?, reason, through_on, path: path()? }
            }
            Kind::Appointment => {
                Self::Appointment { subject: text("subject")?, at: stored.at()?, place: text("place")?, path: path()? }
            }
            Kind::AppointmentChanged => {
                let change = stored.read("change", MeetingChange::find_by_code)?;
                Self::AppointmentChanged { change, at: stored.at()?, place: text("place")?, path: path()? }
            }
            Kind::InterviewSet => {
                let (posting_title, employer_name, at) = (text(TITLE)?, employer()?, stored.at()?);
                Self::InterviewSet { posting_title, employer_name, at, place: text("place")?, path: path()? }
            }
            Kind::EmploymentAsked => {
                let (from_on, through_on) = (stored.day("from_on")?, stored.day("through_on")?);
                let (posting_title, employer_name, path) = (title_of(stored), employer()?, path()?);
                let (runs, to_worker) = (runs_of(stored)?, stored.values.contains_key(TO_WORKER));
                Self::EmploymentAsked { posting_title, employer_name, from_on, through_on, runs, to_worker, path }
            }
            Kind::PlacementWaits => Self::PlacementWaits {
                posting_title: title_of(stored),
                employer_name: employer()?,
                due_on: stored.day("due_on")?,
                is_late: stored.values.contains_key(LATE),
                path: path()?,
            },
            Kind::PostingsWait => Self::PostingsWait {
                count: stored.read("count", |text| text.parse().ok())?,
                due_on: stored.day("due_on")?,
                is_late: stored.values.contains_key(LATE),
                path: path()?,
            },
            Kind::FileJudged => {
                let number = |name| stored.read(name, |text| text.parse::<u32>().ok());
                let (recorded, stood, refused) = (number("recorded")?, number("stood")?, number("refused")?);
                Self::FileJudged { recorded, stood, refused, path: path()? }
            }
            Kind::ReferralReceived => Self::ReferralReceived {
                number: text("number")?,
                posting_title: text(TITLE)?,
                due_on: stored.day("due_on")?,
                path: path()?,
            },
            Kind::RequestDue => Self::RequestDue { due_on: stored.day("due_on")?, path: path()? },
            kind => return Err(Unreadable { kind: kind.code().to_owned(), name: "kind" }),
        })
    }
}

/// The same with the title of a vacancy where there is one. Messages that were stored before have none.
fn titled(title: Option<&String>, mut values: BTreeMap<&'static str, String>) -> BTreeMap<&'static str, String> {
    values.extend(title.map(|title| (TITLE, title.clone())));
    values
}

fn title_of(stored: &Stored<'_>) -> Option<String> {
    stored.values.get(TITLE).cloned()
}

/// Runs of days as they are stored, like `2026-11-01/2026-11-30 2026-12-31/2027-01-28`.
fn written(runs: &[(NaiveDate, NaiveDate)]) -> String {
    runs.iter().map(|(from, through)| format!("{from}/{through}")).collect::<Vec<_>>().join(" ")
}

fn runs_of(stored: &Stored<'_>) -> Result<Vec<(NaiveDate, NaiveDate)>, Unreadable> {
    let run = |text: &str| {
        let (from, through) = text.split_once('/')?;
        Some((parse_date(from)?, parse_date(through)?))
    };
    if stored.values.contains_key(RUNS) {
        stored.read(RUNS, |text| text.split(' ').map(run).collect())
    } else {
        Ok(Vec::new())
    }
}

/// Texts as they are, beside values that were made into texts.
fn with<const MADE: usize>(
    texts: &[(&'static str, &String)],
    made: [(&'static str, String); MADE],
) -> BTreeMap<&'static str, String> {
    texts.iter().map(|(name, text)| (*name, (*text).clone())).chain(made).collect()
}

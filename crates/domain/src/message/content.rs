//! What each message says, as data. The words around it are the business of `mail`.

mod dated;
mod kind;

use super::stored::Stored;
use super::unreadable::Unreadable;
use super::{Kind, MeetingChange, News, Status};
use crate::time::Micros;
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// A message as data. A `path` begins with `/` and is joined to the address of the site when the text is made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// See [`Kind::SignUpCode`].
    SignUpCode {
        /// The code as the person types it.
        code: String,
    },
    /// See [`Kind::SignUpKnown`].
    SignUpKnown {
        /// The code as the person types it.
        code: String,
    },
    /// See [`Kind::RecoverCode`].
    RecoverCode {
        /// The code as the person types it.
        code: String,
    },
    /// See [`Kind::RecoverUnknown`].
    RecoverUnknown,
    /// See [`Kind::PasswordChanged`].
    PasswordChanged,
    /// See [`Kind::AddressCode`].
    AddressCode {
        /// The code as the person types it.
        code: String,
    },
    /// See [`Kind::AddressKnown`].
    AddressKnown,
    /// See [`Kind::SignInChanged`].
    SignInChanged,
    /// See [`Kind::ApplicationReceived`]. Nothing of the applicant: they are seen after signing in.
    ApplicationReceived {
        /// Title of the posting.
        posting_title: String,
        /// The page with the application.
        path: String,
    },
    /// See [`Kind::ApplicationSent`].
    ApplicationSent {
        /// Title of the posting.
        posting_title: String,
        /// Name of the employer.
        employer_name: String,
        /// The page to follow or withdraw it.
        path: String,
    },
    /// See [`Kind::ApplicationStatusChanged`].
    ApplicationStatusChanged {
        /// Title of the posting.
        posting_title: String,
        /// Name of the employer.
        employer_name: String,
        /// What it is now.
        status: Status,
        /// The page with the application.
        path: String,
    },
    /// See [`Kind::ApplicationCode`].
    ApplicationCode {
        /// The code as the person types it.
        code: String,
    },
    /// See [`Kind::ApplicationMessage`]. Nothing of what was written: it is read on the page.
    ApplicationMessage {
        /// Title of the posting.
        posting_title: String,
        /// The page with the message.
        path: String,
    },
    /// See [`Kind::GuardianAsked`]. Nothing of the applicant: the page says it.
    GuardianAsked {
        /// Title of the posting.
        posting_title: String,
        /// Name of the employer.
        employer_name: String,
        /// The page to say yes or no.
        path: String,
    },
    /// See [`Kind::ReferralIssued`].
    ReferralIssued {
        /// Number of the letter of referral.
        number: String,
        /// Title of the posting.
        posting_title: String,
        /// Name of the employer.
        employer_name: String,
        /// The page with the letter; for somebody without an account the one that proves it to anybody.
        path: String,
    },
    /// See [`Kind::ReferralReceived`]. Nothing of the person: who it is about is read after signing in.
    ReferralReceived {
        /// Number of the letter of referral.
        number: String,
        /// Title of the posting.
        posting_title: String,
        /// Last day on which the answer is in time.
        due_on: NaiveDate,
        /// The page with the letter.
        path: String,
    },
    /// See [`Kind::OrganisationInvited`]. Not who invited: that is seen after signing in.
    OrganisationInvited {
        /// Name of the organisation.
        employer_name: String,
        /// Where invitations are answered.
        path: String,
    },
    /// See [`Kind::OrganisationVerified`].
    OrganisationVerified {
        /// Name of the employer.
        employer_name: String,
        /// Where to go on.
        path: String,
    },
    /// See [`Kind::OrganisationRefused`].
    OrganisationRefused {
        /// Name of the employer.
        employer_name: String,
        /// What the officer chose, in both languages, and wrote.
        reason: String,
        /// Where to hand in what is missing.
        path: String,
    },
    /// See [`Kind::VerificationEnds`].
    VerificationEnds {
        /// Name of the employer.
        employer_name: String,
        /// Last day on which it holds.
        through_on: NaiveDate,
        /// Where it is handed in again.
        path: String,
    },
    /// See [`Kind::VerificationEnded`].
    VerificationEnded {
        /// Name of the employer.
        employer_name: String,
        /// Last day on which it held.
        through_on: NaiveDate,
        /// Where it is handed in again.
        path: String,
    },
    /// See [`Kind::RenewalRefused`].
    RenewalRefused {
        /// Name of the employer.
        employer_name: String,
        /// What the officer chose, in both languages, and wrote.
        reason: String,
        /// Last day on which it holds all the same.
        through_on: NaiveDate,
        /// Where it is handed in again.
        path: String,
    },
    /// See [`Kind::PostingPublished`].
    PostingPublished {
        /// Title of the posting.
        posting_title: String,
        /// The page of the posting.
        path: String,
    },
    /// See [`Kind::PostingReturned`].
    PostingReturned {
        /// Title of the posting.
        posting_title: String,
        /// What the officer wrote.
        reason: String,
        /// Where it is mended.
        path: String,
    },
    /// See [`Kind::PostingRemoved`].
    PostingRemoved {
        /// Title of the posting.
        posting_title: String,
        /// What the officer chose, in both languages, and wrote.
        reason: String,
        /// The page of the posting.
        path: String,
    },
    /// See [`Kind::PostingsWait`]. Not which: they are read after signing in.
    PostingsWait {
        /// How many.
        count: u32,
        /// Last day on which the first of them is in time.
        due_on: NaiveDate,
        /// Whether that day was over when it was told.
        is_late: bool,
        /// Where they wait.
        path: String,
    },
    /// See [`Kind::ColleagueInvited`].
    ColleagueInvited {
        /// Name of the centre.
        centre_name: String,
        /// The link that works once.
        path: String,
    },
    /// See [`Kind::WebhookDisabled`].
    WebhookDisabled {
        /// What its people call it.
        webhook_name: String,
        /// Its page.
        path: String,
    },
    /// See [`Kind::Appointment`].
    Appointment {
        /// What it is about, as the officer or employer wrote it.
        subject: String,
        /// When it begins.
        at: Micros,
        /// Where.
        place: String,
        /// The page with the appointment; empty for somebody without an account, who has none.
        path: String,
    },
    /// See [`Kind::AppointmentChanged`]. Nothing of whom it is with or what it is about: it is read on the page.
    AppointmentChanged {
        /// What happened to it.
        change: MeetingChange,
        /// When it begins, or would have begun.
        at: Micros,
        /// Where.
        place: String,
        /// The page with the appointment; empty for somebody without an account, who has none.
        path: String,
    },
    /// See [`Kind::InterviewSet`].
    InterviewSet {
        /// Title of the posting.
        posting_title: String,
        /// Name of the employer.
        employer_name: String,
        /// When it begins.
        at: Micros,
        /// Where.
        place: String,
        /// The page with the application.
        path: String,
    },
    /// See [`Kind::EmploymentAsked`]. Nothing of the worker: the page says whom it is about.
    EmploymentAsked {
        /// Title of the vacancy, where it is still there: an employer is asked of several people.
        posting_title: Option<String>,
        /// Name of the employer.
        employer_name: String,
        /// First day that is asked about.
        from_on: NaiveDate,
        /// Last day that is asked about.
        through_on: NaiveDate,
        /// First and last day of each run of them, where there is more than one: days between two runs were answered
        /// and are not asked about. Empty where all days are.
        runs: Vec<(NaiveDate, NaiveDate)>,
        /// Whether it goes to the worker, who is asked about themselves.
        to_worker: bool,
        /// The page to answer.
        path: String,
    },
    /// See [`Kind::PlacementWaits`]. Nothing of the worker: it is read after signing in.
    PlacementWaits {
        /// Title of the vacancy, where it is still there.
        posting_title: Option<String>,
        /// Name of the employer.
        employer_name: String,
        /// Last day on which it is in time.
        due_on: NaiveDate,
        /// Whether that day was over when it was told.
        is_late: bool,
        /// The page of the placement.
        path: String,
    },
    /// See [`Kind::FileJudged`]. Nothing of whom its rows are about: they are read after signing in.
    FileJudged {
        /// Rows that were recorded.
        recorded: u32,
        /// Rows that stood already.
        stood: u32,
        /// Rows that were refused.
        refused: u32,
        /// The page of the file.
        path: String,
    },
    /// See [`Kind::Approached`].
    Approached {
        /// Title of the posting.
        posting_title: String,
        /// Name of the employer.
        employer_name: String,
        /// The page to answer.
        path: String,
    },
    /// See [`Kind::RequestAnswered`]. Nothing of what was replied: it is read on the page.
    RequestAnswered {
        /// The page with the reply.
        path: String,
    },
    /// See [`Kind::RequestDue`]. Nothing of the person.
    RequestDue {
        /// Last day on which it is in time.
        due_on: NaiveDate,
        /// The page to answer.
        path: String,
    },
    /// See [`Kind::ProfileNews`]. Nothing of what the profile says: it is read after signing in.
    ProfileNews {
        /// Name of the centre.
        centre_name: String,
        /// What happened.
        news: News,
        /// The page that says more.
        path: String,
    },
}

impl Content {
    /// Its values by name, as they are stored.
    pub fn values(&self) -> BTreeMap<&'static str, String> {
        let pairs: Vec<(&'static str, &str)> = match self {
            Self::SignUpCode { code }
            | Self::SignUpKnown { code }
            | Self::RecoverCode { code }
            | Self::AddressCode { code }
            | Self::ApplicationCode { code } => vec![("code", code)],
            Self::RecoverUnknown | Self::PasswordChanged | Self::AddressKnown | Self::SignInChanged => Vec::new(),
            Self::ApplicationReceived { posting_title, path }
            | Self::ApplicationMessage { posting_title, path }
            | Self::PostingPublished { posting_title, path } => {
                vec![("posting_title", posting_title), ("path", path)]
            }
            Self::PostingReturned { posting_title, reason, path }
            | Self::PostingRemoved { posting_title, reason, path } => {
                vec![("posting_title", posting_title), ("reason", reason), ("path", path)]
            }
            Self::ColleagueInvited { centre_name, path } => vec![("centre_name", centre_name), ("path", path)],
            Self::WebhookDisabled { webhook_name, path } => vec![("webhook_name", webhook_name), ("path", path)],
            Self::RequestAnswered { path } => vec![("path", path)],
            Self::ProfileNews { centre_name, news, path } => {
                vec![("centre_name", centre_name), ("news", news.code()), ("path", path)]
            }
            Self::ApplicationSent { posting_title, employer_name, path }
            | Self::Approached { posting_title, employer_name, path }
            | Self::GuardianAsked { posting_title, employer_name, path } => {
                vec![("posting_title", posting_title), ("employer_name", employer_name), ("path", path)]
            }
            Self::ApplicationStatusChanged { posting_title, employer_name, status, path } => vec![
                ("posting_title", posting_title),
                ("employer_name", employer_name),
                ("status", status.code()),
                ("path", path),
            ],
            Self::ReferralIssued { number, posting_title, employer_name, path } => vec![
                ("number", number),
                ("posting_title", posting_title),
                ("employer_name", employer_name),
                ("path", path),
            ],
            Self::OrganisationInvited { employer_name, path } | Self::OrganisationVerified { employer_name, path } => {
                vec![("employer_name", employer_name), ("path", path)]
            }
            Self::OrganisationRefused { employer_name, reason, path } => {
                vec![("employer_name", employer_name), ("reason", reason), ("path", path)]
            }
            Self::Appointment { .. }
            | Self::AppointmentChanged { .. }
            | Self::InterviewSet { .. }
            | Self::EmploymentAsked { .. }
            | Self::VerificationEnds { .. }
            | Self::VerificationEnded { .. }
            | Self::RenewalRefused { .. }
            | Self::PlacementWaits { .. }
            | Self::FileJudged { .. }
            | Self::PostingsWait { .. }
            | Self::ReferralReceived { .. }
            | Self::RequestDue { .. } => return self.dated_values(),
        };
        pairs.into_iter().map(|(name, value)| (name, value.to_owned())).collect()
    }

    /// Reads what was stored. Values that a kind does not know are left alone.
    pub fn read(kind: &str, values: &BTreeMap<String, String>) -> Result<Self, Unreadable> {
        let unknown = || Unreadable { kind: kind.to_owned(), name: "kind" };
        let stored = Stored { kind: Kind::find_by_code(kind).ok_or_else(unknown)?, values };
        let text = |name| stored.text(name);
        let (title, employer, path) = (|| text("posting_title"), || text("employer_name"), || text("path"));
        Ok(match stored.kind {
            Kind::SignUpCode => Self::SignUpCode { code: text("code")? },
            Kind::SignUpKnown => Self::SignUpKnown { code: text("code")? },
            Kind::RecoverCode => Self::RecoverCode { code: text("code")? },
            Kind::RecoverUnknown => Self::RecoverUnknown,
            Kind::PasswordChanged => Self::PasswordChanged,
            Kind::AddressCode => Self::AddressCode { code: text("code")? },
            Kind::AddressKnown => Self::AddressKnown,
            Kind::SignInChanged => Self::SignInChanged,
            Kind::ApplicationReceived => Self::ApplicationReceived { posting_title: title()?, path: path()? },
            Kind::ApplicationSent => {
                Self::ApplicationSent { posting_title: title()?, employer_name: employer()?, path: path()? }
            }
            Kind::ApplicationStatusChanged => Self::ApplicationStatusChanged {
                posting_title: title()?,
                employer_name: employer()?,
                status: stored.read("status", Status::find_by_code)?,
                path: path()?,
            },
            Kind::ApplicationCode => Self::ApplicationCode { code: text("code")? },
            Kind::ApplicationMessage => Self::ApplicationMessage { posting_title: title()?, path: path()? },
            Kind::GuardianAsked => {
                Self::GuardianAsked { posting_title: title()?, employer_name: employer()?, path: path()? }
            }
            Kind::ReferralIssued => Self::ReferralIssued {
                number: text("number")?,
                posting_title: title()?,
                employer_name: employer()?,
                path: path()?,
            },
            Kind::OrganisationInvited => Self::OrganisationInvited { employer_name: employer()?, path: path()? },
            Kind::OrganisationVerified => Self::OrganisationVerified { employer_name: employer()?, path: path()? },
            Kind::OrganisationRefused => {
                Self::OrganisationRefused { employer_name: employer()?, reason: text("reason")?, path: path()? }
            }
            Kind::PostingPublished => Self::PostingPublished { posting_title: title()?, path: path()? },
            Kind::PostingReturned => {
                Self::PostingReturned { posting_title: title()?, reason: text("reason")?, path: path()? }
            }
            Kind::PostingRemoved => {
                Self::PostingRemoved { posting_title: title()?, reason: text("reason")?, path: path()? }
            }
            Kind::ColleagueInvited => Self::ColleagueInvited { centre_name: text("centre_name")?, path: path()? },
            Kind::WebhookDisabled => Self::WebhookDisabled { webhook_name: text("webhook_name")?, path: path()? },
            Kind::Approached => Self::Approached { posting_title: title()?, employer_name: employer()?, path: path()? },
            Kind::RequestAnswered => Self::RequestAnswered { path: path()? },
            Kind::ProfileNews => {
                let news = stored.read("news", News::find_by_code)?;
                Self::ProfileNews { centre_name: text("centre_name")?, news, path: path()? }
            }
            Kind::Appointment
            | Kind::AppointmentChanged
            | Kind::InterviewSet
            | Kind::EmploymentAsked
            | Kind::VerificationEnds
            | Kind::VerificationEnded
            | Kind::RenewalRefused
            | Kind::PlacementWaits
            | Kind::PostingsWait
            | Kind::FileJudged
            | Kind::ReferralReceived
            | Kind::RequestDue => return Self::read_dated(&stored),
        })
    }
}

#[cfg(test)]
mod tests;

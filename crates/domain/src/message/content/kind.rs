//! Which message each content is.

use super::Content;
use crate::message::Kind;

impl Content {
    /// Which message it is.
    pub const fn kind(&self) -> Kind {
        match self {
            Self::SignUpCode { .. } => Kind::SignUpCode,
            Self::SignUpKnown { .. } => Kind::SignUpKnown,
            Self::RecoverCode { .. } => Kind::RecoverCode,
            Self::RecoverUnknown => Kind::RecoverUnknown,
            Self::PasswordChanged => Kind::PasswordChanged,
            Self::AddressCode { .. } => Kind::AddressCode,
            Self::AddressKnown => Kind::AddressKnown,
            Self::SignInChanged => Kind::SignInChanged,
            Self::ApplicationReceived { .. } => Kind::ApplicationReceived,
            Self::ApplicationSent { .. } => Kind::ApplicationSent,
            Self::ApplicationStatusChanged { .. } => Kind::ApplicationStatusChanged,
            Self::ApplicationCode { .. } => Kind::ApplicationCode,
            Self::ApplicationMessage { .. } => Kind::ApplicationMessage,
            Self::GuardianAsked { .. } => Kind::GuardianAsked,
            Self::ReferralIssued { .. } => Kind::ReferralIssued,
            Self::ReferralReceived { .. } => Kind::ReferralReceived,
            Self::OrganisationInvited { .. } => Kind::OrganisationInvited,
            Self::OrganisationVerified { .. } => Kind::OrganisationVerified,
            Self::OrganisationRefused { .. } => Kind::OrganisationRefused,
            Self::VerificationEnds { .. } => Kind::VerificationEnds,
            Self::VerificationEnded { .. } => Kind::VerificationEnded,
            Self::RenewalRefused { .. } => Kind::RenewalRefused,
            Self::PostingPublished { .. } => Kind::PostingPublished,
            Self::PostingReturned { .. } => Kind::PostingReturned,
            Self::PostingRemoved { .. } => Kind::PostingRemoved,
            Self::PostingsWait { .. } => Kind::PostingsWait,
            Self::ColleagueInvited { .. } => Kind::ColleagueInvited,
            Self::WebhookDisabled { .. } => Kind::WebhookDisabled,
            Self::Appointment { .. } => Kind::Appointment,
            Self::AppointmentChanged { .. } => Kind::AppointmentChanged,
            Self::InterviewSet { .. } => Kind::InterviewSet,
            Self::EmploymentAsked { .. } => Kind::EmploymentAsked,
            Self::PlacementWaits { .. } => Kind::PlacementWaits,
            Self::FileJudged { .. } => Kind::FileJudged,
            Self::ProfileNews { .. } => Kind::ProfileNews,
            Self::RequestAnswered { .. } => Kind::RequestAnswered,
            Self::RequestDue { .. } => Kind::RequestDue,
            Self::Approached { .. } => Kind::Approached,
        }
    }
}

//! Messages that the exchange sends: which there are, what each says, when it may go out and when it is given up.
//! Must not hold texts (`mail` has them), addresses, or rows.

mod content;
mod news;
mod retry;
mod stored;
mod timing;
mod unreadable;

pub use content::Content;
pub use news::{MeetingChange, News, Status};
pub use retry::{ATTEMPTS_MAX, Next, Tried, after_attempt};
pub use timing::{CAP_PER_DAY, when_to_send};
pub use unreadable::Unreadable;

use crate::time::{DAY, Micros};

codes! {
    /// How a message travels.
    Channel {
        /// E-mail.
        Email = "email",
        /// Short message to a telephone, without marks.
        Sms = "sms",
        /// Zalo message from a template that Zalo approved beforehand.
        Zalo = "zalo",
    }
}

codes! {
    /// The messages that there are. The code names the folder of its texts.
    Kind {
        /// Code that shows that a new account's telephone or e-mail belongs to the person.
        SignUpCode = "sign_up_code",
        /// Somebody signs up with an address that has an account: a code to sign in with.
        SignUpKnown = "sign_up_known",
        /// Code to get an account back.
        RecoverCode = "recover_code",
        /// Somebody wants an account back that is not there.
        RecoverUnknown = "recover_unknown",
        /// The password was changed; whoever did not do it must know.
        PasswordChanged = "password_changed",
        /// Code that shows that an address to be added to an account belongs to its holder.
        AddressCode = "address_code",
        /// Somebody wants to add an address to an account that belongs to another one.
        AddressKnown = "address_known",
        /// How one signs in to an account was changed; whoever did not do it must know.
        SignInChanged = "sign_in_changed",
        /// To the employer: somebody applied.
        ApplicationReceived = "application_received",
        /// To the seeker: what was sent to whom, with the link to follow or withdraw it.
        ApplicationSent = "application_sent",
        /// To the other side: an application moved on.
        ApplicationStatusChanged = "application_status_changed",
        /// Code that shows that the telephone of a quick application is the applicant's.
        ApplicationCode = "application_code",
        /// To the other side: somebody wrote about an application.
        ApplicationMessage = "application_message",
        /// To a parent or guardian: somebody under 18 wants to apply.
        GuardianAsked = "guardian_asked",
        /// To the seeker: the centre refers them to an employer.
        ReferralIssued = "referral_issued",
        /// To the employer: a centre sent a letter of referral through the exchange and waits for the answer.
        ReferralReceived = "referral_received",
        /// To somebody whom an organisation wants as a member.
        OrganisationInvited = "organisation_invited",
        /// To the employer: adverts may be published from now on.
        OrganisationVerified = "organisation_verified",
        /// To the employer: not verified, and why.
        OrganisationRefused = "organisation_refused",
        /// To the employer: the verification ends soon, and what then.
        VerificationEnds = "verification_ends",
        /// To the employer: the verification is over, and what now.
        VerificationEnded = "verification_ended",
        /// To the employer: not verified for longer, why, and until when what holds holds.
        RenewalRefused = "renewal_refused",
        /// To the employer: an officer let an advert go before the public.
        PostingPublished = "posting_published",
        /// To the employer: an advert came back, and why.
        PostingReturned = "posting_returned",
        /// To the employer: an advert was taken down for good, and why.
        PostingRemoved = "posting_removed",
        /// To whoever looks at adverts: some wait for an answer that is due today, or overdue.
        PostingsWait = "postings_wait",
        /// To somebody whom a centre wants as a colleague.
        ColleagueInvited = "colleague_invited",
        /// To whoever answers for a program: it is told nothing more until somebody looked.
        WebhookDisabled = "webhook_disabled",
        /// When and where to come.
        Appointment = "appointment",
        /// To the side that did not do it: an appointment was moved, agreed on or cancelled.
        AppointmentChanged = "appointment_changed",
        /// To the applicant: when and where an interview is, set or moved.
        InterviewSet = "interview_set",
        /// To a worker or an employer: is the person employed on these days.
        EmploymentAsked = "employment_asked",
        /// To the officer: a placement waits for somebody to look at it.
        PlacementWaits = "placement_waits",
        /// To the officer: the rows of a file that was too long to wait for were all judged.
        FileJudged = "file_judged",
        /// To the person: what became of the profile at a centre.
        ProfileNews = "profile_news",
        /// To the seeker: an employer who found the open profile asks them to apply.
        Approached = "approached",
        /// To the person: a request about the own data was answered.
        RequestAnswered = "request_answered",
        /// To whoever has to answer: such a request waits, or is due today.
        RequestDue = "request_due",
    }
}

/// Minutes for which a code is valid.
pub const CODE_MINUTES: i64 = 15;

const MINUTE: i64 = 60 * 1_000_000;

impl Kind {
    /// Whether somebody waits for it, or is lost without it: it goes at night too and no cap holds it back.
    pub const fn is_urgent(self) -> bool {
        match self {
            Self::SignUpCode
            | Self::SignUpKnown
            | Self::RecoverCode
            | Self::RecoverUnknown
            | Self::PasswordChanged
            | Self::AddressCode
            | Self::AddressKnown
            | Self::SignInChanged
            | Self::ApplicationSent
            | Self::ApplicationCode
            | Self::GuardianAsked
            | Self::Appointment
            | Self::AppointmentChanged
            | Self::InterviewSet => true,
            Self::ApplicationReceived
            | Self::ApplicationStatusChanged
            | Self::ApplicationMessage
            | Self::ReferralIssued
            | Self::ReferralReceived
            | Self::OrganisationInvited
            | Self::OrganisationVerified
            | Self::OrganisationRefused
            | Self::VerificationEnds
            | Self::VerificationEnded
            | Self::RenewalRefused
            | Self::PostingPublished
            | Self::PostingReturned
            | Self::PostingRemoved
            | Self::PostingsWait
            | Self::ColleagueInvited
            | Self::WebhookDisabled
            | Self::EmploymentAsked
            | Self::PlacementWaits
            | Self::FileJudged
            | Self::ProfileNews
            | Self::Approached
            | Self::RequestAnswered
            | Self::RequestDue => false,
        }
    }

    /// Microseconds after it was written for which it is still worth sending. A code is of no use after it expired;
    /// anything else can also be read in the inbox.
    pub const fn useful_for_us(self) -> i64 {
        match self {
            Self::SignUpCode
            | Self::SignUpKnown
            | Self::RecoverCode
            | Self::RecoverUnknown
            | Self::AddressCode
            | Self::AddressKnown
            | Self::ApplicationCode => CODE_MINUTES * MINUTE,
            Self::PasswordChanged
            | Self::SignInChanged
            | Self::ApplicationReceived
            | Self::ApplicationSent
            | Self::ApplicationStatusChanged
            | Self::ApplicationMessage
            | Self::GuardianAsked
            | Self::ReferralIssued
            | Self::ReferralReceived
            | Self::OrganisationInvited
            | Self::OrganisationVerified
            | Self::OrganisationRefused
            | Self::VerificationEnds
            | Self::VerificationEnded
            | Self::RenewalRefused
            | Self::PostingPublished
            | Self::PostingReturned
            | Self::PostingRemoved
            | Self::PostingsWait
            | Self::ColleagueInvited
            | Self::WebhookDisabled
            | Self::EmploymentAsked
            | Self::PlacementWaits
            | Self::FileJudged
            | Self::ProfileNews
            | Self::Approached
            | Self::RequestAnswered
            | Self::RequestDue
            | Self::Appointment
            | Self::AppointmentChanged
            | Self::InterviewSet => 7 * DAY,
        }
    }

    /// Whether a message written at `written_at` is no longer worth sending at `at`.
    pub const fn is_late(self, written_at: Micros, at: Micros) -> bool {
        at.0.saturating_sub(written_at.0) >= self.useful_for_us()
    }
}

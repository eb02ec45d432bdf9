//! The stages of an application, what can be asked of it and by whom: types only; the rules are in [`super::step`].

use super::reason::{EndReason, WithdrawReason};
use super::response::Response;
use super::status::Status;
use super::terms::{DRAFT_DAYS, Terms};
use crate::time::{Micros, days_after};
use crate::why::Why;
use chrono::NaiveDate;

/// An application: what was promised, and where it stands.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Life {
    /// What was promised when it was begun.
    pub terms: Terms,
    /// Where it stands.
    pub stage: Stage,
}

/// When it was sent and first answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Trail {
    /// When the employer could first see it.
    pub sent_at: Micros,
    /// When the employer first did more than look.
    pub answered_at: Option<Micros>,
}

/// How far an application before the employer is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Place {
    /// Not yet opened.
    Sent,
    /// Opened.
    Seen,
    /// Chosen for a closer look.
    Shortlisted,
    /// An interview is set.
    Interview {
        /// When.
        at: Micros,
    },
}

/// Before the employer, who has until `answer_by`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Open {
    /// How far.
    pub place: Place,
    /// Since when.
    pub trail: Trail,
    /// First instant at which the employer is too late.
    pub answer_by: Micros,
}

/// Over without a hire; its data go at `keep_until`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Ended {
    /// Since when.
    pub at: Micros,
    /// First instant at which nothing of it may be left.
    pub keep_until: Micros,
}

/// Where an application stands.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Stage {
    /// Being written; forgotten at `until`.
    Draft {
        /// First instant at which it is dropped.
        until: Micros,
    },
    /// Handed in by somebody under 18; the employer sees nothing of it.
    AwaitingGuardian {
        /// First instant at which the guardian is too late.
        until: Micros,
    },
    /// Before the employer.
    Open(Open),
    /// Hired. What follows belongs to the placement.
    Hired {
        /// Since when.
        trail: Trail,
        /// When it was recorded.
        at: Micros,
        /// First day of work.
        starts_on: NaiveDate,
    },
    /// Not suitable.
    NotSuitable(Trail, Why<EndReason>, Ended),
    /// Withdrawn; without a trail when the employer never saw it.
    Withdrawn(Option<Trail>, Why<WithdrawReason>, Ended),
    /// Its data are gone; what is left can be counted and names nobody.
    Erased {
        /// Last status, if it ever had one.
        last: Option<Status>,
        /// What it counts for the employer's response rate.
        response: Response,
    },
}

codes! {
    /// Name of a stage, for columns, tables and messages.
    State {
        /// See [`Stage::Draft`].
        Draft = "draft",
        /// See [`Stage::AwaitingGuardian`].
        AwaitingGuardian = "awaiting_guardian",
        /// See [`Place::Sent`].
        Sent = "sent",
        /// See [`Place::Seen`].
        Seen = "seen",
        /// See [`Place::Shortlisted`].
        Shortlisted = "shortlisted",
        /// See [`Place::Interview`].
        Interview = "interview",
        /// See [`Stage::Hired`].
        Hired = "hired",
        /// See [`Stage::NotSuitable`].
        NotSuitable = "not_suitable",
        /// See [`Stage::Withdrawn`].
        Withdrawn = "withdrawn",
        /// See [`Stage::Erased`].
        Erased = "erased",
    }
}

impl Life {
    /// A new application; a quick one is submitted in the same breath.
    pub fn begin(terms: Terms, now: Micros) -> Self {
        Self { terms, stage: Stage::Draft { until: Micros::end_of(days_after(now.day(), DRAFT_DAYS)) } }
    }

    /// Name of the stage.
    pub const fn state(&self) -> State {
        match &self.stage {
            Stage::Draft { .. } => State::Draft,
            Stage::AwaitingGuardian { .. } => State::AwaitingGuardian,
            Stage::Open(open) => match open.place {
                Place::Sent => State::Sent,
                Place::Seen => State::Seen,
                Place::Shortlisted => State::Shortlisted,
                Place::Interview { .. } => State::Interview,
            },
            Stage::Hired { .. } => State::Hired,
            Stage::NotSuitable(..) => State::NotSuitable,
            Stage::Withdrawn(..) => State::Withdrawn,
            Stage::Erased { .. } => State::Erased,
        }
    }

    /// The word of the one list; none before it was sent.
    pub const fn status(&self) -> Option<Status> {
        match &self.stage {
            Stage::Draft { .. } | Stage::AwaitingGuardian { .. } => None,
            Stage::Open(open) => Some(match open.place {
                Place::Sent => Status::Sent,
                Place::Seen => Status::Seen,
                Place::Shortlisted => Status::Shortlisted,
                Place::Interview { .. } => Status::Interview,
            }),
            Stage::Hired { .. } => Some(Status::Hired),
            Stage::NotSuitable(..) => Some(Status::NotSuitable),
            Stage::Withdrawn(..) => Some(Status::Withdrawn),
            Stage::Erased { last, .. } => *last,
        }
    }

    /// When the clock should send [`Command::Tick`]; `None` when time changes nothing.
    pub const fn due_at(&self) -> Option<Micros> {
        match &self.stage {
            Stage::Draft { until } | Stage::AwaitingGuardian { until } => Some(*until),
            Stage::Open(open) => Some(open.answer_by),
            Stage::NotSuitable(_, _, ended) | Stage::Withdrawn(_, _, ended) => Some(ended.keep_until),
            Stage::Hired { .. } | Stage::Erased { .. } => None,
        }
    }

    /// Whether the employer may see it at all.
    pub const fn is_before_employer(&self) -> bool {
        match &self.stage {
            Stage::Draft { .. } | Stage::AwaitingGuardian { .. } | Stage::Erased { .. } => false,
            Stage::Withdrawn(trail, ..) => trail.is_some(),
            Stage::Open(_) | Stage::Hired { .. } | Stage::NotSuitable(..) => true,
        }
    }
}

codes! {
    /// On whose behalf a command comes. An officer who acts for a person or an employer comes on that side; the audit
    /// says who it was.
    Side {
        /// The person who applies.
        Applicant = "applicant",
        /// The employer.
        Employer = "employer",
        /// The exchange itself: the clock, and what follows from something else.
        System = "system",
    }
}

/// What can be asked of an application.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Command {
    /// Hand it in.
    Submit,
    /// The guardian's consent was recorded.
    GuardianAgreed,
    /// The guardian said no.
    GuardianRefused,
    /// It was opened.
    MarkSeen,
    /// Choose it for a closer look.
    Shortlist,
    /// Set an interview, or another time for it.
    SetInterview {
        /// When.
        at: Micros,
        /// Where. The life does not hold it: nothing is decided by it.
        place: String,
    },
    /// Take the interview back and go on considering.
    CancelInterview,
    /// Hire.
    Hire {
        /// First day of work.
        starts_on: NaiveDate,
    },
    /// Say that it is not suitable.
    Reject(Why<EndReason>),
    /// Take a rejection back, or answer after all.
    Reconsider,
    /// Take it back.
    Withdraw(Why<WithdrawReason>),
    /// The consent to send data to the employer was withdrawn.
    ConsentWithdrawn,
    /// The posting was taken down for good.
    RemovePosting,
    /// Agree that the employer keeps it until then.
    AllowKeeping {
        /// First instant at which it goes.
        until: Micros,
    },
    /// Take that back.
    StopKeeping,
    /// Delete it now.
    Erase,
    /// Time has passed.
    Tick,
}

codes! {
    /// Name of a command, for refusals, audit rows and tables.
    CommandName {
        /// See [`Command::Submit`].
        Submit = "submit",
        /// See [`Command::GuardianAgreed`].
        GuardianAgreed = "guardian_agreed",
        /// See [`Command::GuardianRefused`].
        GuardianRefused = "guardian_refused",
        /// See [`Command::MarkSeen`].
        MarkSeen = "mark_seen",
        /// See [`Command::Shortlist`].
        Shortlist = "shortlist",
        /// See [`Command::SetInterview`].
        SetInterview = "set_interview",
        /// See [`Command::CancelInterview`].
        CancelInterview = "cancel_interview",
        /// See [`Command::Hire`].
        Hire = "hire",
        /// See [`Command::Reject`].
        Reject = "reject",
        /// See [`Command::Reconsider`].
        Reconsider = "reconsider",
        /// See [`Command::Withdraw`].
        Withdraw = "withdraw",
        /// See [`Command::ConsentWithdrawn`].
        ConsentWithdrawn = "consent_withdrawn",
        /// See [`Command::RemovePosting`].
        RemovePosting = "remove_posting",
        /// See [`Command::AllowKeeping`].
        AllowKeeping = "allow_keeping",
        /// See [`Command::StopKeeping`].
        StopKeeping = "stop_keeping",
        /// See [`Command::Erase`].
        Erase = "erase",
        /// See [`Command::Tick`].
        Tick = "tick",
    }
}

impl CommandName {
    /// The one side that may ask for it.
    pub const fn side(self) -> Side {
        match self {
            Self::Submit | Self::Withdraw | Self::AllowKeeping | Self::StopKeeping | Self::Erase => Side::Applicant,
            Self::MarkSeen
            | Self::Shortlist
            | Self::SetInterview
            | Self::CancelInterview
            | Self::Hire
            | Self::Reject
            | Self::Reconsider => Side::Employer,
            Self::GuardianAgreed
            | Self::GuardianRefused
            | Self::ConsentWithdrawn
            | Self::RemovePosting
            | Self::Tick => Side::System,
        }
    }
}

impl Command {
    /// Name of the command.
    pub const fn name(&self) -> CommandName {
        match self {
            Self::Submit => CommandName::Submit,
            Self::GuardianAgreed => CommandName::GuardianAgreed,
            Self::GuardianRefused => CommandName::GuardianRefused,
            Self::MarkSeen => CommandName::MarkSeen,
            Self::Shortlist => CommandName::Shortlist,
            Self::SetInterview { .. } => CommandName::SetInterview,
            Self::CancelInterview => CommandName::CancelInterview,
            Self::Hire { .. } => CommandName::Hire,
            Self::Reject(_) => CommandName::Reject,
            Self::Reconsider => CommandName::Reconsider,
            Self::Withdraw(_) => CommandName::Withdraw,
            Self::ConsentWithdrawn => CommandName::ConsentWithdrawn,
            Self::RemovePosting => CommandName::RemovePosting,
            Self::AllowKeeping { .. } => CommandName::AllowKeeping,
            Self::StopKeeping => CommandName::StopKeeping,
            Self::Erase => CommandName::Erase,
            Self::Tick => CommandName::Tick,
        }
    }
}

codes! {
    /// What happened to an application. Who is told of it is decided elsewhere.
    Event {
        /// Before the employer from now on.
        Sent = "sent",
        /// Waits for the guardian.
        GuardianAsked = "guardian_asked",
        /// Opened by the employer.
        Seen = "seen",
        /// Chosen for a closer look.
        Shortlisted = "shortlisted",
        /// An interview was set.
        InterviewSet = "interview_set",
        /// An interview got another time.
        InterviewMoved = "interview_moved",
        /// An interview was taken back.
        InterviewCancelled = "interview_cancelled",
        /// Hired.
        Hired = "hired",
        /// Not suitable, said the employer.
        Rejected = "rejected",
        /// Closed because the employer did not answer.
        Unanswered = "unanswered",
        /// Closed because the posting was taken down.
        PostingRemoved = "posting_removed",
        /// Considered again.
        Reconsidered = "reconsidered",
        /// Withdrawn.
        Withdrawn = "withdrawn",
        /// Its data go at another time than before.
        KeepingChanged = "keeping_changed",
        /// Its data must be deleted now.
        Erased = "erased",
    }
}

//! The stages of a referral, what can be asked of it and by whom: types only; the rules are in [`super::step`].

use super::follow_up::{Follow, Hire};
use super::letter::Letter;
use super::reason::{NotHiredReason, WithdrawReason};
use super::refusal::Refusal;
use crate::clock::{Calendar, Term};
use crate::time::Micros;
use crate::why::Why;
use chrono::NaiveDate;

/// A referral: its letter, and where it stands.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Life {
    /// The letter.
    pub letter: Letter,
    /// Where it stands.
    pub stage: Stage,
}

codes! {
    /// How a letter was sent. Original papers of the person never go with it (Labour Code 2019, Article 17).
    Way {
        /// Given to the person to take along.
        ByHand = "by_hand",
        /// By post.
        Post = "post",
        /// By e-mail.
        Email = "email",
        /// By the exchange.
        Exchange = "exchange",
        /// By Zalo.
        Zalo = "zalo",
    }
}

/// Where a referral stands.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Stage {
    /// Numbered and not yet sent.
    Issued {
        /// First instant at which it is too late for sending.
        send_by: Micros,
    },
    /// Before the employer.
    Sent {
        /// How it was sent last.
        way: Way,
        /// When it was sent first.
        at: Micros,
        /// First instant at which the employer is too late.
        answer_by: Micros,
    },
    /// Hired: the centre owes the result and the follow-up.
    Hired(Hire),
    /// Not hired.
    NotHired {
        /// When it was answered.
        at: Micros,
        /// Why.
        why: Why<NotHiredReason>,
    },
    /// The person did not come, says the employer.
    NoShow {
        /// When it was answered.
        at: Micros,
    },
    /// Taken back.
    Withdrawn {
        /// When.
        at: Micros,
        /// Why.
        why: Why<WithdrawReason>,
    },
    /// Its time went by: it was not sent, or not answered.
    Lapsed {
        /// When.
        at: Micros,
        /// Whether the employer ever had it.
        was_sent: bool,
    },
}

codes! {
    /// Name of a stage, for columns, tables and messages.
    State {
        /// See [`Stage::Issued`].
        Issued = "issued",
        /// See [`Stage::Sent`].
        Sent = "sent",
        /// See [`Stage::Hired`].
        Hired = "hired",
        /// See [`Stage::NotHired`].
        NotHired = "not_hired",
        /// See [`Stage::NoShow`].
        NoShow = "no_show",
        /// See [`Stage::Withdrawn`].
        Withdrawn = "withdrawn",
        /// See [`Stage::Lapsed`].
        Lapsed = "lapsed",
    }
}
codes! {
    /// On whose behalf a command comes. What staff type in for an employer who telephones comes from the centre; the
    /// audit says who it was.
    Side {
        /// The centre.
        Centre = "centre",
        /// The employer.
        Employer = "employer",
        /// The person.
        Person = "person",
        /// The exchange itself: the clock, adapters, and what follows from something else.
        System = "system",
    }
}

/// What can be asked of a referral.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Command {
    /// Send the letter, or send it again.
    Send(Way),
    /// The person was hired.
    Hire {
        /// Day of the employer's notice: the 20 working days count from it.
        told_on: NaiveDate,
        /// First day of work.
        starts_on: NaiveDate,
        /// Last day of a contract that has one.
        ends_on: Option<NaiveDate>,
    },
    /// The person was not hired.
    RefuseHire(Why<NotHiredReason>),
    /// The person did not come.
    RecordNoShow,
    /// Take it back.
    Withdraw(Why<WithdrawReason>),
    /// The consent to it was withdrawn.
    ConsentWithdrawn,
    /// Work began, or will begin, on another day than was told.
    ChangeStart {
        /// First day of work.
        starts_on: NaiveDate,
        /// Last day of a contract that has one.
        ends_on: Option<NaiveDate>,
    },
    /// The result stands on the national exchange.
    EnterResult,
    /// The worker was asked after.
    FollowUp(Follow),
    /// Time has passed.
    Tick,
}

codes! {
    /// Name of a command, for refusals, audit rows and tables.
    CommandName {
        /// See [`Command::Send`].
        Send = "send",
        /// See [`Command::Hire`].
        Hire = "hire",
        /// See [`Command::RefuseHire`].
        RefuseHire = "refuse_hire",
        /// See [`Command::RecordNoShow`].
        RecordNoShow = "record_no_show",
        /// See [`Command::Withdraw`].
        Withdraw = "withdraw",
        /// See [`Command::ConsentWithdrawn`].
        ConsentWithdrawn = "consent_withdrawn",
        /// See [`Command::ChangeStart`].
        ChangeStart = "change_start",
        /// See [`Command::EnterResult`].
        EnterResult = "enter_result",
        /// See [`Command::FollowUp`].
        FollowUp = "follow_up",
        /// See [`Command::Tick`].
        Tick = "tick",
    }
}

codes! {
    /// What happened to a referral. Who is told of it is decided elsewhere.
    Event {
        /// The letter went out.
        Sent = "sent",
        /// The letter went out again.
        SentAgain = "sent_again",
        /// The person was hired.
        Hired = "hired",
        /// The person was not hired.
        NotHired = "not_hired",
        /// The person did not come.
        NoShow = "no_show",
        /// Taken back.
        Withdrawn = "withdrawn",
        /// Its time went by.
        Lapsed = "lapsed",
        /// Work begins on another day.
        StartChanged = "start_changed",
        /// The result stands on the national exchange.
        ResultEntered = "result_entered",
        /// The result does not, and its 20 working days are over.
        ResultOverdue = "result_overdue",
        /// The worker was asked after and not reached.
        FollowUpTried = "follow_up_tried",
        /// The follow-up is done.
        FollowedUp = "followed_up",
        /// The follow-up is not done, and its day is over.
        FollowUpOverdue = "follow_up_overdue",
    }
}

impl Life {
    /// A new letter. The consent to it must hold; asking that is the use case's.
    pub fn issue(letter: Letter, calendar: &Calendar) -> Result<Self, Refusal> {
        if !letter.terms.hold() || letter.number.serial == 0 {
            return Err(Refusal::TermsOutOfRange);
        }
        let due = calendar.due(letter.issued_on(), Term::WorkingDays(u32::from(letter.terms.send_days)));
        Ok(Self { letter, stage: Stage::Issued { send_by: due.end() } })
    }

    /// Name of the stage.
    pub const fn state(&self) -> State {
        match &self.stage {
            Stage::Issued { .. } => State::Issued,
            Stage::Sent { .. } => State::Sent,
            Stage::Hired(_) => State::Hired,
            Stage::NotHired { .. } => State::NotHired,
            Stage::NoShow { .. } => State::NoShow,
            Stage::Withdrawn { .. } => State::Withdrawn,
            Stage::Lapsed { .. } => State::Lapsed,
        }
    }

    /// When the clock should send [`Command::Tick`]; `None` when time changes nothing.
    pub fn due_at(&self) -> Option<Micros> {
        match &self.stage {
            Stage::Issued { send_by } => Some(*send_by),
            Stage::Sent { answer_by, .. } => Some(*answer_by),
            Stage::Hired(hire) => hire.due_at(),
            Stage::NotHired { .. } | Stage::NoShow { .. } | Stage::Withdrawn { .. } | Stage::Lapsed { .. } => None,
        }
    }
}

impl CommandName {
    /// The sides that may ask for it.
    pub const fn sides(self) -> &'static [Side] {
        match self {
            Self::Send | Self::FollowUp => &[Side::Centre],
            Self::Hire | Self::RefuseHire | Self::RecordNoShow | Self::ChangeStart => &[Side::Employer, Side::Centre],
            Self::Withdraw => &[Side::Centre, Side::Person],
            Self::EnterResult => &[Side::Centre, Side::System],
            Self::ConsentWithdrawn | Self::Tick => &[Side::System],
        }
    }
}

impl Command {
    /// Name of the command.
    pub const fn name(&self) -> CommandName {
        match self {
            Self::Send(_) => CommandName::Send,
            Self::Hire { .. } => CommandName::Hire,
            Self::RefuseHire(_) => CommandName::RefuseHire,
            Self::RecordNoShow => CommandName::RecordNoShow,
            Self::Withdraw(_) => CommandName::Withdraw,
            Self::ConsentWithdrawn => CommandName::ConsentWithdrawn,
            Self::ChangeStart { .. } => CommandName::ChangeStart,
            Self::EnterResult => CommandName::EnterResult,
            Self::FollowUp(_) => CommandName::FollowUp,
            Self::Tick => CommandName::Tick,
        }
    }
}

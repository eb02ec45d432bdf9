//! What is recorded of a placement: dated facts, each by a source that spoke through a way of its own. A fact is
//! appended and never changed. What staff type in for an employer or a worker has the source `centre`: who is paid
//! cannot state by himself all that pays him.

use crate::time::Micros;
use chrono::NaiveDate;

codes! {
    /// Who spoke.
    Source {
        /// Social insurance.
        Insurer = "insurer",
        /// A payroll file of the employer.
        Payroll = "payroll",
        /// An officer who saw it.
        Officer = "officer",
        /// The employer.
        Employer = "employer",
        /// The worker.
        Worker = "worker",
        /// Staff of the centre, on what they were told.
        Centre = "centre",
    }
}

codes! {
    /// Kind of a labour contract (Labour Code 2019, Articles 20 and 24).
    Form {
        /// Without an end.
        Indefinite = "indefinite",
        /// With a planned end.
        FixedTerm = "fixed-term",
        /// A probation contract of its own.
        Probation = "probation",
        /// Apprenticeship.
        Apprenticeship = "apprenticeship",
    }
}

codes! {
    /// A side of a contract.
    Party {
        /// The employer.
        Employer = "employer",
        /// The worker.
        Worker = "worker",
    }
}

codes! {
    /// How a contract was signed.
    SigningMethod {
        /// With a digital signature.
        Digital = "digital",
        /// On the exchange, with a fresh sign-in.
        Platform = "platform",
        /// On paper that an officer saw; its scan is kept.
        PaperSeen = "paper-seen",
    }
}

codes! {
    /// Why somebody is absent while the contract goes on.
    LeaveKind {
        /// Annual leave.
        Annual = "annual",
        /// Sickness.
        Sick = "sick",
        /// Accident at work.
        Accident = "accident",
        /// Birth or adoption of a child.
        Parental = "parental",
        /// Unpaid leave.
        Unpaid = "unpaid",
        /// Military service.
        Military = "military",
        /// The employer has no work.
        Stoppage = "stoppage",
        /// The contract is suspended.
        Suspension = "suspension",
        /// Something else.
        Other = "other",
    }
}

codes! {
    /// Why a contract ended.
    EndReason {
        /// The worker gave notice.
        Resigned = "resigned",
        /// The employer gave notice.
        Dismissed = "dismissed",
        /// Both agreed.
        Agreed = "agreed",
        /// Its time ran out.
        Expired = "expired",
        /// The employer closed.
        EmployerClosed = "employer-closed",
        /// The worker died.
        Died = "died",
        /// The worker never came.
        NoShow = "no-show",
        /// Something else.
        Other = "other",
    }
}

codes! {
    /// The kinds of facts.
    FactKind {
        /// A labour contract exists.
        Contract = "contract",
        /// A party signed.
        Signature = "signature",
        /// Whether somebody was employed.
        Attestation = "attestation",
        /// An absence.
        Leave = "leave",
        /// A contract ended.
        Ended = "ended",
        /// An end was undone.
        Reinstated = "reinstated",
        /// An employer follows another.
        Succession = "succession",
        /// A fact was wrong.
        Retraction = "retraction",
    }
}

/// One thing that was recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// Unique in its case.
    pub id: String,
    /// When the service learnt it; given at commit, never decreasing.
    pub recorded_at: Micros,
    /// Who spoke.
    pub source: Source,
    /// What was said.
    pub says: Statement,
}

/// What a fact says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Statement {
    /// A labour contract exists.
    Contract(Contract),
    /// One party signed a contract.
    Signature(Signature),
    /// Whether the person was employed on some days.
    Attestation(Attestation),
    /// Absence without the contract ending.
    Leave(Leave),
    /// A contract ended.
    Ended(Ended),
    /// The end of this contract was undone (Labour Code, Article 41): ends stated before no longer hold.
    Reinstated(String),
    /// An employer's rights and duties passed on.
    Succession(Succession),
    /// The fact with the id `retracts` was wrong.
    Retraction {
        /// Id of the fact that was wrong.
        retracts: String,
        /// Why, in words.
        why: String,
    },
}

impl Statement {
    /// Its kind.
    pub const fn kind(&self) -> FactKind {
        match self {
            Self::Contract(_) => FactKind::Contract,
            Self::Signature(_) => FactKind::Signature,
            Self::Attestation(_) => FactKind::Attestation,
            Self::Leave(_) => FactKind::Leave,
            Self::Ended(_) => FactKind::Ended,
            Self::Reinstated(_) => FactKind::Reinstated,
            Self::Succession(_) => FactKind::Succession,
            Self::Retraction { .. } => FactKind::Retraction,
        }
    }

    /// The contract that it states.
    pub const fn contract(&self) -> Option<&Contract> {
        if let Self::Contract(says) = self { Some(says) } else { None }
    }

    /// The signature that it tells of.
    pub const fn signature(&self) -> Option<&Signature> {
        if let Self::Signature(says) = self { Some(says) } else { None }
    }

    /// What it attests.
    pub const fn attestation(&self) -> Option<&Attestation> {
        if let Self::Attestation(says) = self { Some(says) } else { None }
    }

    /// The leave that it tells of.
    pub const fn leave(&self) -> Option<&Leave> {
        if let Self::Leave(says) = self { Some(says) } else { None }
    }

    /// The end that it tells of.
    pub const fn ended(&self) -> Option<&Ended> {
        if let Self::Ended(says) = self { Some(says) } else { None }
    }

    /// The succession that it tells of.
    pub const fn succession(&self) -> Option<&Succession> {
        if let Self::Succession(says) = self { Some(says) } else { None }
    }

    /// The contract whose end it undoes.
    pub const fn reinstated(&self) -> Option<&str> {
        if let Self::Reinstated(contract) = self { Some(contract.as_str()) } else { None }
    }

    /// The id of the fact that it retracts.
    pub const fn retracts(&self) -> Option<&str> {
        if let Self::Retraction { retracts, .. } = self { Some(retracts.as_str()) } else { None }
    }
}

/// A contract as one statement gives it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contract {
    /// Id of the contract.
    pub contract: String,
    /// The employer, compared as given.
    pub employer: String,
    /// Its kind.
    pub form: Form,
    /// First planned day.
    pub start: NaiveDate,
    /// Last planned day; `None` exactly for an indefinite contract.
    pub through: Option<NaiveDate>,
}

/// A signature under a contract.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature {
    /// Id of the contract.
    pub contract: String,
    /// Who signed.
    pub party: Party,
    /// The day of signing.
    pub signed_on: NaiveDate,
    /// How.
    pub method: SigningMethod,
}

/// What a source says of days.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attestation {
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub through: NaiveDate,
    /// Employed or not; `None`: the source could not tell.
    pub employed: Option<bool>,
    /// The day on which the source said so; the day of recording when `None`.
    pub stated_on: Option<NaiveDate>,
}

/// An absence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leave {
    /// Why.
    pub leave: LeaveKind,
    /// First day.
    pub from: NaiveDate,
    /// Last day; `None` while it lasts.
    pub through: Option<NaiveDate>,
}

/// The end of a contract.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ended {
    /// Id of the contract.
    pub contract: String,
    /// Last day of employment under it, which is not the last day seen at work.
    pub through: NaiveDate,
    /// Why.
    pub reason: EndReason,
}

/// An employer follows another: merger, split, new code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Succession {
    /// Whose rights and duties pass on.
    pub from_employer: String,
    /// To whom.
    pub to_employer: String,
    /// From which day.
    pub on: NaiveDate,
}

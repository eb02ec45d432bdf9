//! The placement rule: dated facts and the terms of a programme in, outcome out. What "confirmed" means, to the day.
//!
//! No status of a placement is stored as truth and none is final: whoever wants to know evaluates again, with the day
//! and the state of knowledge that he means, and a fact that is learnt later may change the answer. So a true fact is
//! never refused because money has moved.
//!
//! Must not hold: a clock, the database, who may record what, amounts that depend on a budget.

mod calendar;
mod case;
mod contradictions;
mod days;
mod derive;
mod fact;
mod outcome;
mod policy;
mod read;
mod recovery;
mod sentences;
mod terms;
mod written;
mod written_case;
mod written_fact;

pub use calendar::{DayKind, calendar};
pub use case::Case;
pub use contradictions::{Contradiction, Dispute, contradictions};
pub use days::{DaySet, FOREVER, Stretch};
pub use derive::{
    Heard, agreed_days, attested_days, evaluate, first_contract, first_signature, heard, is_said_again, is_signed,
    needed_days, reached, unsaid_days, visible_facts,
};
pub use fact::{
    Attestation, Contract, EndReason, Ended, Fact, FactKind, Form, Leave, LeaveKind, Party, Signature, SigningMethod,
    Source, Statement, Succession,
};
pub use outcome::{Outcome, Reason, Status};
pub use policy::{Golden, Money, NoAmount, Policy, Recovery, YearAmounts, choose, golden_cases};
pub use read::{CaseError, Fault, read_case, read_fact, read_statement};
pub use recovery::{kept_dong, recovered_dong};
pub use sentences::{attested, changes, explain, explain_error, money_changes, money_told};
pub use terms::{
    Beyond, ContractTerms, CountsFrom, EvidenceTerms, FirstDay, GapTerms, LeaveClass, LeaveTerms, Length, Milestone,
    Probation, Terms,
};

//! Referrals (phiếu giới thiệu việc làm): a numbered letter by which a centre sends a person to an employer, the
//! employer's answer, and what the centre owes afterwards: the result on the national exchange within 20 working days
//! of the notice of hiring, and a follow-up of one month (Decree 352/2025/NĐ-CP, Article 10). Whether the letter looks
//! right on paper is not known here.

mod follow_up;
mod letter;
mod life;
mod moves;
mod parts;
mod reason;
mod refusal;
mod step;

pub use follow_up::{Follow, Hire, Outcome, OutcomeName};
pub use letter::{Letter, LetterNumber, Terms, Validity};
pub use life::{Command, CommandName, Event, Life, Side, Stage, State, Way};
pub use parts::{HireParts, LifeParts, PartsError};
pub use reason::{NotHiredReason, WithdrawReason};
pub use refusal::Refusal;

ids! {
    /// Names one referral for good.
    ReferralId
}

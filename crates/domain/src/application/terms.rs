//! What was promised when an application was begun. It is kept with the application, so that a change of settings
//! changes no promise that was made.

/// Days for which a draft is kept.
pub const DRAFT_DAYS: u32 = 30;
/// Days for a guardian to agree.
pub const GUARDIAN_DAYS: u32 = 14;
/// Days ahead that an interview may lie.
pub const INTERVIEW_DAYS: u32 = 180;
/// Longest that data of somebody not hired may be kept, agreed to or not.
pub const KEEP_DAYS_MOST: u32 = 730;

/// Longest time for an answer.
const ANSWER_DAYS_MOST: u16 = 90;

codes! {
    /// How much an application carries.
    Kind {
        /// Name, telephone and one consent.
        Quick = "quick",
        /// With the profile, written over several days if need be.
        Full = "full",
    }
}

/// The promises of one application.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Terms {
    /// How much it carries.
    pub kind: Kind,
    /// The applicant is under 18: the employer sees nothing before the guardian agreed.
    pub needs_guardian: bool,
    /// Days in which the employer answers.
    pub answer_days: u16,
    /// Days for which the data of somebody not hired are kept (Law 91/2025/QH15, Article 25: deleted when not hired).
    pub keep_days: u16,
}

impl Terms {
    /// Whether the numbers are such as may be promised.
    pub fn hold(self) -> bool {
        (1..=ANSWER_DAYS_MOST).contains(&self.answer_days) && u32::from(self.keep_days) <= KEEP_DAYS_MOST
    }
}

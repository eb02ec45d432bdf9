//! When an employer sees how to reach a person: what else must hold beside the stage of an application or a referral.
//! Each look is recorded by whoever shows it.

/// What must hold as it is now, whatever the stage says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Around {
    /// The consent to send data to this employer holds.
    pub consent: bool,
    /// The employer is verified.
    pub verified: bool,
}

codes! {
    /// Whether contact is open, and if not, why.
    Contact {
        /// The employer sees telephone and e-mail.
        Open = "open",
        /// The employer has to act first: shortlist, set an interview, hire.
        NotYet = "not_yet",
        /// It is over.
        Over = "over",
        /// The employer was sent nothing.
        NotSent = "not_sent",
        /// The consent does not hold.
        NoConsent = "no_consent",
        /// The employer is not, or no longer, verified.
        NotVerified = "not_verified",
    }
}

impl Contact {
    /// What is left of it: a stage that opens contact opens it only while everything else holds.
    #[must_use]
    pub fn within(self, around: Around) -> Self {
        if self != Self::Open {
            self
        } else if !around.consent {
            Self::NoConsent
        } else if !around.verified {
            Self::NotVerified
        } else {
            Self::Open
        }
    }
}

//! Why a referral did not lead to work, and why one was taken back.

codes! {
    /// Why the person was not hired, as the employer answers.
    NotHiredReason {
        /// What the post asks for is not met.
        RequirementsNotMet = "requirements_not_met",
        /// Another person was chosen.
        AnotherChosen = "another_chosen",
        /// Nobody is wanted any more.
        NoLongerNeeded = "no_longer_needed",
        /// Pay, place or time were not agreed on.
        TermsNotAgreed = "terms_not_agreed",
        /// The person declined.
        Declined = "declined",
        /// See the note.
        Other = "other",
    }
}
codes! {
    /// Why a referral was taken back.
    WithdrawReason {
        /// The person does not want it any more.
        PersonWishes = "person_wishes",
        /// The person found other work.
        FoundWork = "found_work",
        /// The vacancy is gone.
        PostingOver = "posting_over",
        /// It was issued by mistake.
        Mistake = "mistake",
        /// The consent to it was withdrawn. Set by the exchange.
        ConsentWithdrawn = "consent_withdrawn",
        /// See the note.
        Other = "other",
    }
}

//! The clauses of section 3 that can be left out of this reading.

macro_rules! clauses {
    ($($(#[$note:meta])* $name:ident),+ $(,)?) => {
        /// A clause of the rule. Leaving it out means reading the rule as if it did not stand there.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Clause { $($(#[$note])* $name),+ }

        impl Clause {
            /// Every clause.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];
        }
    };
}

clauses! {
    /// 3.1: facts recorded after `known_at` are not visible.
    Known,
    /// 3.1: a retraction removes a fact.
    Retraction,
    /// 3.1: a retraction that is retracted has no effect.
    Restored,
    /// 3.1: a weaker source cannot retract.
    Standing,
    /// 3.2: the last statement of a contract holds.
    LastStatement,
    /// 3.2: not before the referral.
    PlacedOn,
    /// 3.2: the employer belongs.
    Belongs,
    /// 3.2: a successor belongs.
    Succession,
    /// 3.2: a successor belongs from its day on.
    SuccessionDay,
    /// 3.3: accepted methods.
    Method,
    /// 3.3: not signed after it was recorded.
    SignedLater,
    /// 3.3: of what a party signed the earliest day counts, not the latest.
    SignedFirst,
    /// 3.3: a restated contract must be signed anew.
    Restated,
    /// 3.3: an officer's correction keeps the signatures.
    OfficerKeeps,
    /// 3.4: accepted forms.
    Forms,
    /// 3.4: probation counts or not.
    Probation,
    /// 3.4: planned length.
    MinimumMonths,
    /// 3.4: not before both have signed.
    Signed,
    /// 3.4: a renewal counts from its start.
    Renewal,
    /// 3.5: an end cuts.
    Ended,
    /// 3.5: a reinstatement sets earlier ends aside.
    Reinstated,
    /// 3.5: a stronger source attests that employment went on.
    WentOn,
    /// 3.5: the strongest source governs.
    Strongest,
    /// 3.5: among equals the last in the order governs, not the first.
    LastEnd,
    /// 3.6: failed where an end emptied the span.
    Emptied,
    /// 3.6: of several such spans the one that began first, not the one whose end is last in the order.
    FirstEmptied,
    /// 3.7: interrupting leave is a gap.
    Interrupts,
    /// 3.7: pausing leave is not counted.
    Pauses,
    /// 3.7: a leave without an end lasts on.
    OpenLeave,
    /// 3.8: a short gap is tolerated.
    Tolerated,
    /// 3.8: all gaps together are bounded.
    ToleratedTotal,
    /// 3.8: a gap after a planned end is open.
    OpenGap,
    /// 3.8: the count begins again.
    Restart,
    /// 3.9: the first day is excluded.
    FirstDay,
    /// 3.9: months of the calendar.
    Months,
    /// 3.9: a pausing leave ahead moves the due date.
    Foreseen,
    /// 3.10: the reason of the end.
    EndReason,
    /// 3.10: leave as a reason.
    LeaveReason,
    /// 3.11: nobody speaks of days after the one on which he spoke.
    StatedOn,
    /// 3.11: an attestation that says it was spoken later reaches no farther than the day of its recording.
    RecordedOn,
    /// 3.11: who could not tell is left out.
    CannotTell,
    /// 3.11: the last attestation of a source holds.
    LastWord,
    /// 3.11: a set needs all its members.
    WholeSet,
    /// 3.11: a stronger yes outweighs a no.
    Outweighs,
    /// 3.11: a no disputes.
    Denied,
    /// 3.12: late evidence lapses.
    Lapses,
}

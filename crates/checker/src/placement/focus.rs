//! What a drawn case is about. Most cases have one or two subjects and are plain otherwise: where everything happens at
//! once, one clause hides the other.

macro_rules! subjects {
    ($($name:ident),+ $(,)?) => {
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(super) enum Subject { $($name),+ }

        impl Subject {
            pub(super) const ALL: &'static [Self] = &[$(Self::$name),+];
        }
    };
}

subjects! {
    Unknown,
    Retracted,
    Restored,
    WeakRetraction,
    Restated,
    OfficerRestated,
    BeforeReferral,
    OtherEmployer,
    Succeeded,
    TooEarlySuccessor,
    OtherMethod,
    SignedLater,
    SignedAgain,
    Unsigned,
    OtherForm,
    Probation,
    TooShort,
    SignedLate,
    Renewed,
    Ended,
    Reinstated,
    WentOn,
    EndedTwice,
    EndedAgain,
    EndedTogether,
    NoShow,
    NoShows,
    Interrupted,
    Paused,
    OpenLeave,
    SmallGap,
    ManyGaps,
    OpenGap,
    BigGap,
    Rehired,
    PausedAhead,
    EndsInLeave,
    NoEvidence,
    SpokeTooEarly,
    StatedAhead,
    CouldNotTell,
    ChangedWord,
    HalfSet,
    Outweighed,
    Denied,
    Lapsed,
    NotStarted,
    Ahead,
}

impl Subject {
    /// Subjects that would decide too few cases if all came equally often.
    pub(super) const SELDOM: &'static [Self] = &[
        Self::Denied,
        Self::Denied,
        Self::Denied,
        Self::ChangedWord,
        Self::CouldNotTell,
        Self::Lapsed,
        Self::NoEvidence,
        Self::NotStarted,
        Self::OtherForm,
        Self::Renewed,
        Self::Renewed,
        Self::EndedTwice,
        Self::EndedTwice,
        Self::EndedTogether,
        Self::WeakRetraction,
        Self::Reinstated,
        Self::PausedAhead,
    ];

    /// Second subjects of cases that would have none: what decides something only where much else is as it should be.
    pub(super) const RARE: &'static [Self] = &[
        Self::NoShows,
        Self::NoShows,
        Self::StatedAhead,
        Self::Restored,
        Self::Restored,
        Self::Restored,
        Self::Renewed,
        Self::Renewed,
        Self::Renewed,
        Self::EndedTwice,
        Self::EndedTwice,
        Self::EndedTwice,
        Self::OpenGap,
        Self::OpenGap,
        Self::ManyGaps,
        Self::ManyGaps,
        Self::WeakRetraction,
        Self::NoEvidence,
        Self::NoEvidence,
        Self::NoEvidence,
        Self::Denied,
        Self::Lapsed,
    ];
}

//! Why a posting was closed or removed: the codes. The note beside a code is of [`crate::why::Why`].

codes! {
    /// Why a posting was closed before its end.
    CloseReason {
        /// The employer wants nobody any more.
        NoLongerNeeded = "no_longer_needed",
        /// The employer found people elsewhere.
        FoundElsewhere = "found_elsewhere",
        /// Its source no longer lists it.
        SourceDropped = "source_dropped",
        /// Withdrawn before it was ever shown.
        Withdrawn = "withdrawn",
        /// See the note.
        Other = "other",
    }
}
codes! {
    /// Why a posting was taken down for good.
    RemoveReason {
        /// Fraud or false advertising.
        Fraud = "fraud",
        /// Against the law in another way: fees, papers kept, discrimination.
        Unlawful = "unlawful",
        /// The same vacancy twice.
        Duplicate = "duplicate",
        /// The employer, or a person named in it, demands it.
        Demanded = "demanded",
        /// See the note.
        Other = "other",
    }
}

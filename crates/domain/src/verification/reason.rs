//! Why a verification was refused or taken away.

codes! {
    /// Why it was refused. The organisation reads it and may hand in again.
    RefuseReason {
        /// The register does not know the tax code.
        NotInRegister = "not_in_register",
        /// The register says that it is closed or stopped.
        NotActive = "not_active",
        /// Name, code or address do not agree with each other.
        Mismatch = "mismatch",
        /// The person may not speak for it.
        NotAuthorised = "not_authorised",
        /// The papers cannot be read or lack something.
        PapersUnclear = "papers_unclear",
        /// See the note.
        Other = "other",
    }
}
codes! {
    /// Why it was taken away.
    RevokeReason {
        /// Fraud, fees from seekers, papers kept.
        Fraud = "fraud",
        /// It pretended to be another organisation.
        Impersonation = "impersonation",
        /// Other breaches of the law.
        Unlawful = "unlawful",
        /// It is closed or stopped.
        NotActive = "not_active",
        /// It asked for it.
        Demanded = "demanded",
        /// See the note.
        Other = "other",
    }
}

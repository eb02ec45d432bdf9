//! What shows that an organisation exists and that its people may speak for it. What it hands in itself proves
//! nothing alone: fake brands have good papers.

use chrono::NaiveDate;

/// Most pieces of evidence for one organisation.
pub const EVIDENCE_MOST: usize = 20;
/// Longest reference, in characters.
pub const REFERENCE_CHARS: usize = 200;

codes! {
    /// Kind of evidence.
    EvidenceKind {
        /// The tax code was looked up in the business register, and name and standing agree.
        RegisterLookup = "register_lookup",
        /// An officer was there.
        SiteVisit = "site_visit",
        /// An officer called a number that the organisation did not give itself.
        CalledBack = "called_back",
        /// An official letter of the organisation came to the centre.
        OfficialLetter = "official_letter",
        /// An officer saw the identity card of the person or the head of the household; no picture is kept.
        IdentitySeen = "identity_seen",
        /// The centre has worked with it before the exchange did.
        KnownToCentre = "known_to_centre",
        /// Certificate of registration, as handed in.
        RegistrationPaper = "registration_paper",
        /// Licence for an employment service or for labour export, as handed in.
        LicencePaper = "licence_paper",
        /// Authorisation of the person who acts for it, as handed in.
        AuthorisationPaper = "authorisation_paper",
    }
}

impl EvidenceKind {
    /// Whether it comes from somewhere else than the organisation itself: one such piece is needed.
    pub const fn is_independent(self) -> bool {
        match self {
            Self::RegisterLookup
            | Self::SiteVisit
            | Self::CalledBack
            | Self::OfficialLetter
            | Self::IdentitySeen
            | Self::KnownToCentre => true,
            Self::RegistrationPaper | Self::LicencePaper | Self::AuthorisationPaper => false,
        }
    }
}

/// One piece of evidence.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Evidence {
    /// What it is.
    pub kind: EvidenceKind,
    /// Where it is found: number, hash of the file, who was spoken to. At most [`REFERENCE_CHARS`] characters.
    pub reference: String,
    /// Day on which it was seen.
    pub seen_on: NaiveDate,
}

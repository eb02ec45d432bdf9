//! Digital signatures in PDF files (`PAdES` and `adbe.pkcs7.detached`), read and checked against a list of roots: the
//! only crate that knows lopdf, cms, webpki and x509-cert.
//!
//! Bytes in, verdicts out. Must not be in here: files, processes, the network, a clock, SQL. What it reads comes from
//! strangers, so a server does not call it: it starts a process of its own for each file.
//!
//! What it cannot tell: whether a certificate was revoked, and whether a time was true. The time at which somebody
//! signed is what the signer's program said; a time stamp beside it is named and not checked.

#![warn(missing_docs)]

mod chain;
mod pdf;
mod revision;
mod signed;
mod subject;
#[cfg(feature = "testing")]
pub mod testing;
mod trust;

use sanviec_domain::time::Micros;
use serde::{Deserialize, Serialize};

pub use trust::{Root, TrustList, TrustListError};

/// Most bytes of a file.
pub const MOST_BYTES: usize = 5 * 1024 * 1024;
/// Most signatures of a file; one with more is not read.
pub const MOST_SIGNATURES: usize = 16;

/// What was found in a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reading {
    /// Its signatures, in the order of its form; none is an answer too.
    Signatures(Vec<Signature>),
    /// Nothing can be said of it.
    Unreadable(Unreadable),
}

/// Why nothing can be said of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unreadable {
    /// No PDF, a damaged one, or one larger than [`MOST_BYTES`].
    Damaged,
    /// Locked by a password.
    Encrypted,
    /// More than [`MOST_SIGNATURES`].
    TooMany,
    /// The process that read it was stopped, or said nothing of use.
    Stopped,
}

/// One signature.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signature {
    /// Whether it may be relied on.
    pub verdict: Verdict,
    /// Why not; none exactly where it is trusted.
    pub reason: Option<Reason>,
    /// What was done to the file after it.
    pub after: After,
    /// When it was made, as its signer says.
    pub signed_at: Option<Micros>,
    /// Whether a time stamp stands beside it. It is not checked.
    pub has_time_stamp: bool,
    /// Whose certificate it names; unknown where that cannot be read.
    pub signer: Option<Signer>,
}

/// Whether a signature may be relied on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// The bytes are those that were signed, by a certificate below a root of the list.
    Trusted,
    /// It is one, and nothing vouches for it.
    Untrusted,
    /// What stands in the file is not what was signed, or it is no signature at all.
    Broken,
}

/// Why a signature is not trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// The signed bytes are not all the bytes of a revision save the signature itself.
    ByteRange,
    /// The signature cannot be read.
    Contents,
    /// The signed bytes were changed.
    Digest,
    /// The value does not fit the certificate.
    Value,
    /// A kind of signature that is not known here.
    Kind,
    /// SHA-1 or another method that is not accepted.
    Algorithm,
    /// Nothing says when it was made.
    NoTime,
    /// The certificate had ended at that time.
    Expired,
    /// The certificate had not begun at that time.
    NotYetValid,
    /// The certificate is not meant for signing documents.
    Usage,
    /// No root of the list that was valid at that time stands above it.
    UnknownIssuer,
    /// A certificate or its chain breaks another rule.
    Chain,
}

/// What was done to a file after a signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum After {
    /// Nothing: the signature covers the whole file.
    Nothing,
    /// Signatures were added, and nothing that was signed was changed.
    SignaturesOnly,
    /// Something else was added or changed: what was signed is an earlier revision.
    Changed,
}

/// Whom a certificate names.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signer {
    /// Common name.
    pub name: String,
    /// Common name of whoever issued the certificate.
    pub issuer: String,
    /// Number of the certificate in hexadecimal.
    pub serial: String,
    /// Tax code (`MST:` in the subject), digits and dash.
    pub tax_code: Option<String>,
    /// Number of the person (`CCCD:`, `CMND:` or `PID:` in the subject), digits.
    pub personal_number: Option<String>,
}

impl Signature {
    /// Whether a fact may rest on it: it is trusted, and nothing but signatures came after it.
    #[must_use]
    pub fn counts(&self) -> bool {
        self.verdict == Verdict::Trusted && self.after != After::Changed
    }
}

impl Reason {
    /// The stable word.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::ByteRange => "byte-range",
            Self::Contents => "contents",
            Self::Digest => "digest",
            Self::Value => "value",
            Self::Kind => "kind",
            Self::Algorithm => "algorithm",
            Self::NoTime => "no-time",
            Self::Expired => "expired",
            Self::NotYetValid => "not-yet-valid",
            Self::Usage => "usage",
            Self::UnknownIssuer => "unknown-issuer",
            Self::Chain => "chain",
        }
    }

    /// Broken means that the bytes are not what was signed; for the rest nothing vouches.
    pub(crate) const fn verdict(self) -> Verdict {
        match self {
            Self::ByteRange | Self::Contents | Self::Digest | Self::Value => Verdict::Broken,
            Self::Kind
            | Self::Algorithm
            | Self::NoTime
            | Self::Expired
            | Self::NotYetValid
            | Self::Usage
            | Self::UnknownIssuer
            | Self::Chain => Verdict::Untrusted,
        }
    }
}

/// Reads the signatures of a PDF and checks each.
#[must_use]
pub fn read(file: &[u8], trust: &TrustList) -> Reading {
    match pdf::load(file).and_then(|document| Ok((pdf::find(&document)?, document))) {
        Err(why) => Reading::Unreadable(why),
        Ok((found, document)) => {
            let one = |found: &pdf::Found| signed::check(file, &document, found, trust);
            Reading::Signatures(found.iter().map(one).collect())
        }
    }
}

#[cfg(test)]
mod tests;

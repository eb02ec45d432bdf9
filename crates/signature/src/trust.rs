//! The roots that an operator trusts.

use crate::subject;
use ring::digest;
use rustls_pki_types::CertificateDer;
use rustls_pki_types::pem::{Error as PemError, PemObject};
use sanviec_domain::time::Micros;
use x509_cert::Certificate;
use x509_cert::der::Decode;

/// Most bytes of all files of a list.
pub(crate) const MOST_LIST_BYTES: usize = 4 * 1024 * 1024;

/// Roots that are trusted.
#[derive(Clone, Debug)]
pub struct TrustList {
    roots: Vec<Root>,
    hash: [u8; 32],
}

/// One of them.
#[derive(Clone, Debug)]
pub struct Root {
    /// Common name of its subject.
    pub name: String,
    /// First instant at which it is valid.
    pub from: Micros,
    /// Last instant at which it is valid.
    pub until: Micros,
    pub(crate) certificate: CertificateDer<'static>,
}

/// Why a list cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum TrustListError {
    /// The text is no PEM.
    #[error("the PEM cannot be read: {0}")]
    Pem(#[source] PemError),
    /// A certificate cannot be read.
    #[error("certificate {0} cannot be read")]
    Certificate(usize),
    /// Nothing can be trusted.
    #[error("there is no certificate in it")]
    Empty,
    /// More than anybody lists.
    #[error("it has more than 4 MB")]
    TooLarge,
}

impl TrustList {
    /// Reads roots from PEM texts, one after the other; a root that stands twice is one.
    pub fn from_pem(texts: &[u8]) -> Result<Self, TrustListError> {
        if texts.len() > MOST_LIST_BYTES {
            return Err(TrustListError::TooLarge);
        }
        let mut certificates = Vec::new();
        for certificate in CertificateDer::pem_slice_iter(texts) {
            certificates.push(certificate.map_err(TrustListError::Pem)?.into_owned());
        }
        certificates.sort_by(|one: &CertificateDer<'_>, other| one.as_ref().cmp(other.as_ref()));
        certificates.dedup();
        if certificates.is_empty() {
            return Err(TrustListError::Empty);
        }
        let mut context = digest::Context::new(&digest::SHA256);
        let mut roots = Vec::with_capacity(certificates.len());
        for (place, certificate) in certificates.into_iter().enumerate() {
            context.update(&(certificate.len() as u64).to_be_bytes());
            context.update(&certificate);
            roots.push(Root::of(certificate).ok_or(TrustListError::Certificate(place + 1))?);
        }
        let mut hash = [0; 32];
        hash.copy_from_slice(context.finish().as_ref());
        Ok(Self { roots, hash })
    }

    /// The roots.
    #[must_use]
    pub fn roots(&self) -> &[Root] {
        &self.roots
    }

    /// SHA-256 over the roots: what was read by one list is read anew by another.
    #[must_use]
    pub const fn hash(&self) -> [u8; 32] {
        self.hash
    }
}

impl Root {
    fn of(certificate: CertificateDer<'static>) -> Option<Self> {
        webpki::anchor_from_trusted_cert(&certificate).ok()?;
        let read = Certificate::from_der(&certificate).ok()?;
        let tbs = read.tbs_certificate();
        let instant = |time: x509_cert::time::Time| {
            Some(Micros(i64::try_from(time.to_unix_duration().as_secs()).ok()?.checked_mul(1_000_000)?))
        };
        let (from, until) = (instant(tbs.validity().not_before)?, instant(tbs.validity().not_after)?);
        Some(Self { name: subject::common_name(tbs.subject()), from, until, certificate })
    }
}

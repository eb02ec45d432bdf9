//! From a signer's certificate up to a root of the list, at the time at which was signed. Revocation is not asked: that
//! needs the network, and a reader of foreign files has none.

use crate::{Reason, TrustList};
use rustls_pki_types::{CertificateDer, UnixTime};
use sanviec_domain::time::Micros;
use std::time::Duration;
use webpki::{EndEntityCert, Error, ExtendedKeyUsageValidator, KeyPurposeId, KeyPurposeIdIter, VerifiedPath};
use x509_cert::Certificate;
use x509_cert::der::Decode;
use x509_cert::ext::pkix::KeyUsage;

/// Purposes that documents are signed for: of RFC 9336, mail, any, and those of two makers of programs.
const PURPOSES: [&[u8]; 5] = [
    &[0x2b, 0x06, 0x01, 0x05, 0x05, 0x07, 0x03, 0x24],
    &[0x2b, 0x06, 0x01, 0x05, 0x05, 0x07, 0x03, 0x04],
    &[0x55, 0x1d, 0x25, 0x00],
    &[0x2b, 0x06, 0x01, 0x04, 0x01, 0x82, 0x37, 0x0a, 0x03, 0x0c],
    &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x2f, 0x01, 0x01, 0x05],
];

/// Signing documents, where a certificate says what it is for.
struct Documents;

impl ExtendedKeyUsageValidator for Documents {
    fn validate(&self, purposes: KeyPurposeIdIter<'_, '_>) -> Result<(), Error> {
        let mut says_something = false;
        for purpose in purposes {
            let purpose = purpose?;
            says_something = true;
            if PURPOSES.iter().any(|known| KeyPurposeId::new(known) == purpose) {
                return Ok(());
            }
        }
        if says_something { Err(Error::ExtensionValueInvalid) } else { Ok(()) }
    }
}

/// Whether a root that was valid then stands above the certificate, each certificate between them valid then.
pub(crate) fn check(
    leaf: &EndEntityCert<'_>,
    others: &[CertificateDer<'_>],
    trust: &TrustList,
    at: Micros,
) -> Result<(), Reason> {
    let valid = trust.roots().iter().filter(|root| root.from <= at && at <= root.until);
    let anchors: Vec<_> = valid.filter_map(|root| webpki::anchor_from_trusted_cert(&root.certificate).ok()).collect();
    let seconds = u64::try_from(at.0.div_euclid(1_000_000)).map_err(|_| Reason::NotYetValid)?;
    let time = UnixTime::since_unix_epoch(Duration::from_secs(seconds));
    let algorithms = webpki::ALL_VERIFICATION_ALGS;
    let path = leaf.verify_for_usage(algorithms, &anchors, others, time, Documents, None, Some(&may_certify));
    path.map(|_| ()).map_err(|error| reason(&error))
}

/// Each certificate between has to be one that may sign others, where it says what it may do.
fn may_certify(path: &VerifiedPath<'_>) -> Result<(), Error> {
    for between in path.intermediate_certificates() {
        let certificate = Certificate::from_der(&between.der()).map_err(|_| Error::BadDer)?;
        let usage =
            certificate.tbs_certificate().get_extension::<KeyUsage>().map_err(|_| Error::MalformedExtensions)?;
        if usage.is_some_and(|(_, usage)| !usage.key_cert_sign()) {
            return Err(Error::EndEntityUsedAsCa);
        }
    }
    Ok(())
}

/// Whether the signer's certificate is meant for signing.
pub(crate) fn may_sign(certificate: &Certificate) -> bool {
    match certificate.tbs_certificate().get_extension::<KeyUsage>() {
        Ok(None) => true,
        Ok(Some((_, usage))) => usage.digital_signature() || usage.non_repudiation(),
        Err(_) => false,
    }
}

fn reason(error: &Error) -> Reason {
    match error {
        Error::CertExpired { .. } => Reason::Expired,
        Error::CertNotValidYet { .. } => Reason::NotYetValid,
        Error::UnknownIssuer => Reason::UnknownIssuer,
        Error::CaUsedAsEndEntity | Error::ExtensionValueInvalid | Error::EmptyEkuExtension => Reason::Usage,
        Error::UnsupportedSignatureAlgorithmContext(_) | Error::UnsupportedSignatureAlgorithmForPublicKeyContext(_) => {
            Reason::Algorithm
        }
        _ => Reason::Chain,
    }
}

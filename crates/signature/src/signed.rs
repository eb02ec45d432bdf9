//! One signature, from the bytes that it is over to the root above its signer. Each step that fails ends it with the
//! reason; nothing is trusted that did not pass all of them.

use crate::pdf::{Found, Signed};
use crate::{After, Reason, Signature, Signer, TrustList, Verdict, chain, revision, subject};
use cms::cert::CertificateChoices;
use cms::content_info::ContentInfo;
use cms::signed_data::{SignedData, SignerIdentifier, SignerInfo};
use der::asn1::{Any, ObjectIdentifier, OctetString, SetOfVec};
use der::{Decode, Encode, EncodingRules, Reader, SliceReader};
use lopdf::Document;
use ring::digest;
use rustls_pki_types::{CertificateDer, SignatureVerificationAlgorithm};
use sanviec_domain::time::Micros;
use webpki::EndEntityCert;
use x509_cert::Certificate;
use x509_cert::attr::Attribute;
use x509_cert::ext::pkix::SubjectKeyIdentifier;
use x509_cert::time::Time;

const fn oid(text: &str) -> ObjectIdentifier {
    ObjectIdentifier::new_unwrap(text)
}

const SIGNED_DATA: ObjectIdentifier = oid("1.2.840.113549.1.7.2");
const DATA: ObjectIdentifier = oid("1.2.840.113549.1.7.1");
const CONTENT_TYPE: ObjectIdentifier = oid("1.2.840.113549.1.9.3");
const MESSAGE_DIGEST: ObjectIdentifier = oid("1.2.840.113549.1.9.4");
const SIGNING_TIME: ObjectIdentifier = oid("1.2.840.113549.1.9.5");
const TIME_STAMP: ObjectIdentifier = oid("1.2.840.113549.1.9.16.2.14");
const SHA_256: ObjectIdentifier = oid("2.16.840.1.101.3.4.2.1");
const SHA_384: ObjectIdentifier = oid("2.16.840.1.101.3.4.2.2");
const SHA_512: ObjectIdentifier = oid("2.16.840.1.101.3.4.2.3");
const RSA: ObjectIdentifier = oid("1.2.840.113549.1.1.1");
const RSA_PSS: ObjectIdentifier = oid("1.2.840.113549.1.1.10");
const EC_KEY: ObjectIdentifier = oid("1.2.840.10045.2.1");

/// Checks a signature of a file.
pub(crate) fn check(file: &[u8], document: &Document, found: &Found, trust: &TrustList) -> Signature {
    let mut read = Signature {
        verdict: Verdict::Broken,
        reason: None,
        after: After::Changed,
        signed_at: None,
        has_time_stamp: false,
        signer: None,
    };
    let checked = match found.signed(file) {
        None => Err(Reason::ByteRange),
        Some(signed) => {
            read.after = revision::after(file, signed.end, document);
            steps(&mut read, signed, found, trust)
        }
    };
    read.reason = checked.err();
    read.verdict = read.reason.map_or(Verdict::Trusted, Reason::verdict);
    read
}

fn steps(read: &mut Signature, signed: Signed<'_>, found: &Found, trust: &TrustList) -> Result<(), Reason> {
    if found.kind != b"adbe.pkcs7.detached" && found.kind != b"ETSI.CAdES.detached" {
        return Err(Reason::Kind);
    }
    let data = parse(&found.contents).ok_or(Reason::Contents)?;
    // The content stands in the file around it, and one party signs in one place.
    let is_detached = data.encap_content_info.econtent.is_none() && data.encap_content_info.econtent_type == DATA;
    let ([info], true) = (data.signer_infos.0.as_slice(), is_detached) else { return Err(Reason::Contents) };
    let (certificate, others) = certificates(&data, info).ok_or(Reason::Contents)?;
    let signer: Signer = subject::signer(&certificate);
    read.signer = Some(signer);
    read.has_time_stamp = attribute(info.unsigned_attrs.as_ref(), TIME_STAMP).is_some();
    // Without signed attributes the bytes of a document could be taken for them.
    let attributes = info.signed_attrs.as_ref().ok_or(Reason::Contents)?;
    read.signed_at = signed_at(attributes, found);
    let hash = hash_of(info.digest_alg.oid).ok_or(Reason::Algorithm)?;
    check_content(attributes, hash, signed)?;
    let leaf = CertificateDer::from(certificate.to_der().map_err(|_| Reason::Contents)?);
    let leaf = EndEntityCert::try_from(&leaf).map_err(|_| Reason::Chain)?;
    check_value(&leaf, info, attributes)?;
    let at = read.signed_at.ok_or(Reason::NoTime)?;
    if !chain::may_sign(&certificate) {
        return Err(Reason::Usage);
    }
    chain::check(&leaf, &others, trust, at)
}

/// Reads the signature; behind it only zeros may fill the place that was kept for it.
fn parse(contents: &[u8]) -> Option<SignedData> {
    let mut reader = SliceReader::new_with_encoding_rules(contents, EncodingRules::Ber).ok()?;
    let info = ContentInfo::decode(&mut reader).ok()?;
    let read = usize::try_from(reader.position()).ok()?;
    let is_filled = contents.get(read..)?.iter().all(|byte| *byte == 0);
    if info.content_type != SIGNED_DATA || !is_filled {
        return None;
    }
    info.content.decode_as_encoding::<SignedData>(EncodingRules::Ber).ok()
}

/// The signer's certificate, and the others that came along.
fn certificates(data: &SignedData, info: &SignerInfo) -> Option<(Certificate, Vec<CertificateDer<'static>>)> {
    let mut others = Vec::new();
    let mut own = None;
    for choice in data.certificates.as_ref()?.0.iter() {
        let CertificateChoices::Certificate(certificate) = choice else { continue };
        if own.is_none() && is_named(&info.sid, certificate) {
            own = Some(certificate.clone());
        } else {
            others.push(CertificateDer::from(certificate.to_der().ok()?));
        }
    }
    Some((own?, others))
}

fn is_named(sid: &SignerIdentifier, certificate: &Certificate) -> bool {
    let tbs = certificate.tbs_certificate();
    match sid {
        SignerIdentifier::IssuerAndSerialNumber(named) => {
            named.issuer == *tbs.issuer() && named.serial_number == *tbs.serial_number()
        }
        SignerIdentifier::SubjectKeyIdentifier(named) => {
            tbs.get_extension::<SubjectKeyIdentifier>().is_ok_and(|own| own.is_some_and(|(_, own)| own == *named))
        }
    }
}

/// The only value of an attribute that stands once.
fn attribute(attributes: Option<&SetOfVec<Attribute>>, wanted: ObjectIdentifier) -> Option<&Any> {
    let mut same = attributes?.iter().filter(|attribute| attribute.oid == wanted);
    let (Some(only), None) = (same.next(), same.next()) else { return None };
    match only.values.as_slice() {
        [value] => Some(value),
        _ => None,
    }
}

/// The time within the signature, or the one beside it where it holds none.
fn signed_at(attributes: &SetOfVec<Attribute>, found: &Found) -> Option<Micros> {
    if !attributes.iter().any(|attribute| attribute.oid == SIGNING_TIME) {
        return found.signed_at;
    }
    let time: Time = Any::to_ref(attribute(Some(attributes), SIGNING_TIME)?).decode_as().ok()?;
    let seconds = i64::try_from(time.to_unix_duration().as_secs()).ok()?;
    Some(Micros(seconds.checked_mul(1_000_000)?))
}

fn hash_of(method: ObjectIdentifier) -> Option<&'static digest::Algorithm> {
    match method {
        SHA_256 => Some(&digest::SHA256),
        SHA_384 => Some(&digest::SHA384),
        SHA_512 => Some(&digest::SHA512),
        _ => None,
    }
}

fn check_content(
    attributes: &SetOfVec<Attribute>,
    hash: &'static digest::Algorithm,
    signed: Signed<'_>,
) -> Result<(), Reason> {
    let said: OctetString =
        attribute(Some(attributes), MESSAGE_DIGEST).and_then(|value| value.decode_as().ok()).ok_or(Reason::Contents)?;
    let kind: ObjectIdentifier =
        attribute(Some(attributes), CONTENT_TYPE).and_then(|value| value.decode_as().ok()).ok_or(Reason::Contents)?;
    if kind != DATA {
        return Err(Reason::Contents);
    }
    let mut context = digest::Context::new(hash);
    context.update(signed.before);
    context.update(signed.behind);
    if context.finish().as_ref() == said.as_bytes() { Ok(()) } else { Err(Reason::Digest) }
}

/// The value is over the attributes, written as a set.
fn check_value(leaf: &EndEntityCert<'_>, info: &SignerInfo, attributes: &SetOfVec<Attribute>) -> Result<(), Reason> {
    let message = attributes.to_der().map_err(|_| Reason::Contents)?;
    let methods = methods(info);
    if methods.is_empty() {
        return Err(Reason::Algorithm);
    }
    let value = info.signature.as_bytes();
    let fits = methods.iter().any(|method| leaf.verify_signature(*method, &message, value).is_ok());
    if fits { Ok(()) } else { Err(Reason::Value) }
}

/// Methods that the signature may be meant by: all of one hash, which is the hash of the content.
fn methods(info: &SignerInfo) -> Vec<&'static dyn SignatureVerificationAlgorithm> {
    use webpki::ring::{
        ECDSA_P256_SHA256, ECDSA_P256_SHA384, ECDSA_P384_SHA256, ECDSA_P384_SHA384, RSA_PKCS1_2048_8192_SHA256,
        RSA_PKCS1_2048_8192_SHA384, RSA_PKCS1_2048_8192_SHA512, RSA_PSS_2048_8192_SHA256_LEGACY_KEY,
        RSA_PSS_2048_8192_SHA384_LEGACY_KEY, RSA_PSS_2048_8192_SHA512_LEGACY_KEY,
    };
    const RSA_SHA_256: ObjectIdentifier = oid("1.2.840.113549.1.1.11");
    const RSA_SHA_384: ObjectIdentifier = oid("1.2.840.113549.1.1.12");
    const RSA_SHA_512: ObjectIdentifier = oid("1.2.840.113549.1.1.13");
    const EC_SHA_256: ObjectIdentifier = oid("1.2.840.10045.4.3.2");
    const EC_SHA_384: ObjectIdentifier = oid("1.2.840.10045.4.3.3");
    let method = &info.signature_algorithm;
    match (method.oid, info.digest_alg.oid) {
        (RSA | RSA_SHA_256, SHA_256) => vec![RSA_PKCS1_2048_8192_SHA256],
        (RSA | RSA_SHA_384, SHA_384) => vec![RSA_PKCS1_2048_8192_SHA384],
        (RSA | RSA_SHA_512, SHA_512) => vec![RSA_PKCS1_2048_8192_SHA512],
        (EC_KEY | EC_SHA_256, SHA_256) => vec![ECDSA_P256_SHA256, ECDSA_P384_SHA256],
        (EC_KEY | EC_SHA_384, SHA_384) => vec![ECDSA_P256_SHA384, ECDSA_P384_SHA384],
        (RSA_PSS, hash) => {
            let pss: &'static dyn SignatureVerificationAlgorithm = match hash {
                SHA_256 => RSA_PSS_2048_8192_SHA256_LEGACY_KEY,
                SHA_384 => RSA_PSS_2048_8192_SHA384_LEGACY_KEY,
                SHA_512 => RSA_PSS_2048_8192_SHA512_LEGACY_KEY,
                _ => return Vec::new(),
            };
            // Its parameters name a hash, a mask and a salt: exactly the usual ones are meant.
            let named = method.to_der().is_ok_and(|der| der.ends_with(pss.signature_alg_id().as_ref()));
            if named { vec![pss] } else { Vec::new() }
        }
        _ => Vec::new(),
    }
}

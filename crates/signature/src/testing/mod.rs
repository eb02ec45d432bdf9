//! Files signed in tests: roots, certificates, and contracts that grow by one revision with each signature, as the
//! programs of signers write them. The key of RSA beside this file is for tests alone.

mod file;

use cms::cert::{CertificateChoices, IssuerAndSerialNumber};
use cms::content_info::{CmsVersion, ContentInfo};
use cms::signed_data::{EncapsulatedContentInfo, SignedData, SignerIdentifier, SignerInfo};
use der::asn1::{Any, Null, ObjectIdentifier, OctetString, SetOfVec, UtcTime};
use der::{Decode, Encode};
use rcgen::{
    BasicConstraints, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair, KeyUsagePurpose,
    PKCS_ECDSA_P256_SHA256, PKCS_ECDSA_P384_SHA384, SigningKey, date_time_ymd,
};
use ring::{digest, rand::SystemRandom, signature};
use rustls_pki_types::pem::PemObject;
use sanviec_domain::time::Micros;
use std::time::Duration;
use x509_cert::Certificate;
use x509_cert::attr::Attribute;
use x509_cert::spki::AlgorithmIdentifierOwned;

pub use file::{Shape, contract, edited, replaced, sign};

const RSA_KEY: &str = include_str!("rsa.pem");

/// By which method something is signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// ECDSA, P-256 with SHA-256.
    EcP256,
    /// ECDSA, P-384 with SHA-384.
    EcP384,
    /// RSA, PKCS#1 v1.5 with SHA-256.
    Rsa,
    /// RSA, PSS with SHA-256.
    RsaPss,
    /// ECDSA with a digest by SHA-1.
    Sha1,
}

/// Somebody who issues certificates.
pub struct Authority {
    params: CertificateParams,
    key: KeyPair,
    /// The certificate, DER.
    pub certificate: Vec<u8>,
    /// Those between it and the root.
    above: Vec<Vec<u8>>,
}

/// What a certificate says.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'a> {
    /// Common name.
    pub name: &'a str,
    /// As `MST:0101234567`; may be empty.
    pub user_id: &'a str,
    /// First and last year of its validity.
    pub years: (i32, i32),
    /// Purposes; none is any.
    pub purposes: &'a [ExtendedKeyUsagePurpose],
    /// What the key may do.
    pub usages: &'a [KeyUsagePurpose],
}

impl Default for Subject<'_> {
    fn default() -> Self {
        Self {
            name: "Nguyễn Văn An",
            user_id: "",
            years: (2020, 2040),
            purposes: &[ExtendedKeyUsagePurpose::EmailProtection],
            usages: &[KeyUsagePurpose::DigitalSignature, KeyUsagePurpose::ContentCommitment],
        }
    }
}

/// Somebody who signs.
pub struct Identity {
    key: KeyPair,
    method: Method,
    certificate: Vec<u8>,
    above: Vec<Vec<u8>>,
}

fn params(subject: &Subject<'_>) -> CertificateParams {
    let mut params = CertificateParams::default();
    params.distinguished_name = rcgen::DistinguishedName::new();
    params.distinguished_name.push(DnType::CommonName, subject.name);
    if !subject.user_id.is_empty() {
        let user_id = DnType::from_oid(&[0, 9, 2342, 19_200_300, 100, 1, 1]);
        params.distinguished_name.push(user_id, subject.user_id);
    }
    params.not_before = date_time_ymd(subject.years.0, 1, 1);
    params.not_after = date_time_ymd(subject.years.1, 12, 31);
    params.key_usages = subject.usages.to_vec();
    params.extended_key_usages = subject.purposes.to_vec();
    params
}

fn authority_params(name: &str, years: (i32, i32), usages: &[KeyUsagePurpose]) -> CertificateParams {
    let mut params = params(&Subject { name, years, purposes: &[], usages, ..Subject::default() });
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params
}

impl Authority {
    /// A root.
    ///
    /// # Panics
    /// When no key can be made.
    #[must_use]
    pub fn root(name: &str, years: (i32, i32)) -> Self {
        let params = authority_params(name, years, &[KeyUsagePurpose::KeyCertSign]);
        let key = KeyPair::generate().expect("a key");
        let certificate = params.self_signed(&key).expect("a root").der().to_vec();
        Self { params, key, certificate, above: Vec::new() }
    }

    /// Somebody below it who may issue certificates, or is made as if.
    ///
    /// # Panics
    /// When no key can be made.
    #[must_use]
    pub fn below(&self, name: &str, usages: &[KeyUsagePurpose]) -> Self {
        let params = authority_params(name, (2020, 2040), usages);
        let key = KeyPair::generate().expect("a key");
        let issuer = Issuer::from_params(&self.params, &self.key);
        let certificate = params.signed_by(&key, &issuer).expect("a certificate").der().to_vec();
        let above = [vec![certificate.clone()], self.above.clone()].concat();
        Self { params, key, certificate, above }
    }

    /// The certificate as a list of one root.
    ///
    /// # Panics
    /// Never: what was made can be written.
    #[must_use]
    pub fn pem(&self) -> String {
        let certificate = Certificate::from_der(&self.certificate).expect("read back");
        der::EncodePem::to_pem(&certificate, der::pem::LineEnding::LF).expect("written")
    }

    /// A certificate for somebody.
    ///
    /// # Panics
    /// When no key can be made.
    #[must_use]
    pub fn issue(&self, subject: &Subject<'_>, method: Method) -> Identity {
        let key = match method {
            Method::EcP384 => KeyPair::generate_for(&PKCS_ECDSA_P384_SHA384),
            Method::Rsa | Method::RsaPss => KeyPair::from_pem(RSA_KEY),
            Method::EcP256 | Method::Sha1 => KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256),
        };
        let key = key.expect("a key");
        let issuer = Issuer::from_params(&self.params, &self.key);
        let certificate = params(subject).signed_by(&key, &issuer).expect("a certificate").der().to_vec();
        Identity { key, method, certificate, above: self.above.clone() }
    }
}

const fn oid(text: &str) -> ObjectIdentifier {
    ObjectIdentifier::new_unwrap(text)
}

impl Identity {
    /// Hash of the content, its name, and the name of the method.
    fn method(&self) -> (&'static digest::Algorithm, AlgorithmIdentifierOwned, AlgorithmIdentifierOwned) {
        let plain = |text| AlgorithmIdentifierOwned { oid: oid(text), parameters: None };
        let sha256 = plain("2.16.840.1.101.3.4.2.1");
        match self.method {
            Method::EcP256 => (&digest::SHA256, sha256, plain("1.2.840.10045.4.3.2")),
            Method::EcP384 => (&digest::SHA384, plain("2.16.840.1.101.3.4.2.2"), plain("1.2.840.10045.4.3.3")),
            Method::Sha1 => (&digest::SHA1_FOR_LEGACY_USE_ONLY, plain("1.3.14.3.2.26"), plain("1.2.840.10045.4.1")),
            Method::Rsa => {
                let null = Some(Any::encode_from(&Null).expect("null"));
                let rsa = AlgorithmIdentifierOwned { oid: oid("1.2.840.113549.1.1.11"), parameters: null };
                (&digest::SHA256, sha256, rsa)
            }
            Method::RsaPss => {
                let value = webpki::ring::RSA_PSS_2048_8192_SHA256_LEGACY_KEY.signature_alg_id();
                let named = Any::new(der::Tag::Sequence, value.as_ref()).expect("a sequence").to_der().expect("der");
                (&digest::SHA256, sha256, AlgorithmIdentifierOwned::from_der(&named).expect("a method"))
            }
        }
    }

    fn value(&self, message: &[u8]) -> Vec<u8> {
        if self.method != Method::RsaPss {
            return self.key.sign(message).expect("signed");
        }
        let der = rustls_pki_types::PrivatePkcs8KeyDer::from_pem_slice(RSA_KEY.as_bytes()).expect("a key");
        let key = signature::RsaKeyPair::from_pkcs8(der.secret_pkcs8_der()).expect("a key");
        let mut value = vec![0; key.public().modulus_len()];
        key.sign(&signature::RSA_PSS_SHA256, &SystemRandom::new(), message, &mut value).expect("signed");
        value
    }

    /// A detached signature over some bytes, DER.
    fn signed(&self, content: &[u8], at: Option<Micros>) -> Vec<u8> {
        let (hash, hash_name, method) = self.method();
        let digest = OctetString::new(digest::digest(hash, content).as_ref()).expect("a digest");
        let one = |name: &str, value: Any| Attribute {
            oid: oid(name),
            values: SetOfVec::try_from(vec![value]).expect("one value"),
        };
        let data = oid("1.2.840.113549.1.7.1");
        let mut attributes = vec![
            one("1.2.840.113549.1.9.3", Any::encode_from(&data).expect("a name")),
            one("1.2.840.113549.1.9.4", Any::encode_from(&digest).expect("a digest")),
        ];
        if let Some(at) = at {
            let time = UtcTime::from_unix_duration(Duration::from_micros(at.0.unsigned_abs())).expect("a time");
            attributes.push(one("1.2.840.113549.1.9.5", Any::encode_from(&time).expect("a time")));
        }
        let attributes = SetOfVec::try_from(attributes).expect("a set");
        let own = Certificate::from_der(&self.certificate).expect("read back");
        let value = self.value(&attributes.to_der().expect("der"));
        let info = SignerInfo {
            version: CmsVersion::V1,
            sid: SignerIdentifier::IssuerAndSerialNumber(IssuerAndSerialNumber {
                issuer: own.tbs_certificate().issuer().clone(),
                serial_number: own.tbs_certificate().serial_number().clone(),
            }),
            digest_alg: hash_name.clone(),
            signed_attrs: Some(attributes),
            signature_algorithm: method,
            signature: OctetString::new(value).expect("a value"),
            unsigned_attrs: None,
        };
        let all = std::iter::once(&self.certificate).chain(&self.above);
        let all = all.map(|der| CertificateChoices::Certificate(Certificate::from_der(der).expect("read back")));
        let data = SignedData {
            version: CmsVersion::V1,
            digest_algorithms: SetOfVec::try_from(vec![hash_name]).expect("a set"),
            encap_content_info: EncapsulatedContentInfo { econtent_type: data, econtent: None },
            certificates: Some(all.collect::<Vec<_>>().try_into().expect("a set")),
            crls: None,
            signer_infos: vec![info].try_into().expect("a set"),
        };
        let content = Any::encode_from(&data).expect("der");
        ContentInfo { content_type: oid("1.2.840.113549.1.7.2"), content }.to_der().expect("der")
    }
}

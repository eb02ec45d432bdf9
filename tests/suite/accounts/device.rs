//! A device with a passkey, in software: what an authenticator and a browser do together, written from the standard
//! (`WebAuthn` level 2, sections 6.1, 6.5 and 5.8.1) and from nothing of ours.

use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair};
use serde_json::{Value, json};

const USER_PRESENT: u8 = 1;
const USER_VERIFIED: u8 = 1 << 2;
const KEY_INCLUDED: u8 = 1 << 6;

/// One device with one key.
pub(super) struct Device {
    key: EcdsaKeyPair,
    id: Vec<u8>,
    pub(super) counter: u32,
    /// Whether it checks finger, face or PIN.
    pub(super) verifies: bool,
    /// The site that the browser shows.
    pub(super) origin: String,
}

impl Device {
    pub(super) fn new(origin: &str) -> Self {
        let random = SystemRandom::new();
        let algorithm = &ECDSA_P256_SHA256_ASN1_SIGNING;
        let pkcs8 = EcdsaKeyPair::generate_pkcs8(algorithm, &random).expect("key");
        let key = EcdsaKeyPair::from_pkcs8(algorithm, pkcs8.as_ref(), &random).expect("key");
        let id = sha256(key.public_key().as_ref());
        Self { key, id, counter: 0, verifies: true, origin: origin.to_owned() }
    }

    /// Answers `navigator.credentials.create`.
    pub(super) fn create(&mut self, options: &str) -> String {
        let asked: Value = serde_json::from_str(options).expect("JSON");
        let client = self.client("webauthn.create", &asked);
        let mut data = self.head(&asked["publicKey"]["rp"]["id"], KEY_INCLUDED);
        data.extend([0; 16]);
        data.extend((self.id.len() as u16).to_be_bytes());
        data.extend(&self.id);
        data.extend(self.cose());
        let mut object = vec![0xa3];
        object.extend(b"\x63fmt\x64none\x67attStmt\xa0\x68authData\x59");
        object.extend((data.len() as u16).to_be_bytes());
        object.extend(&data);
        self.answer(&json!({"attestationObject": base64(&object), "clientDataJSON": base64(client.as_bytes())}))
    }

    /// Answers `navigator.credentials.get`.
    pub(super) fn get(&mut self, options: &str) -> String {
        let asked: Value = serde_json::from_str(options).expect("JSON");
        let known = asked["publicKey"]["allowCredentials"].as_array().expect("keys");
        assert!(
            known.iter().any(|key| key["id"] == base64(&self.id)),
            "a browser offers only keys that were asked for"
        );
        self.sign(&asked)
    }

    /// The same with a key that nobody asked for.
    pub(super) fn sign(&mut self, asked: &Value) -> String {
        self.counter += 1;
        let client = self.client("webauthn.get", asked);
        let data = self.head(&asked["publicKey"]["rpId"], 0);
        let signed = [data.clone(), sha256(client.as_bytes())].concat();
        let signature = self.key.sign(&SystemRandom::new(), &signed).expect("signature");
        self.answer(&json!({
            "authenticatorData": base64(&data),
            "clientDataJSON": base64(client.as_bytes()),
            "signature": base64(signature.as_ref()),
        }))
    }

    fn client(&self, kind: &str, asked: &Value) -> String {
        let challenge = &asked["publicKey"]["challenge"];
        json!({"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": false}).to_string()
    }

    fn head(&self, site: &Value, flags: u8) -> Vec<u8> {
        let verified = if self.verifies { USER_VERIFIED } else { 0 };
        let mut data = sha256(site.as_str().expect("site").as_bytes());
        data.push(flags | USER_PRESENT | verified);
        data.extend(self.counter.to_be_bytes());
        data
    }

    /// The public key as COSE (RFC 9053): EC2, ES256, P-256, x, y.
    fn cose(&self) -> Vec<u8> {
        let point = self.key.public_key().as_ref();
        let head = [0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20];
        [&head[..], &point[1..33], &[0x22, 0x58, 0x20], &point[33..65]].concat()
    }

    fn answer(&self, response: &Value) -> String {
        let id = base64(&self.id);
        json!({"id": id, "rawId": id, "type": "public-key", "response": response, "extensions": {}}).to_string()
    }
}

fn sha256(bytes: &[u8]) -> Vec<u8> {
    ring::digest::digest(&ring::digest::SHA256, bytes).as_ref().to_vec()
}

/// RFC 4648, section 5, without padding.
fn base64(bytes: &[u8]) -> String {
    const SIGNS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let held = chunk.iter().fold(0_u32, |held, byte| held << 8 | u32::from(*byte)) << (8 * (3 - chunk.len()));
        for place in 0..=chunk.len() {
            text.push(char::from(SIGNS[(held >> (18 - 6 * place) & 63) as usize]));
        }
    }
    text
}

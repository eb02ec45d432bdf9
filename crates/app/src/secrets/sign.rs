//! Signatures on the ends of the audit chain. The private key is made from the key of lookups, so that it is in the key
//! file of every exchange that there is; the public key may be given to anybody.

use super::ring::{Keyring, SealError};
use ring::signature::{ED25519, Ed25519KeyPair, KeyPair, UnparsedPublicKey};

impl Keyring {
    fn pair(&self) -> Result<Ed25519KeyPair, SealError> {
        let seed = self.hash("audit signature", &[]);
        Ed25519KeyPair::from_seed_unchecked(&seed).map_err(|_| SealError::System)
    }

    /// The Ed25519 signature of a message.
    pub(crate) fn sign(&self, message: &[u8]) -> Result<Vec<u8>, SealError> {
        Ok(self.pair()?.sign(message).as_ref().to_vec())
    }

    /// By which anybody can check what was signed.
    #[must_use]
    pub fn public_key(&self) -> Vec<u8> {
        self.pair().map(|pair| pair.public_key().as_ref().to_vec()).unwrap_or_default()
    }
}

/// Whether a message was signed with the private half of a key.
pub(crate) fn signed_by(public_key: &[u8], message: &[u8], signature: &[u8]) -> bool {
    UnparsedPublicKey::new(&ED25519, public_key).verify(message, signature).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_holds_for_its_message_and_key_alone_and_outlives_a_rotation() {
        let ring = Keyring::generated().expect("keys");
        let signature = ring.sign(b"end").expect("signed");
        assert!(signed_by(&ring.public_key(), b"end", &signature));
        assert!(signed_by(&ring.rotated().expect("keys").public_key(), b"end", &signature));
        assert!(!signed_by(&ring.public_key(), b"bend", &signature));
        assert!(!signed_by(&Keyring::generated().expect("keys").public_key(), b"end", &signature));
        assert!(!signed_by(&ring.public_key(), b"end", &signature[1..]));
    }
}

//! Keys by id: fields are sealed with the newest and opened with the one they name, so that keys can be replaced while
//! old rows stay readable until they are sealed anew.

use super::columns::is_listed;
use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce};
use hmac::{Hmac, Mac};
use sha2::Sha256;
use std::fmt;
use std::sync::Arc;
use uuid::Uuid;

/// First byte of everything sealed: how it is laid out.
const LAYOUT: u8 = 1;
const NONCE: usize = 24;
/// Layout, key id, nonce.
const HEAD: usize = 1 + 4 + NONCE;

pub(super) type Key = [u8; 32];

/// Where a sealed value stands. It is bound to that place: moved to another row or column it cannot be opened.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    pub table: &'static str,
    pub column: &'static str,
    pub row: Uuid,
}

/// Why a sealed value cannot be opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    #[error("the value is not a sealed one")]
    Shape,
    #[error("the value is sealed with key {0}, which is not in the key file")]
    UnknownKey(u32),
    #[error("the value was changed, moved or sealed with another key")]
    Refused,
    #[error("the place is not in the list of sealed columns: its key could never be replaced")]
    Unlisted,
    #[error("no random numbers or no cipher")]
    System,
}

/// The keys of this exchange. Cloning is cheap.
#[derive(Clone)]
pub struct Keyring(Arc<Keys>);

pub(super) struct Keys {
    /// Keys of fields by id, the newest last; never empty.
    pub(super) fields: Vec<(u32, Key)>,
    /// Key of the hashes for equality, of codes and of fingerprints.
    pub(super) lookup: Key,
}

impl fmt::Debug for Keyring {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Keyring({} keys of fields)", self.0.fields.len())
    }
}

impl Keyring {
    /// `None` without any key of fields.
    pub(super) fn new(keys: Keys) -> Option<Self> {
        (!keys.fields.is_empty()).then(|| Self(Arc::new(keys)))
    }

    /// Fresh keys that are nowhere kept.
    pub fn generated() -> Result<Self, SealError> {
        let keys = Keys { fields: vec![(1, random_key()?)], lookup: random_key()? };
        Self::new(keys).ok_or(SealError::System)
    }

    pub(super) fn keys(&self) -> &Keys {
        &self.0
    }

    /// The same ring with a new key of fields, which seals from now on.
    pub fn rotated(&self) -> Result<Self, SealError> {
        let mut fields = self.0.fields.clone();
        let last = fields.iter().map(|(id, _)| *id).max().unwrap_or(0);
        fields.push((last + 1, random_key()?));
        Self::new(Keys { fields, lookup: self.0.lookup }).ok_or(SealError::System)
    }

    /// The same ring without a key of fields; `None` when it is the only one, or not in the ring.
    #[must_use]
    pub fn without(&self, id: u32) -> Option<Self> {
        let fields: Vec<_> = self.0.fields.iter().filter(|(known, _)| *known != id).copied().collect();
        let has_it = fields.len() < self.0.fields.len();
        Self::new(Keys { fields, lookup: self.0.lookup }).filter(|_| has_it)
    }

    /// Id of the key that seals.
    pub(super) fn newest(&self) -> Option<u32> {
        self.0.fields.last().map(|(id, _)| *id)
    }

    /// Ids of the keys of fields.
    pub(super) fn ids(&self) -> Vec<u32> {
        self.0.fields.iter().map(|(id, _)| *id).collect()
    }

    /// Seals a value for its place, which has to be one of [`super::COLUMNS`].
    pub fn seal(&self, place: Place, value: &[u8]) -> Result<Vec<u8>, SealError> {
        if !is_listed(&place) {
            return Err(SealError::Unlisted);
        }
        let (id, key) = self.0.fields.last().ok_or(SealError::System)?;
        let mut nonce = [0; NONCE];
        getrandom::fill(&mut nonce).map_err(|_| SealError::System)?;
        let aad = associated(place, *id);
        let payload = Payload { msg: value, aad: &aad };
        let text = cipher(key).encrypt(&XNonce::from(nonce), payload).map_err(|_| SealError::System)?;
        let mut sealed = Vec::with_capacity(HEAD + text.len());
        sealed.extend(KeyHead::of(*id).0);
        sealed.extend(nonce);
        sealed.extend(text);
        Ok(sealed)
    }

    /// Opens what was sealed for this place.
    pub fn open(&self, place: Place, sealed: &[u8]) -> Result<Vec<u8>, SealError> {
        let id = key_id(sealed)?;
        let (_, key) = self.0.fields.iter().find(|(known, _)| *known == id).ok_or(SealError::UnknownKey(id))?;
        let nonce: [u8; NONCE] = sealed[5..HEAD].try_into().map_err(|_| SealError::Shape)?;
        let payload = Payload { msg: &sealed[HEAD..], aad: &associated(place, id) };
        cipher(key).decrypt(&XNonce::from(nonce), payload).map_err(|_| SealError::Refused)
    }

    /// Whether a value that begins like this is sealed with another key than the newest.
    pub(super) fn is_older(&self, head: &[u8]) -> Result<bool, SealError> {
        Ok(Some(key_id(head)?) != self.newest())
    }

    /// The value sealed with the newest key, or `None` when it already is.
    pub fn resealed(&self, place: Place, sealed: &[u8]) -> Result<Option<Vec<u8>>, SealError> {
        if !self.is_older(sealed)? {
            return Ok(None);
        }
        let value = self.open(place, sealed)?;
        self.seal(place, &value).map(Some)
    }

    /// Keyed hash by which equal values of a kind are found. An empty value has none: empty never equals empty.
    pub fn lookup(&self, kind: &str, value: &str) -> Option<[u8; 32]> {
        (!value.is_empty()).then(|| self.hash("lookup", &[kind.as_bytes(), value.as_bytes()]))
    }

    /// Keyed hash of parts under a name; parts cannot run into each other.
    pub(crate) fn hash(&self, name: &str, parts: &[&[u8]]) -> [u8; 32] {
        keyed(&self.0.lookup, name, parts)
    }

    /// For each key a mark that tells it apart and gives nothing away.
    pub(crate) fn marks(&self) -> Vec<(String, [u8; 32])> {
        let fields = self.0.fields.iter().map(|(id, key)| (format!("field {id}"), keyed(key, "mark", &[])));
        fields.chain([("lookup".to_owned(), keyed(&self.0.lookup, "mark", &[]))]).collect()
    }

    /// The marks of the keys that new rows are written with: of the newest key of fields and of the lookups.
    pub(super) fn marks_in_use(&self) -> Vec<(String, [u8; 32])> {
        let marks = self.marks();
        marks[self.0.fields.len() - 1..].to_vec()
    }
}

/// What everything begins with that is sealed with a key.
#[derive(Clone, Copy, Debug)]
pub(super) struct KeyHead(pub(super) [u8; 5]);

impl KeyHead {
    pub(super) const fn of(id: u32) -> Self {
        let [a, b, c, d] = id.to_be_bytes();
        Self([LAYOUT, a, b, c, d])
    }
}

/// Keyed hash of parts under a name; parts cannot run into each other.
pub(super) fn keyed(key: &Key, name: &str, parts: &[&[u8]]) -> [u8; 32] {
    let mut mac = <Hmac<Sha256> as hmac::KeyInit>::new_from_slice(key).expect("HMAC takes a key of any length");
    for part in std::iter::once(&name.as_bytes()).chain(parts) {
        mac.update(&(part.len() as u64).to_be_bytes());
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}

fn cipher(key: &Key) -> XChaCha20Poly1305 {
    XChaCha20Poly1305::new(&(*key).into())
}

fn associated(place: Place, key_id: u32) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(64);
    for part in [place.table.as_bytes(), place.column.as_bytes(), place.row.as_bytes(), &key_id.to_be_bytes()] {
        bytes.extend((part.len() as u64).to_be_bytes());
        bytes.extend(part);
    }
    bytes
}

fn key_id(sealed: &[u8]) -> Result<u32, SealError> {
    if sealed.len() < HEAD || sealed[0] != LAYOUT {
        return Err(SealError::Shape);
    }
    sealed[1..5].try_into().map(u32::from_be_bytes).map_err(|_| SealError::Shape)
}

pub(super) fn random_key() -> Result<Key, SealError> {
    let mut key = [0; 32];
    getrandom::fill(&mut key).map_err(|_| SealError::System)?;
    Ok(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(column: &'static str, row: u128) -> Place {
        Place { table: "contact_point", column, row: Uuid::from_u128(row) }
    }

    #[test]
    fn a_value_opens_only_at_its_place_and_unchanged() {
        let ring = Keyring::generated().expect("keys");
        let sealed = ring.seal(place("value", 1), b"+84905123456").expect("sealed");
        assert_eq!(ring.open(place("value", 1), &sealed).expect("opened"), b"+84905123456");
        assert_eq!(ring.open(place("value", 2), &sealed), Err(SealError::Refused));
        assert_eq!(ring.open(place("secret", 1), &sealed), Err(SealError::Refused));
        for at in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[at] ^= 1;
            assert!(ring.open(place("value", 1), &changed).is_err(), "byte {at}");
            assert!(ring.open(place("value", 1), &sealed[..at]).is_err(), "cut at {at}");
        }
    }

    #[test]
    fn the_same_value_is_sealed_differently_each_time() {
        let ring = Keyring::generated().expect("keys");
        let seal = || ring.seal(place("value", 1), b"same").expect("sealed");
        assert_ne!(seal(), seal());
    }

    #[test]
    fn old_values_stay_readable_after_a_rotation_and_are_sealed_anew() {
        let old = Keyring::generated().expect("keys");
        let sealed = old.seal(place("value", 1), b"x").expect("sealed");
        let new = old.rotated().expect("keys");
        assert_eq!(new.open(place("value", 1), &sealed).expect("opened"), b"x");
        let again = new.resealed(place("value", 1), &sealed).expect("resealed").expect("with the new key");
        assert_eq!(new.open(place("value", 1), &again).expect("opened"), b"x");
        assert_eq!(new.resealed(place("value", 1), &again).expect("resealed"), None);
        assert_eq!(old.open(place("value", 1), &again), Err(SealError::UnknownKey(2)));
        assert!(old.without(1).is_none() && new.without(3).is_none(), "the only key, and none of this ring");
        let alone = new.without(1).expect("the new key is left");
        assert_eq!(alone.open(place("value", 1), &sealed), Err(SealError::UnknownKey(1)));
        assert_eq!(alone.marks(), new.marks_in_use());
        assert_eq!(old.lookup("phone", "1"), new.lookup("phone", "1"), "equality outlives a rotation");
    }

    #[test]
    fn equality_is_keyed_by_kind_and_never_holds_for_nothing() {
        let ring = Keyring::generated().expect("keys");
        assert_eq!(ring.lookup("phone", "1"), ring.lookup("phone", "1"));
        assert_ne!(ring.lookup("phone", "1"), ring.lookup("email", "1"));
        assert_ne!(ring.lookup("phone", "1"), Keyring::generated().expect("keys").lookup("phone", "1"));
        assert_eq!(ring.lookup("phone", ""), None);
        assert_ne!(ring.hash("a", &[b"bc", b"d"]), ring.hash("a", &[b"b", b"cd"]), "parts do not run together");
    }

    #[test]
    fn keys_are_not_printed() {
        let ring = Keyring::generated().expect("keys");
        assert_eq!(format!("{ring:?}"), "Keyring(1 keys of fields)");
    }
}

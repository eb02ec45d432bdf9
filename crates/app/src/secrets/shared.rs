//! A secret that several installations hold, apart from the keys of each: under it they make the same keyed hash of the
//! same value, and know a file of each other from any other.

use super::file::{KeyFileError, key_of, read_own};
use super::hex;
use super::ring::{Key, SealError, keyed, random_key};
use std::fmt;
use std::path::Path;

/// Bytes of the name of a key.
const ID: usize = 8;

/// Such a secret. It is handed over beside the program, and never printed by it but by the command that makes it.
#[derive(Clone)]
pub struct SharedKey(Key);

impl fmt::Debug for SharedKey {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "SharedKey({})", self.id())
    }
}

impl SharedKey {
    /// A fresh one that is nowhere kept.
    pub fn generated() -> Result<Self, SealError> {
        random_key().map(Self)
    }

    /// The one in a file: one line of 64 hexadecimal digits, readable by its owner alone.
    pub fn load(path: &Path) -> Result<Self, KeyFileError> {
        let text = read_own(path)?;
        key_of(text.trim()).map(Self).ok_or_else(|| KeyFileError::Line(path.to_owned(), 1))
    }

    /// What stands in its file: 64 small hexadecimal digits.
    #[must_use]
    pub fn file_text(&self) -> String {
        hex(&self.0)
    }

    /// Its name, which tells keys apart and gives nothing away: a letter and sixteen hexadecimal digits.
    #[must_use]
    pub fn id(&self) -> String {
        format!("k{}", hex(&keyed(&self.0, "mark", &[])[..ID]))
    }

    /// Keyed hash of parts under a name; parts cannot run into each other.
    pub(crate) fn hash(&self, name: &str, parts: &[&[u8]]) -> [u8; 32] {
        keyed(&self.0, name, parts)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn a_shared_key_comes_from_a_file_of_its_owner_and_is_not_printed() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("shared");
        let key = SharedKey::generated().expect("a key");
        fs::write(&path, format!("{}\n", key.file_text())).expect("written");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).expect("mode");
        assert!(matches!(SharedKey::load(&path), Err(KeyFileError::Open(_))));
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).expect("mode");
        let read = SharedKey::load(&path).expect("read");
        assert_eq!((read.id(), read.hash("a", &[b"b"])), (key.id(), key.hash("a", &[b"b"])));
        assert_ne!(key.id(), SharedKey::generated().expect("a key").id());
        assert!(!format!("{key:?}").contains(&key.file_text()) && !key.file_text().contains(&key.id()[1..]));
        for text in ["", "ab", "x".repeat(64).as_str(), &key.file_text()[2..]] {
            fs::write(&path, text).expect("written");
            assert!(matches!(SharedKey::load(&path), Err(KeyFileError::Line(_, 1))), "{text}");
        }
    }
}

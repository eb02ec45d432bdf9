//! The key file: one line for each key. Only its owner may read it; whoever has the file and the database has
//! everything, whoever has the database alone has no address and no code.

use super::ring::{Key, Keyring, Keys, SealError};
use super::{hex, unhex};
use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

const HEAD: &str = "\
# Khóa của sàn việc làm này. Giữ bí mật, sao lưu riêng với cơ sở dữ liệu; mất tệp này là mất dữ liệu đã mã hóa.
# Keys of this exchange. Keep them secret and copy them apart from the database; without them what is sealed is lost.
# `field ID KEY` seals fields, the last one is in use; `lookup KEY` makes the hashes by which equal values are found.
";

/// Why a key file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum KeyFileError {
    #[error("the key file {0} cannot be read or written")]
    File(PathBuf, #[source] std::io::Error),
    #[error("the key file {0} can be read by others than its owner; run: chmod 600 {0}")]
    Open(PathBuf),
    #[error("line {1} of the key file {0} is no key")]
    Line(PathBuf, usize),
    #[error("the key file {0} lacks a key of fields or the key of lookups")]
    Incomplete(PathBuf),
    #[error("no keys can be made")]
    Keys(#[from] SealError),
}

impl Keyring {
    /// The keys of a file that is there.
    pub fn load(path: &Path) -> Result<Self, KeyFileError> {
        parse(&read_own(path)?, path)
    }

    /// The keys of a file; a file that is not there is made with fresh keys and readable by its owner alone.
    pub fn load_or_create(path: &Path) -> Result<Self, KeyFileError> {
        match Self::load(path) {
            Err(KeyFileError::File(_, error)) if error.kind() == ErrorKind::NotFound => create(path),
            read => read,
        }
    }
}

/// What stands in a file that nobody but its owner can read.
pub(super) fn read_own(path: &Path) -> Result<String, KeyFileError> {
    let unusable = |error| KeyFileError::File(path.to_owned(), error);
    let kept = fs::metadata(path).map_err(unusable)?;
    if is_open(kept.mode(), kept.uid(), kept.gid()) {
        return Err(KeyFileError::Open(path.to_owned()));
    }
    fs::read_to_string(path).map_err(unusable)
}

/// Whether others than its owner can do something with a file. A credential that systemd hands to a service with a
/// dynamic user belongs to root, and the service reads it by a list of access: its mode then shows what the list gives
/// at most (`0440`), and in the group is nobody but root.
fn is_open(mode: u32, owner: u32, group: u32) -> bool {
    let is_handed_over = owner == 0 && group == 0 && mode & 0o777 | 0o740 == 0o740;
    mode & 0o077 != 0 && !is_handed_over
}

/// Adds a key of fields to a file; whoever reads the file from now on seals with it. The file is replaced as a whole:
/// cut off, the old one is still there.
pub fn rotate(path: &Path) -> Result<Keyring, KeyFileError> {
    let text = fs::read_to_string(path).map_err(|error| KeyFileError::File(path.to_owned(), error))?;
    let ring = parse(&text, path)?.rotated()?;
    replace(path, &ring)?;
    Ok(ring)
}

/// Takes a key of fields out of a file; one that is not in it, or the only one, changes nothing. First `retire` it.
pub fn drop_key(path: &Path, id: u32) -> Result<(), KeyFileError> {
    let text = fs::read_to_string(path).map_err(|error| KeyFileError::File(path.to_owned(), error))?;
    parse(&text, path)?.without(id).map_or(Ok(()), |ring| replace(path, &ring))
}

fn replace(path: &Path, ring: &Keyring) -> Result<(), KeyFileError> {
    let draft = path.with_extension("new");
    let replace = || -> std::io::Result<()> {
        let _ = fs::remove_file(&draft);
        write_new(&draft, ring)?;
        fs::rename(&draft, path)?;
        fs::File::open(folder_of(path))?.sync_all()
    };
    replace().map_err(|error| KeyFileError::File(path.to_owned(), error))
}

fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

fn write_new(path: &Path, ring: &Keyring) -> std::io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    file.write_all(render(ring).as_bytes())?;
    // Keys that are lost in a power cut would take with them what was sealed before it.
    file.sync_all()
}

fn create(path: &Path) -> Result<Keyring, KeyFileError> {
    let ring = Keyring::generated()?;
    let write = || -> std::io::Result<()> {
        write_new(path, &ring)?;
        fs::File::open(folder_of(path))?.sync_all()
    };
    write().map_err(|error| KeyFileError::File(path.to_owned(), error))?;
    Ok(ring)
}

fn render(ring: &Keyring) -> String {
    let keys = ring.keys();
    let fields = keys.fields.iter().map(|(id, key)| format!("field {id} {}\n", hex(key)));
    std::iter::once(HEAD.to_owned()).chain(fields).chain([format!("lookup {}\n", hex(&keys.lookup))]).collect()
}

fn parse(text: &str, path: &Path) -> Result<Keyring, KeyFileError> {
    let (mut fields, mut lookup) = (Vec::new(), None);
    for (number, line) in text.lines().enumerate() {
        let words: Vec<&str> = line.split_whitespace().collect();
        let read = match words.as_slice() {
            [] => Some(()),
            [first, ..] if first.starts_with('#') => Some(()),
            ["field", id, key] => {
                let id = id.parse().ok().filter(|id| fields.iter().all(|(known, _)| known != id));
                id.zip(key_of(key)).map(|field: (u32, Key)| fields.push(field))
            }
            ["lookup", key] if lookup.is_none() => key_of(key).map(|key| lookup = Some(key)),
            _ => None,
        };
        read.ok_or_else(|| KeyFileError::Line(path.to_owned(), number + 1))?;
    }
    let incomplete = || KeyFileError::Incomplete(path.to_owned());
    let lookup = lookup.ok_or_else(incomplete)?;
    Keyring::new(Keys { fields, lookup }).ok_or_else(incomplete)
}

pub(super) fn key_of(text: &str) -> Option<Key> {
    unhex(text)?.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn the_file_is_made_once_for_its_owner_alone_and_read_again() {
        let folder = tempfile::tempdir().expect("folder");
        let path = folder.path().join("keys");
        let first = Keyring::load_or_create(&path).expect("made");
        assert_eq!(fs::metadata(&path).expect("file").mode() & 0o777, 0o600);
        let again = Keyring::load_or_create(&path).expect("read");
        assert_eq!(first.marks(), again.marks());
        let rotated = rotate(&path).expect("rotated");
        let read = Keyring::load_or_create(&path).expect("read");
        assert_eq!((read.marks(), read.marks().len()), (rotated.marks(), first.marks().len() + 1));
        assert_eq!(fs::metadata(&path).expect("file").mode() & 0o777, 0o600);
        for _ in 0..2 {
            drop_key(&path, 1).expect("dropped");
            let alone = Keyring::load_or_create(&path).expect("read");
            assert_eq!(alone.marks(), rotated.without(1).expect("a key is left").marks());
        }
        drop_key(&path, 2).expect("the only key");
        assert_eq!(Keyring::load_or_create(&path).expect("read").marks().len(), 2);
        assert_eq!(fs::metadata(&path).expect("file").mode() & 0o777, 0o600);
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).expect("mode");
        assert!(matches!(Keyring::load_or_create(&path), Err(KeyFileError::Open(_))));
    }

    #[test]
    fn a_file_that_others_can_read_is_told_from_one_that_root_hands_over() {
        const ROOT: u32 = 0;
        const OTHER: u32 = 1000;
        for (mode, owner, group) in [(0o600, OTHER, OTHER), (0o400, ROOT, ROOT), (0o440, ROOT, ROOT)] {
            assert!(!is_open(0o100_000 | mode, owner, group), "{mode:o} {owner} {group}");
        }
        for (mode, owner, group) in [
            (0o440, OTHER, OTHER),
            (0o440, ROOT, OTHER),
            (0o440, OTHER, ROOT),
            (0o460, ROOT, ROOT),
            (0o444, ROOT, ROOT),
            (0o404, OTHER, OTHER),
        ] {
            assert!(is_open(0o100_000 | mode, owner, group), "{mode:o} {owner} {group}");
        }
    }

    #[test]
    fn rotated_keys_survive_the_file() {
        let ring = Keyring::generated().expect("keys").rotated().expect("keys");
        let read = parse(&render(&ring), Path::new("keys")).expect("read");
        assert_eq!(ring.marks(), read.marks());
    }

    #[test]
    fn a_damaged_file_is_refused_and_never_replaced() {
        let key = "ab".repeat(32);
        let cases = [
            String::new(),
            format!("field 1 {key}"),
            format!("lookup {key}"),
            format!("field 1 {key}\nfield 1 {key}\nlookup {key}"),
            format!("field one {key}\nlookup {key}"),
            format!("field 1 {}\nlookup {key}", &key[2..]),
            format!("field 1 {key}\nlookup {key}\nlookup {key}"),
        ];
        for text in cases {
            assert!(parse(&text, Path::new("keys")).is_err(), "{text}");
        }
    }
}

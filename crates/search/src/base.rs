//! The folder that the index lives in: who writes there, which directory is the current one, and whether somebody asked
//! for a new one.
//!
//! A request is a file, so that it outlives the process that is to fulfil it: `asked` until a rebuild begins, `taken`
//! until that rebuild is the current index. One that comes while another is being fulfilled is fulfilled after it,
//! because what it is about may have come too late for the first.

use crate::index::IndexError;
use crate::schema::index_version;
use std::fs::{File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

const ASKED: &str = "rebuild-asked";
const TAKEN: &str = "rebuild-taken";

/// The folder, held by the one process that writes below it.
pub(crate) struct Base {
    folder: PathBuf,
    /// Held until this is dropped; the system lets go when the process dies.
    _lock: File,
}

impl Base {
    /// Takes the folder, or says that another process has it.
    pub(crate) fn take(folder: &Path) -> Result<Self, IndexError> {
        std::fs::create_dir_all(folder)?;
        let lock = File::create(folder.join("lock"))?;
        match lock.try_lock() {
            Ok(()) => Ok(Self { folder: folder.to_path_buf(), _lock: lock }),
            Err(TryLockError::WouldBlock) => Err(IndexError::InUse),
            Err(TryLockError::Error(error)) => Err(error.into()),
        }
    }

    /// The directory that is current, when this build can read it.
    pub(crate) fn current(&self) -> Option<PathBuf> {
        current(&self.folder)
    }

    /// A directory name that is not taken.
    pub(crate) fn next(&self) -> io::Result<PathBuf> {
        let version = index_version();
        let taken = std::fs::read_dir(&self.folder)?.filter_map(Result::ok).filter_map(|entry| {
            entry.file_name().to_string_lossy().strip_prefix(&version)?.strip_prefix('.')?.parse::<u64>().ok()
        });
        let number = taken.max().unwrap_or(0) + 1;
        Ok(self.folder.join(format!("{version}.{number}")))
    }

    /// Writes down which directory is the current one, then removes the others: called when a rebuild is complete.
    pub(crate) fn point_to(&self, directory: &Path) -> io::Result<()> {
        let name = directory.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let draft = self.folder.join("current.draft");
        std::fs::write(&draft, &name)?;
        File::open(&draft)?.sync_all()?;
        std::fs::rename(&draft, self.folder.join("current"))?;
        for entry in std::fs::read_dir(&self.folder)?.filter_map(Result::ok) {
            if entry.path().is_dir() && entry.path() != directory {
                // A directory that cannot be removed now is removed at the next start.
                let _ = std::fs::remove_dir_all(entry.path());
            }
        }
        Ok(())
    }

    pub(crate) fn is_rebuild_asked(&self) -> bool {
        is_rebuild_asked(&self.folder)
    }

    /// A rebuild begins: it fulfils what was asked up to now.
    pub(crate) fn take_request(&self) -> io::Result<()> {
        allow_absent(std::fs::rename(self.folder.join(ASKED), self.folder.join(TAKEN)))
    }

    /// The rebuild is the current index.
    pub(crate) fn fulfil_request(&self) -> io::Result<()> {
        allow_absent(std::fs::remove_file(self.folder.join(TAKEN)))
    }
}

/// The directory that was current at the last change, when this build can read it.
pub(crate) fn current(folder: &Path) -> Option<PathBuf> {
    let name = std::fs::read_to_string(folder.join("current")).ok()?;
    let ours = name.trim().strip_prefix(&index_version()).is_some_and(|rest| rest.starts_with('.'));
    ours.then(|| folder.join(name.trim())).filter(|folder| folder.is_dir())
}

/// Whether the index in this folder is one that this build goes on with; `None` where there is none. Looks at names
/// alone.
#[must_use]
pub fn is_of_this_build(folder: &Path) -> Option<bool> {
    folder.join("current").exists().then(|| current(folder).is_some())
}

/// Whether a process writes in this folder.
pub fn is_in_use(folder: &Path) -> Result<bool, IndexError> {
    match Base::take(folder) {
        Ok(_) => Ok(false),
        Err(IndexError::InUse) => Ok(true),
        Err(error) => Err(error),
    }
}

/// Asks the process that writes the index in this folder for a new one, made beside the one that answers meanwhile.
pub fn ask_for_rebuild(folder: &Path) -> io::Result<()> {
    File::create(folder.join(ASKED))?.sync_all()
}

/// Whether a new index was asked for and is not there yet.
#[must_use]
pub fn is_rebuild_asked(folder: &Path) -> bool {
    folder.join(ASKED).exists() || folder.join(TAKEN).exists()
}

fn allow_absent(done: io::Result<()>) -> io::Result<()> {
    match done {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        done => done,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_process_writes_at_a_time_and_the_next_one_after_it() {
        let folder = tempfile::tempdir().expect("a folder");
        let first = Base::take(folder.path()).expect("the folder is free");
        assert!(matches!(Base::take(folder.path()), Err(IndexError::InUse)));
        assert!(is_in_use(folder.path()).expect("readable"));
        drop(first);
        assert!(Base::take(folder.path()).is_ok());
    }

    #[test]
    fn an_index_of_another_build_is_told_from_one_of_this_and_from_none() {
        let folder = tempfile::tempdir().expect("a folder");
        assert_eq!(is_of_this_build(folder.path()), None);
        let base = Base::take(folder.path()).expect("the folder is free");
        let directory = base.next().expect("a name");
        std::fs::create_dir(&directory).expect("made");
        base.point_to(&directory).expect("current");
        assert_eq!(is_of_this_build(folder.path()), Some(true));
        std::fs::write(folder.path().join("current"), "postings-s0-a0.1").expect("written");
        assert_eq!(is_of_this_build(folder.path()), Some(false));
    }

    #[test]
    fn a_request_outlives_a_rebuild_that_was_cut_off_and_one_that_began_before_it() {
        let folder = tempfile::tempdir().expect("a folder");
        let base = Base::take(folder.path()).expect("the folder is free");
        assert!(!base.is_rebuild_asked());
        base.take_request().expect("nothing was asked");
        ask_for_rebuild(folder.path()).expect("asked");
        base.take_request().expect("begun");
        assert!(is_rebuild_asked(folder.path()), "begun is not done");
        ask_for_rebuild(folder.path()).expect("asked again meanwhile");
        base.fulfil_request().expect("done");
        assert!(base.is_rebuild_asked(), "the second one is open");
        base.take_request().expect("begun");
        base.fulfil_request().expect("done");
        assert!(!base.is_rebuild_asked());
    }
}

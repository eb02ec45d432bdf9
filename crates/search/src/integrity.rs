//! Whether the files of the index still hold what was written into them: each ends with a checksum of what stands
//! before it.
//!
//! Files are read here and not mapped: reading a mapped file beyond where somebody cut it kills the process, and what
//! is mapped counts as memory of the process.

use crate::index::{Index, IndexError, Inner};
use crc32fast::Hasher;
use std::collections::HashSet;
use std::io::{self, ErrorKind};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use tantivy::directory::FileSlice;
use tantivy::directory::error::OpenReadError;
use tantivy::directory::footer::Footer;
use tantivy::index::SegmentComponent;
use tantivy::{HasLen, SegmentMeta, TantivyError};

/// Bytes that one step reads.
const STEP_BYTES: usize = 4 << 20;
/// The last bytes of a file, which say where its checksum stands.
const END_BYTES: usize = 8;
/// What the system says when a disk cannot give back what is on it.
const EIO: i32 = 5;

/// A file of the index that is not what it was.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the file {file} of the search index is damaged: {what}")]
pub struct Damage {
    /// Its name in the directory of the index.
    pub file: String,
    /// What is wrong with it.
    pub what: String,
}

/// A look at every file of the index, step by step, so that whoever asks for it can pause in between.
pub struct Check {
    inner: Arc<Inner>,
    /// Those that were not looked at yet.
    files: Vec<PathBuf>,
    /// What was read of the last of them.
    look: Option<Look>,
}

impl Check {
    /// Reads a few megabytes; says whether there is more. What is found is told by [`Index::damage`]; an error means
    /// that nothing could be found out now.
    pub fn step(&mut self) -> Result<bool, IndexError> {
        let (Some(folder), Some(file)) = (&self.inner.folder, self.files.last()) else { return Ok(false) };
        let look = match self.look.take() {
            Some(look) => Ok(look),
            None => Look::begin(&folder.join(file)),
        };
        match look.and_then(|mut look| Ok((look.step()?, look))) {
            Ok((true, look)) => self.look = Some(look),
            Ok((false, _)) => {
                self.files.pop();
            }
            Err(error) => {
                if let Some(damage) = judged(&self.inner.index, folder, file, &error)? {
                    let _ = self.inner.damage.set(damage);
                    self.files.clear();
                } else {
                    self.files.pop();
                }
            }
        }
        Ok(!self.files.is_empty())
    }
}

impl Index {
    /// Begins to compare every file with its checksum; fulfils what was asked by [`Index::ask_for_check`].
    pub fn begin_check(&self) -> Result<Check, IndexError> {
        self.check_asked.store(false, Ordering::Relaxed);
        let inner = self.inner();
        let listed = match &inner.folder {
            Some(folder) if inner.damage.get().is_none() => files_of(&inner.index, folder),
            _ => Ok(Vec::new()),
        };
        let files = match listed {
            Ok(files) => files,
            Err(error) if is_unreadable(&error) => {
                let what = "the list of the other files cannot be read".to_owned();
                let _ = inner.damage.set(Damage { file: "meta.json".to_owned(), what });
                Vec::new()
            }
            Err(error) => return Err(error.into()),
        };
        Ok(Check { inner, files, look: None })
    }

    /// The same without a pause; says what is damaged.
    pub fn check(&self) -> Result<Option<Damage>, IndexError> {
        let mut check = self.begin_check()?;
        while check.step()? {}
        Ok(self.damage())
    }

    /// What the index that answers now was found to be damaged by.
    pub fn damage(&self) -> Option<Damage> {
        self.inner().damage.get().cloned()
    }

    /// The same, but once: for whoever says it to people.
    pub fn untold_damage(&self) -> Option<Damage> {
        let inner = self.inner();
        let damage = inner.damage.get()?;
        (!inner.is_damage_told.swap(true, Ordering::Relaxed)).then(|| damage.clone())
    }

    /// Asks for a check soon.
    pub fn ask_for_check(&self) {
        self.check_asked.store(true, Ordering::Relaxed);
    }

    /// Whether a check was asked for that has not begun yet.
    pub fn is_check_asked(&self) -> bool {
        self.check_asked.load(Ordering::Relaxed)
    }

    /// Does what reads the files of the index. Where it fails, or panics, they may be damaged: that is an error and
    /// never taken for "nothing", and a check is asked for.
    pub(crate) fn guarded<T>(&self, work: impl FnOnce() -> Result<T, IndexError>) -> Result<T, IndexError> {
        let done = caught(work);
        if let Err(error) = &done
            && may_be_damage(error)
        {
            self.ask_for_check();
        }
        done
    }
}

/// What panics over bytes that make no sense is an error like any other.
pub(crate) fn caught<T>(work: impl FnOnce() -> Result<T, IndexError>) -> Result<T, IndexError> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or(Err(IndexError::Broken))
}

/// Refuses an index that lacks a file, holds one that was cut short, or holds numbers that are not what they were: all
/// numbers are read at the opening anyway. The rest is left to a [`Check`], which takes longer.
pub(crate) fn look_at_opening(index: &tantivy::Index, folder: &Path) -> Result<(), IndexError> {
    for file in files_of(index, folder)? {
        let is_read = file.extension().is_some_and(|end| end == "fast" || end == "del");
        let looked = Look::begin(&folder.join(&file)).and_then(|mut look| {
            while is_read && look.step()? {}
            Ok(())
        });
        if let Err(error) = looked
            && let Some(damage) = judged(index, folder, &file, &error)?
        {
            return Err(damage.into());
        }
    }
    Ok(())
}

/// Compares all files of these segments with their checksums, without a pause. For where no commit can put others in
/// their place meanwhile.
pub(crate) fn look_at_segments<'a>(
    index: &tantivy::Index,
    folder: &Path,
    segments: impl Iterator<Item = &'a SegmentMeta>,
) -> Result<(), IndexError> {
    for file in files_in(&index.directory().list_managed_files(), folder, segments) {
        let looked = Look::begin(&folder.join(&file)).and_then(|mut look| {
            while look.step()? {}
            Ok(())
        });
        match looked {
            Ok(()) => {}
            Err(error) if is_damage(&error) => return Err(damage_of(&file, &error).into()),
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}

/// One file while it is read.
struct Look {
    body: FileSlice,
    at: usize,
    expected: u32,
    seen: Hasher,
}

impl Look {
    fn begin(path: &Path) -> io::Result<Self> {
        let file = FileSlice::open(path)?;
        if file.len() < END_BYTES {
            return Err(ErrorKind::UnexpectedEof.into());
        }
        let (footer, body) = Footer::extract_footer(file)?;
        Ok(Self { body, at: 0, expected: footer.crc, seen: Hasher::new() })
    }

    /// Reads on; says whether there is more. At the end another checksum than the written one is an error.
    fn step(&mut self) -> io::Result<bool> {
        let end = self.at.saturating_add(STEP_BYTES).min(self.body.len());
        if self.at < end {
            let bytes = self.body.read_bytes_slice(self.at..end)?;
            self.seen.update(&bytes);
            self.at = end;
        }
        if self.at < self.body.len() {
            return Ok(true);
        }
        if self.seen.clone().finalize() == self.expected {
            return Ok(false);
        }
        Err(io::Error::new(ErrorKind::InvalidData, "its checksum is another one"))
    }
}

/// The files that the last commit needs.
fn files_of(index: &tantivy::Index, folder: &Path) -> tantivy::Result<Vec<PathBuf>> {
    let made = index.directory().list_managed_files();
    let segments = index.load_metas()?.segments;
    Ok(files_in(&made, folder, segments.iter()))
}

/// The files of these segments, of those that were made.
fn files_in<'a>(
    made: &HashSet<PathBuf>,
    folder: &Path,
    segments: impl Iterator<Item = &'a SegmentMeta>,
) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for segment in segments {
        let components = [
            SegmentComponent::Terms,
            SegmentComponent::Postings,
            SegmentComponent::Positions,
            SegmentComponent::FieldNorms,
            SegmentComponent::FastFields,
            SegmentComponent::Store,
        ];
        files.extend(components.into_iter().map(|component| segment.relative_path(component)));
        if segment.delete_opstamp().is_some() {
            files.push(segment.relative_path(SegmentComponent::Delete));
        }
    }
    // What was never made is not missing.
    files.retain(|file| made.contains(file) || folder.join(file).exists());
    files
}

/// What is wrong with a file; `None` when a commit has put others in its place meanwhile.
fn judged(index: &tantivy::Index, folder: &Path, file: &Path, error: &io::Error) -> Result<Option<Damage>, IndexError> {
    if !is_damage(error) {
        return Err(io::Error::new(error.kind(), error.to_string()).into());
    }
    // Where the list itself cannot be read the file is as good as lost.
    let is_needed = files_of(index, folder).map_or(true, |files| files.iter().any(|needed| needed == file));
    Ok(is_needed.then(|| damage_of(file, error)))
}

fn damage_of(file: &Path, error: &io::Error) -> Damage {
    let what = match error.kind() {
        ErrorKind::NotFound => "it is missing".to_owned(),
        ErrorKind::UnexpectedEof => "it was cut short".to_owned(),
        _ => error.to_string(),
    };
    Damage { file: file.display().to_string(), what }
}

/// Whether trying again will not help: too many open files or a missing right say nothing about what is on the disk.
fn is_damage(error: &io::Error) -> bool {
    let of_the_file = [ErrorKind::NotFound, ErrorKind::UnexpectedEof, ErrorKind::InvalidData, ErrorKind::InvalidInput];
    of_the_file.contains(&error.kind()) || error.raw_os_error() == Some(EIO)
}

/// The same of the list of files.
fn is_unreadable(error: &TantivyError) -> bool {
    match error {
        TantivyError::OpenReadError(OpenReadError::FileDoesNotExist(_)) | TantivyError::DataCorruption(_) => true,
        TantivyError::OpenReadError(OpenReadError::IoError { io_error, .. }) | TantivyError::IoError(io_error) => {
            is_damage(io_error)
        }
        _ => false,
    }
}

/// Whether a failure may come from what is on the disk. That nothing can be written says nothing about it.
fn may_be_damage(error: &IndexError) -> bool {
    match error {
        IndexError::Unusable(TantivyError::IoError(error)) => error.kind() != ErrorKind::StorageFull,
        IndexError::Unusable(TantivyError::OpenWriteError(_) | TantivyError::LockFailure(..))
        | IndexError::Folder(_)
        | IndexError::InUse => false,
        IndexError::Unusable(_) | IndexError::Damaged(_) | IndexError::Broken => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Change, PostingDoc};
    use crate::index::Cursor;

    fn doc(id: u128) -> Change {
        Change::Live(Box::new(PostingDoc { id, title: "Thợ hàn".into(), ..PostingDoc::default() }))
    }

    fn cursor(position: i64) -> Cursor {
        Cursor { epoch: "e".into(), position }
    }

    #[test]
    fn files_that_a_commit_replaced_while_they_were_checked_are_not_missing() {
        let folder = tempfile::tempdir().expect("a folder");
        let index = Index::open(folder.path()).expect("an index");
        let docs: Vec<_> = (1..=20).map(doc).collect();
        index.apply(&docs, &cursor(1)).expect("applied");
        index.apply(&[Change::Gone(1)], &cursor(2)).expect("applied");
        let mut check = index.begin_check().expect("begun");
        let listed = check.files.clone();
        index.apply(&[Change::Gone(2)], &cursor(3)).expect("applied");
        let inner = index.inner();
        let needed = files_of(&inner.index, inner.folder.as_deref().expect("on disk")).expect("listed");
        assert!(listed.iter().any(|file| !needed.contains(file)), "one was replaced");
        while check.step().expect("checked") {}
        assert_eq!(index.damage(), None);
        assert_eq!(index.check().expect("checked"), None);
    }

    #[test]
    fn a_list_of_files_that_cannot_be_read_is_damage_and_a_failure_asks_for_a_check() {
        let folder = tempfile::tempdir().expect("a folder");
        let index = Index::open(folder.path()).expect("an index");
        index.apply(&[doc(1)], &cursor(1)).expect("applied");
        let list = index.inner().folder.as_deref().expect("on disk").join("meta.json");
        std::fs::write(&list, "{").expect("written");
        assert!(!index.is_check_asked());
        assert!(index.cursor().is_err() && index.is_check_asked());
        assert_eq!(index.check().expect("checked").expect("found").file, "meta.json");
        assert!(!index.is_check_asked());
        let panics: Result<(), IndexError> = index.guarded(|| panic!("bytes that make no sense"));
        assert!(matches!(panics, Err(IndexError::Broken)) && index.is_check_asked());
    }

    #[test]
    fn what_says_nothing_about_the_disk_is_no_damage() {
        const TOO_MANY_FILES: i32 = 24;
        assert!(is_damage(&ErrorKind::NotFound.into()) && is_damage(&io::Error::from_raw_os_error(EIO)));
        assert!(!is_damage(&io::Error::from_raw_os_error(TOO_MANY_FILES)));
        assert!(!is_damage(&ErrorKind::PermissionDenied.into()));
        let full = io::Error::from(ErrorKind::StorageFull);
        assert!(!may_be_damage(&IndexError::Unusable(full.into())));
    }
}

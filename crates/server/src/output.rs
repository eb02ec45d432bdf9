//! Files that a command writes: beside their names, so that one that is cut off, or for which there is no room, leaves
//! what was there.

use crate::Failure;
use std::ffi::OsStr;
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, ErrorKind, Write};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

/// A file being written, for an option that names it.
pub(crate) struct Output {
    option: &'static str,
    path: PathBuf,
    out: BufWriter<File>,
    /// None for a terminal, a pipe or a device, which are written at once.
    draft: Option<Draft>,
}

/// What gets its name when it is whole and is gone otherwise.
struct Draft {
    partial: PathBuf,
    whole: PathBuf,
}

impl Drop for Draft {
    fn drop(&mut self) {
        // One that has its name is not found any more.
        let _ = fs::remove_file(&self.partial);
    }
}

impl Output {
    /// Opens it: where it cannot be written, that is said before anything is done.
    pub(crate) fn create(option: &'static str, path: &Path) -> Result<Self, Failure> {
        let (file, draft) = opened(path).map_err(|error| unwritable(option, path, &error))?;
        Ok(Self { option, path: path.to_owned(), out: BufWriter::new(file), draft })
    }

    /// Writes it and gives it its name.
    pub(crate) fn write(mut self, write: impl FnOnce(&mut BufWriter<File>) -> io::Result<()>) -> Result<(), Failure> {
        let written = write(&mut self.out).and_then(|()| self.finish());
        written.map_err(|error| unwritable(self.option, &self.path, &error))
    }

    fn finish(&mut self) -> io::Result<()> {
        self.out.flush()?;
        let Some(Draft { partial, whole }) = &self.draft else { return Ok(()) };
        self.out.get_ref().sync_all()?;
        fs::rename(partial, whole)
    }
}

fn opened(path: &Path) -> io::Result<(File, Option<Draft>)> {
    // A link stays one: what it names is written.
    let whole = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let before = fs::metadata(&whole).ok();
    if before.as_ref().is_some_and(fs::Metadata::is_dir) {
        return Err(ErrorKind::IsADirectory.into());
    }
    if before.is_some() {
        // What nobody may write is not replaced either.
        let file = OpenOptions::new().write(true).open(&whole)?;
        if before.as_ref().is_some_and(|about| !about.is_file()) {
            return Ok((file, None));
        }
    }
    let mut partial = whole.clone().into_os_string();
    partial.push(format!(".{}.partial", std::process::id()));
    let draft = Draft { partial: partial.into(), whole };
    let file = File::create(&draft.partial)?;
    if let Some(about) = before {
        file.set_permissions(about.permissions())?;
    }
    Ok((file, Some(draft)))
}

fn unwritable(option: &str, path: &Path, error: &io::Error) -> Failure {
    let path = path.display();
    format!("{option}: không ghi được tệp {path} / the file {path} cannot be written: {error}").into()
}

/// Whether two names are of one file, also by another path or a link.
pub(crate) fn is_same(one: &Path, other: &Path) -> bool {
    match (fs::metadata(one), fs::metadata(other)) {
        (Ok(one), Ok(other)) => one.is_file() && (one.dev(), one.ino()) == (other.dev(), other.ino()),
        (Err(_), Err(_)) => place(one).is_some_and(|at| Some(at) == place(other)),
        _ => false,
    }
}

/// Where a file would be that is not there yet.
fn place(path: &Path) -> Option<(PathBuf, &OsStr)> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    Some((fs::canonicalize(folder).ok()?, path.file_name()?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::{PermissionsExt, symlink};

    #[test]
    fn one_file_is_known_by_any_of_its_names() {
        let folder = tempfile::tempdir().expect("a folder");
        let at = |name: &str| folder.path().join(name);
        fs::create_dir(at("below")).expect("a folder");
        fs::write(at("a"), "a").expect("a file");
        fs::write(at("b"), "a").expect("a file");
        symlink(at("a"), at("link")).expect("a link");
        fs::hard_link(at("a"), at("hard")).expect("a link");
        for name in ["a", "link", "hard", "below/../a", "./a"] {
            assert!(is_same(&at("a"), &at(name)), "{name}");
        }
        assert!(is_same(&at("none"), &at("below/../none")), "neither is there yet");
        for (one, other) in [("a", "b"), ("a", "none"), ("none", "nothing"), ("no/none", "no/none")] {
            assert!(!is_same(&at(one), &at(other)), "{one} {other}");
        }
        assert!(!is_same(Path::new("/dev/null"), Path::new("/dev/null")), "nothing is lost in it");
    }

    #[test]
    fn what_was_there_stays_until_the_new_file_is_whole() {
        let folder = tempfile::tempdir().expect("a folder");
        let (path, link) = (folder.path().join("a"), folder.path().join("link"));
        fs::write(&path, "before").expect("a file");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).expect("rights");
        symlink(&path, &link).expect("a link");
        let names = || fs::read_dir(folder.path()).expect("a folder").count();
        let half = Output::create("--out", &link).expect("opened").write(|out| {
            out.write_all(b"half")?;
            Err(io::Error::other("no room"))
        });
        let told = half.expect_err("no room").to_string();
        assert!(told.starts_with("--out: ") && told.contains("link") && told.ends_with("no room"), "{told}");
        drop(Output::create("--out", &path).expect("opened"));
        assert_eq!((fs::read_to_string(&path).expect("a file").as_str(), names()), ("before", 2));
        Output::create("--out", &link).expect("opened").write(|out| out.write_all(b"whole")).expect("written");
        assert_eq!((fs::read_to_string(&path).expect("a file").as_str(), names()), ("whole", 2));
        assert!(fs::symlink_metadata(&link).expect("a link").is_symlink());
        assert_eq!(fs::metadata(&path).expect("a file").permissions().mode() & 0o777, 0o600);
        Output::create("--out", Path::new("/dev/null"))
            .expect("opened")
            .write(|out| out.write_all(b"x"))
            .expect("gone");
        assert!(Output::create("--out", folder.path()).is_err(), "a folder is none");
        assert!(Output::create("--out", &folder.path().join("none/a")).is_err());
    }
}

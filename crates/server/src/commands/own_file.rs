//! A file that a command writes what people said and did into.

use crate::Failure;
use std::fs::{File, OpenOptions};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

/// A new file that its owner alone can read; one that is there stays as it is.
pub(super) fn own_file(path: &Path) -> Result<File, Failure> {
    let opened = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path);
    opened.map_err(|error| format!("{}: {error}", path.display()).into())
}

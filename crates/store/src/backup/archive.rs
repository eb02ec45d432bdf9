//! The file of an archive: lines, compressed, counted and hashed. What the lines mean is not known here.

use super::layout::hex;
use crate::{Error, Result};
use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use serde_json::{Value as Json, json};
use sha2::{Digest, Sha256};
use std::fs::{File, OpenOptions};
use std::io::{BufRead, BufReader, BufWriter, ErrorKind, Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

/// No line of ours is longer; a longer one is no archive.
const LONGEST_LINE: u64 = 64 << 20;

/// Where an archive stands until it is whole.
pub fn partial_of(path: &Path) -> PathBuf {
    let mut partial = path.as_os_str().to_owned();
    partial.push(".partial");
    PathBuf::from(partial)
}

/// An archive being written beside its name; it gets the name when it is whole and on the disk.
#[derive(Debug)]
pub(super) struct Writer {
    gzip: GzEncoder<BufWriter<File>>,
    hash: Sha256,
    partial: PathBuf,
    path: PathBuf,
}

impl Writer {
    /// People's names stand in it: its owner alone may read it, also where an earlier one was cut off.
    pub(super) fn create(path: &Path) -> Result<Self> {
        let partial = partial_of(path);
        match std::fs::remove_file(&partial) {
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(error.into()),
            _ => {}
        }
        let file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&partial)?;
        let gzip = GzEncoder::new(BufWriter::new(file), Compression::fast());
        Ok(Self { gzip, hash: Sha256::new(), partial, path: path.to_owned() })
    }

    pub(super) fn line(&mut self, line: &Json) -> Result<()> {
        let mut bytes = serde_json::to_vec(line).map_err(std::io::Error::from)?;
        bytes.push(b'\n');
        self.hash.update(&bytes);
        Ok(self.gzip.write_all(&bytes)?)
    }

    /// The last line, then file and folder to the disk.
    pub(super) fn finish(mut self, rows: &[(String, u64)]) -> Result<()> {
        let sha256 = hex(&self.hash.clone().finalize());
        self.line(&json!({ "end": rows, "sha256": sha256 }))?;
        let file = self.gzip.finish()?.into_inner().map_err(std::io::IntoInnerError::into_error)?;
        file.sync_all()?;
        std::fs::rename(&self.partial, &self.path)?;
        if let Some(folder) = self.path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            File::open(folder)?.sync_all()?;
        }
        Ok(())
    }
}

/// An archive being read.
#[derive(Debug)]
pub(super) struct Reader {
    lines: BufReader<GzDecoder<BufReader<File>>>,
    hash: Sha256,
    before: Sha256,
    peeked: Option<Json>,
}

impl Reader {
    pub(super) fn open(path: &Path) -> Result<Self> {
        let gzip = GzDecoder::new(BufReader::new(File::open(path)?));
        Ok(Self {
            lines: BufReader::with_capacity(1 << 18, gzip),
            hash: Sha256::new(),
            before: Sha256::new(),
            peeked: None,
        })
    }

    /// The next line, or `None` at the end of the file.
    pub(super) fn line(&mut self) -> Result<Option<Json>> {
        let mut bytes = Vec::new();
        let read = (&mut self.lines).take(LONGEST_LINE).read_until(b'\n', &mut bytes);
        read.map_err(|_| Error::Archive("it is damaged or no gzip file".into()))?;
        if bytes.is_empty() {
            return Ok(None);
        }
        self.before.clone_from(&self.hash);
        self.hash.update(&bytes);
        let line = serde_json::from_slice(&bytes);
        line.map(Some).map_err(|_| Error::Archive("a line is not JSON".into()))
    }

    /// The next line without taking it.
    pub(super) fn peek_line(&mut self) -> Result<Option<&Json>> {
        if self.peeked.is_none() {
            self.peeked = self.line()?;
        }
        Ok(self.peeked.as_ref())
    }

    /// The line looked at before.
    pub(super) fn take_line(&mut self) -> Option<Json> {
        self.peeked.take()
    }

    /// The hash of everything before the last line read.
    pub(super) fn hash_before(&self) -> String {
        hex(&self.before.clone().finalize())
    }
}

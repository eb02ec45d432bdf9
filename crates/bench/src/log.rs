//! What the program would write to its log, into a file.

use crate::Failure;
use std::fs::File;
use std::path::Path;
use std::sync::Mutex;
use tracing_subscriber::EnvFilter;

/// From here on everything down to single steps of our own code goes into this file.
pub(crate) fn into(file: &Path) -> Result<(), Failure> {
    let words = EnvFilter::new("info,sanviec_app=trace,sanviec_store=trace,sanviec_jobs=trace");
    let lines = tracing_subscriber::fmt().with_env_filter(words).with_ansi(false);
    lines.with_writer(Mutex::new(File::create(file)?)).try_init()
}

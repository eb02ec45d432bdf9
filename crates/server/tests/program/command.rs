//! The real program at a command line, with nothing of the environment's own.

use std::path::Path;
use std::process::{Command, Stdio};

/// It, over this folder of data, with these words.
pub(crate) fn command(data: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sanviec"));
    command.arg("--data").arg(data).args(args).stdin(Stdio::null());
    for name in ["SANVIEC_DATA", "SANVIEC_DATABASE", "SANVIEC_LISTEN"] {
        command.env_remove(name);
    }
    command
}

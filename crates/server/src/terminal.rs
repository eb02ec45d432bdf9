//! What a command says on the terminal.

use std::fmt::Arguments;
use std::io::{ErrorKind, Write};

/// Says a line. Whoever reads only the beginning has what they wanted: the command goes on with what it was asked for.
pub(crate) fn line(words: Arguments<'_>) {
    let written = writeln!(std::io::stdout(), "{words}");
    if written.is_err_and(|error| error.kind() != ErrorKind::BrokenPipe) {
        // A full disk is told as it always was.
        std::println!("{words}");
    }
}

//! The binary `sanviec`: command line, settings, telemetry, wiring. No rules, no SQL, no pages.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command speaks on the terminal")]

/// Says a line, as the standard one does, but is no failure where nobody reads on. Stands before who uses it.
macro_rules! println {
    ($($words:tt)*) => { $crate::terminal::line(format_args!($($words)*)) };
}

mod centre;
mod cli;
mod commands;
mod gateway;
mod identity;
mod listen;
mod output;
mod post;
mod settings;
mod signatures;
mod telemetry;
mod terminal;
mod tls;
mod wiring;

use clap::Parser;
use std::process::ExitCode;

/// Why a command ends badly; the chain of causes is printed once, here.
type Failure = Box<dyn std::error::Error + Send + Sync>;

fn main() -> ExitCode {
    let cli = cli::Cli::parse();
    if matches!(cli.command, cli::Command::Signatures(_)) {
        // What a file from a stranger makes of it is nobody's to read: it ends, with an answer or without.
        return signatures::read_here().map_or(ExitCode::FAILURE, |()| ExitCode::SUCCESS);
    }
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return fail(&error.into()),
    };
    match runtime.block_on(commands::run(cli)) {
        Ok(code) => code,
        Err(error) => fail(&commands::in_words(error)),
    }
}

fn fail(error: &Failure) -> ExitCode {
    eprintln!("sanviec: {}", chain(&**error));
    ExitCode::FAILURE
}

/// What an error says, with all its causes.
fn chain(error: &dyn std::error::Error) -> String {
    let causes = std::iter::successors(error.source(), |cause| cause.source());
    let said: Vec<String> = std::iter::once(error.to_string()).chain(causes.map(ToString::to_string)).collect();
    said.join(": ")
}

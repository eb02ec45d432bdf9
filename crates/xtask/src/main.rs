//! Developer commands: `cargo xtask test` and its parts.
//!
//! What must not be in here: anything the product needs. The crate has no dependency, so that it builds at once.
#![expect(clippy::print_stdout, reason = "a developer's command speaks on the terminal")]
#![expect(clippy::disallowed_methods, reason = "a developer's command reads PATH, CI and CARGO_TARGET_DIR")]

mod browser;
mod contract;
mod postgres;
mod report;
mod rust;
mod sbom;
mod server;
mod sign_in;
mod smuggling;
mod tools;

use report::Report;
use std::process::ExitCode;

const USAGE: &str = "cargo xtask test            everything that must pass
cargo xtask test PART...    only some of: format lint rust browser contract
                            smuggling
cargo xtask sbom            the list of components (CycloneDX), to the terminal
cargo xtask postgres        start a throw-away PostgreSQL, print its address, stop at end of input";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["test", parts @ ..] => test(parts),
        ["sbom"] => sbom::print(),
        ["postgres"] => postgres::hold(),
        _ => {
            println!("{USAGE}");
            ExitCode::from(2)
        }
    }
}

/// Runs the named parts (all when none is named) and closes with one line of counts.
fn test(parts: &[&str]) -> ExitCode {
    type Part = (&'static str, fn(&mut Report));
    const PARTS: [Part; 6] = [
        ("format", rust::format),
        ("lint", rust::lint),
        ("rust", rust::suite),
        ("browser", browser::journeys),
        ("contract", contract::schemathesis),
        ("smuggling", smuggling::behind_proxies),
    ];
    if let Some(unknown) = parts.iter().find(|part| PARTS.iter().all(|(name, _)| name != *part)) {
        println!("unknown part: {unknown}\n{USAGE}");
        return ExitCode::from(2);
    }
    let mut report = Report::start();
    for (name, run) in PARTS {
        if parts.is_empty() || parts.contains(&name) {
            run(&mut report);
        }
    }
    report.close()
}

//! Formatting, lints and the Rust suites on both databases.

use crate::postgres::{Cluster, Durable};
use crate::report::Report;
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

pub(crate) fn format(report: &mut Report) {
    report.part("format");
    let ok = runs(Command::new("cargo").args(["fmt", "--all", "--check"]));
    report.check(ok, "formatting (cargo fmt --all)");
}

pub(crate) fn lint(report: &mut Report) {
    report.part("lint");
    let ok = runs(Command::new("cargo").args(["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"]));
    report.check(ok, "lints (cargo clippy --workspace --all-targets -- -D warnings)");
}

/// All Rust tests; with a PostgreSQL of our own beside them when one can be had.
pub(crate) fn suite(report: &mut Report) {
    report.part("rust suites");
    let cluster = Cluster::start(Durable::No);
    let mut command = Command::new("cargo");
    command.args(["test", "--workspace", "--no-fail-fast"]);
    match &cluster {
        Ok(cluster) => {
            command.env("SANVIEC_TEST_POSTGRES", cluster.url());
        }
        Err(why) => report.skipped(format!("suites on PostgreSQL: {why}")),
    }
    let (ok, counts) = counted(&mut command);
    report.passed(counts.passed);
    if !ok || counts.failed > 0 {
        report.failed(format!("{} Rust tests (cargo test --workspace)", counts.failed));
    }
    if counts.ignored > 0 {
        report.failed(format!("{} ignored Rust tests: run them or remove them", counts.ignored));
    }
}

#[derive(Default)]
struct Counts {
    passed: u64,
    failed: u64,
    ignored: u64,
}

/// Runs a `cargo test` command, passes its output through and adds up its result lines.
fn counted(command: &mut Command) -> (bool, Counts) {
    let mut counts = Counts::default();
    let Ok(mut child) = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn() else {
        return (false, counts);
    };
    if let Some(output) = child.stdout.take() {
        for line in BufReader::new(output).lines().map_while(Result::ok) {
            println!("{line}");
            if let Some(rest) = line.strip_prefix("test result: ") {
                counts.passed += number_before(rest, " passed");
                counts.failed += number_before(rest, " failed");
                counts.ignored += number_before(rest, " ignored");
            }
        }
    }
    (child.wait().is_ok_and(|status| status.success()), counts)
}

fn number_before(text: &str, word: &str) -> u64 {
    let Some(end) = text.find(word) else { return 0 };
    let digits: String = text[..end].chars().rev().take_while(char::is_ascii_digit).collect();
    digits.chars().rev().collect::<String>().parse().unwrap_or(0)
}

pub(crate) fn runs(command: &mut Command) -> bool {
    command.stdin(Stdio::null()).status().is_ok_and(|status| status.success())
}

#[cfg(test)]
mod tests {
    use super::number_before;

    #[test]
    fn result_lines_are_counted() {
        let line = "ok. 12 passed; 3 failed; 1 ignored; 0 measured";
        assert_eq!(number_before(line, " passed"), 12);
        assert_eq!(number_before(line, " failed"), 3);
        assert_eq!(number_before(line, " ignored"), 1);
    }
}

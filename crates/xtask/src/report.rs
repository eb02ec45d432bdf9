//! What was run, what passed, what could not be run. In CI a skipped part is a failure.

use std::process::ExitCode;
use std::time::Instant;

/// Counts over all parts of a run.
pub(crate) struct Report {
    began: Instant,
    passed: u64,
    failures: Vec<String>,
    skipped: Vec<String>,
}

impl Report {
    pub(crate) fn start() -> Self {
        Self { began: Instant::now(), passed: 0, failures: Vec::new(), skipped: Vec::new() }
    }

    /// Announces a part, so that a reader of the log sees where time goes.
    pub(crate) fn part(&self, name: &str) {
        println!("\n== {name} ({} s)", self.began.elapsed().as_secs());
    }

    pub(crate) fn passed(&mut self, count: u64) {
        self.passed += count;
    }

    pub(crate) fn failed(&mut self, what: impl Into<String>) {
        let what = what.into();
        println!("FAILED: {what}");
        self.failures.push(what);
    }

    /// Something could not be run here: say what and how to mend it.
    pub(crate) fn skipped(&mut self, what: impl Into<String>) {
        let what = what.into();
        println!("skipped: {what}");
        self.skipped.push(what);
    }

    /// One check that either passed or failed.
    pub(crate) fn check(&mut self, ok: bool, what: &str) {
        if ok { self.passed(1) } else { self.failed(what) }
    }

    /// Prints the closing line in the form that test summaries have and turns the counts into an exit code.
    pub(crate) fn close(mut self) -> ExitCode {
        if std::env::var_os("CI").is_some() {
            let skipped = std::mem::take(&mut self.skipped);
            self.failures.extend(skipped.into_iter().map(|what| format!("skipped in CI: {what}")));
        }
        println!("\n== summary ({} s)", self.began.elapsed().as_secs());
        for what in &self.failures {
            println!("failed: {what}");
        }
        for what in &self.skipped {
            println!("skipped: {what}");
        }
        println!("{} passed, {} failed, {} skipped", self.passed, self.failures.len(), self.skipped.len());
        if self.failures.is_empty() && self.passed > 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
    }
}
